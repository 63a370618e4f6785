import Files
import Foundation

/// Lines on standard output, or in a file that appears when it is complete.
final class LineOutput {
    private let file: WholeFile?
    private var buffer = Data()

    private static let bufferSize = 1 << 16

    /// - Parameters:
    ///   - path: the file; standard output where nil.
    ///   - replacing: whether a file that exists may be replaced. Pipes and devices are written to in any case.
    init(path: String?, replacing: Bool) throws {
        file = try path.map { path in
            let destination = URL(fileURLWithPath: path)
            try WholeFile.checkAbsence(of: destination, replacing: replacing)
            return try WholeFile(at: destination)
        }
    }

    func write(_ data: Data) throws {
        if let file { return try file.write(data) }
        buffer.append(data)
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Writes what is left.
    func finish() throws {
        if let file { return try file.finish() }
        try flush()
    }

    private func flush() throws {
        try Output.write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}
