import Concurrency
import Files

/// The chunks into which the files of an import are divided, in their order.
///
/// A plain file is divided by its offsets. What has to be read from its first byte to its last, because it is compressed
/// or in another encoding, is read by a thread of its own, which cuts the text into blocks.
struct ImportChunks {
    private var files: ArraySlice<InputPath>
    private let run: ImportRun
    /// The number of the builder of the thread that reads streams; nil where no such thread is wanted.
    private let streamBuilder: Int?
    private var parts: FileParts?
    private var stream: ReadAhead<ImportChunk>?

    /// - Parameter streamBuilder: a number that no other builder has; nil where no further thread is wanted.
    init(_ files: [InputPath], of run: ImportRun, streamBuilder: Int?) {
        self.files = files[...]
        self.run = run
        self.streamBuilder = streamBuilder
    }

    /// The next chunk; nil at the end.
    ///
    /// - Throws: `CancellationError` where the import is ended.
    mutating func next() throws -> ImportChunk? {
        while true {
            if let part = parts?.popFirst() { return .part(part) }
            parts = nil
            if let chunk = try stream?.next() { return chunk }
            stream = nil
            guard let file = files.popFirst() else { return nil }
            if try !divide(file) { return .file(file) }
        }
    }

    /// Ends the thread that reads a stream.
    func end() { stream?.end() }

    /// - Returns: false where the file is best read as a whole: it is small, or no file.
    private mutating func divide(_ file: InputPath) throws -> Bool {
        guard case .path(let path) = file, let size = InputFile.size(of: file), size > run.limits.blockBytes else {
            return false
        }
        do {
            if size > run.limits.partBytes {
                parts = try FileParts(path, readers: run.readers, limits: run.limits, meter: run.meter)
            }
            if parts == nil, let streamBuilder, try run.isStream(path) {
                stream = read(file, builder: streamBuilder)
            }
        } catch is FileError {
            // Reading the file as a whole meets the same error and reports it.
        }
        return parts != nil || stream != nil
    }

    private func read(_ file: InputPath, builder number: Int) -> ReadAhead<ImportChunk> {
        ReadAhead(limit: run.limits.waitingBlocks) { [run] give in
            let builder = run.builder(number: number) { try give(.piece($0)) }
            try run.read(file, into: builder) { try give(.part($0)) }
            try builder.flush()
        }
    }
}
