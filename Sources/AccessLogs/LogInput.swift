import Foundation

/// Where logs come from: a file or a folder, or standard input.
public enum LogInput: Hashable, Sendable {
    /// A file, or a folder with everything in it.
    case path(String)
    case standardInput

    /// An argument of a command line; `-` is standard input.
    public init(argument: String) {
        self = argument == "-" ? .standardInput : .path(argument)
    }

    /// The name that messages use: the path as it was given.
    public var name: String {
        switch self {
        case .path(let path): path
        case .standardInput: "standard input"
        }
    }

    /// The inputs with each folder replaced by the files in it, at any depth, sorted by path; hidden files and folders,
    /// and what is no plain file, are left out.
    ///
    /// - Throws: ``AccessLogError`` where an input does not exist or a folder cannot be read.
    public static func files(of inputs: [LogInput]) throws -> [LogInput] {
        try inputs.flatMap { input -> [LogInput] in
            guard case .path(let path) = input else { return [input] }
            return try files(at: path).map(LogInput.path)
        }
    }

    private static func files(at path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw AccessLogError("there is no such file or folder.", at: SourceLocation(file: path))
        }
        guard isFolder.boolValue else { return [path] }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw AccessLogError("the folder cannot be read.", at: SourceLocation(file: path))
        }
        let folder = path.hasSuffix("/") ? path : path + "/"
        return try names.filter { !$0.hasPrefix(".") }.sorted().flatMap { name -> [String] in
            let child = folder + name
            // A link to a folder is not followed: it may lead back up.
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(atPath: child, isDirectory: &isFolder)
            if isFolder.boolValue && (try? FileManager.default.destinationOfSymbolicLink(atPath: child)) != nil {
                return []
            }
            // Nor is a pipe opened that nobody named: it may never have a writer.
            let isReadable = exists && (isFolder.boolValue || InputFile.size(of: .path(child)) != nil)
            return isReadable ? try files(at: child) : []
        }
    }
}
