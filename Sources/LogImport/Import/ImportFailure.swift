/// An error that ends an import: not an error of the log that is being read, but of what receives its content.
struct ImportFailure: Error {
    let error: any Error

    /// Marks the errors of some work as such.
    static func marking<Result>(_ work: () throws -> Result) throws -> Result {
        do { return try work() } catch { throw ImportFailure(error: error) }
    }

    /// Takes the mark away from the errors of some work.
    static func unmarking<Result>(_ work: () throws -> Result) throws -> Result {
        do { return try work() } catch let failure as ImportFailure { throw failure.error }
    }
}
