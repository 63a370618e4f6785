@testable import AccessLogs
@testable import Files
@testable import LogImport
import Testing

@Suite("The dump of share events")
struct DumpTests {
    private func dump(_ inputs: [InputPath]) throws -> [String] {
        let dump = try ShareEventDump(inputs: inputs)
        var lines: [String] = []
        _ = try LogImporter(readers: .text).run(
            inputs,
            onShareEvent: { event, location in
                lines.append(dump.line(for: event, at: location))
            }
        ) { _ in }
        return lines
    }

    @Test("has every share event before any filter, its time as the log spells it")
    func lines() throws {
        let logs = try Logs()
        let lines = try dump([try logs.write("a.json", nxlog(id: 5145, user: "PC7$", share: "a,b"))])
        #expect(
            lines == [
                "a.json,5145,2024-03-01T08:00:00.123Z,FS01.corp.example,CORP,PC7$,S-1-5-21-1-2-3-1104,0x1a2b,"
                    + "10.0.0.7,50123,\"\\\\*\\a,b\",\"\\??\\D:\\a,b\",,0x1,success\n"
            ])
    }

    @Test("names files from the deepest folder that holds them all")
    func names() throws {
        let logs = try Logs()
        for name in ["x/evtx/a", "x/mordor/b", "x/mordor/deep/c"] { try logs.write(name, nxlog()) }
        let files = { (inputs: [InputPath]) in try dump(inputs).map { String($0.prefix { $0 != "," }) } }
        #expect(try files([.path(logs.folder)]) == ["evtx/a", "mordor/b", "mordor/deep/c"])
        #expect(try files([.path(logs.folder + "/x/mordor")]) == ["b", "deep/c"])
        #expect(try files([.path(logs.folder + "/x/mordor/../evtx/a")]) == ["a"])
        try logs.run("zip", "-qr", "logs.zip", "x")
        #expect(try files([.path(logs.folder + "/logs.zip")]).sorted().first == "logs.zip!x/evtx/a")
    }

    @Test("quotes only the cells that need it")
    func quoting() {
        #expect(CSVLine.text(["a", "", "b,c", "d\"e", "f\r\ng"]) == "a,,\"b,c\",\"d\"\"e\",\"f\r\ng\"\n")
    }
}
