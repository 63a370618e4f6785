import AccessLogs
import Incidents
import Testing

@Suite("Training accesses as signals learn from them")
struct TrainingDivisionTests {
    private static let firstDay = 20_458

    /// An access of an account, by days after the first.
    private struct Access {
        var day: Int
        var user = 0
        var tenant = "corp"
        var isTimed = true
    }

    private func division(_ accesses: [Access]) throws -> TrainingDivision {
        var log = AccessLog(), tenants: [String] = []
        for access in accesses {
            log.append(
                AccessEvent(
                    tenant: access.tenant, user: AccountIdentity(name: "u\(access.user)"),
                    resource: ResourceIdentity(name: "r"),
                    time: access.isTimed
                        ? Timestamp(microseconds: Int64(Self.firstDay + access.day) * Timestamp.day) : nil))
            if !tenants.contains(access.tenant) { tenants.append(access.tenant) }
        }
        let made = log
        return try TrainingDivision(of: Array(0..<made.count), in: made, tenants: tenants) { row in
            tenants.firstIndex(of: made.users[Int(made.user[row])].tenant) ?? -1
        }
    }

    /// Twenty accounts on each of some days.
    private func work(_ days: some Sequence<Int>, tenant: String = "corp") -> [Access] {
        days.flatMap { day in (0..<20).map { Access(day: day, user: $0, tenant: tenant) } }
    }

    /// Days after the first one of the tests.
    private static func day(ofYear year: Int) -> Int { (year - 1970) * 365 + (year - 1969) / 4 - firstDay }

    @Test("are divided at the last quarter of the days, each half in the order given")
    func quarter() throws {
        let accesses = Array(work(0..<28).reversed()), division = try division(accesses)
        #expect(division.days == Self.firstDay..<Self.firstDay + 28)
        #expect(division.calibration == Self.firstDay + 21..<Self.firstDay + 28)
        let tenant = try #require(division.tenants.first)
        #expect(tenant.whole == Array(accesses.indices))
        #expect(tenant.early == accesses.indices.filter { accesses[$0].day < 21 })
        #expect(tenant.later == accesses.indices.filter { accesses[$0].day >= 21 })
        #expect(division.measured == [0] && division.leftOut.isEmpty && division.leftOut.sentences.isEmpty)
    }

    @Test("have days where something happens: a silent quarter of the calendar is none")
    func activeDays() throws {
        // Twelve days of work and, after a month of holidays, four.
        let division = try division(work(Array(0..<12) + Array(40..<44)))
        #expect(division.calibration == Self.firstDay + 40..<Self.firstDay + 44)
        let tenant = try #require(division.tenants.first)
        #expect((tenant.early.count, tenant.later.count) == (240, 80))
    }

    @Test(
        "count for nothing on days that a wrong clock wrote, at either end",
        arguments: [[2106], [9999], [1601], [1601, 2106], [1601, 1980, 2036, 2106]])
    func wrongClocks(years: [Int]) throws {
        let body = work(0..<28), honest = try division(body)
        let division = try division(years.map { Access(day: Self.day(ofYear: $0)) } + body)
        #expect(division.days == honest.days && division.calibration == honest.calibration)
        let shift = years.count
        #expect(division.tenants[0].whole.map { $0 - shift } == honest.tenants[0].whole)
        #expect(division.tenants[0].early.map { $0 - shift } == honest.tenants[0].early)
        #expect(division.leftOut.stray == years.count)
        #expect(division.leftOut.strayDays.map { $0.prefix(3) } == years.map { "\($0)".prefix(3) })
        #expect(division.leftOut.sentences.first?.contains("is a clock wrong?") == true)
    }

    @Test("count where the gap is no longer than the body, and where they are more than a hundredth")
    func noStrays() throws {
        let late = try division(work(0..<28) + [Access(day: 28 + 28)])
        #expect(late.leftOut.isEmpty && late.days.count == 57)
        #expect(try division(work(0..<28) + [Access(day: 28 + 29)]).leftOut.stray == 1)
        let many = try division(work(0..<28) + (0..<6).map { Access(day: 1000, user: $0) })
        #expect(many.leftOut.isEmpty && many.days.count == 1001)
        // A body of a single day is not left alone for a weekend.
        let batch = try division((0..<600).map { Access(day: 5, user: $0) } + (0..<3).map { Access(day: $0) })
        #expect(batch.leftOut.stray == 0 && batch.days.count == 6)
    }

    @Test("without a time are left out and counted; where nothing is left the reason says how many")
    func untimed() throws {
        let division = try division([Access(day: 0, isTimed: false)] + work(0..<28))
        #expect(division.leftOut.untimed == 1 && division.tenants[0].whole.count == 560)
        #expect(division.leftOut.sentences == ["incidents are learned without 1 access without a time"])
        let none = #expect(throws: NoIncidents.self) {
            try self.division((0..<1200).map { Access(day: 0, user: $0, isTimed: false) })
        }
        #expect(none?.reason == "none of 1,200 accesses has a time")
        let day = #expect(throws: NoIncidents.self) {
            try self.division([Access(day: 0, isTimed: false)] + work([3]))
        }
        #expect(day?.reason.contains("one day") == true && day?.reason.contains("1 access without a time") == true)
    }

    @Test(
        "of tenants that are silent in the last quarter, or new in it, or have no day at all, are left out with the reason"
    )
    func tenants() throws {
        let division = try division(
            work(0..<28) + work(0..<20, tenant: "silent") + work(22..<28, tenant: "new")
                + [Access(day: 0, tenant: "clockless", isTimed: false)])
        #expect(division.measured == [0])
        #expect(division.tenants.map(\.reason) == [nil, .tooSilent, .tooNew, .noDays])
        #expect(division.leftOut.tenants.map(\.names) == [["clockless"], ["new"], ["silent"]])
        let words = try #require(division.leftOut.tenantWords)
        #expect(words.contains("1 tenant with too little in the last quarter of the days: silent"))
        #expect(words.contains("1 tenant with too little before the last quarter of the days: new"))
    }

    @Test("need ten windows on either side, and name ten tenants at most")
    func tooFew() throws {
        func tenant(_ name: String, late: Int) -> [Access] {
            work(0..<20, tenant: name) + (0..<late).map { Access(day: 25, user: $0, tenant: name) }
        }
        let enough = try division(work(0..<28) + tenant("nine", late: 9) + tenant("ten", late: 10))
        #expect(enough.tenants.map(\.reason) == [nil, .tooSilent, nil])
        let many = try division(work(0..<28) + (0..<30).flatMap { tenant("t\($0)", late: 0) })
        let left = try #require(many.leftOut.tenants.first)
        #expect(left.count == 30 && left.names.count == 10)
        #expect(many.leftOut.tenantWords?.hasSuffix("t9 and 20 more") == true)
        let nothing = try division(work([0]) + [Access(day: 1)])
        #expect(nothing.measured.isEmpty)
        #expect(nothing.nothingLeft.reason.contains("no tenant has ten windows"))
        #expect(nothing.nothingLeft.reason.contains("from 2026-01-06 to 2026-01-06"))
    }
}
