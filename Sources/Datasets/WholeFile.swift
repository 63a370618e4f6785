public import Foundation

/// A file that appears complete or not at all: it is written under another name and renamed at the end.
public final class WholeFile {
    private let destination: URL
    private let partial: URL
    private let handle: FileHandle
    private var buffer = Data()
    private var isFinished = false

    private static let bufferSize = 1 << 16

    /// - Throws: ``DatasetError`` where the file cannot be made.
    public init(at destination: URL) throws {
        self.destination = destination
        partial = destination.deletingLastPathComponent().appendingPathComponent(
            ".\(destination.lastPathComponent).partial-\(ProcessInfo.processInfo.processIdentifier)")
        let path = partial.path
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw DatasetError("\(destination.path) cannot be written: \(String(cString: strerror(errno)))") }
        self.handle = handle
    }

    /// A file that was not finished leaves nothing.
    deinit {
        if !isFinished { try? FileManager.default.removeItem(at: partial) }
    }

    public func write(_ data: Data) throws {
        buffer.append(data)
        if buffer.count >= Self.bufferSize { try flush() }
    }

    public func write(_ text: String) throws {
        try write(Data(text.utf8))
    }

    /// Gives the file its name.
    ///
    /// - Throws: ``DatasetError`` where the rest cannot be written, for example for want of space.
    public func finish() throws {
        try flush()
        try DatasetError.naming(destination) {
            try handle.close()
            guard rename(partial.path, destination.path) == 0 else {
                throw DatasetError("\(destination.path) cannot be written: \(String(cString: strerror(errno)))")
            }
        }
        isFinished = true
    }

    private func flush() throws {
        try DatasetError.naming(destination) { try handle.write(contentsOf: buffer) }
        buffer.removeAll(keepingCapacity: true)
    }
}
