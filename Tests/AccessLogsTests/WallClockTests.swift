import AccessLogs
import Testing

@Suite("The clocks of a time zone")
struct WallClockTests {
    private func time(_ text: String) throws -> Int64 { try #require(Timestamp(iso8601: text)).microseconds }

    @Test(
        "show what they show, in summer and in winter",
        arguments: [
            ("Europe/Berlin", "2026-01-15T23:30:00Z", "2026-01-16T00:30:00Z"),
            ("Europe/Berlin", "2026-07-15T22:30:00Z", "2026-07-16T00:30:00Z"),
            ("America/New_York", "2026-01-16T03:00:00Z", "2026-01-15T22:00:00Z"),
            ("+05:30", "2026-01-15T18:30:00Z", "2026-01-16T00:00:00Z"),
            ("UTC", "2026-01-15T18:30:00Z", "2026-01-15T18:30:00Z"),
        ])
    func shown(zone name: String, utc: String, local: String) throws {
        let zone = try LocalZone(name: name)
        #expect(try zone.wallClock(at: time(utc)) == time(local))
        #expect(try zone.instant(ofWallClock: time(local)) == time(utc))
    }

    @Test("begin a day when the place does, and leave accesses without a time alone")
    func days() throws {
        var log = AccessLog()
        for text in ["2026-03-28T22:30:00Z", "2026-03-28T23:30:00Z", "2026-03-29T21:30:00Z", "2026-03-29T22:30:00Z"] {
            log.append(
                AccessEvent(
                    user: AccountIdentity(name: "u"), resource: ResourceIdentity(name: "r"),
                    time: Timestamp(iso8601: text)))
        }
        log.append(AccessEvent(user: AccountIdentity(name: "u"), resource: ResourceIdentity(name: "r")))
        // In the night of the 29th clocks are put forward in Berlin, and that day has 23 hours.
        let local = log.onWallClock(of: try LocalZone(name: "Europe/Berlin"))
        let days = (0..<4).map { Timestamp(microseconds: local.microseconds[$0]).dayNumber }
        #expect(days.map { $0 - days[0] } == [0, 1, 1, 2])
        #expect(local.microseconds[4] == AccessLog.untimed)
        #expect(log.onWallClock(of: .utc).microseconds == log.microseconds)
    }
}
