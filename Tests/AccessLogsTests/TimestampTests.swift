@testable import AccessLogs
import Testing

@Suite("Times")
struct TimestampTests {
    @Test(
        "ISO 8601 with any number of decimals and any zone",
        arguments: [
            ("2019-03-18T14:23:22.1347229Z", "2019-03-18T14:23:22.134722Z"),
            ("2020-10-19 03:30:46.625", "2020-10-19T03:30:46.625000Z"),
            ("2024-02-29T23:30:00-01:30", "2024-03-01T01:00:00Z"),
            ("2024-02-29T23:30:00+0200", "2024-02-29T21:30:00Z"),
            ("2024-02-29", "2024-02-29T00:00:00Z"), ("2024-02-29T10:20", "2024-02-29T10:20:00Z"),
            ("1601-01-01T00:00:00Z", "1601-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
        ])
    func iso8601(text: String, expected: String) {
        #expect(Timestamp(iso8601: text)?.description == expected)
    }

    @Test(
        "what is no time is none",
        arguments: [
            "", "now", "2024-02-30", "2023-02-29", "2024-13-01", "2024-01-00", "2024-01-01T24:00:00", "2024-01-01T",
            "1600-12-31T23:59:59Z", "1601-01-01T00:00:00+01:00", "0000-01-01", "12024-01-01", "2024-01-01T10:00:00ZZ",
            "2024-01-01T10:00:00.", "2024-01-01T10:61:00", "-999-01-01", "2024-01-01T10:00:00+", "२०२४-01-01",
        ])
    func invalid(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test(
        "numbers are seconds, large ones milliseconds",
        arguments: [
            ("0", 0), ("1.5", 1_500_000), ("-1", -1_000_000), ("150885", 150_885_000_000),
            ("99999999999", 99_999_999_999_000_000), ("100000000000", 100_000_000_000_000),
            ("1709280000123", 1_709_280_000_123_000),
        ] as [(String, Int64)])
    func numbers(text: String, microseconds: Int64) {
        #expect(Timestamp(tableText: text)?.microseconds == microseconds)
    }

    @Test("hostile numbers are no times", arguments: ["nan", "inf", "-inf", "1e308", "-1e12", "9e18", "1e15"])
    func hostile(text: String) {
        #expect(Timestamp(tableText: text) == nil)
    }

    @Test("six decimals, always")
    func microseconds() {
        #expect(Timestamp(microseconds: 0).microsecondDescription == "1970-01-01T00:00:00.000000Z")
        #expect(Timestamp(microseconds: 1).microsecondDescription == "1970-01-01T00:00:00.000001Z")
    }
}
