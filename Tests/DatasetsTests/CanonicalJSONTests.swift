import Datasets
import Files
import Testing

@Suite("JSON of this program")
struct CanonicalJSONTests {
    private struct Rates: Codable, Hashable {
        var alertsPerDay: Double
        var byScenario: [String: Double]
        var correctedPValue: Double?
    }

    @Test("has sorted keys in snake case, leaves names as they are, and has words for what is no number")
    func text() throws {
        let rates = Rates(
            alertsPerDay: .infinity, byScenario: ["lowAndSlow": -.infinity, "a/b": 0.1], correctedPValue: 1)
        let text = try CanonicalJSON.text(rates)
        #expect(
            text == #"{"alerts_per_day":"inf","by_scenario":{"a/b":0.1,"lowAndSlow":"-inf"},"corrected_p_value":1}"#)
        #expect(try CanonicalJSON.value(Rates.self, of: text) == rates)
        #expect(try CanonicalJSON.value(Rates.self, of: CanonicalJSON.text(rates, .indented)) == rates)
    }

    @Test("has the format beside the keys of what is written in it")
    func version() throws {
        let rates = Rates(alertsPerDay: 2, byScenario: [:])
        let text = try CanonicalJSON.text(Versioned(rates, format: "accesslab-rates/2"))
        #expect(text == #"{"alerts_per_day":2,"by_scenario":{},"format":"accesslab-rates/2"}"#)
        let read = try CanonicalJSON.value(Versioned<Rates>.self, of: text)
        #expect(read.format == "accesslab-rates/2" && read.content == rates)
    }
}
