import Datasets
import Detectors
import Evaluation
import Files
import Foundation
import Publishing
import Testing
import TestSupport

@Suite("A model bundle that is not as it was written")
struct DamagedBundleTests {
    let folder = TemporaryFolder()

    @Test("is refused for any byte of any file, and the message names the file", arguments: bundleFiles)
    func flippedByte(file: String) throws {
        try folder.bundle("popularity").write(to: folder["b"], replacing: false)
        let data = try Data(contentsOf: folder["b/" + file])
        for offset in Set(stride(from: 0, to: data.count, by: max(1, data.count / 20))).union([data.count - 1]) {
            for bit: UInt8 in [1, 0x80] {
                var changed = data
                changed[offset] ^= bit
                try changed.write(to: folder["b/" + file])
                let sentence = message { try folder.openBundle() }
                #expect(sentence?.contains(file) == true, "byte \(offset): \(sentence ?? "opened")")
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
        #expect(throws: FileError.self) { try folder.openBundle() }
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
            try $0.replaceText(BundleManifest.format, "accesslab-bundle/9", in: "bundle.yaml")
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

    @Test(
        "is refused for a number that makes no sense, and the message names its field, even with right digests",
        arguments: [
            ("threshold: ", ".nan", "'operating_points.0.threshold' must be a finite number, not nan"),
            ("threshold: ", "-.inf", "'operating_points.0.threshold' must be a finite number, not -inf"),
            ("threshold: ", "1e400", "operating_points"), ("threshold: ", "high", "operating_points"),
            ("alert_budget: ", "-1", "'operating_points.0.alert_budget' must be a finite number above 0, not -1.0"),
            ("alert_budget: ", "0", "alert_budget"), ("alert_budget: ", ".inf", "alert_budget"),
            ("expected_recall: ", "1.5", "'operating_points.0.expected_recall' must be a number from 0 to 1, not 1.5"),
            ("expected_precision: ", "-0.1", "expected_precision"), ("injected_share: ", ".nan", "injected_share"),
            ("default_alert_budget: ", ".nan", "'default_alert_budget' must be a finite number above 0, not nan"),
            ("accesses: ", "-1", "'training.accesses' must be at least 0, not -1"), ("pairs: ", "-5", "training.pairs"),
            ("users: ", "1e30", "training.users"), ("value: ", ".inf", "'figures.0.value' must be a finite number"),
        ])
    func numbers(key: String, value: String, expected: String) throws {
        let bundle = try folder.bundle("popularity")
        var manifest = bundle.manifest
        manifest.measurements = [.init(metric: "m", slice: "s", value: .defined(1), interval: 0.5...2, method: "t")]
        manifest.operatingPoints[0].expectedRecall = 0.5
        manifest.operatingPoints[0].expectedPrecision = 0.5
        manifest.operatingPoints[0].injectedFraction = 0.5
        let sentence = try messageAfter(of: ModelBundle(manifest: manifest, model: bundle.model)) { bundle in
            let text = try String(contentsOf: bundle.folder.appendingPathComponent("bundle.yaml"), encoding: .utf8)
            let line = try #require(text.split(separator: "\n").first { $0.drop { " -".contains($0) }.hasPrefix(key) })
            let start = try #require(line.range(of: key))
            try bundle.replaceText(String(line), line[..<start.upperBound] + value, in: "bundle.yaml")
        }
        #expect(sentence?.contains(expected) == true && sentence?.contains("bundle.yaml:") == true, "\(sentence ?? "")")
    }

    private func measured() throws -> ModelBundle {
        let bundle = try folder.bundle("popularity")
        var manifest = bundle.manifest
        manifest.measurements = [
            .init(metric: "m", slice: "s", value: .defined(1), interval: -0.25...1234.5, method: "t")
        ]
        return ModelBundle(manifest: manifest, model: bundle.model)
    }

    @Test(
        "is refused for an interval that makes no sense",
        arguments: [("- -0.25", "- .nan"), ("- 1234.5", "- .inf"), ("- 1234.5", "- -1"), ("- 1234.5", "- high")])
    func interval(end: String, other: String) throws {
        let sentence = try messageAfter(of: measured()) { try $0.replaceText(end, other, in: "bundle.yaml") }
        #expect(sentence?.contains("'figures.0.interval") == true, "\(sentence ?? "")")
        #expect(sentence?.contains("bundle.yaml:") == true)
    }

    @Test(
        "is read in the form of format 1, and refused there too for an interval that makes no sense",
        arguments: [
            ("-0.25", "1234.5", nil), (".nan", "1234.5", "figures.0.low"), ("-0.25", ".inf", "figures.0.high"),
            ("-0.25", "-1", "figures.0.high"),
        ])
    func format1(low: String, high: String, expected: String?) throws {
        let sentence = try messageAfter(of: measured()) { bundle in
            try bundle.replaceText("accesslab-bundle/2", "accesslab-bundle/1", in: "bundle.yaml")
            try bundle.replaceText(
                "- interval:\n  - -0.25\n  - 1234.5\n", "- low: \(low)\n  high: \(high)\n", in: "bundle.yaml")
            try bundle.replaceText("  slice: s\n", "  scenario: s\n", in: "bundle.yaml")
        }
        guard let expected else {
            #expect(sentence == nil)
            #expect(try folder.openBundle().manifest.measurements == measured().manifest.measurements)
            return
        }
        #expect(sentence?.contains("'\(expected)'") == true, "\(sentence ?? "")")
    }

    @Test("is not written in the first place where a number makes no sense")
    func unwritable() throws {
        let bundle = try folder.bundle("popularity")
        var manifest = bundle.manifest
        manifest.operatingPoints[0].threshold = .nan
        let sentence = message {
            try ModelBundle(manifest: manifest, model: bundle.model).write(to: folder["b"], replacing: false)
        }
        #expect(sentence?.contains("'operating_points.0.threshold'") == true)
        #expect(folder.contents.allSatisfy { !$0.contains("b") || $0.hasPrefix("corp") })
    }

    @Test(
        "is refused where a pipe, a device or a socket stands for a file: none is waited for", .timeLimit(.minutes(1)),
        arguments: bundleFiles, SpecialFile.allCases)
    func special(file: String, kind: SpecialFile) throws {
        try folder.bundle("popularity").write(to: folder["b"], replacing: false)
        try kind.make(at: folder["b/" + file])
        let sentence = message { try folder.openBundle() }
        #expect(
            sentence == "\(folder["b/" + file].path) cannot be read: it is no file but a pipe, a device or a socket")
    }

    @Test("is refused for a file larger than the machine, without reading it", arguments: bundleFiles)
    func enormous(file: String) throws {
        try folder.bundle("popularity").write(to: folder["b"], replacing: false)
        #expect(truncate(folder["b/" + file].path, 8 << 40) == 0)
        #expect(message { try folder.openBundle() }?.contains("\(file) cannot be read: it is larger than ") == true)
    }

    @Test("is refused for aliases in what nobody reads, even with right digests", .timeLimit(.minutes(1)))
    func aliases() throws {
        let levels = (1...40).map { "  ? &a\($0) [*a\($0 - 1), *a\($0 - 1), *a\($0 - 1)]\n  : x" }
        let bomb = "zzz:\n  ? &a0 x\n  : x\n" + levels.joined(separator: "\n") + "\n"
        let sentence = try messageAfter { bundle in
            try edit(bundle.folder.appendingPathComponent("bundle.yaml")) { $0.append(contentsOf: bomb.utf8) }
        }
        #expect(sentence?.contains("bundle.yaml:") == true)
        #expect(sentence?.contains("aliases ('*name') are not supported") == true)
    }

    @Test("is told from a folder that is no bundle where its digests cannot be read")
    func unreadableDigests() throws {
        try folder.bundle("popularity").write(to: folder["b"], replacing: false)
        try Data([0xE9]).write(to: folder["b/SHA256SUMS"])
        #expect(message { try folder.openBundle() }?.hasSuffix("line 1 is not UTF-8; save it as UTF-8") == true)
        try FileManager.default.removeItem(at: folder["b/SHA256SUMS"])
        #expect(message { try folder.openBundle() }?.contains("is no model bundle") == true)
    }

    /// What opening a bundle says after a change to its files that the digests have been adapted to.
    private func messageAfter(_ change: (OpenBundle) throws -> Void) throws -> String? {
        try messageAfter(of: folder.bundle(), change)
    }

    private func messageAfter(of bundle: ModelBundle, _ change: (OpenBundle) throws -> Void) throws -> String? {
        try bundle.write(to: folder["b"], replacing: true)
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
