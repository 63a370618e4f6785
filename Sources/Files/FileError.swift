public import Foundation

/// What is wrong with a file, a folder or another input, as a sentence for the person who gave it.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and where it helps what to do; one or more sentences.
    public var sentence: String
    /// Where; nil where the sentence says it, or the error concerns no file.
    public var location: InputLocation?

    /// An error that says what is wrong, what to do, and where.
    public init(_ sentence: String, at location: InputLocation? = nil) {
        self.sentence = sentence
        self.location = location
    }

    /// The place, then the sentence.
    public var description: String {
        location.map { "\($0): \(sentence)" } ?? sentence
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
        } catch let error as FileError {
            throw error
        } catch {
            throw FileError("\(url.path) cannot be written: \(reason(error))")
        }
    }
}

/// Why a record cannot be understood. Reading continues with the next record.
package struct MalformedRecord: Error {
    package var reason: String

    package init(reason: String) {
        self.reason = reason
    }
}

/// A file that cannot be read to its end: a cut download, a damaged archive. What came before it counts.
public struct DamagedInput: Error, Hashable, Sendable {
    /// What is wrong with it, in a few words.
    public var reason: String
    /// Why, each cause once.
    package private(set) var causes: [DamageCause] = []

    /// - Parameter reason: a few words.
    public init(reason: String) {
        self.reason = reason
    }

    /// Adds a cause, or its parts to those of one that says the same.
    package mutating func add(_ cause: DamageCause) {
        if let known = causes.firstIndex(where: { $0.isSame(as: cause) }) {
            causes[known].add(cause)
        } else {
            causes.append(cause)
        }
    }

    /// The reason and its causes.
    package var explanation: String {
        guard !causes.isEmpty else { return reason }
        return reason + ": " + causes.map(\.description).joined(separator: "; ")
    }
}
