/// Goes through the logs in a file: the file itself, or every member of the archive that it is.
struct SourceWalk {
    let limits: ImportLimits
    let meter: ProgressMeter
    /// Takes a log.
    let visit: (LogSource) throws -> Void
    /// Takes note of a file that breaks off.
    let damaged: (DamagedInput, SourceLocation) throws -> Void
    /// Takes note of a file, or a member of an archive, that cannot be read at all, or not any further.
    let failed: (AccessLogError, _ file: String) throws -> Void
    /// Takes note of a member of an archive that is not to be read.
    let leftOut: (UnreadInput) throws -> Void

    func walk(_ input: LogInput) throws {
        meter.begin(file: input.name)
        let file: InputFile
        do {
            file = try InputFile(input, meter: meter)
        } catch let error as AccessLogError {
            return try failed(error, input.name)
        }
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
            guard ArchiveReader.recognizes(try content.stream.peek(LogHead.limit)) else {
                let source = try LogSource(
                    name: content.name, bytes: content.stream, path: content.path, limits: limits, meter: meter)
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
        } catch let error as AccessLogError {
            try failed(error, error.location?.file ?? content.name)
        }
    }

    private func walkArchive(_ content: Content, depth: Int) throws {
        let archive = try ArchiveReader(
            name: content.name, stream: content.stream, size: content.size, seek: content.seek, limits: limits,
            meter: meter, outermostBytes: content.outermostBytes)
        var isEmpty = true
        while let member = try archive.next() {
            isEmpty = false
            let name = member.path.map { content.name + "!" + $0 } ?? content.name
            switch member.kind {
            case .file:
                let inner = Content(name: name, stream: archive.content, outermostBytes: { archive.bytesIn })
                try walk(inner, depth: depth + 1)
            case .hidden: try leftOut(.hidden(name))
            case .special: try leftOut(.special(name))
            case .outside:
                try leftOut(UnreadInput(file: name, cause: .leftOut, reason: "its path leads out of the archive."))
            case .tooLong:
                try leftOut(
                    UnreadInput(
                        file: name, cause: .failed,
                        reason: "its path is longer than \(limits.pathBytes) bytes; it is not read."))
            }
        }
        // An archive without a log is listed like an empty file.
        if isEmpty {
            try visit(LogSource(name: content.name, bytes: ByteStream([]), path: nil, limits: limits, meter: meter))
        }
    }
}
