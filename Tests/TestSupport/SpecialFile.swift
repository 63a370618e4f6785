package import Foundation

/// What may lie where a file is expected.
package enum SpecialFile: CaseIterable, Sendable {
    case pipe, linkToZeros, linkToPipe, socket

    /// Makes one in place of what is there.
    package func make(at url: URL) throws {
        // Nothing has to be there.
        try? FileManager.default.removeItem(at: url)
        switch self {
        case .pipe:
            try succeed(mkfifo(url.path, 0o600))
        case .linkToZeros:
            try FileManager.default.createSymbolicLink(at: url, withDestinationURL: URL(filePath: "/dev/zero"))
        case .linkToPipe:
            let pipe = url.appendingPathExtension("pipe")
            try succeed(mkfifo(pipe.path, 0o600))
            try FileManager.default.createSymbolicLink(at: url, withDestinationURL: pipe)
        case .socket:
            // As a node, for the path of a socket that is bound may be too long.
            try succeed(mknod(url.path, S_IFSOCK | 0o600, 0))
        }
    }

    private func succeed(_ result: Int32) throws {
        if result != 0 { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }
}
