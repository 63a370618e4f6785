public import Foundation

/// A dataset, or a file of one, that cannot be read or written.
public struct DatasetError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }

    /// What the operating system says of an error: `No space left on device`.
    public static func reason(_ error: any Error) -> String {
        let error = error as NSError
        if let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError { return reason(underlying) }
        if error.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(error.code))) }
        switch CocoaError.Code(rawValue: error.code) {
        case .fileWriteOutOfSpace: return "No space left on device"
        case .fileReadNoSuchFile, .fileNoSuchFile: return "No such file or directory"
        case .fileReadNoPermission, .fileWriteNoPermission: return "Permission denied"
        case .fileWriteFileExists: return "File exists"
        default: return error.localizedDescription
        }
    }

    /// Does something with a file or folder, and turns its error into a sentence that names it.
    public static func naming<Result>(_ url: URL, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatasetError {
            throw error
        } catch {
            throw DatasetError("\(url.path) cannot be written: \(reason(error))")
        }
    }
}
