import ContractTesting
import Foundation
import Interactions
import Operations
import Parameters
import Testing

@Suite("Every format of alerts")
struct AlertFormatContractTests {
    @Test("keeps its promises", arguments: AlertFormats.standard.ids)
    func contract(id: String) throws {
        try AlertFormatContract(#require(AlertFormats.standard[id])).check()
    }

    @Test("may have a beginning and an end")
    func array() throws {
        try AlertFormatContract(JSONArrayFormat.self).check()
        var format = JSONArrayFormat(isSpreadsheetSafe: false)
        let parts = try [
            format.begin(.pairs), format.line(ScoredEvent(.scored(1))), format.line(ScoredEvent(.unknownUser)),
            format.end(),
        ]
        let read = try JSONSerialization.jsonObject(with: Data(parts.joined())) as? [[String: Any]]
        #expect(read?.count == 2)
    }

    @Test("is found by its id")
    func registry() {
        RegistryContract(AlertFormats.standard).check()
        for id in AlertFormats.standard.ids { #expect(AlertFormats.standard[id]?.id == id) }
        #expect(AlertFormats.standard.ids.first == "jsonl")
        #expect(AlertFormats.standard["no-format"] == nil)
        #expect(AlertFormats.standard.entries.map(\.id) == AlertFormats.standard.ids)
    }
}

/// A format whose parts depend on what was written before.
private struct JSONArrayFormat: AlertFormat {
    static let id = "json-array"
    static let summary = "one array of JSON"

    private var lines = JSONLinesFormat(isSpreadsheetSafe: false)
    private var isFirst = true

    init(isSpreadsheetSafe: Bool) {}

    mutating func begin(_ kind: AlertKind) -> Data { Data("[".utf8) }

    mutating func line(_ event: ScoredEvent) throws -> Data { try separator() + lines.line(event) }

    mutating func line(_ alert: IncidentAlert) throws -> Data { try separator() + lines.line(alert) }

    private mutating func separator() -> Data {
        defer { isFirst = false }
        return Data((isFirst ? "" : ",").utf8)
    }

    mutating func end() -> Data { Data("]\n".utf8) }
}
