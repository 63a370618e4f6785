import Foundation

/// Where logs come from: a file or a folder, or standard input.
public enum InputPath: Hashable, Sendable {
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
}
