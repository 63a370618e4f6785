/// Goes through the logs in a file: the file itself, or every member of the archive that it is.
struct SourceWalk {
    let limits: ImportLimits
    let meter: ProgressMeter
    /// Takes a log.
    let visit: (LogSource) throws -> Void
    /// Takes note of a file that breaks off.
    let damaged: (DamagedInput, SourceLocation) throws -> Void

    func walk(_ input: LogInput) throws {
        meter.begin(file: input.name)
        let file = try InputFile(input, meter: meter)
        let content = Content(
            name: input.name, stream: file.stream, path: file.path, size: file.size, seek: file.seek)
        try walk(content, depth: 0)
        try file.finish()
    }

    private struct Content {
        var name: String
        var stream: ByteStream
        var path: String?
        var size: Int64?
        var seek: ((Int64, Int32) -> Int64?)?
        var outermostBytes: (() -> Int64)?
    }

    private func walk(_ content: Content, depth: Int) throws {
        do {
            guard ArchiveReader.recognises(try content.stream.peek(LogHead.limit)) else {
                let source = try LogSource(
                    name: content.name, bytes: content.stream, path: content.path, limits: limits)
                try visit(source)
                return
            }
            guard depth < limits.archiveDepth else {
                throw AccessLogError(
                    "archives lie more than \(limits.archiveDepth) deep in one another.",
                    at: SourceLocation(file: content.name))
            }
            try walkArchive(content, depth: depth)
        } catch let damage as DamagedInput {
            try damaged(damage, SourceLocation(file: content.name))
        }
    }

    private func walkArchive(_ content: Content, depth: Int) throws {
        let archive = try ArchiveReader(
            name: content.name, stream: content.stream, size: content.size, seek: content.seek, limits: limits,
            outermostBytes: content.outermostBytes)
        var isEmpty = true
        while let member = try archive.next() {
            isEmpty = false
            let inner = Content(
                name: member.path.map { content.name + "!" + $0 } ?? content.name, stream: archive.content,
                outermostBytes: { archive.bytesIn })
            try walk(inner, depth: depth + 1)
        }
        // An archive without a log is listed like an empty file.
        if isEmpty {
            try visit(LogSource(name: content.name, bytes: ByteStream([]), path: nil, limits: limits))
        }
    }
}
