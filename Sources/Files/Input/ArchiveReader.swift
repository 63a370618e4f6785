import CArchive
import Foundation

/// The members of an archive, or the content of a compressed file, read as a stream through libarchive.
package final class ArchiveReader {
    package struct Member {
        enum Kind {
            case file, hidden
            /// Its path contains `..`.
            case outside
            /// A link or a device.
            case special
            /// A file whose path exceeds the limit: the path is cut.
            case tooLong
        }

        /// The member's path within the archive; nil for the content of a file that is merely compressed.
        var path: String?
        var kind = Kind.file
    }

    /// What libarchive's callbacks need: the archive's own bytes, and the error that stopped them.
    private final class Input {
        let stream: ByteStream
        let seek: ((Int64, Int32) -> Int64?)?
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        /// How much of the buffer was filled by the last read.
        var filled = 0
        var bytesRead: Int64 = 0
        var failure: (any Error)?

        init(stream: ByteStream, seek: ((Int64, Int32) -> Int64?)?) {
            self.stream = stream
            self.seek = seek
        }

        deinit {
            buffer.deallocate()
        }
    }

    private let archive: OpaquePointer
    private let input: Input
    private let size: Int64?
    private let location: InputLocation
    private let limits: InputLimits
    /// The number of bytes read from the outermost archive, which the bytes that come out are compared with.
    private let outermostBytes: (() -> Int64)?
    private let meter: ProgressMeter
    private var bytesOut: Int64 = 0
    /// Whether the archive broke off, so that nothing can follow.
    private var isBroken = false
    /// Where the content of the first member begins in a zip file that begins with a member; nil in others, and once the
    /// first member has been met.
    private var firstContent: Int64?
    /// What is wrong with the archive as a whole, though its members can be read; said at the end.
    private var damage: DamagedInput?
    /// Whether there is, or may be, more of the present member to be read.
    private var isWithinMember = false

    /// - Parameters:
    ///   - size: the archive's size in bytes, where it is known.
    ///   - seek: moves the stream as `lseek` does, where it can be moved; some zip files can only be read so.
    ///   - outermostBytes: for an archive within an archive, the bytes read from the outermost one.
    package init(
        name: String, stream: ByteStream, size: Int64?, seek: ((Int64, Int32) -> Int64?)?, limits: InputLimits,
        meter: ProgressMeter, outermostBytes: (() -> Int64)?
    ) throws {
        self.size = size
        self.meter = meter
        location = InputLocation(file: name)
        input = Input(stream: stream, seek: seek)
        self.limits = limits
        self.outermostBytes = outermostBytes
        guard let archive = archive_read_new() else {
            throw FileError("there is not enough memory to read the archive.", at: location)
        }
        self.archive = archive
        archive_read_support_filter_all(archive)
        // Not every format: some are recognised by so few bytes that a text could be taken for one of them.
        archive_read_support_format_tar(archive)
        archive_read_support_format_zip(archive)
        archive_read_support_format_7zip(archive)
        archive_read_support_format_empty(archive)
        archive_read_support_format_raw(archive)
        archive_read_set_read_callback(archive) { _, context, bytes in
            guard let context else { return -1 }
            let input = Unmanaged<Input>.fromOpaque(context).takeUnretainedValue()
            do {
                let count = try input.stream.read(into: input.buffer)
                input.filled = count
                input.bytesRead += Int64(count)
                bytes?.pointee = UnsafeRawPointer(input.buffer.baseAddress)
                return count
            } catch {
                input.failure = error
                return -1
            }
        }
        if seek != nil {
            archive_read_set_seek_callback(archive) { _, context, offset, origin in
                guard let context else { return Int64(ARCHIVE_FATAL) }
                let input = Unmanaged<Input>.fromOpaque(context).takeUnretainedValue()
                input.stream.discardPeeked()
                return input.seek?(offset, origin) ?? Int64(ARCHIVE_FATAL)
            }
        }
        if seek != nil { firstContent = Self.firstContent(ofZip: try stream.peek(30)) }
        archive_read_set_callback_data(archive, Unmanaged.passUnretained(input).toOpaque())
        let opened = archive_read_open1(archive)
        if opened < ARCHIVE_WARN { throw failure(opened) }
    }

    deinit {
        archive_read_free(archive)
    }

    /// The number of bytes read from the outermost archive's file; bytes that are read again after a seek count once.
    package var bytesIn: Int64 { outermostBytes?() ?? min(input.bytesRead, size ?? .max) }

    /// Moves to the next file in the archive; nil at its end.
    ///
    /// - Throws: ``DamagedInput`` where the archive breaks off.
    package func next() throws -> Member? {
        try passOverRest()
        while !isBroken {
            try meter.advance()
            var entry: OpaquePointer?
            let status = archive_read_next_header(archive, &entry)
            if status == ARCHIVE_EOF {
                try checkEnd()
                return nil
            }
            if status == ARCHIVE_RETRY {
                // A header that makes no sense: what follows may be whole.
                damage = damage ?? DamagedInput(reason: reason)
                try checkExpansion(to: archive_filter_bytes(archive, 0))
                continue
            }
            guard status >= ARCHIVE_WARN, let entry else { throw failure(status) }
            if let firstContent, archive_format(archive) == ARCHIVE_FORMAT_ZIP {
                if archive_filter_bytes(archive, -1) != firstContent {
                    damage = DamagedInput(reason: "its directory leaves out the member with which it begins")
                }
                self.firstContent = nil
            }
            if archive_format(archive) == ARCHIVE_FORMAT_RAW {
                // Its first bytes promised a compressed file, yet nothing in it can be decompressed.
                guard archive_filter_count(archive) > 1 else {
                    isBroken = true
                    throw DamagedInput(reason: "it is compressed, but there is too little of it to read")
                }
                isWithinMember = true
                return Member(path: nil)
            }
            if accesslab_is_folder(entry) != 0 { continue }
            isWithinMember = true
            guard let name = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry) else {
                return Member(path: "member without a name")
            }
            guard strlen(name) <= limits.pathBytes else {
                return Member(path: String(cString: name).excerpt(), kind: .tooLong)
            }
            let path = String(cString: name)
            let names = path.split(separator: "/")
            if names.contains("..") { return Member(path: path, kind: .outside) }
            let isHidden = names.contains { $0.hasPrefix(".") && $0 != "." || $0 == "__MACOSX" }
            if isHidden { return Member(path: path, kind: .hidden) }
            return Member(path: path, kind: accesslab_is_plain_file(entry) != 0 ? .file : .special)
        }
        return nil
    }

    /// Reads the unread rest of a member whose end is only found by decompressing it: like other content, within the
    /// limit of expansion.
    private func passOverRest() throws {
        let isStream = archive_filter_count(archive) > 1 || archive_format(archive) == ARCHIVE_FORMAT_7ZIP
        guard isWithinMember, isStream, !isBroken else { return }
        let rest = content
        try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { while try rest.read(into: $0) > 0 {} }
    }

    /// Checks that nothing stands before or behind the archive, where it would not be read: behind it nothing but zeros,
    /// the padding of tapes.
    ///
    /// What belongs to a zip file is said by the directory at its end, and only that of the last where two stand behind
    /// one another. Behind the end of a tar that is compressed nothing more is decompressed.
    private func checkEnd() throws {
        isBroken = true
        if let damage { throw damage }
        let isTar = archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_TAR
        let isPlainTar = isTar && archive_filter_count(archive) == 1
        guard archive_format(archive) == ARCHIVE_FORMAT_RAW || isPlainTar else { return }
        let ahead = Int(clamping: input.bytesRead - archive_filter_bytes(archive, -1))
        // The last buffer that was read ahead is still in memory.
        var isZero = ahead <= input.filled && input.buffer[..<input.filled].suffix(max(ahead, 0)).allSatisfy { $0 == 0 }
        while isZero {
            let count = try input.stream.read(into: input.buffer)
            guard count > 0 else { return }
            isZero = input.buffer[..<count].allSatisfy { $0 == 0 }
        }
        throw DamagedInput(reason: "what follows the end of the archive is no part of it")
    }

    /// Where the content of a zip file's first member begins, by the 30 bytes before its name; nil where the file does not
    /// begin with a member.
    private static func firstContent(ofZip head: [UInt8]) -> Int64? {
        guard head.count == 30, head.starts(with: Array("PK\u{3}\u{4}".utf8)) else { return nil }
        let name = Int64(head[26]) | Int64(head[27]) << 8, extra = Int64(head[28]) | Int64(head[29]) << 8
        return 30 + name + extra
    }

    /// The content of the member that ``next()`` gave last.
    ///
    /// What libarchive has decompressed before the archive breaks off is read, whatever the size of the buffers.
    package var content: ByteStream {
        var block = UnsafeRawBufferPointer(start: nil, count: 0)
        /// How many zeros come before the block: what a sparse file leaves out.
        var zeros: Int64 = 0
        var position: Int64 = 0
        return ByteStream { [self] buffer in
            while block.isEmpty {
                try meter.advance()
                var bytes: UnsafeRawPointer?
                var count = 0
                var offset: Int64 = 0
                let status = archive_read_data_block(archive, &bytes, &count, &offset)
                if status != ARCHIVE_OK { isWithinMember = false }
                // A sparse file may end with zeros.
                guard status == ARCHIVE_OK || status == ARCHIVE_EOF else { throw failure(status) }
                zeros = max(0, offset - position)
                block = UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count)
                if zeros > 0 { break }
                if status == ARCHIVE_EOF { return 0 }
            }
            let taken: Int
            if zeros > 0 {
                taken = Int(min(Int64(buffer.count), zeros))
                buffer[..<taken].initializeMemory(as: UInt8.self, repeating: 0)
                zeros -= Int64(taken)
            } else {
                taken = min(buffer.count, block.count)
                buffer.copyBytes(from: block[..<taken])
                block = UnsafeRawBufferPointer(rebasing: block[taken...])
            }
            position += Int64(taken)
            bytesOut += Int64(taken)
            try checkExpansion(to: bytesOut)
            return taken
        }
    }

    /// - Throws: ``FileError`` where the archive expands beyond the limit.
    private func checkExpansion(to bytes: Int64) throws {
        do {
            try limits.checkExpansion(of: bytesIn, to: bytes, at: location)
        } catch {
            isBroken = true
            throw error
        }
    }

    private func failure(_ status: Int32) -> any Error {
        if status <= ARCHIVE_FATAL { isBroken = true }
        if let failure = input.failure {
            return failure
        }
        return DamagedInput(reason: reason)
    }

    /// What libarchive says of the last failure.
    private var reason: String {
        let reason = archive_error_string(archive).map { String(cString: $0) } ?? "it is damaged"
        return reason.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}

extension ArchiveReader {
    /// Whether a file with this beginning is an archive or compressed.
    package static func recognizes(_ head: [UInt8]) -> Bool {
        magics.contains { head.dropFirst($0.offset).starts(with: $0.bytes) }
            // A zstd file may begin with a frame to be skipped, which has one of sixteen numbers.
            || head.count > 4 && 0x50...0x5F ~= head[0] && head[1..<4].elementsEqual([0x2A, 0x4D, 0x18])
    }

    private static let magics: [(offset: Int, bytes: [UInt8])] = [
        (0, [0x1F, 0x8B]),  // gzip
        (0, Array("PK\u{3}\u{4}".utf8)), (0, Array("PK\u{5}\u{6}".utf8)),  // zip; an empty one
        (0, [0x28, 0xB5, 0x2F, 0xFD]),  // zstd
        (0, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),  // xz
        (0, Array("BZh".utf8)),  // bzip2
        (0, [0x04, 0x22, 0x4D, 0x18]),  // lz4
        (0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),  // 7-zip
        (257, Array("ustar".utf8)),  // tar
    ]
}
