import Foundation
import Testing

/// Tables of components in the documents stand between a comment that names the command which makes them and another.
/// `script/tables` writes them anew.
@Suite("The tables of the documents")
struct DocumentTableTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test(
        "are those of the program",
        arguments: [
            (
                "experiments/README.md",
                ["splits", "scenarios", "lints", "self-checks", "signals", "combinations", "metrics"]
            ),
            ("datasets/README.md", ["readers", "filters"]),
        ])
    func tables(file: String, kinds: [String]) throws {
        let text = try String(contentsOf: Self.root.appendingPathComponent(file), encoding: .utf8)
        let tables = text.matches(of: #/<!-- accesslab list ([a-z-]+) -->\n([\s\S]*?)<!-- end -->/#)
        #expect(Set(tables.map { String($0.1) }) == Set(kinds))
        for table in tables {
            let printed = try Program()("list", String(table.1), "--markdown").output
            #expect(table.2 == printed, "\(file): script/tables writes the table of \(table.1) anew")
        }
    }
}
