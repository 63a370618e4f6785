// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody resolves and builds the plugin who does not time kernels.
let package = Package(
    name: "benchmarks",
    dependencies: [
        .package(name: "accesslab", path: "../.."),
        // Without what it counts allocations and reference counts by.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "KernelBenchmarks",
            dependencies: [
                .product(name: "Components", package: "accesslab"), .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Kernels",
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
            ],
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
