/// Goes through the logs in a file: the file itself, or every member of the archive that it is.
package struct InputWalk {
    private let limits: InputLimits
    private let meter: ProgressMeter
    private let waiting: () throws -> Void
    /// Takes a log.
    private let visit: (InputSource) throws -> Void
    /// Takes note of a file that breaks off.
    private let damaged: (DamagedInput, InputLocation) throws -> Void
    /// Takes note of a file, or a member of an archive, that cannot be read at all, or not any further.
    private let failed: (FileError, _ file: String) throws -> Void
    /// Takes note of a member of an archive that is not to be read.
    private let leftOut: (UnreadInput) throws -> Void

    /// - Parameter waiting: called where a pipe has no more bytes for now.
    package init(
        limits: InputLimits, meter: ProgressMeter, waiting: @escaping () throws -> Void = {},
        visit: @escaping (InputSource) throws -> Void,
        damaged: @escaping (DamagedInput, InputLocation) throws -> Void,
        failed: @escaping (FileError, _ file: String) throws -> Void, leftOut: @escaping (UnreadInput) throws -> Void
    ) {
        self.limits = limits
        self.waiting = waiting
        self.meter = meter
        self.visit = visit
        self.damaged = damaged
        self.failed = failed
        self.leftOut = leftOut
    }

    /// Goes through the logs in one file.
    package func walk(_ input: InputPath) throws {
        meter.begin(file: input.name)
        let file: InputFile
        do {
            file = try InputFile(input, meter: meter, beforeWaiting: waiting)
        } catch let error as FileError {
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
            guard ArchiveReader.recognizes(try content.stream.peek(InputHead.limit)) else {
                let source = try InputSource(
                    name: content.name, bytes: content.stream, path: content.path, limits: limits, meter: meter)
                try visit(source)
                return
            }
            guard depth < limits.archiveDepth else {
                throw FileError(
                    "archives lie more than \(limits.archiveDepth) deep in one another.",
                    at: InputLocation(file: content.name))
            }
            try walkArchive(content, depth: depth)
        } catch let damage as DamagedInput {
            try damaged(damage, InputLocation(file: content.name))
        } catch let error as FileError {
            try failed(error, error.location?.file ?? content.name)
        }
    }

    private func walkArchive(_ content: Content, depth: Int) throws {
        if GzipReader.recognizes(try content.stream.peek(InputHead.limit)) {
            let file = GzipReader(
                name: content.name, stream: content.stream, limits: limits, meter: meter,
                outermostBytes: content.outermostBytes)
            let inner = Content(name: content.name, stream: file.content, outermostBytes: { file.bytesIn })
            try walk(inner, depth: depth + 1)
            return try file.passOverRest()
        }
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
            try visit(InputSource(name: content.name, bytes: ByteStream([]), path: nil, limits: limits, meter: meter))
        }
    }
}
