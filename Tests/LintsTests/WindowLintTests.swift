import AccessLogs
import Evaluation
import Interactions
@testable import Lints
import Statistics
import Testing

/// Two weeks of training and one of test in which accounts work as they always do, made by hand.
struct Weeks {
    static let firstDay = 20_458
    static let testDays = 14
    static let users = 152

    /// What is added to the log beside the usual work.
    struct Extra {
        let user: Int
        let resource: String
        let day: Int
        let hour: Int
    }

    private var log = AccessLog()

    /// Every account accesses two resources of its own on each day, at some hour from nine to four.
    init(adding extra: [Extra] = [], days: Int = 21) {
        for day in 0..<days {
            for user in 0..<Self.users {
                for turn in 0..<2 {
                    append(user, "r\(user) \(turn)", day, 9 + (user + day + turn) % 8)
                }
            }
            for access in extra where access.day == day { append(access.user, access.resource, day, access.hour) }
        }
    }

    private mutating func append(_ user: Int, _ resource: String, _ day: Int, _ hour: Int) {
        log.append(
            AccessEvent(
                user: AccountIdentity(name: "u\(user)"), resource: ResourceIdentity(name: resource),
                time: Self.time(day, hour)))
    }

    static func time(_ day: Int, _ hour: Int) -> Timestamp {
        Timestamp(microseconds: Int64(firstDay + day) * Timestamp.day + Int64(hour) * 3_600_000_000)
    }

    /// An experiment on these weeks that measures incidents.
    ///
    /// - Parameter attacks: by scenario, the accesses of attacks.
    func subject(attacks: [[[Extra]]] = [], simulator: String? = "block-model") -> LintSubject {
        let cut = Self.time(Self.testDays, 0).microseconds
        let training = (0..<log.count).filter { log.microseconds[$0] < cut }
        let days = Self.firstDay + Self.testDays..<Self.firstDay + 21
        var cases: [LabeledAccess] = [], number = 0
        for (scenario, attacks) in attacks.enumerated() {
            for attack in attacks {
                for (step, access) in attack.enumerated() {
                    cases.append(
                        LabeledAccess(
                            user: Int32(access.user), resource: Int32(step),
                            time: Self.time(access.day, access.hour),
                            label: .injected(
                                ScenarioStep(scenario: scenario, attack: number, step: step, severity: 1))))
                }
                number += 1
            }
        }
        let profile = TrainingProfile(of: training, in: log)
        let phase = LintSubject.Phase(
            fold: Fold(
                training: training,
                window: EvaluationWindow(benign: [], days: days, activeUsers: Self.users, accesses: 0)),
            training: InteractionMatrix(counting: training, of: log), contamination: IndexedPairs(), cases: cases,
            requested: attacks.map { _ in 1 },
            matching: BenignMatching(
                of: cases, profile: profile, scenarios: attacks.count, using: RandomStream(seed: Seed(1))),
            profile: profile)
        return LintSubject(
            dataset: "weeks", log: log, validation: [phase], test: [phase], population: .newPairs,
            unscorable: .rankLast, metrics: [], scenarios: attacks.indices.map { "scenario-\($0)" },
            generators: [.init(dataset: "weeks", simulator: simulator, structure: nil)], algorithms: [],
            allowList: nil, earlierOpenings: 0, measuresIncidents: true)
    }

    /// Seven attacks, each of an account of its own on a day of the test of its own.
    static func attacks(accesses: Int, hour: Int) -> [[Extra]] {
        (0..<7).map { number in
            (0..<accesses).map { _ in
                Extra(user: number, resource: "", day: testDays + number, hour: hour)
            }
        }
    }
}

@Suite("Windows that shortcuts find")
struct EasyWindowsTests {
    /// Attacks of many accesses, and others of one at noon, which many accounts have besides what they usually do.
    private var mixed: LintSubject {
        Weeks(adding: Self.noons).subject(
            attacks: [Weeks.attacks(accesses: 30, hour: 12), Weeks.attacks(accesses: 1, hour: 12)])
    }

    private static let noons = (14..<21).flatMap { day in
        (20..<80).map { Weeks.Extra(user: $0, resource: "r0 0", day: day, hour: 12) }
    }

    private func finding(_ attacks: [[[Weeks.Extra]]]) -> LintFinding {
        EasyWindows().check(Weeks().subject(attacks: attacks))
    }

    @Test("are warned of where every attack is found by how much happens, or at which hour")
    func easy() {
        let many = finding([Weeks.attacks(accesses: 30, hour: 12)])
        #expect(many.verdict == .warning && many.evidence.contains("the number of"))
        let night = EasyWindows().check(
            Weeks(adding: Self.noons).subject(attacks: [Weeks.attacks(accesses: 1, hour: 3)]))
        #expect(night.verdict == .warning && night.evidence.contains("the hour alone finds 1.0"))
        #expect(
            finding([Weeks.attacks(accesses: 30, hour: 12), Weeks.attacks(accesses: 1, hour: 3)]).verdict == .warning)
    }

    @Test("are said and not warned of where there are attacks that no shortcut finds")
    func hard() {
        let mixed = EasyWindows().check(mixed)
        #expect(mixed.verdict == .pass && mixed.evidence.contains("scenario-1"))
        #expect(mixed.evidence.contains("cannot"))
    }

    @Test("are nothing where single accesses alone are measured, or few attacks")
    func silent() {
        var subject = Weeks().subject(attacks: [Weeks.attacks(accesses: 30, hour: 12)])
        subject.measuresIncidents = false
        #expect(EasyWindows().check(subject).verdict == .pass)
        #expect(finding([Array(Weeks.attacks(accesses: 30, hour: 12).prefix(4))]).verdict == .pass)
    }

    @Test("are warned of where the best algorithm finds no more with the same alerts, once that is measured")
    func measured() {
        // The number of accesses finds all of the one, and one in sixty of the other.
        var subject = mixed
        subject.testRecall = (1, ["als": ["scenario-0": 1, "scenario-1": 0.02]])
        let finding = ShortcutWindows().check(subject)
        #expect(finding.verdict == .warning && finding.evidence.contains("the number of accesses alone finds 0.508"))
        subject.testRecall = (1, ["als": ["scenario-0": 1, "scenario-1": 0.1]])
        #expect(ShortcutWindows().check(subject).verdict == .pass)
        // With seventy alerts a day both are found.
        subject.testRecall = (70, ["als": ["scenario-0": 1, "scenario-1": 0.1]])
        #expect(ShortcutWindows().check(subject).verdict == .warning)
        subject.testRecall = nil
        #expect(ShortcutWindows().check(subject).verdict == .pass)
    }

    @Test("are compared with one algorithm, and not with the best for each scenario, which no algorithm is")
    func oneAlgorithm() {
        var subject = mixed
        // The number of accesses finds 0.508 in the mean, the best algorithm 0.5, the best for each scenario 1.
        let one = ["scenario-0": 1.0, "scenario-1": 0], other = ["scenario-0": 0.0, "scenario-1": 1]
        subject.testRecall = (1, ["one": one, "other": other])
        let finding = ShortcutWindows().check(subject)
        #expect(finding.verdict == .warning && finding.evidence.hasSuffix("0.5: what was measured may be a shortcut"))
        // One without a value in a scenario has no mean.
        subject.testRecall = (1, ["one": one, "other": ["scenario-1": 1]])
        #expect(ShortcutWindows().check(subject).verdict == .warning)
        subject.testRecall = (1, ["one": one, "both": ["scenario-0": 1, "scenario-1": 0.1]])
        #expect(ShortcutWindows().check(subject).verdict == .pass)
    }

    @Test("count equal ones by the probability that they are raised in random order")
    func ties() {
        // One of 152 is raised a day: an attack that nothing tells from the others is found once in as many.
        let finding = finding([Weeks.attacks(accesses: 0, hour: 12)])
        #expect(finding.verdict == .pass && finding.evidence.contains("too few"))
        let alike = Weeks(
            adding: (14..<21).flatMap { day in
                (0..<Weeks.users).filter { $0 >= 10 }.map {
                    Weeks.Extra(user: $0, resource: "r0 0", day: day, hour: 12)
                }
            }
        ).subject(attacks: [Weeks.attacks(accesses: 1, hour: 12)])
        #expect(EasyWindows().check(alike).evidence.contains("finds 0.01"))
    }
}

@Suite("The benign life of a simulated organisation")
struct UneventfulLifeTests {
    /// Of three weeks, two are looked at: 2,100 windows.
    private static let bursts = (0..<3).flatMap { user in
        (0..<5).map { Weeks.Extra(user: user, resource: "r9\($0) 0", day: 10, hour: 12) }
    }
    private static let nights = (0..<3).map { Weeks.Extra(user: $0, resource: "r\($0) 0", day: 11, hour: 2) }
    private static let newShare = (0..<3).map { Weeks.Extra(user: $0, resource: "new", day: 12 + $0, hour: 12) }

    private func finding(_ extra: [Weeks.Extra]) -> LintFinding {
        UneventfulLife().check(Weeks(adding: extra).subject())
    }

    @Test("is warned of where it lacks bursts, new shares or unusual hours")
    func dull() {
        let dull = finding([])
        #expect(dull.verdict == .warning)
        for words in ["bursts of new resources", "unusual hours", "new resources that several accounts take up"] {
            #expect(dull.evidence.contains(words))
        }
        for (missing, words) in [
            (Self.nights + Self.newShare, "lacks bursts"), (Self.bursts + Self.newShare, "lacks unusual hours"),
            (Self.bursts + Self.nights, "lacks new resources"),
        ] {
            let finding = finding(missing)
            #expect(finding.verdict == .warning && finding.evidence.contains(words), "\(finding.evidence)")
        }
    }

    @Test("passes where it has three of each in two thousand windows, and not with two")
    func eventful() {
        #expect(finding(Self.bursts + Self.nights + Self.newShare).verdict == .pass)
        #expect(finding(Array(Self.bursts.prefix(10)) + Self.nights + Self.newShare).verdict == .warning)
        #expect(finding(Self.bursts + Self.nights.prefix(2) + Self.newShare).verdict == .warning)
        #expect(finding(Self.bursts + Self.nights + Self.newShare.prefix(2)).verdict == .warning)
    }

    @Test("does not count accounts that always work at night, nor joiners")
    func usual() {
        let always = (0..<21).map { Weeks.Extra(user: 4, resource: "r4 0", day: $0, hour: 2) }
        #expect(finding(Self.bursts + always + Self.newShare).evidence.contains("lacks unusual hours"))
        let joiners = (0..<20).flatMap { user in
            (0..<5).map { Weeks.Extra(user: Weeks.users + user, resource: "r9\($0) 0", day: 10, hour: 12) }
        }
        #expect(finding(joiners + Self.nights + Self.newShare).evidence.contains("lacks bursts"))
    }

    @Test("is nothing to real data, to experiments on single accesses, and to a few windows")
    func silent() {
        #expect(UneventfulLife().check(Weeks().subject(simulator: nil)).verdict == .pass)
        var pairs = Weeks().subject()
        pairs.measuresIncidents = false
        #expect(UneventfulLife().check(pairs).verdict == .pass)
        #expect(UneventfulLife().check(Weeks(days: 12).subject()).verdict == .pass)
    }
}

@Suite("Windows that see later days")
struct WindowsSeeLaterDaysTests {
    private func finding(
        _ evidence: @escaping @Sendable (_ day: Int, _ lastDay: Int) -> Double
    ) throws -> LintFinding {
        var subject = Weeks().subject()
        subject.algorithms = [
            LintSubject.Algorithm(
                id: "als", structure: nil,
                windows: { phase, lastDay in
                    (phase.fold.window.days ?? 0..<0).prefix { $0 <= lastDay }.flatMap { day in
                        (0..<3).map {
                            LintSubject.WindowEvidence(
                                slice: 0, user: $0, day: day, evidence: [evidence(day, lastDay)], joinsEarlier: false)
                        }
                    }
                }
            ) { _, _ in LintSubject.Model(digest: "") { $0.map { _ in 0 } } }
        ]
        return try WindowsSeeLaterDays().check(subject)
    }

    @Test("are refused, however little their evidence differs")
    func seeing() throws {
        #expect(try finding { day, lastDay in Double(lastDay - day) }.verdict == .failure)
        let slight = try finding { day, lastDay in lastDay > day + 2 ? 1.0.nextUp : 1 }
        #expect(slight.verdict == .failure && slight.evidence.contains("3 of 3 windows"))
    }

    @Test("pass where the evidence of a day is that of the days up to it")
    func blind() throws {
        let finding = try finding { day, _ in Double(day) }
        #expect(finding.verdict == .pass && finding.evidence.contains("15 windows"))
    }

    @Test("are nothing where incidents are not measured")
    func silent() throws {
        #expect(try WindowsSeeLaterDays().check(Weeks().subject()).verdict == .pass)
    }
}
