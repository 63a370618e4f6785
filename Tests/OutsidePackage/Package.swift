// swift-tools-version: 6.2
import PackageDescription

// A package as somebody else would have it: a detector, a reader and a metric of its own, held to what the workbench
// promises of such components. CONTRIBUTING.md has the command.
let package = Package(
    name: "outside",
    dependencies: [.package(name: "accesslab", path: "../..")],
    targets: [
        .target(name: "Toys", dependencies: [.product(name: "Components", package: "accesslab")]),
        .testTarget(
            name: "ToysTests", dependencies: ["Toys", .product(name: "ContractTesting", package: "accesslab")]),
    ],
    swiftLanguageModes: [.v6]
)
