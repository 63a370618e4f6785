import Datasets
import Detectors
import Foundation
import Publishing
import TestSupport
import Testing

@Suite("A model bundle that is not as it was written")
struct DamagedBundleTests {
    let folder = TemporaryFolder()

    @Test("is refused for any byte of any file, and the message names the file", arguments: bundleFiles)
    func flippedByte(file: String) throws {
        try folder.bundle("popularity").write(to: folder["b"], replacing: false)
        let data = try Data(contentsOf: folder["b/" + file])
        for place in Set(stride(from: 0, to: data.count, by: max(1, data.count / 20))).union([data.count - 1]) {
            for bit: UInt8 in [1, 0x80] {
                var changed = data
                changed[place] ^= bit
                try changed.write(to: folder["b/" + file])
                let sentence = message { try folder.openBundle() }
                #expect(sentence?.contains(file) == true, "byte \(place): \(sentence ?? "opened")")
            }
        }
    }

    @Test("is refused where a file is missing or cut short, and the message names the file", arguments: bundleFiles)
    func missing(file: String) throws {
        try folder.bundle("popularity").write(to: folder["b"], replacing: false)
        try edit(folder["b/" + file]) { $0.removeLast(10) }
        #expect(message { try folder.openBundle() }?.contains(file) == true)
        try FileManager.default.removeItem(at: folder["b/" + file])
        #expect(message { try folder.openBundle() }?.contains(file) == true)
    }

    @Test("is refused where there is no folder")
    func noFolder() {
        #expect(throws: DatasetError.self) { try folder.openBundle() }
    }

    @Test("is refused for an algorithm that does not exist, even with right digests")
    func unknownAlgorithm() throws {
        let sentence = try #require(
            try messageAfter {
                try $0.replaceText("algorithm: als-implicit", "algorithm: als-implcit", in: "bundle.yaml")
            })
        #expect(sentence.contains("'als-implcit'"))
        #expect(sentence.contains("als-implicit"))
    }

    @Test("is refused for another format, even with right digests")
    func format() throws {
        let sentence = try messageAfter {
            try $0.replaceText("accesslab-bundle/1", "accesslab-bundle/9", in: "bundle.yaml")
        }
        #expect(sentence?.contains("accesslab-bundle/9") == true)
    }

    @Test("is refused for a parameter out of range, even with right digests")
    func parameters() throws {
        #expect(
            try messageAfter { try $0.replaceText("rank: 16", "rank: 0", in: "bundle.yaml") }?.contains("rank") == true)
    }

    @Test("is refused for factors that do not suit the parameters or the names, even with right digests")
    func shapes() throws {
        let sentence = try messageAfter { try $0.replaceText("rank: 16", "rank: 8", in: "bundle.yaml") }
        #expect(sentence?.contains("factors") == true)
        #expect(try messageAfter { try $0.editTensors("factors") { $0.tensors = [:] } }?.contains("factors") == true)
        let notFinite = try messageAfter {
            try $0.editTensors("factors") { file in
                let rows = file.tensors["user_factors"]?.shape ?? []
                let elements = [Float](repeating: .nan, count: rows.reduce(1, *))
                file.tensors["user_factors"] = Tensor(shape: rows, .float32(elements))
            }
        }
        #expect(notFinite?.contains("not finite") == true)
    }

    @Test(
        "is refused for a training matrix that makes no sense, even with right digests",
        arguments: [
            ("columns", .int32([0])), ("columns", .int32([])), ("counts", .float32([])),
            ("row_offsets", .int64([0])), ("users.name", .uint8([])), ("resources.tenant", .uint8([0xFF])),
        ] as [(String, Tensor.Elements)])
    func trainingMatrix(name: String, elements: Tensor.Elements) throws {
        #expect(try messageAfter { try $0.editTensors("training") { $0.tensors[name] = Tensor(elements) } } != nil)
    }

    @Test("is refused for an index, an order or a count out of range, even with right digests")
    func hostileMatrix() throws {
        func expectRefusal(_ change: @escaping ([Int32]) -> [Int32]) throws {
            let sentence = try messageAfter {
                try $0.editTensors("training") { file in
                    file.tensors["columns"] = Tensor(.int32(change((try? file.int32("columns")) ?? [])))
                }
            }
            #expect(sentence?.contains("training matrix") == true)
        }
        try expectRefusal { [-1] + $0.dropFirst() }
        try expectRefusal { $0.dropLast() + [.max] }
        try expectRefusal { $0.reversed() }
        for count: Float in [-1, .nan, .infinity] {
            let sentence = try messageAfter {
                try $0.editTensors("training") { file in
                    let counts = (try? file.float32("counts")) ?? []
                    file.tensors["counts"] = Tensor(.float32([count] + counts.dropFirst()))
                }
            }
            #expect(sentence?.contains("training matrix") == true)
        }
    }

    /// What opening a bundle says after a change to its files that the digests have been adapted to.
    private func messageAfter(_ change: (OpenBundle) throws -> Void) throws -> String? {
        try folder.bundle().write(to: folder["b"], replacing: true)
        let bundle = OpenBundle(folder: folder["b"])
        try change(bundle)
        try bundle.seal()
        return message { try folder.openBundle() }
    }
}

/// A bundle's files while they are being changed.
private struct OpenBundle {
    let folder: URL

    func replaceText(_ old: String, _ new: String, in file: String) throws {
        try edit(folder.appendingPathComponent(file)) { data in
            data = Data(String(decoding: data, as: UTF8.self).replacingOccurrences(of: old, with: new).utf8)
        }
    }

    func editTensors(_ name: String, _ change: (inout TensorFile) -> Void) throws {
        let url = folder.appendingPathComponent(name + ".safetensors")
        var file = try TensorFile(contentsOf: url)
        change(&file)
        try file.write(to: url)
    }

    /// Lists the digests of the files as they are now.
    func seal() throws {
        let lines = try bundleFiles.filter { $0 != "SHA256SUMS" }.map {
            "\(try FileDigest.sha256(of: folder.appendingPathComponent($0)))  \($0)\n"
        }
        try Data(lines.joined().utf8).write(to: folder.appendingPathComponent("SHA256SUMS"))
    }
}
