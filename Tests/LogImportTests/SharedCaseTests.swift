@testable import AccessLogs
@testable import Files
import Foundation
@testable import LogImport
import Testing

/// Logs in the shapes of public reports, which are kept beside the checkout, where they are.
@Suite("Logs that people have", .enabled(if: SharedCases.isPresent, "the folder shared/cases/logs is not there"))
struct SharedCaseTests {
    @Test("every log has its twelve share events, and none is malformed", arguments: SharedCases.whole)
    func whole(name: String) throws {
        let imported = try Imported([.path(SharedCases.folder + "/" + name)]) {
            $0.options.dateOrder = .monthFirst
            $0.options.timeZone = .utc
        }
        #expect(imported.complaints == [])
        #expect(imported.events.map(\.kind).count { $0 == .shareAccessed } == 6)
        #expect(imported.events.count == 12)
        #expect(Set(imported.events.map(\.share)).count == 3)
        #expect(imported.events.first?.time.map { $0.description.prefix(16) } == "2024-03-05T08:00")
    }

    @Test(
        "a log of local times is refused without their zone",
        arguments: [
            "05c-sentinel-portal-local-column.csv", "14-splunk-wineventlog.txt", "15b-event-viewer-german.csv",
            "16d-export-csv-german-time.csv",
        ])
    func local(name: String) throws {
        let imported = try Imported([.path(SharedCases.folder + "/" + name)])
        #expect(imported.events.isEmpty && imported.summary.malformed == 12)
        #expect(imported.complaints.first?.contains("says no zone") == true)
    }

    @Test("failures in every spelling of the keywords, those that floating point has rounded too")
    func keywords() throws {
        let imported = try Imported([.path(SharedCases.folder + "/64-keyword-spellings.jsonl")])
        let successes = [1, 4, 5, 7]
        #expect(imported.events.map(\.outcome) == (0..<19).map { successes.contains($0) ? .success : .failure })
    }

    @Test("a log whose dates can be read in two ways is refused")
    func ambiguous() throws {
        let imported = try Imported([.path(SharedCases.folder + "/05-sentinel-portal-us-time.csv")])
        #expect(imported.events.isEmpty && imported.complaints.first?.contains("5 March or 3 May 2024") == true)
    }
}

enum SharedCases {
    static let folder: String = {
        if let data = ProcessInfo.processInfo.environment["ACCESSLAB_SHARED_DATA"] {
            return URL(fileURLWithPath: data).deletingLastPathComponent().appendingPathComponent("cases/logs").path
        }
        var package = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { package.deleteLastPathComponent() }
        return package.deletingLastPathComponent().appendingPathComponent("shared/cases/logs").path
    }()

    static var isPresent: Bool { FileManager.default.fileExists(atPath: folder) }

    /// Those that hold six events of each kind, on the fifth of March.
    static let whole = names { name in
        let prefix = name.prefix { $0 != "-" }
        let numbers = [
            "05", "05b", "05c", "05d", "05e", "05f", "06", "06b", "06c", "07", "08", "08b", "08c", "10", "10b", "10c",
            "10d",
            "10e", "10f", "10g", "10h", "11", "11b", "11c", "11d", "11f", "11g", "12", "12b", "12c", "14", "14b", "14c",
            "15",
            "15b", "16", "16b", "16d", "16e", "17", "17b", "17e", "17f", "18", "18b", "19", "19b", "19c", "19d", "20",
            "20b",
            "21", "21b", "21c", "21d", "43", "46", "47", "47b", "48", "50", "57", "57b", "58", "58b",
        ]
        return numbers.contains(String(prefix))
    }

    private static func names(_ isWanted: (String) -> Bool) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter(isWanted).sorted()
    }
}
