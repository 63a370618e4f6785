import CProcessor
import Foundation

/// Fingerprints, each with a value.
///
/// A hash table with linear probing, no more than three quarters full. Callers prefetch the slots that they will need:
/// a large table is not in the processor's caches.
struct FingerprintTable<Value: BitwiseCopyable>: ~Copyable {
    private struct Slot {
        var fingerprint: RecordFingerprint
        var value: Value
    }

    private var slots: UnsafeMutableBufferPointer<Slot>
    private var count = 0
    private let filler: Value
    /// The value of the fingerprint that marks a free slot.
    private var valueOfFree: Value?

    private static var free: RecordFingerprint { RecordFingerprint((0, 0)) }

    /// - Parameter filler: any value, for free slots.
    init(filler: Value) {
        self.filler = filler
        slots = Self.slots(1 << 8, filler)
    }

    deinit {
        slots.deallocate()
    }

    /// Adds a fingerprint that is not in the table.
    ///
    /// - Returns: false where it is.
    @discardableResult
    mutating func insert(_ fingerprint: RecordFingerprint, _ value: Value) -> Bool {
        if fingerprint == Self.free {
            guard valueOfFree == nil else { return false }
            valueOfFree = value
            return true
        }
        let index = index(of: fingerprint)
        if slots[index].fingerprint == fingerprint { return false }
        slots[index] = Slot(fingerprint: fingerprint, value: value)
        count += 1
        if count > slots.count / 4 * 3 { grow(to: 2 * slots.count) }
        return true
    }

    /// Makes room for a number of fingerprints, as an estimate: in no more than 256 MiB.
    mutating func reserveCapacity(_ count: Int) {
        let most = (256 << 20) / MemoryLayout<Slot>.stride
        var capacity = slots.count
        while capacity / 4 * 3 < count && 2 * capacity <= most { capacity *= 2 }
        if capacity > slots.count { grow(to: capacity) }
    }

    /// The value of a fingerprint; nil where it is not in the table.
    subscript(fingerprint: RecordFingerprint) -> Value? {
        let slot = slots[index(of: fingerprint)]
        return fingerprint == Self.free ? valueOfFree : slot.fingerprint == fingerprint ? slot.value : nil
    }

    /// Prefetches the slot where the search for a fingerprint begins.
    func prefetch(_ fingerprint: RecordFingerprint) {
        guard let base = slots.baseAddress else { return }
        prefetch_for_writing(base + start(of: fingerprint))
    }

    /// The index of the slot that holds a fingerprint, or of the free one that could.
    private func index(of fingerprint: RecordFingerprint) -> Int {
        var index = start(of: fingerprint)
        while slots[index].fingerprint != Self.free && slots[index].fingerprint != fingerprint {
            index = (index + 1) & (slots.count - 1)
        }
        return index
    }

    private func start(of fingerprint: RecordFingerprint) -> Int {
        Int(truncatingIfNeeded: fingerprint.mixed) & (slots.count - 1)
    }

    private mutating func grow(to capacity: Int) {
        let old = slots
        slots = Self.slots(capacity, filler)
        for slot in old where slot.fingerprint != Self.free { slots[index(of: slot.fingerprint)] = slot }
        old.deallocate()
    }

    private static func slots(_ count: Int, _ filler: Value) -> UnsafeMutableBufferPointer<Slot> {
        // Large tables in large pages: nearly every look-up would miss the table of small ones.
        let page = 2 << 20, size = count * MemoryLayout<Slot>.stride
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: size < page ? 64 : page)
        if size >= page { madvise(memory.baseAddress, size, MADV_HUGEPAGE) }
        let slots = memory.bindMemory(to: Slot.self)
        slots.initialize(repeating: Slot(fingerprint: free, value: filler))
        return slots
    }
}
