import ContractTesting
import AccessLogs
import Detectors
import Foundation
import Interactions
import Parameters
import Testing

@Suite("The reference's model folder")
final class ReferenceModelFormatTests {
    private let root = FileManager.default.temporaryDirectory.appending(path: "accesslab \(UUID().uuidString)")
    private var folder: URL { root.appending(path: "model") }

    init() throws {
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: root)
    }

    private func model(history: Set<ReferenceModel.Access>? = nil) throws -> ReferenceModel {
        let table = try LikelihoodTable(
            [("u", "r", 1), ("u", "s", 3), ("v", "s", 2), ("w \"x\"\n", "ü/π", 5)].map {
                LikelihoodTable.Row(tenant: "0", user: $0.0, resource: $0.1, likelihood: $0.2)
            })
        return try CyberML(["rank": .integer(2)]).referenceModel(of: table, history: history, .standard)
    }

    private func access(_ user: String, _ resource: String) -> ReferenceModel.Access {
        ReferenceModel.Access(tenant: "0", user: user, resource: resource)
    }

    private func append(_ line: String, to table: String) throws {
        let file = folder.appending(path: table + "/part-00000.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        try Data((text + line + "\n").utf8).write(to: file)
    }

    private func replace(_ old: String, with new: String, in table: String) throws {
        let file = folder.appending(path: table + "/part-00000.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.contains(old))
        try Data(text.replacingOccurrences(of: old, with: new).utf8).write(to: file)
    }

    @Test("gives back the model that was written, to the last bit, with and without history and components")
    func roundTrip() throws {
        var bare = try model()
        bare.components = nil
        bare.columns.user = "who"
        for (index, model) in [try model(), try model(history: [access("u", "r"), access("v", "q")]), bare].enumerated()
        {
            let folder = root.appending(path: "model \(index)")
            try ReferenceModelFormat.write(model, to: folder)
            #expect(try ReferenceModelFormat.read(from: folder) == model)
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: root.path)
        #expect(left.sorted() == ["model 0", "model 1", "model 2"])
    }

    @Test("names the cases as the reference decides them")
    func cases() throws {
        let plain = try model(), seen = try model(history: [access("u", "r"), access("u", "s"), access("z", "q")])
        #expect(plain.score(of: access("u", "r")).caseName == "scored")
        #expect(plain.score(of: access("v", "r")).caseName == "scored")
        #expect(plain.score(of: access("u", "ü/π")).caseName == "disconnected")
        #expect(plain.score(of: access("z", "r")) == .unknownUser)
        #expect(plain.score(of: access("u", "z")) == .unknownResource)
        #expect(seen.score(of: access("u", "r")).caseName == "seen")
        // Seen before anything else, although the user is unknown; v is trained, but not in the history.
        #expect(seen.score(of: access("z", "q")) == .seen(0))
        #expect(seen.score(of: access("v", "s")) == .unknownUser)
        #expect(seen.policy.number(for: seen.score(of: access("u", "s"))) == 0)
    }

    @Test("reads what Spark writes: several parts, checksums, a mark of success, more columns")
    func spark() throws {
        let model = try model()
        try ReferenceModelFormat.write(model, to: folder)
        let table = folder.appending(path: "user2component_mappings_df")
        let lines = try String(contentsOf: table.appending(path: "part-00000.json"), encoding: .utf8)
            .split(separator: "\n")
        try Data(lines[0].utf8).write(to: table.appending(path: "part-00000.json"))
        try Data().write(to: table.appending(path: "part-00001.json"))
        try Data(lines[1...].joined(separator: "\r\n").utf8).write(to: table.appending(path: "part-00002.json"))
        try Data([1, 2]).write(to: table.appending(path: ".part-00000.json.crc"))
        try replace("{", with: "{\"more\":{\"deep\":[null]},", in: "user_feature_vector_mapping_df")
        #expect(try ReferenceModelFormat.read(from: folder) == model)
    }

    struct Damage: Sendable, CustomTestStringConvertible {
        let table: String
        let line: String
        let expected: String
        var testDescription: String { expected }
    }

    @Test(
        "says where a damaged table is wrong",
        arguments: [
            Damage(table: "user_feature_vector_mapping_df", line: "{", expected: "line 4: is not a JSON object"),
            Damage(table: "user_feature_vector_mapping_df", line: "[1]", expected: "line 4: is not a JSON object"),
            Damage(
                table: "user_feature_vector_mapping_df", line: #"{"tenant":"0","user":"z"}"#,
                expected: "line 4, field 'user_vector': is missing"),
            Damage(
                table: "user_feature_vector_mapping_df",
                line: #"{"tenant":"0","user":"z","user_vector":[1,2,3]}"#,
                expected: "line 4, field 'user_vector': has 3 numbers, others have 4"),
            Damage(
                table: "res_feature_vector_mapping_df",
                line: #"{"tenant":"0","res":"z","res_vector":[1,2,3,4,5]}"#,
                expected: "line 4, field 'res_vector': has 5 numbers, others have 4"),
            Damage(
                table: "user_feature_vector_mapping_df",
                line: #"{"tenant":"0","user":"z","user_vector":[1,2,3,"NaN"]}"#,
                expected: "line 4, field 'user_vector': is not a list of numbers"),
            Damage(
                table: "user_feature_vector_mapping_df",
                line: #"{"tenant":"0","user":"z","user_vector":[1,2,3,1e999]}"#,
                expected: "line 4, field 'user_vector': "),
            Damage(
                table: "user_feature_vector_mapping_df", line: #"{"tenant":0,"user":"z","user_vector":[1,2,3,4]}"#,
                expected: "line 4, field 'tenant': is not a text"),
            Damage(
                table: "user_feature_vector_mapping_df",
                line: #"{"tenant":"0","user":"u","user_vector":[1,2,3,4]}"#,
                expected: "line 4, field 'user': 'u' occurs twice in its tenant"),
            Damage(
                table: "user2component_mappings_df", line: #"{"tenant":"0","user":"z","component":1e30}"#,
                expected: "line 4, field 'component': is not a whole number"),
            Damage(table: "metadata_df", line: "{}", expected: "line 2: there is more than one row of metadata"),
        ])
    func damaged(damage: Damage) throws {
        try ReferenceModelFormat.write(model(), to: folder)
        try append(damage.line, to: damage.table)
        let error = try #require(throws: ReferenceModelError.self) { try ReferenceModelFormat.read(from: folder) }
        #expect(error.description.hasPrefix(damage.table + "/part-00000.json, " + damage.expected))
    }

    @Test("reads a part piece by piece: lines keep their numbers behind megabytes of blank ones")
    func pieces() throws {
        try ReferenceModelFormat.write(model(), to: folder)
        let blank = String(repeating: " ", count: 100_000) + "\r\n"
        try append(String(repeating: blank, count: 30), to: "user_feature_vector_mapping_df")
        #expect(try ReferenceModelFormat.read(from: folder) == model())
        let name = String(repeating: "long", count: 200_000)
        try append(
            #"{"tenant":"0","user":"\#(name)","user_vector":[1,2,3,4]}"#, to: "user_feature_vector_mapping_df")
        #expect(
            try ReferenceModelFormat.read(from: folder).userVectors[TenantName(tenant: "0", name: name)] == [
                1, 2, 3, 4,
            ])
        try append("{", to: "user_feature_vector_mapping_df")
        let error = try #require(throws: ReferenceModelError.self) { try ReferenceModelFormat.read(from: folder) }
        #expect(error.line == 3 + 30 + 3)
    }

    @Test("refuses a line of more than a mebibyte, with or without an end", arguments: ["", "\n"])
    func longLine(end: String) throws {
        try ReferenceModelFormat.write(model(), to: folder)
        let part = folder.appending(path: "user_feature_vector_mapping_df/part-00000.json")
        try Data((String(repeating: "0", count: (1 << 20) + 1) + end).utf8).write(to: part)
        let error = try #require(throws: ReferenceModelError.self) { try ReferenceModelFormat.read(from: folder) }
        #expect(error.line == 1 && error.reason == "is longer than 1 MiB")
    }

    @Test("refuses a model of more than half a gibibyte in all its parts, without reading the last one")
    func large() throws {
        try ReferenceModelFormat.write(model(), to: folder)
        let part = folder.appending(path: "user_feature_vector_mapping_df/part-00001.json")
        try Data().write(to: part)
        #expect(truncate(part.path, 512 << 20) == 0)
        let error = try #require(throws: ReferenceModelError.self) { try ReferenceModelFormat.read(from: folder) }
        #expect(
            error.description.contains(
                "part-00001.json: cannot be read: the files of the model are larger than 512 MiB"))
    }

    @Test("refuses parts that are no files, and does not wait for them", .timeLimit(.minutes(1)))
    func special() throws {
        try ReferenceModelFormat.write(model(), to: folder)
        let part = folder.appending(path: "history_access_df/part-00000.json"), files = FileManager.default
        try replace("\"has_history_access_df\":false", with: "\"has_history_access_df\":true", in: "metadata_df")
        try files.createDirectory(at: part.deletingLastPathComponent(), withIntermediateDirectories: true)
        func expectRefusal() throws {
            let error = try #require(throws: ReferenceModelError.self) { try ReferenceModelFormat.read(from: folder) }
            #expect(
                error.file == "history_access_df/part-00000.json" && error.reason.hasPrefix("cannot be read: it is "))
        }
        #expect(mkfifo(part.path, 0o600) == 0)
        try expectRefusal()
        try files.removeItem(at: part)
        try files.createSymbolicLink(atPath: part.path, withDestinationPath: "/dev/zero")
        try expectRefusal()
        try files.removeItem(at: part)
        try files.createDirectory(at: part, withIntermediateDirectories: true)
        try expectRefusal()
    }

    @Test("says what the system says of a table that is no folder")
    func noFolder() throws {
        try ReferenceModelFormat.write(model(), to: folder)
        let table = folder.appending(path: "user_feature_vector_mapping_df")
        try FileManager.default.removeItem(at: table)
        try Data().write(to: table)
        let error = try #require(throws: ReferenceModelError.self) { try ReferenceModelFormat.read(from: folder) }
        #expect(error.reason.hasPrefix("cannot be read as a folder: "))
    }

    @Test("refuses a missing table, ambiguous columns, components of one side, another format")
    func incomplete() throws {
        try ReferenceModelFormat.write(model(), to: folder)
        try replace("\"user_col\":\"user\"", with: "\"user_col\":\"tenant\"", in: "metadata_df")
        #expect(throws: ReferenceModelError.self) { try ReferenceModelFormat.read(from: folder) }
        try replace("\"user_col\":\"tenant\"", with: "\"user_col\":\"user\"", in: "metadata_df")
        try replace(
            "\"has_user2component_mappings_df\":true", with: "\"has_user2component_mappings_df\":false",
            in: "metadata_df")
        #expect(throws: ReferenceModelError.self) { try ReferenceModelFormat.read(from: folder) }
        try replace(
            "\"has_user2component_mappings_df\":false", with: "\"has_user2component_mappings_df\":true",
            in: "metadata_df")
        _ = try ReferenceModelFormat.read(from: folder)
        let table = folder.appending(path: "res2component_mappings_df")
        try Data().write(to: table.appending(path: "part-0.parquet"))
        #expect(throws: ReferenceModelError.self) { try ReferenceModelFormat.read(from: folder) }
        try FileManager.default.removeItem(at: table)
        let error = try #require(throws: ReferenceModelError.self) { try ReferenceModelFormat.read(from: folder) }
        #expect(error.file == "res2component_mappings_df" && error.line == nil)
    }

    @Test("does not write over a folder, nor a model that could not be read again")
    func unwritable() throws {
        var broken = try model()
        broken.userVectors[TenantName(tenant: "0", name: "u")] = [1, .nan, 2, 3]
        #expect(throws: ReferenceModelError.self) { try ReferenceModelFormat.write(broken, to: folder) }
        broken.userVectors[TenantName(tenant: "0", name: "u")] = [1, 2, 3]
        #expect(throws: ReferenceModelError.self) { try ReferenceModelFormat.write(broken, to: folder) }
        var ambiguous = try model()
        ambiguous.columns.user = ambiguous.columns.tenant
        #expect(throws: ReferenceModelError.self) { try ReferenceModelFormat.write(ambiguous, to: folder) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: root.path).isEmpty)
        try ReferenceModelFormat.write(model(), to: folder)
        #expect(throws: ReferenceModelError.self) { try ReferenceModelFormat.write(model(), to: folder) }
    }
}
