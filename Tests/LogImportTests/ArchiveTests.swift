@testable import AccessLogs
@testable import Files
import Foundation
@testable import LogImport
import Testing

@Suite("Archives and compressed files")
struct ArchiveTests {
    private let logs: Logs
    private let first = nxlog(record: 1) + nxlog(record: 2)
    private let second = nxlog(record: 3)

    init() throws {
        logs = try Logs()
        try logs.write("in/a.json", first)
        try logs.write("in/b.csv", "user,resource\nu,r\n")
        try logs.write("in/.hidden", "what is this")
    }

    @Test(
        "every member of an archive is a log of its own",
        arguments: [
            "zip -qr logs in", "tar cf logs in", "tar czf logs in", "tar --zstd -cf logs in", "tar cjf logs in",
        ])
    func members(command: String) throws {
        try logs.run("sh", "-c", command + (command.hasPrefix("zip") ? " && mv logs.zip logs" : ""))
        let imported = try Imported([.path(logs.folder + "/logs")])
        let files = imported.summary.files.sorted { $0.name < $1.name }
        #expect(files.map(\.name) == ["a.json", "b.csv"].map { logs.folder + "/logs!in/" + $0 })
        #expect(files.map(\.records) == [2, 1])
    }

    @Test("a file that is merely compressed keeps its name", arguments: ["gzip", "zstd -q --rm", "bzip2", "xz"])
    func compressed(command: String) throws {
        try logs.run("sh", "-c", "cd in && \(command) a.json && mv a.json.* a.json")
        let imported = try Imported([.path(logs.folder + "/in/a.json")])
        #expect(imported.summary.files.map(\.name) == [logs.folder + "/in/a.json"])
        #expect(imported.events.count == 2)
    }

    @Test("an archive within an archive is opened too")
    func nested() throws {
        try logs.run("sh", "-c", "gzip in/a.json && tar cf inner.tar in && zip -q outer.zip inner.tar")
        let imported = try Imported([.path(logs.folder + "/outer.zip")])
        #expect(
            imported.summary.files.map(\.name).sorted() == [
                logs.folder + "/outer.zip!inner.tar!in/a.json.gz", logs.folder + "/outer.zip!inner.tar!in/b.csv",
            ])
        #expect(throws: FileError.self) {
            try Imported([.path(logs.folder + "/outer.zip")]) { $0.limits.archiveDepth = 2 }
        }
    }

    @Test("a compressed file that was cut gives the records before the cut, and says so")
    func cut() throws {
        let lines = (1...20_000).map { nxlog(record: $0, session: "0x\($0 &* 2_654_435_761)") }.joined()
        try logs.write("whole.json", lines)
        try logs.run("gzip", "whole.json")
        let whole = try logs.bytes(of: "whole.json.gz")
        let input = try logs.write("cut.json.gz", whole.prefix(whole.count / 2))
        let imported = try Imported([input])
        #expect(imported.events.count > 1000 && imported.events.count < 19_000)
        #expect(imported.events.map(\.recordNumber) == (1...imported.events.count).map(UInt64.init))
        #expect(imported.summary.malformed == 1)
        #expect(imported.complaints.first?.hasPrefix("file: the file is damaged: ") == true)
        #expect(throws: FileError.self) { try Imported([input]) { $0.options.strict = true } }
    }

    @Test(
        "compressed files one behind the other are all read",
        arguments: [
            "gzip a.json b.json && cat a.json.gz b.json.gz", "zstd -q a.json b.json && cat a.json.zst b.json.zst",
        ])
    func concatenated(command: String) throws {
        try logs.write("a.json", first)
        try logs.write("b.json", second)
        try logs.run("sh", "-c", "(\(command)) > all")
        let imported = try Imported([.path(logs.folder + "/all")])
        #expect(imported.events.map(\.recordNumber) == [1, 2, 3])
        #expect(imported.complaints.isEmpty)
    }

    @Test(
        "what follows the end of an archive is said not to be read, unless it is zeros",
        arguments: ["gzip < in/a.json", "bzip2 < in/a.json", "tar cf - in"],
        [("echo junk", false), ("tar cf - in", false), ("head -c 204800 /dev/zero", true)])
    func rest(archive: String, behind: (command: String, isPadding: Bool)) throws {
        try logs.run("sh", "-c", "(\(archive); \(behind.command)) > all")
        let imported = try Imported([.path(logs.folder + "/all")])
        #expect(imported.events.count >= 2)
        #expect(imported.summary.isComplete == behind.isPadding)
        let isTold = imported.complaints.contains { $0.contains("the file is damaged: ") }
        #expect(isTold != behind.isPadding)
    }

    @Test("of two zip files behind one another the first is said not to be read")
    func twoZips() throws {
        try logs.run("sh", "-c", "zip -q a.zip in/a.json && zip -q b.zip in/b.csv && cat a.zip b.zip > all.zip")
        let imported = try Imported([.path(logs.folder + "/all.zip")])
        #expect(imported.summary.accessesKept == 1)
        #expect(imported.summary.unread.map(\.reason).contains { $0.contains("leaves out the member") })
    }

    @Test("a damaged header of a tar costs its member, and is said")
    func damagedHeader() throws {
        for name in ["a", "b", "c"] { try logs.write("in/\(name).json", nxlog(record: Int(name.utf8.first ?? 0))) }
        try logs.run("sh", "-c", "tar cf x.tar in/a.json in/b.json in/c.json")
        var bytes = try logs.bytes(of: "x.tar")
        // The second header's checksum.
        bytes[1024 + 148] ^= 1
        let imported = try Imported([try logs.write("x.tar", bytes)])
        #expect(imported.events.map(\.recordNumber) == [97, 99])
        #expect(!imported.summary.isComplete)
    }

    @Test("a stored member of a zip that is not what its checksum says is told", arguments: ["-0", "-9"])
    func checksum(level: String) throws {
        try logs.write("in/a.json", first)
        try logs.run("sh", "-c", "cd in && zip -q \(level) x.zip a.json")
        var bytes = try logs.bytes(of: "in/x.zip")
        // The checksum in the member's header and in the directory.
        let directory = try #require(bytes.indices.last { bytes[$0...].starts(with: Array("PK\u{1}\u{2}".utf8)) })
        for position in [14, directory + 16] { bytes[position] ^= 1 }
        let imported = try Imported([try logs.write("x.zip", bytes)])
        #expect(!imported.summary.isComplete)
    }

    @Test("archives cut anywhere neither crash nor hang", arguments: ["zip", "tar.gz", "gz"])
    func cutAnywhere(kind: String) throws {
        try logs.run("sh", "-c", "zip -qr x.zip in; tar czf x.tar.gz in; gzip < in/a.json > x.gz")
        let whole = try logs.bytes(of: "x." + kind)
        for length in stride(from: 0, to: whole.count, by: max(1, whole.count / 40)) {
            let input = try logs.write("cut", whole.prefix(length))
            // A head too short to be recognised is an error of its own.
            let imported = try? Imported([input])
            #expect(imported.map { $0.events.count <= 2 } ?? true)
        }
    }

    @Test("an archive that expands beyond measure is refused")
    func bomb() throws {
        try logs.run("sh", "-c", "yes {} | head -c 20480000 | gzip -9 > bomb.gz; gzip -9 < bomb.gz > twice.gz")
        for name in ["bomb.gz", "twice.gz"] {
            let error = try #require(throws: FileError.self) {
                try Imported([.path(logs.folder + "/" + name)]) {
                    $0.limits.expansionFreeBytes = 1 << 20
                    $0.limits.expansion = 100
                }
            }
            #expect(error.sentence.contains("expands to more than 100 times"))
        }
    }

    @Test("an empty compressed file is an empty log")
    func empty() throws {
        try logs.run("sh", "-c", "gzip < /dev/null > empty.gz")
        let imported = try Imported([.path(logs.folder + "/empty.gz")])
        #expect(imported.summary.files.map(\.records) == [0])
        #expect(imported.summary.malformed == 0)
    }
}
