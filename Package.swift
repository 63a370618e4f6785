// swift-tools-version: 6.2
import PackageDescription

let commonSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    // Backtraces of the product have lines. Variables for a debugger would be a third of what the compiler writes.
    .unsafeFlags(["-gline-tables-only"], .when(configuration: .release)),
]

/// Modules with inner loops are optimised in debug builds too, where they keep all their checks: tests take half the time.
let swiftSettings = commonSettings + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// Modules without inner loops are optimised in no build: that would be a fifth of a release build's work.
let plainSettings = commonSettings + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

/// The kernels are compiled for the processor of the building machine. With ACCESSLAB_PORTABLE=1 in the environment they
/// run anywhere, with the same results to single precision, and take up to about five times as long; with the name of a
/// level that has fused multiply–adds, such as x86-64-v3, on all processors of that level. CONTRIBUTING.md has the factors.
let processor: String? =
    switch Context.environment["ACCESSLAB_PORTABLE"] {
    case nil: "native"
    case "1": nil
    case let level?: level
    }

let kernelSettings: [SwiftSetting] =
    processor.map { [.unsafeFlags(["-O", "-Xcc", "-march=\($0)"]), .define("FUSED_MULTIPLY_ADD")] } ?? []

/// The same for the C files that scan rows, and that tell at run time what was compiled for.
let processorSettings: [CSetting] = processor.map { [.unsafeFlags(["-march=\($0)"])] } ?? []

/// What `accesslab --version` says of where the program comes from.
let commit = Context.gitInformation.map {
    String($0.currentCommit.prefix(12)) + ($0.hasUncommittedChanges ? "+" : "")
}

/// A Swift module of the workbench, with the settings that all of them share.
func module(
    _ name: String, uses dependencies: [Target.Dependency] = [], settings: [SwiftSetting] = swiftSettings
) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of a module, in `Tests/<module>Tests`.
func tests(of name: String, uses dependencies: [Target.Dependency] = [], fixtures: Bool = false) -> Target {
    // Fixtures are read from where they lie beside the tests.
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name)] + dependencies,
        exclude: fixtures ? ["Fixtures"] : [], swiftSettings: commonSettings)
}

/// What several test targets share.
let testSupport = Target.Dependency.byName(name: "TestSupport")
let studySupport = Target.Dependency.byName(name: "StudySupport")

/// What every component of a kind promises, as suites that each must pass.
let contractTesting = Target.Dependency.byName(name: "ContractTesting")

let algorithms = Target.Dependency.product(name: "Algorithms", package: "swift-algorithms")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let textTable = Target.Dependency.product(name: "TextTable", package: "TextTable")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "accesslab",
    products: [
        .executable(name: "accesslab", targets: ["accesslab"]),
        // For components that are developed elsewhere: what they conform to, and the suites that each must pass.
        .library(
            name: "Components",
            targets: [
                "AccessLogs", "Concurrency", "Detectors", "Evaluation", "Files", "Incidents", "Interactions",
                "LinearAlgebra",
                "LogImport", "Operations", "Parameters", "Scenarios", "Search", "Statistics",
            ]),
        .library(name: "ContractTesting", targets: ["ContractTesting"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-algorithms", from: "1.2.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/ordo-one/TextTable", from: "0.0.2"),
    ],
    targets: [
        // System libraries.
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CDeflate", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
        .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"])]),
        .systemLibrary(
            name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
        .target(name: "CBuild", cSettings: commit.map { [.define("ACCESSLAB_COMMIT", to: "\"\($0)\"")] } ?? []),
        .target(name: "CProcessor", cSettings: processorSettings),
        .target(name: "CDelimited", cSettings: processorSettings),
        .target(name: "CChecksum"),
        .target(name: "CRename"),
        .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),

        // The workbench, in the order in which data flows.
        module("Concurrency"),
        module("Files", uses: ["CArchive", "CCrypto", "CDeflate", "CDelimited", "CRename", "CSimdJSON", algorithms]),
        module("Parameters"),
        module("Statistics", uses: ["CGSL", "Concurrency", algorithms]),
        .target(
            name: "LinearAlgebra", dependencies: ["COpenBLAS", "CProcessor", "Concurrency", algorithms],
            swiftSettings: swiftSettings + kernelSettings),
        module("AccessLogs", uses: ["Parameters", algorithms]),
        module("LogImport", uses: ["AccessLogs", "Concurrency", "Files", "CProcessor", "CSimdJSON"]),
        module("EVTXReader", uses: ["LogImport", "CChecksum"]),
        module("Interactions", uses: ["AccessLogs", "LinearAlgebra", "Parameters", "Statistics", algorithms]),
        module("StrictYAML", uses: ["Files", "Parameters", yams], settings: plainSettings),
        module("Datasets", uses: ["Interactions", "Files", "StrictYAML"]),
        module("Scenarios", uses: ["Interactions", "Parameters"]),
        module("Detectors", uses: ["Datasets", "Interactions", "Parameters", algorithms]),
        module("ExternalDetector", uses: ["Detectors"], settings: plainSettings),
        module("Incidents", uses: ["Interactions", algorithms]),
        module("Evaluation", uses: ["Interactions", "Files", algorithms]),
        module("Search", uses: ["Statistics", "Parameters"]),
        module("Publishing", uses: ["Detectors", "Incidents", "Evaluation", "Datasets", "CBuild", "CProcessor"]),
        module(
            "Experiments", uses: ["StrictYAML", "Evaluation", "Scenarios", "Search", yams], settings: plainSettings),
        module("Lints", uses: ["Evaluation"]),
        module(
            "Studies", uses: ["Experiments", "Lints", "Publishing", algorithms, grdb, sqlite], settings: plainSettings),
        module("Comparisons", uses: ["Studies"], settings: plainSettings),
        module("Audits", uses: ["Studies"]),
        module("Operations", uses: ["Publishing", "LogImport"]),
        module("Reports", uses: ["Comparisons", "Operations", textTable], settings: plainSettings),
        .executableTarget(
            name: "accesslab",
            dependencies: [
                "CBuild", "CProcessor", "Operations", "Reports", "Audits", "EVTXReader", "ExternalDetector",
                argumentParser,
            ],
            swiftSettings: plainSettings),
        // What `script/benchmark` times beside other libraries.
        .executableTarget(
            name: "workload", dependencies: ["Detectors", "Datasets", "EVTXReader", "LogImport", argumentParser],
            path: "Sources/Workload",
            swiftSettings: swiftSettings),

        tests(of: "Parameters"),
        tests(of: "Statistics", fixtures: true),
        tests(of: "LinearAlgebra"),
        tests(of: "AccessLogs"),
        tests(of: "Concurrency"),
        tests(of: "Files", uses: [testSupport]),
        tests(of: "LogImport", uses: [contractTesting, testSupport]),
        // Another reader of the same logs, which the tests compare with.
        .systemLibrary(name: "CEVTX", path: "Tests/CEVTX"),
        tests(of: "EVTXReader", uses: [contractTesting, testSupport, "CEVTX"]),
        tests(of: "Interactions", uses: [contractTesting, testSupport]),
        tests(of: "StrictYAML", uses: ["Parameters", testSupport]),
        tests(of: "Datasets", uses: [testSupport], fixtures: true),
        tests(of: "Scenarios", uses: ["Datasets", "Evaluation", contractTesting, testSupport]),
        tests(of: "Detectors", uses: [contractTesting, testSupport], fixtures: true),
        tests(of: "Incidents", uses: [contractTesting]),
        tests(of: "ExternalDetector", uses: [testSupport]),
        tests(of: "Evaluation", uses: [contractTesting], fixtures: true),
        tests(of: "Search", uses: [contractTesting]),
        tests(of: "Publishing", uses: [contractTesting, testSupport], fixtures: true),
        tests(of: "Experiments", uses: [testSupport]),
        tests(of: "Lints"),
        tests(of: "Studies", uses: [testSupport, studySupport, grdb], fixtures: true),
        tests(of: "Comparisons", uses: [testSupport, studySupport]),
        tests(of: "Audits", uses: [testSupport]),
        tests(of: "Operations", uses: [contractTesting, testSupport]),
        tests(of: "Reports", uses: [testSupport]),
        tests(of: "accesslab", uses: [testSupport]),
        .target(
            name: "ContractTesting", dependencies: ["Incidents", "Operations", "Scenarios", "Search", testSupport],
            path: "Tests/ContractTesting",
            swiftSettings: commonSettings),
        .target(
            name: "TestSupport", dependencies: ["LogImport", "Parameters"], path: "Tests/TestSupport",
            swiftSettings: commonSettings),
        .target(
            name: "StudySupport", dependencies: ["Studies", "TestSupport"], path: "Tests/StudySupport",
            swiftSettings: commonSettings),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

// For `script/fuzz` alone: a program without a main function of its own, which only links with libFuzzer.
if Context.environment["ACCESSLAB_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "fuzz", dependencies: ["EVTXReader", "Studies"], path: "Tests/Fuzz", exclude: ["Corpus"],
            swiftSettings: commonSettings + [.unsafeFlags(["-parse-as-library"])]))
}
