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
    /// what is no plain file, links to folders, and what cannot be read, are left out.
    ///
    /// - Throws: ``AccessLogError`` where an input does not exist.
    public static func files(of inputs: [LogInput]) throws -> [LogInput] {
        try found(in: inputs).files
    }

    /// The files of the inputs, and what in their folders is none that can be read.
    ///
    /// - Throws: ``AccessLogError`` where an input does not exist.
    static func found(in inputs: [LogInput]) throws -> FolderContent {
        var found = FolderContent()
        for input in inputs {
            guard case .path(let path) = input else {
                found.files.append(input)
                continue
            }
            var status = stat()
            guard stat(path, &status) == 0 else {
                let isMissing = errno == ENOENT || errno == ENOTDIR
                let problem = String(cString: strerror(errno))
                throw AccessLogError(
                    isMissing ? "there is no such file or folder." : "it cannot be looked at: \(problem).",
                    at: SourceLocation(file: path))
            }
            if status.st_mode & S_IFMT == S_IFDIR {
                found.addFolder(path)
            } else {
                found.files.append(input)
            }
        }
        return found
    }
}
