import AccessLogs
import Datasets
import Files
import Foundation
import Testing
import TestSupport

@Suite("The innocent events of a dataset")
struct InnocentEventsTests {
    private let folder = TemporaryFolder()
    private static let heading = "event,kind,tenant,user,resource,first,last,accesses\n"

    /// Accounts a and b with resources r and s, at noon on three days.
    private static let log: AccessLog = {
        var log = AccessLog()
        for day in 0..<3 {
            for user in ["a", "b"] {
                for resource in ["r", "s"] {
                    log.append(
                        AccessEvent(
                            tenant: "t", user: AccountIdentity(name: user), resource: ResourceIdentity(name: resource),
                            time: time(day)))
                }
            }
        }
        return log
    }()

    private static func time(_ day: Int) -> Timestamp {
        Timestamp(microseconds: Int64(day) * Timestamp.day + Timestamp.day / 2)
    }

    private func events(_ rows: String) throws -> InnocentEvents? {
        try folder.write(Self.heading + rows, to: "events.csv")
        return try InnocentEvents(at: folder.url, in: Self.log)
    }

    @Test("are told by account, resource and time, both ends included")
    func lookup() throws {
        let events = try #require(
            try events(
                """
                7,transfer,t,a,r,1970-01-02T12:00:00Z,1970-01-03T12:00:00Z,2
                7,transfer,t,a,s,1970-01-02T12:00:00Z,1970-01-02T12:00:00Z,1
                2,covering,t,b,r,1970-01-01T12:00:00Z,1970-01-01T12:00:00Z,1

                """))
        #expect(events.kinds == ["transfer", "covering"])
        let log = Self.log
        let found = (0..<log.count).map {
            events.event(user: log.user[$0], resource: log.resource[$0], microseconds: log.microseconds[$0])
        }
        // By day: a with r and s, then b with r and s.
        #expect(found == [nil, nil, 1, nil, 0, 0, nil, nil, 0, nil, nil, nil])
    }

    @Test("are none where there is no file, and none where it holds none")
    func absent() throws {
        #expect(try InnocentEvents(at: folder["nowhere"], in: Self.log) == nil)
        #expect(try events("")?.kinds == [])
    }

    @Test(
        "are refused in a sentence with the line",
        arguments: [
            ("1,transfer,t,a,r,1970-01-02T12:00:00Z\n", "line 2: it is no event"),
            ("1,transfer,t,a,r,yesterday,1970-01-02T12:00:00Z,1\n", "line 2: it is no event"),
            ("1,transfer,t,a,r,1970-01-03T12:00:00Z,1970-01-02T12:00:00Z,1\n", "line 2: it is no event"),
            ("1,transfer,t,c,r,1970-01-02T12:00:00Z,1970-01-02T12:00:00Z,1\n", "line 2: the log has no such"),
            ("1,transfer,u,a,r,1970-01-02T12:00:00Z,1970-01-02T12:00:00Z,1\n", "line 2: the log has no such"),
            (
                "1,transfer,t,a,r,1970-01-02T12:00:00Z,1970-01-02T12:00:00Z,1\n"
                    + "1,covering,t,b,r,1970-01-02T12:00:00Z,1970-01-02T12:00:00Z,1\n", "line 3: event 1 is of another"
            ),
        ])
    func damaged(rows: String, words: String) throws {
        let sentence = message { try events(rows) }
        #expect(sentence?.contains("events.csv, \(words)") == true, "\(sentence ?? "")")
        try folder.write("user,resource\n", to: "events.csv")
        #expect(message { try InnocentEvents(at: folder.url, in: Self.log) }?.contains("line 1: its columns") == true)
    }
}
