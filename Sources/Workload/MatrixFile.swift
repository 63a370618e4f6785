import AccessLogs
import ArgumentParser
import Foundation
import Interactions
import LinearAlgebra

/// A matrix as `script/benchmark` writes it: three arrays of a compressed sparse matrix, little-endian, in files beside
/// each other, and the shape in `NAME.json`.
struct MatrixFile {
    let folder: URL
    let name: String

    private struct Shape: Decodable {
        var users: Int
        var resources: Int
    }

    /// - Throws: `ValidationError` where a file is missing or the arrays do not fit together.
    func matrix() throws -> InteractionMatrix {
        let shape = try JSONDecoder().decode(Shape.self, from: Data(contentsOf: url("json")))
        let offsets: [Int32] = try array("offsets"), columns: [Int32] = try array("columns")
        let counts: [Float] = try array("counts")
        guard offsets.count == shape.users + 1, columns.count == counts.count,
            offsets.first == 0, offsets.last.map({ Int($0) }) == columns.count,
            zip(offsets, offsets.dropFirst()).allSatisfy(<=),
            columns.allSatisfy({ 0 <= $0 && $0 < shape.resources })
        else { throw ValidationError("the arrays of \(name) in \(folder.path) do not make a matrix") }
        return InteractionMatrix(
            users: Self.names("u", shape.users), resources: Self.names("r", shape.resources),
            counts: SparseMatrix(
                rows: shape.users, columns: shape.resources, rowOffsets: offsets.map { Int($0) },
                columnIndices: columns, values: counts))
    }

    /// One of the arrays that lie beside the matrix.
    func array<Element: BitwiseCopyable>(_ suffix: String) throws -> [Element] {
        let data = try Data(contentsOf: url(suffix), options: .mappedIfSafe)
        guard data.count.isMultiple(of: MemoryLayout<Element>.stride) else {
            throw ValidationError("\(url(suffix).path) is cut short")
        }
        return data.withUnsafeBytes { Array($0.bindMemory(to: Element.self)) }
    }

    private func url(_ suffix: String) -> URL { folder.appendingPathComponent("\(name).\(suffix)") }

    private static func names(_ letter: String, _ count: Int) -> Vocabulary {
        let digits = String(max(0, count - 1)).count
        return Vocabulary(
            (0..<count).map { index in
                let number = String(index)
                return TenantName(
                    tenant: "", name: letter + String(repeating: "0", count: digits - number.count) + number)
            })
    }
}

/// Where the matrix lies and how many threads work on it.
struct MatrixArguments: ParsableArguments {
    @Argument(help: "The folder of the matrix.")
    var folder: String

    @Argument(help: "The name of the matrix, such as M.")
    var name: String

    @Option(help: "Threads.")
    var jobs = 2

    var file: MatrixFile { MatrixFile(folder: URL(fileURLWithPath: folder), name: name) }
}
