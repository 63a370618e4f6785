import Foundation
import Parameters
import Testing

@Suite("A parameter value")
struct ParameterValueTests {
    @Test(
        "is what its text most plainly means",
        arguments: [
            ("8", ParameterValue.integer(8)), ("-3", .integer(-3)), ("0.1", .real(0.1)), ("1e-3", .real(0.001)),
            ("true", .boolean(true)), ("false", .boolean(false)), ("binary", .string("binary")), ("", .string("")),
        ])
    func parsing(text: String, value: ParameterValue) {
        #expect(ParameterValue(parsing: text) == value)
    }

    @Test(
        "is written so that it parses to the same number",
        arguments: [
            ParameterValue.integer(42), .real(0.1), .real(1e-9), .real(2.5e300), .boolean(false), .string("log"),
        ])
    func roundTrip(value: ParameterValue) {
        #expect(ParameterValue(parsing: value.description) == value)
    }

    @Test("writes whole reals without a fraction")
    func wholeReal() {
        #expect(ParameterValue.real(10).description == "10")
    }

    @Test(
        "survives JSON as the same kind of value",
        arguments: [
            ParameterValue.integer(8), .real(0.25), .string("log"), .string("8"), .boolean(true),
        ])
    func coding(value: ParameterValue) throws {
        let data = try JSONEncoder().encode([value])
        #expect(try JSONDecoder().decode([ParameterValue].self, from: data) == [value])
    }
}

@Suite("A suggestion")
struct SuggestionTests {
    @Test(
        "is the nearest word, if any is near",
        arguments: [
            ("popularty", "popularity"), ("als", "als"), ("radnom", "random"), ("xyzzyplugh", nil),
        ])
    func nearest(word: String, meant: String?) {
        #expect(Suggestion.nearest(to: word, among: ["als", "popularity", "random"]) == meant)
    }

    @Test("falls back on what is known")
    func fallback() {
        #expect(Suggestion.sentence(for: "xyzzyplugh", among: ["rank", "alpha"]) == "; known are alpha, rank")
        #expect(Suggestion.sentence(for: "rank", among: []) == "; none is known here")
        let many = (0..<40_000).map { "tenant\($0)" }
        #expect(Suggestion.sentence(for: "xyzzyplugh", among: many).hasSuffix(" and 39940 more"))
    }
}
