import Foundation
import Interactions
import Operations
import Testing

@Suite("A scored event")
struct AlertFormatTests {
    private static let awkward = ScoredEvent(
        .scored(-0.1), tenant: "a,b", user: "say \"hi\"", resource: "line\nend / Zoë", day: 0)
    private static let unknown = ScoredEvent(.unknownUser)

    private func text(_ event: ScoredEvent, _ format: any AlertFormat.Type) throws -> String {
        var format = format.init(isSpreadsheetSafe: false)
        return String(decoding: try format.line(event), as: UTF8.self)
    }

    private func json(_ event: ScoredEvent) throws -> [String: Any] {
        let line = try text(event, JSONLinesFormat.self)
        #expect(line.last == "\n")
        #expect(line.count { $0 == "\n" } == 1)
        return try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    @Test("is a line of JSON")
    func jsonLine() throws {
        let object = try json(Self.awkward)
        #expect(Set(object.keys) == ["tenant", "user", "resource", "time", "score", "case"])
        #expect(object["tenant"] as? String == "a,b")
        #expect(object["user"] as? String == "say \"hi\"")
        #expect(object["resource"] as? String == "line\nend / Zoë")
        #expect(object["time"] as? String == "2026-01-05T00:00:00Z")
        #expect(object["score"] as? Double == -0.1)
        #expect(object["case"] as? String == "scored")
    }

    @Test("without a time or a score has null for them in JSON")
    func nulls() throws {
        let object = try json(Self.unknown)
        #expect(object["time"] is NSNull)
        #expect(object["score"] is NSNull)
        #expect(object["case"] as? String == "unknown-user")
    }

    @Test("is a line of CSV, in quotes where a cell needs them")
    func csv() throws {
        let format = CSVFormat(isSpreadsheetSafe: false)
        #expect(format.begin(.pairs) == Data("tenant,user,resource,time,score,case\n".utf8))
        #expect(
            try text(Self.awkward, CSVFormat.self)
                == "\"a,b\",\"say \"\"hi\"\"\",\"line\nend / Zoë\",2026-01-05T00:00:00Z,-0.1,scored\n")
    }

    @Test("without a time or a score has empty cells for them in CSV")
    func emptyCells() throws {
        #expect(try text(Self.unknown, CSVFormat.self) == "0,u,r,,,unknown-user\n")
    }

    @Test(
        "of any case is named as in files",
        arguments: [
            (AnomalyScore.scored(1), "scored"), (.seen(1), "seen"), (.disconnected(1), "disconnected"),
            (.unknownUser, "unknown-user"), (.unknownResource, "unknown-resource"),
        ])
    func caseNames(score: AnomalyScore, name: String) throws {
        #expect(try json(ScoredEvent(score))["case"] as? String == name)
    }
}
