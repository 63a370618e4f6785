import Benchmark

/// What `swift package benchmark` times: the inner loops of the workbench, on one thread.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .throughput], warmupIterations: 1, maxDuration: .seconds(1), maxIterations: 1000)
    factorization()
    products()
    choleskySystems()
    curves()
    scanning()
}
