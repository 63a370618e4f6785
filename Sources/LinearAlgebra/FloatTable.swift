#if canImport(Glibc)
import Glibc
#endif

/// Rows of numbers for random access in inner loops: each begins at a cache line and is padded with zeros to whole
/// SIMD registers.
final class FloatTable: @unchecked Sendable {
    let rows: Int
    /// The numbers from one row to the next: a multiple of ``lanes``.
    let stride: Int
    let elements: UnsafeMutablePointer<Float>

    /// The numbers in the registers that the kernels use.
    static let lanes = 16
    /// From this size on a table is asked for in huge pages, without which a random row costs a page walk.
    private static let hugePage = 1 << 21

    static func stride(for columns: Int) -> Int {
        (columns + lanes - 1) / lanes * lanes
    }

    /// A table whose numbers are not set: the worker that writes a row touches its memory first, so that the workers
    /// divide this work too.
    init(rows: Int, columns: Int) {
        self.rows = rows
        stride = Self.stride(for: columns)
        let bytes = max(1, rows) * stride * MemoryLayout<Float>.stride
        let raw = UnsafeMutableRawPointer.allocate(
            byteCount: bytes, alignment: bytes >= Self.hugePage ? Self.hugePage : 64)
        #if canImport(Glibc)
        if bytes >= Self.hugePage { madvise(raw, bytes, MADV_HUGEPAGE) }
        #endif
        elements = raw.bindMemory(to: Float.self, capacity: max(1, rows) * stride)
    }

    deinit {
        elements.deallocate()
    }
}
