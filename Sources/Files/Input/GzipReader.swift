import CDeflate
import Foundation

/// The content of a gzip file, all its members one behind the other, read as a stream through ISA-L.
///
/// libarchive reads such files too, but inflates them with zlib, which takes four times as long.
package final class GzipReader {
    private let stream: ByteStream
    private let location: InputLocation
    private let meter: ProgressMeter
    private let limits: InputLimits
    /// The number of bytes read from the outermost archive, which the bytes that come out are compared with.
    private let outermostBytes: (() -> Int64)?
    private var bytesRead: Int64 = 0
    private var bytesOut: Int64 = 0
    private let state: UnsafeMutablePointer<inflate_state>
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    private var inputHasEnded = false
    /// What is wrong with the file; said behind the bytes before.
    private var damage: DamagedInput?
    /// Whether nothing more is read: the last member has ended, or what is wrong has been said.
    private var isAtEnd = false

    /// - Parameter outermostBytes: for a file within an archive, the bytes read from the outermost one.
    package init(
        name: String, stream: ByteStream, limits: InputLimits, meter: ProgressMeter,
        outermostBytes: (() -> Int64)?
    ) {
        self.stream = stream
        self.meter = meter
        location = InputLocation(file: name)
        self.limits = limits
        self.outermostBytes = outermostBytes
        state = .allocate(capacity: 1)
        isal_inflate_init(state)
        state.pointee.crc_flag = UInt32(ISAL_GZIP)
    }

    deinit {
        state.deallocate()
        input.deallocate()
    }

    /// The number of bytes read from the outermost archive's file.
    package var bytesIn: Int64 { outermostBytes?() ?? bytesRead }

    /// Whether a file with this beginning is a gzip file.
    package static func recognizes(_ head: [UInt8]) -> Bool {
        head.starts(with: magic)
    }

    /// The content.
    package var content: ByteStream {
        ByteStream { [self] buffer in try read(into: buffer) }
    }

    /// Reads what nobody has read, to see that the file is whole.
    ///
    /// - Throws: as reading the content does.
    package func passOverRest() throws {
        let rest = content
        try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { while try rest.read(into: $0) > 0 {} }
    }

    private func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            try meter.advance()
            if isAtEnd { return 0 }
            if let damage {
                isAtEnd = true
                throw damage
            }
            try fill(atLeast: 1)
            let count = inflate(into: buffer)
            bytesOut += Int64(count)
            do {
                try limits.checkExpansion(of: bytesIn, to: bytesOut, at: location)
            } catch {
                isAtEnd = true
                throw error
            }
            if damage == nil && state.pointee.block_state == ISAL_BLOCK_FINISH {
                try beginNextMember()
            } else if damage == nil && inputHasEnded && count == 0 {
                damage = DamagedInput(reason: "the compressed data end too early")
            }
            if count > 0 { return count }
        }
    }

    private func inflate(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let room = UInt32(clamping: buffer.count)
        state.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        state.pointee.avail_out = room
        switch isal_inflate(state) {
        case ISAL_DECOMP_OK, ISAL_END_INPUT, ISAL_OUT_OVERFLOW: break
        case ISAL_INCORRECT_CHECKSUM: damage = DamagedInput(reason: "the checksum of the compressed data is wrong")
        default: damage = DamagedInput(reason: "the compressed data are damaged")
        }
        return Int(room - state.pointee.avail_out)
    }

    /// Reads until `wanted` bytes of input wait to be inflated, or the input ends.
    private func fill(atLeast wanted: Int) throws {
        var count = Int(state.pointee.avail_in)
        guard count < wanted, !inputHasEnded, let base = input.baseAddress else { return }
        // The rest of the last bytes goes to the front.
        if count > 0 { memmove(base, state.pointee.next_in, count) }
        while count < wanted && !inputHasEnded {
            let more = try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: input[count...]))
            bytesRead += Int64(more)
            inputHasEnded = more == 0
            count += more
        }
        state.pointee.next_in = base.assumingMemoryBound(to: UInt8.self)
        state.pointee.avail_in = UInt32(count)
    }

    /// Behind a member stands another one, or nothing but zeros, the padding of tapes.
    private func beginNextMember() throws {
        try fill(atLeast: Self.magic.count)
        if UnsafeBufferPointer(start: state.pointee.next_in, count: Int(state.pointee.avail_in)).starts(
            with: Self.magic)
        {
            return isal_inflate_reset(state)
        }
        while state.pointee.avail_in > 0 {
            let bytes = UnsafeBufferPointer(start: state.pointee.next_in, count: Int(state.pointee.avail_in))
            guard bytes.allSatisfy({ $0 == 0 }) else {
                damage = DamagedInput(reason: "what follows the end of the archive is no part of it")
                return
            }
            state.pointee.avail_in = 0
            try fill(atLeast: 1)
        }
        isAtEnd = true
    }

    private static let magic: [UInt8] = [0x1F, 0x8B, 0x08]
}
