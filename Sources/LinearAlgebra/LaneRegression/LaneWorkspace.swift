import CProcessor

/// What one worker needs to solve rows of ``LaneRegressions``, allocated once for all of them.
struct LaneWorkspace: ~Copyable {
    typealias Vector = PanelKernels.Vector

    let rank: Int
    let blocks: LaneKernels.Blocks
    /// The equations of one row.
    let system: UnsafeMutablePointer<Vector>
    let weights: UnsafeMutablePointer<Vector>
    let targets: UnsafeMutablePointer<Vector>
    private let scaled: UnsafeMutablePointer<Vector>
    let regressors: UnsafeMutablePointer<UnsafePointer<Vector>>
    private let upcoming: UnsafeMutablePointer<UnsafePointer<Vector>>
    private let memory: UnsafeMutablePointer<Vector>

    /// Entries whose regressors are added up at a time: few enough to stay in the nearest cache.
    static let batch = 8

    init(rank: Int) {
        self.rank = rank
        blocks = LaneKernels.Blocks(rank: rank)
        // Cholesky's factorisation adds up rows of the system as if they were regressors.
        let entries = max(Self.batch, rank)
        let count = rank * (rank + 1) + entries * (rank + 2)
        // By default a vector could begin in the middle of a cache line.
        memory = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Vector>.stride, alignment: 64)
            .bindMemory(to: Vector.self, capacity: count)
        memory.initialize(repeating: .zero, count: count)
        system = memory
        weights = system + rank * (rank + 1)
        targets = weights + entries
        scaled = targets + entries
        regressors = .allocate(capacity: entries)
        upcoming = .allocate(capacity: entries)
        upcoming.initialize(repeating: UnsafePointer(memory), count: entries)
    }

    deinit {
        memory.deallocate()
        regressors.deallocate()
        upcoming.deallocate()
    }

    /// How many entries of a row are prefetched before the row is solved; the processor then prefetches the rest.
    private static let head = 128

    /// Prefetches a row's columns or values.
    @inline(__always)
    func prefetch<Number: BitwiseCopyable>(_ entries: UnsafeBufferPointer<Number>) {
        guard let first = entries.baseAddress else { return }
        // Columns and values both take four bytes: sixteen are a cache line.
        for index in Swift.stride(from: 0, to: min(entries.count, Self.head), by: 16) { prefetch_line(first + index) }
    }

    /// Sets the regressors that are prefetched while the present entries are added up: those of the next entries.
    @inline(__always)
    private func prepare(
        _ columns: UnsafeBufferPointer<Int32>, after count: Int, _ features: UnsafePointer<Vector>
    ) {
        for index in 0..<count {
            upcoming[index] = index < columns.count ? features + Int(columns[index]) * rank : UnsafePointer(memory)
        }
        for index in count..<max(count, min(Self.batch, columns.count)) {
            let regressor = features + Int(columns[index]) * rank
            for feature in 0..<rank { prefetch_line(regressor + feature) }
        }
    }

    /// Adds the entries of a row to what all rows share.
    ///
    /// - Parameters:
    ///   - shared: a system.
    ///   - features: where the regressor of column 0 would begin.
    ///   - next: the columns of the row that is next.
    func setSystem(
        to shared: UnsafePointer<Vector>, plus columns: UnsafeBufferPointer<Int32>,
        _ values: UnsafeBufferPointer<Float>,
        _ features: UnsafePointer<Vector>, _ lanes: LaneWeights,
        before next: UnsafeBufferPointer<Int32>
    ) {
        var other = shared, first = 0
        repeat {
            let count = min(Self.batch, columns.count - first)
            let isLast = first + count == columns.count
            prepare(
                isLast ? next : UnsafeBufferPointer(rebasing: columns[(first + count)...]), after: count, features)
            for index in 0..<count {
                regressors[index] = features + Int(columns[first + index]) * rank
                var weight = lanes.constants
                PanelKernels.accumulate(&weight, lanes.slopes, Vector(repeating: values[first + index]))
                weights[index] = weight
                targets[index] = weight + lanes.shared
            }
            add(count, to: other, linesPerTile: blocks.linesPerTile)
            other = UnsafePointer(system)
            first += count
        } while first < columns.count
    }

    /// Sets ``system`` to the sum of the outer products of consecutive rows.
    func setSystem(toGramOf rows: UnsafePointer<Vector>, count: Int, zero: UnsafePointer<Vector>) {
        var other = zero
        for index in 0..<Self.batch {
            weights[index] = Vector(repeating: 1)
            targets[index] = .zero
        }
        for first in stride(from: 0, to: count, by: Self.batch) {
            let size = min(Self.batch, count - first)
            for index in 0..<size { regressors[index] = rows + (first + index) * rank }
            add(size, to: other, linesPerTile: 0)
            other = UnsafePointer(system)
        }
    }

    @inline(__always)
    private func add(_ count: Int, to other: UnsafePointer<Vector>, linesPerTile: Int) {
        LaneKernels.set(system, to: other, plus: entries(count, linesPerTile: linesPerTile), blocks: blocks)
    }

    /// The first of the entries that have been prepared.
    @inline(__always)
    func entries(_ count: Int, linesPerTile: Int) -> LaneEntries {
        LaneEntries(
            regressors: UnsafePointer(regressors), weights: UnsafePointer(weights), targets: UnsafePointer(targets),
            scaled: scaled, count: count,
            upcoming: UnsafePointer(upcoming), linesPerTile: linesPerTile)
    }
}
