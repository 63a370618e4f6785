@testable import AccessLogs
@testable import Files
import Foundation
@testable import LogImport
import Synchronization
import Testing

@Suite("What is not read")
struct UnreadTests {
    private let logs: Logs

    init() throws {
        logs = try Logs()
        try logs.write("in/a", nxlog())
        try logs.write("in/z", nxlog(user: "bob"))
    }

    private func path(_ name: String) -> String { logs.folder + "/in/" + name }

    /// Imports the folder record by record, and by several workers, which have to agree.
    private func summary(settings: (inout LogImporter) throws -> Void = { _ in }) throws -> ImportSummary {
        var importer = LogImporter(readers: .text)
        importer.limits.expansionFreeBytes = 1 << 20
        try settings(&importer)
        let input = InputPath.path(logs.folder + "/in")
        let summary = try importer.run([input]) { _ in }
        for workers in [1, 3] { #expect(try importer.log(of: [input], workers: workers).summary == summary) }
        return summary
    }

    /// What is not read, by the names within the folder.
    private func unread(_ summary: ImportSummary) -> [String] {
        summary.unread.map { "\($0.cause.rawValue) \($0.file.replacing(path(""), with: "")): \($0.reason)" }
    }

    @Test("a bomb, a file of another kind and one that breaks off do not end the import of the folder")
    func others() throws {
        try logs.run(
            "sh", "-c",
            """
            (cat in/a; yes "{\\"x\\": \\"$(printf %09999d 0)\\"}" | head -c 20000000) | gzip -9 > in/b.gz
            head -c 20000000 /dev/zero | tr '\\0' ' ' | gzip -9 > in/c.gz
            gzip < in/a | head -c 60 > in/d.gz
            """)
        let summary = try summary { $0.limits.expansion = 100 }
        #expect(summary.shareAccesses == 3 && !summary.isComplete)
        let bomb = "the archive expands to more than 100 times its size, which no log does; it is not read any further."
        #expect(summary.unread.map(\.file) == ["b.gz", "c.gz", "d.gz"].map(path))
        #expect(summary.unread.prefix(2).map(\.reason) == [bomb, bomb])
        #expect(summary.unread[2].reason.hasPrefix("the file is damaged: "))
        #expect(summary.unread.map(\.isPartlyRead) == [true, false, false])
        #expect(throws: FileError.self) {
            try self.summary {
                $0.limits.expansion = 100
                $0.options.strict = true
            }
        }
    }

    @Test("a bad member of an archive does not end the reading of the archive")
    func member() throws {
        try logs.run("sh", "-c", "cd in; gzip -k a; gzip < a.gz > b; rm a.gz; tar cf x.tar a b z; rm b")
        let summary = try summary { $0.limits.archiveDepth = 1 }
        #expect(summary.files.map(\.name) == ["a", "x.tar!a", "x.tar!z", "z"].map(path))
        #expect(unread(summary) == ["failed x.tar!b: archives lie more than 1 deep in one another."])
    }

    @Test("a member that nobody wants is passed over within the limit of expansion")
    func unwantedMember() throws {
        try logs.run(
            "sh", "-c", "cd in; head -c 20000000 /dev/zero > n; tar czf x.tgz n z; rm n")
        let summary = try summary { $0.limits.expansion = 100 }
        #expect(summary.unrecognized == [path("x.tgz!n")])
        #expect(summary.unread.map(\.file) == [path("x.tgz")])
    }

    @Test("names that are no text, links that lead nowhere or to folders, hidden files and pipes are listed")
    func folder() throws {
        let name = Array((path("caf")).utf8) + [0xE9, 0]
        let descriptor = name.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { $0.baseAddress.map { open($0, O_CREAT | O_WRONLY, 0o600) } ?? -1 }
        }
        #expect(descriptor >= 0)
        close(descriptor)
        try logs.write("elsewhere/c", nxlog(user: "carol"))
        try logs.run(
            "sh", "-c",
            "cd in; mkfifo pipe; echo > .hidden; ln -s ../elsewhere folder; ln -s ../elsewhere/c file; ln -s gone dead")
        let summary = try summary()
        #expect(summary.files.map(\.name) == ["a", "file", "z"].map(path))
        #expect(
            unread(summary) == [
                "failed caf\u{FFFD}: its name is not valid UTF-8, as paths have to be; rename it.",
                "left-out .hidden: it is hidden.",
                "failed dead: it cannot be looked at: No such file or directory.",
                "left-out folder: it is a link to a folder; name that one itself.",
                "left-out pipe: it is no plain file.",
            ])
        #expect(!summary.isComplete)
        try logs.run("sh", "-c", "cd in; rm dead caf*")
        #expect(try self.summary().isComplete)
    }

    @Test("a path that is longer than the system allows is listed")
    func longPath() throws {
        let part = String(repeating: "d", count: 200)
        try logs.run(
            "sh", "-c", "cd in; for n in $(seq 22); do mkdir \(part); cd \(part) || exit; done; echo '{}' > log")
        let summary = try summary()
        #expect(summary.files.map(\.name) == ["a", "z"].map(path))
        #expect(summary.unread.map(\.reason) == ["it cannot be looked at: File name too long."])
    }

    @Test("where nothing can be read, its reason is an error")
    func nothing() throws {
        try logs.run("sh", "-c", "cd in; rm a z; yes ' ' | head -c 20000000 | gzip -9 > b.gz")
        let error = try #require(throws: FileError.self) { try summary { $0.limits.expansion = 100 } }
        #expect(error.location?.file == path("b.gz"))
    }

    @Test("hidden members and links in an archive are listed, and a path without end is not kept")
    func members() throws {
        let long = Array(repeating: String(repeating: "p", count: 99), count: 50).joined(separator: "/")
        try logs.run(
            "sh", "-c",
            """
            cd in; cp a .h; ln -s a l; tar cf x.tar .h l a --transform 's,^a$,b,'; rm .h l
            tar cf y.tar a --transform 's,^a$,\(long),'
            """)
        let summary = try summary()
        #expect(summary.files.map(\.name) == ["a", "x.tar!b", "z"].map(path))
        #expect(
            unread(summary) == [
                "left-out x.tar!.h: it is hidden.", "left-out x.tar!l: it is no plain file.",
                "failed y.tar!\(long.prefix(80))…: its path is longer than 4096 bytes; it is not read.",
            ])
    }

    @Test(
        "a table whose columns a mapping does not know is listed, read in parts or as a whole",
        arguments: [100, 1 << 20])
    func columns(part: Int64) throws {
        try logs.write("in/b", "user,resource\n" + String(repeating: "u,r\n", count: 100))
        try logs.write("in/c", "who,what\n" + String(repeating: "u,r\n", count: 100))
        let summary = try summary {
            $0.limits.partBytes = part
            $0.options.columns = ColumnMapping(user: "who", resource: "what")
        }
        #expect(summary.tableRows == 100)
        #expect(summary.unread.map(\.file) == [path("b")])
        #expect(summary.unread.allSatisfy { $0.reason.hasPrefix("there is no column \"who\"") && !$0.isPartlyRead })
    }

    @Test("the records of each file are told apart: malformed ones with an example, and those of other kinds")
    func records() throws {
        try logs.write("in/m", nxlog() + "{\n" + nxlog(id: 4624) + "{}\n[\n" + nxlog(id: 5145))
        let file = try #require(summary().files.first { $0.name == path("m") })
        #expect(file.records == 6 && file.malformed == 2 && file.otherRecords == 2)
        #expect(file.firstMalformed?.location == InputLocation(file: path("m"), line: 2))
    }

    @Test("is written with the summary")
    func encoding() throws {
        try logs.run("sh", "-c", "cd in; ln -s gone dead")
        let object = try JSONSerialization.jsonObject(with: try JSONEncoder().encode(try summary())) as? [String: Any]
        let unread = try #require((object?["unread"] as? [[String: Any]])?.first)
        #expect(unread["file"] as? String == path("dead") && unread["cause"] as? String == "failed")
        #expect(unread["partly_read"] as? Bool == false && unread["reason"] is String)
    }
}

@Suite("Ending an import", .timeLimit(.minutes(1)))
struct CancellationTests {
    /// Imports until the third time that the import asks whether to continue.
    private func endsEarly(_ input: InputPath, workers: Int? = nil) -> Bool {
        let calls = Mutex(0)
        let progress: @Sendable (ReadingProgress) -> Bool = { _ in
            calls.withLock {
                $0 += 1
                return $0 < 3
            }
        }
        let importer = LogImporter(readers: .text)
        do {
            if let workers {
                _ = try importer.log(of: [input], workers: workers, progress: progress)
            } else {
                _ = try importer.run([input], progress: progress) { _ in }
            }
            return false
        } catch {
            return error is CancellationError
        }
    }

    @Test("is possible while one line of any length is passed over", arguments: [nil, 1, 2] as [Int?])
    func endlessLine(workers: Int?) throws {
        let logs = try Logs()
        let file = try logs.write("a", "{")
        // A file of half a terabyte that takes no room.
        #expect(truncate(logs.folder + "/a", 1 << 39) == 0)
        #expect(endsEarly(file, workers: workers))
    }

    @Test("is not needed to have what a pipe has given so far")
    func silentPipe() throws {
        let logs = try Logs()
        let path = logs.folder + "/pipe"
        #expect(mkfifo(path, 0o600) == 0)
        let writer = open(path, O_RDWR)
        defer { close(writer) }
        let text = nxlog(user: "a") + nxlog(user: "b") + nxlog(user: "c")
        #expect(write(writer, text, text.utf8.count) == text.utf8.count)
        var users: [String] = []
        let count = Mutex(0)
        // Ends once all are handed over: the pipe stays open.
        #expect(throws: CancellationError.self) {
            try LogImporter(readers: .text).run([.path(path)], progress: { _ in count.withLock { $0 } < 3 }) { access in
                users.append(String(access.user.account))
                count.withLock { $0 += 1 }
            }
        }
        #expect(users == ["a", "b", "c"])
    }

    @Test("is possible while a pipe has no writer, and while it is silent")
    func pipe() throws {
        let logs = try Logs()
        let path = logs.folder + "/pipe"
        #expect(mkfifo(path, 0o600) == 0)
        #expect(endsEarly(.path(path)))
        // Opened for reading and writing, so that nothing is waited for.
        let writer = open(path, O_RDWR)
        defer { close(writer) }
        #expect(write(writer, "{}\n", 3) == 3)
        #expect(endsEarly(.path(path)))
    }
}
