@testable import AccessLogs
import Testing

@Suite("Times as programs and people spell them")
struct SpelledTimeTests {
    private static let morning = "2024-03-05T08:00:00Z", later = "2024-03-05T08:00:00.123000Z"

    private func time(_ text: String, zone: String? = nil, order: DateOrder? = nil) throws -> String? {
        var reader = TimestampReader(zone: try zone.map(LocalZone.init), order: order)
        return reader.time(text)?.description
    }

    @Test(
        "a zone in any form",
        arguments: [
            "2024-03-05 08:00:00 +0000", "2024-03-05 08:00:00 UTC", "2024-03-05T08:00:00 Z", "2024-03-05T08:00:00UTC",
            "2024-03-05 08:00:00 GMT", "2024-03-05T13:30:00+0530", "2024-03-05T00:00:00-08",
            "2024-03-05 10:00:00 +02:00",
            "2024-03-05T09:00:00+01:00[Europe/Berlin]", "Tue, 05 Mar 2024 08:00:00 GMT", "05/Mar/2024:08:00:00 +0000",
            "2024-03-05 10:00:00 UTC+2", "2024-03-05 10:00:00 (UTC+02:00)", "20240305T080000Z",
            "20240305080000.000000+000",
            "20240305090000.000000+060", "Tue Mar  5 09:00:00 2024 +0100", "2024-W10-2T08:00:00Z",
            "2024-03-05T07:59:60Z",
        ])
    func zones(text: String) throws {
        let expected = text.contains(":59:60") ? "2024-03-05T07:59:59Z" : Self.morning
        #expect(try time(text) == expected)
        #expect(try time(text, zone: "Asia/Tokyo") == expected)
    }

    @Test(
        "a number from any beginning, told by its size",
        arguments: [
            "1709625600.123", "1709625600.1229999", "1709625600123", "1709625600123000", "1709625600123000000",
            "133540992001230000", "638452224001230000", "/Date(1709625600123)/", "\\/Date(1709625600123)\\/",
            "/Date(1709625600123+0100)/", "1,709,625,600,123", "1.709625600123e+12",
        ])
    func numbers(text: String) throws {
        #expect(try time(text) == Self.later)
    }

    @Test(
        "names of months, hours of half a day, spaces that do not break",
        arguments: [
            "Mar 5, 2024 @ 08:00:00.123", "March 5, 2024 8:00:00.123 AM", "Tuesday, March 5, 2024 8:00:00.123 AM",
            "5 Mar 2024 08:00:00.123", "05-Mar-2024 08:00:00,123", "2024/03/05 8:00:00.123", "2024-3-5 8:00:00.123",
            "05.03.2024 08:00:00.123", "05.03.2024, 08:00:00,123", "Mar 5, 2024, 8:00:00.123\u{202F}AM",
            "5. März 2024 08:00:00.123", "Di 05.03.2024 08:00:00.123".replacing("Di ", with: ""),
            "Mar 5, 2024 8:00:00.123 a.m.", "2024-Mar-05 08:00:00.123",
        ])
    func months(text: String) throws {
        #expect(try time(text) == Self.later)
        #expect(try time(text, zone: "+01:00") == "2024-03-05T07:00:00.123000Z")
    }

    @Test("midnight is twelve in the morning, and the end of the day before")
    func midnight() throws {
        #expect(try time("Mar 5, 2024 12:00:00 AM") == "2024-03-05T00:00:00Z")
        #expect(try time("Mar 5, 2024 12:00:00 PM") == "2024-03-05T12:00:00Z")
        #expect(try time("2024-03-04T24:00:00Z") == "2024-03-05T00:00:00Z")
    }

    @Test("day and month are told apart by the order that is known, by a number above twelve, or not at all")
    func order() throws {
        #expect(try time("3/5/2024, 8:00:00.123 AM", order: .monthFirst) == Self.later)
        #expect(try time("5/3/2024 08:00:00.123", order: .dayFirst) == Self.later)
        #expect(try time("13/03/2024, 3:40:13.988 pm") == "2024-03-13T15:40:13.988000Z")
        #expect(try time("3/13/2024 8:00:00") == "2024-03-13T08:00:00Z")
        #expect(try time("3/5/2024 8:00:00") == nil && time("5/5/2024 8:00:00") == nil)
        #expect(try time("13/3/2024 8:00:00", order: .monthFirst) == nil)
        let problem = TimestampReader().problem(of: "3/5/2024 8:00:00")
        #expect(problem.contains("5 March or 3 May 2024") && problem.contains("--date-order"))
    }

    @Test("the zone that is given counts where a time says none, in summer and in winter")
    func localZone() throws {
        #expect(try time("2024-03-05T08:00:00", zone: "Europe/Berlin") == "2024-03-05T07:00:00Z")
        #expect(try time("2024-07-05 08:00:00", zone: "Europe/Berlin") == "2024-07-05T06:00:00Z")
        #expect(try time("2024-03-31T01:59:59", zone: "Europe/Berlin") == "2024-03-31T00:59:59Z")
        #expect(try time("2024-03-31T03:00:00", zone: "Europe/Berlin") == "2024-03-31T01:00:00Z")
        #expect(try time("2024-10-27T01:59:59", zone: "Europe/Berlin") == "2024-10-26T23:59:59Z")
        #expect(try time("2024-10-27T03:00:00", zone: "Europe/Berlin") == "2024-10-27T02:00:00Z")
        #expect(throws: ImportOptionError.self) { try LocalZone(name: "Middle/Earth") }
    }

    @Test(
        "what is no time is none",
        arguments: [
            "", "soon", "12345", "yesterday 8:00", "2024-13-05 08:00 x", "32.01.2024 08:00:00", "0/0/2024 1:00",
            "Mar 5",
            "/Date()/", "1,2,3", "9e300", "99999999999999999999", "3/5/24 8:00:00", "25:00:00", ":::",
            "2024-03-05 8:00 CST",
            "nan", "5.1234567", "05.13.2024 08:00", "2024-W54-1T00:00:00Z",
        ])
    func nothing(text: String) throws {
        #expect(try time(text, order: .dayFirst) == nil)
    }

    @Test("noise of any kind does not trap")
    func noise() throws {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("0123456789:/-.,@TZWamp +()[]\u{A0}ä/Date(")
        for _ in 0..<20_000 {
            let text = String(
                (0..<Int.random(in: 0..<40, using: &generator)).map { _ in alphabet.randomElement() ?? "0" })
            _ = try time(text)
        }
    }

    @Test("one date of a log decides for all")
    func evidence() {
        func order(_ text: String) -> (DateOrder?, Bool) {
            var evidence = DateOrderEvidence()
            Array(text.utf8).withUnsafeBufferPointer { evidence.look(at: $0) }
            return (evidence.order, evidence.hasDates)
        }
        #expect(order("a,3/5/2024 8:00\nb,3/13/2024 8:00\n") == (.monthFirst, true))
        #expect(order("a,3/5/2024, 8:00\nb,13/3/2024, 8:00\n") == (.dayFirst, true))
        #expect(order("3/5/2024 8:00") == (nil, true))
        #expect(order("13/3/2024 8:00 3/13/2024 8:00") == (nil, true))
        #expect(order("files/3/13/2024/x 2024-03-13 08:00 1/2/3") == (nil, false))
    }
}
