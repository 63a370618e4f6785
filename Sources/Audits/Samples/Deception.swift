import AccessLogs
import Evaluation
import Interactions
import Lints
import Statistics
import Synchronization

/// A change of an honest experiment that a lint has to notice, or one that comes close and is no deception.
struct Deception: Sendable {
    /// The lint by its id.
    let lint: String
    /// What is done, in a few words.
    let name: String
    let expected: LintFinding.Verdict
    let change: @Sendable (inout LintSubject) throws -> Void

    private init(
        _ lint: String, _ name: String, _ expected: LintFinding.Verdict,
        _ change: @escaping @Sendable (inout LintSubject) throws -> Void
    ) {
        self.lint = lint
        self.name = name
        self.expected = expected
        self.change = change
    }

    /// An experiment with a program of somebody else, and with results, of which no lint has anything to say.
    static func honest(_ subject: LintSubject) -> LintSubject {
        var subject = subject
        subject.algorithms.append(program())
        subject.generators.append(.init(dataset: "other", simulator: nil, structure: nil))
        let areas = subject.algorithms.map { ($0.id, $0.isForeign ? 0.82 : 0.8) }
        subject.testAreas = Dictionary(areas) { first, _ in first }
        subject.replicates = (3, subject.testAreas.mapValues { _ in 3 })
        return subject
    }

    /// A program of somebody else that scores by popularity, up to what `change` does to the scores.
    private static func program(
        _ change: @escaping @Sendable ([Double], LintSubject.Variation) -> [Double] = { scores, _ in scores }
    ) -> LintSubject.Algorithm {
        LintSubject.Algorithm(id: "program", structure: nil, isForeign: true) { phase, variation in
            LintSubject.Model(digest: "\(phase.training.pairCount)") { (cases: [LabeledAccess]) -> [Double?] in
                let scores: [Double] = cases.map { -Double(phase.profile.popularity(ofResource: $0.resource)) }
                return change(scores, variation).map(Optional.some)
            }
        }
    }

    /// A program whose scores are turned round where its fit differs so.
    private static func program(turnedBy variations: Set<LintSubject.Variation>) -> LintSubject.Algorithm {
        program { (scores: [Double], variation: LintSubject.Variation) -> [Double] in
            variations.contains(variation) ? scores.map { -$0 } : scores
        }
    }

    /// A program that writes down what it is asked, and reads it when it is fitted.
    private static func keepingWhatItIsAsked() -> LintSubject.Algorithm {
        final class Asked: Sendable { let most = Mutex(0) }
        let asked = Asked()
        return LintSubject.Algorithm(id: "program", structure: nil, isForeign: true) { _, _ in
            let most: Int = asked.most.withLock { $0 }
            return LintSubject.Model(digest: "\(most)") { (cases: [LabeledAccess]) -> [Double?] in
                asked.most.withLock { $0 = max($0, cases.count) }
                return [Double?](repeating: 1, count: cases.count)
            }
        }
    }

    /// Moves the test's window to some weekdays, counted from Monday, of its last week.
    private static func windowing(_ subject: inout LintSubject, weekdays: Range<Int>) throws {
        let window = subject.test[0].fold.window
        guard let last = window.days?.last else { throw MadeUpSetUpError("the test has no days") }
        // Day 0 was a Thursday.
        let monday = last - ((last + 3) % 7 + 7) % 7
        subject.test[0].fold = Fold(
            training: subject.test[0].fold.training,
            window: EvaluationWindow(
                benign: window.benign, days: monday + weekdays.lowerBound..<monday + weekdays.upperBound,
                activeUsers: window.activeUsers, accesses: window.accesses))
    }

    /// Puts a program in the place of the honest one, which is the last.
    private static func replacingProgram(
        by program: LintSubject.Algorithm
    ) -> @Sendable (inout LintSubject) throws -> Void {
        { subject in subject.algorithms[subject.algorithms.count - 1] = program }
    }

    static let all: [Deception] = ofData + ofPrograms + ofAttacks + ofWindows + ofResults + ofTheProgram

    private static let ofData: [Deception] = [
        Deception("future-in-training", "the test window is trained on", .failure) { subject in
            subject.test[0].fold = Fold(training: Array(0..<subject.log.count), window: subject.test[0].fold.window)
        },
        Deception("future-in-training", "accesses are held out without regard to time", .warning) { subject in
            let window = subject.test[0].fold.window
            subject.test[0].fold = Fold(
                training: subject.test[0].fold.training,
                window: EvaluationWindow(
                    benign: window.benign, days: nil, activeUsers: window.activeUsers, accesses: window.accesses))
        },
        Deception("backdated-times", "a third of the rows are dated back", .failure) { subject in
            dating(&subject) { row, day in row.isMultiple(of: 3) ? max(0, day - 20) : day }
        },
        Deception("backdated-times", "two files one after the other", .pass) { subject in
            dating(&subject) { _, day in day < 20 ? day + 20 : day - 20 }
        },
        Deception("partial-week", "the test is a weekend", .warning) { subject in
            try windowing(&subject, weekdays: 5..<7)
        },
        Deception("partial-week", "the test goes from Monday to Friday", .pass) { subject in
            try windowing(&subject, weekdays: 0..<5)
        },
        Deception("duplicates-across-the-cut", "a case is measured twice", .failure) { subject in
            subject.test[0].cases.append(subject.test[0].cases[0])
        },
        Deception("twin-identities", "accounts have another spelling in the test", .failure) { subject in
            try renaming(&subject) { "USER\($0)" }
        },
        Deception("twin-identities", "other accounts come in the test", .pass) { subject in
            try renaming(&subject) { "guest\($0)" }
        },
        Deception("rows-repeated", "the log was read twice", .warning) { subject in
            subject.log = subject.log.followed(by: 0..<subject.log.count)
        },
        Deception("rows-repeated", "twenty rows come again", .pass) { subject in
            subject.log = subject.log.followed(by: 0..<20)
        },
        Deception("late-allow-list", "the list was written once the test had begun", .failure) { subject in
            listing(&subject, daysBefore: 0)
        },
        Deception("late-allow-list", "nobody says when the list was written", .warning) { subject in
            listing(&subject, daysBefore: nil)
        },
        Deception("late-allow-list", "the list was written the day before", .pass) { subject in
            listing(&subject, daysBefore: 1)
        },
        Deception("shared-latent-model", "all data have the structure of a detector", .failure) { subject in
            subject.generators = [.init(dataset: "data", simulator: "factor-model", structure: .factors)]
            subject.algorithms.append(
                LintSubject.Algorithm(id: "factors", structure: .factors) { _, _ in
                    LintSubject.Model(digest: "") { $0.map { _ in 0 } }
                })
        },
        Deception("shared-latent-model", "all data are of one kind", .warning) { subject in
            subject.generators = [.init(dataset: "data", simulator: "block-model", structure: .blocks)]
            subject.algorithms = []
        },
    ]

    private static let ofPrograms: [Deception] = [
        Deception(
            "scores-depend-on-test", "a program normalises over what is scored together", .failure,
            replacingProgram(by: program { scores, _ -> [Double] in scores.map { $0 / Double(scores.count) } })),
        Deception(
            "scores-depend-on-test", "a program scores by the number of the row", .failure,
            replacingProgram(by: program { scores, _ -> [Double] in scores.indices.map(Double.init) })),
        Deception("scores-depend-on-test", "the first algorithm does so", .failure) { subject in
            subject.algorithms.insert(program { scores, _ -> [Double] in scores.indices.map(Double.init) }, at: 0)
        },
        Deception(
            "scores-depend-on-test", "scores differ by rounding", .pass,
            replacingProgram(
                by: program { scores, _ -> [Double] in
                    let factor = 1 + Double(scores.count) * 1e-13
                    return scores.map { $0 * factor }
                })),
        Deception(
            "learns-from-test-labels", "a program keeps what it was asked", .failure
        ) { subject in
            subject.algorithms[subject.algorithms.count - 1] = keepingWhatItIsAsked()
        },
        Deception(
            "follows-names", "a program scores by names", .warning,
            replacingProgram(by: program(turnedBy: [.renamed]))),
        Deception(
            "follows-names", "its scores change as much with its seed", .pass,
            replacingProgram(by: program(turnedBy: [.renamed, .reseeded]))),
    ]

    private static let ofAttacks: [Deception] = [
        Deception("injections-meet", "an account acts in the attacks of both phases", .failure) { subject in
            guard let other = subject.validation[0].cases.first(where: \.isInjected),
                let index = subject.test[0].cases.firstIndex(where: \.isInjected)
            else { throw MadeUpSetUpError("there is no attack") }
            subject.test[0].cases[index].user = other.user
        },
        Deception("identity-leak", "activity tells matched cases apart", .failure) { subject in
            leaking(&subject, benign: 0..<40)
        },
        Deception("identity-leak", "all are matched with a single benign case", .pass) { subject in
            leaking(&subject, benign: 0..<1)
        },
        Deception("easy-injection", "rarity alone finds all attacks", .warning) { subject in
            subject.scenarios = ["rare"]
            subject.test[0].cases = subject.test[0].cases.filter { $0.label == .benign }
            let rare = Int32(subject.log.resources.count)
            subject.test[0].cases += (0..<60).map { injected(Int32($0), rare + Int32($0), attack: $0) }
        },
        Deception("few-attacks", "one attack in each replicate", .failure) { subject in
            for index in subject.test.indices {
                subject.test[index].cases = subject.test[index].cases.filter {
                    !$0.isInjected || ($0.step?.attack ?? 0) < 1
                }
            }
        },
        Deception("unscorable-dropped", "attacks without a score are dropped unsaid", .failure) { subject in
            subject.unscorable = .drop
            subject.metrics = [ROCAUC()]
            // A made-up newcomer, whom training does not know.
            subject.test[0].cases.append(injected(Int32(subject.log.users.count), 0, attack: 999))
        },
        Deception("unscorable-dropped", "the same, with coverage among the metrics", .warning) { subject in
            subject.unscorable = .drop
            subject.metrics = [ROCAUC(), Coverage()]
            subject.test[0].cases.append(injected(Int32(subject.log.users.count), 0, attack: 999))
        },
    ]

    private static let ofWindows: [Deception] = [
        Deception("shortcut-windows", "the number of accesses finds what was measured", .warning) { subject in
            try shouting(&subject, alone: true)
            subject.testRecall = (3, ["als": ["loud": 0.99]])
        },
        Deception("shortcut-windows", "more is found of attacks of a single access", .pass) { subject in
            try shouting(&subject, alone: false)
            subject.testRecall = (3, ["als": ["loud": 1, "quiet": 0.9]])
        },
        Deception("easy-windows", "every attack is two hundred accesses in a day", .warning) { subject in
            try shouting(&subject, alone: true)
        },
        Deception("easy-windows", "there are attacks of a single access too", .pass) { subject in
            try shouting(&subject, alone: false)
        },
        Deception("uneventful-life", "accounts of a simulated organisation do the same every day", .warning) {
            subject in
            subject.measuresIncidents = true
            dating(&subject) { _, day in day }
        },
        Deception("uneventful-life", "they do so in a real log", .pass) { subject in
            subject.measuresIncidents = true
            dating(&subject) { _, day in day }
            subject.generators = [.init(dataset: subject.dataset, simulator: nil, structure: nil)]
        },
    ]

    private static let ofResults: [Deception] = [
        Deception("tuned-on-reported", "settings are chosen on the test", .failure) { $0.validation = $0.test },
        Deception("tuned-on-reported", "the test was opened before", .warning) { $0.earlierOpenings = 2 },
        Deception("too-good-to-be-true", "a program is perfect where others are not", .warning) { subject in
            subject.testAreas["program"] = 0.999
        },
        Deception("best-of-many-seeds", "a replicate is not reported", .failure) {
            $0.replicates = (3, ["program": 2])
        },
        Deception("best-of-many-seeds", "there is one replicate", .warning) { $0.replicates = (1, ["program": 1]) },
    ]

    private static let ofTheProgram: [Deception] = [
        Deception("fitted-on-everything", "names come from all data", .failure) { subject in
            var log = subject.log
            log.append(AccessEvent(user: AccountIdentity(name: "later"), resource: ResourceIdentity(name: "new")))
            subject.validation[0].training = InteractionMatrix(counting: log)
        },
        Deception("window-across-the-cut", "training counts the window", .failure) { subject in
            subject.validation[0].training = InteractionMatrix(counting: subject.log)
        },
        Deception("label-dependent-filter", "an injected case is missing", .failure) { subject in
            guard let index = subject.test[0].cases.firstIndex(where: \.isInjected) else {
                throw MadeUpSetUpError("there is no attack")
            }
            subject.test[0].cases.remove(at: index)
        },
        Deception("order-and-numbers", "injected cases come last", .failure) { subject in
            let cases = subject.test[0].cases
            subject.test[0].cases = cases.filter { !$0.isInjected } + cases.filter(\.isInjected)
        },
        Deception("same-model-without-test", "a fit looks at the test window", .failure) { subject in
            subject.algorithms.insert(
                LintSubject.Algorithm(id: "curious", structure: nil) { phase, _ in
                    LintSubject.Model(digest: "\(phase.cases.count)") { $0.map { _ in 0 } }
                }, at: 0)
        },
        Deception("windows-see-later-days", "evidence counts the days that follow", .failure) { subject in
            subject.algorithms.insert(scoringWindows { day, last in Double(last - day) }, at: 0)
        },
        Deception("windows-see-later-days", "evidence counts the days before", .pass) { subject in
            subject.algorithms.insert(scoringWindows { day, _ in Double(day) }, at: 0)
        },
        Deception("ties-by-input-order", "a metric ranks ties by their order", .failure) { subject in
            subject.metrics.append(FirstIsInjected())
        },
    ]
}

/// What a made-up experiment lacks.
struct MadeUpSetUpError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// A metric that looks at the first case of a tie, which no metric may do.
struct FirstIsInjected: Metric {
    let name = "first_is_injected"
    let higherIsBetter = true
    let isBudgeted = false
    let needs: MetricNeeds = []
    let definition = "Whether the first case is injected."
    let reference = "none"

    func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        .defined(cases.members.first.map { cases.cases.isInjected[Int($0)] ? 1 : 0 } ?? 0)
    }
}

extension Deception {
    private static func time(_ day: Int) -> Timestamp { Timestamp(microseconds: Int64(day) * Timestamp.day) }

    private static func injected(_ user: Int32, _ resource: Int32, attack: Int, day: Int = 7) -> LabeledAccess {
        LabeledAccess(
            user: user, resource: resource, time: time(day),
            label: .injected(ScenarioStep(scenario: 0, attack: attack, step: 0, severity: 1)))
    }

    /// Puts attacks of two hundred accesses in a day in the place of the experiment's; with a second scenario of single
    /// accesses unless they are alone.
    private static func shouting(_ subject: inout LintSubject, alone: Bool) throws {
        guard let first = subject.test[0].fold.window.days?.lowerBound else {
            throw MadeUpSetUpError("the test has no days")
        }
        subject.measuresIncidents = true
        subject.scenarios = alone ? ["loud"] : ["loud", "quiet"]
        subject.test[0].cases = subject.test[0].cases.filter { $0.label == .benign }
        for attack in 0..<5 {
            subject.test[0].cases += (0..<200).map {
                injected(Int32(attack), Int32($0 % 50), attack: attack, day: first + attack)
            }
            guard !alone, let quiet = subject.test[0].cases.first(where: { $0.label == .benign }) else { continue }
            subject.test[0].cases.append(
                LabeledAccess(
                    user: Int32(20 + attack), resource: quiet.resource, time: quiet.time,
                    label: .injected(ScenarioStep(scenario: 1, attack: 10 + attack, step: 0, severity: 1))))
        }
    }

    /// An algorithm of which three windows a day are scored.
    ///
    /// - Parameter evidence: that of a day, given the last day that there is.
    private static func scoringWindows(
        _ evidence: @escaping @Sendable (_ day: Int, _ last: Int) -> Double
    ) -> LintSubject.Algorithm {
        LintSubject.Algorithm(
            id: "incidents", structure: nil,
            windows: { (phase: LintSubject.Phase, last: Int) -> [LintSubject.WindowEvidence] in
                (phase.fold.window.days ?? 0..<0).filter { $0 <= last }.flatMap { (day: Int) in
                    (0..<3).map { (user: Int32) in
                        LintSubject.WindowEvidence(
                            slice: 0, user: user, day: day, evidence: [evidence(day, last)], joinsEarlier: false)
                    }
                }
            }
        ) { _, _ in LintSubject.Model(digest: "") { $0.map { _ in 0 } } }
    }

    /// Puts a log of 4,000 rows in 40 days into the place of the experiment's; the test begins on day 30.
    ///
    /// - Parameter date: the day of a row, given its number and the day on which it was recorded.
    private static func dating(_ subject: inout LintSubject, _ date: (_ row: Int, _ day: Double) -> Double) {
        var log = AccessLog()
        for row in 0..<4_000 {
            let microseconds = Int64(date(row, Double(row) / 100) * Double(Timestamp.day))
            log.append(
                AccessEvent(
                    user: AccountIdentity(name: "u\(row % 50)"), resource: ResourceIdentity(name: "r\(row % 7)"),
                    time: Timestamp(microseconds: microseconds)))
        }
        subject.log = log
        subject.test = [subject.test[0]]
        subject.test[0].fold = Fold(
            training: (0..<log.count).filter { log.microseconds[$0] < 30 * Timestamp.day },
            window: EvaluationWindow(benign: [], days: 30..<40, activeUsers: 50, accesses: 1_000))
    }

    /// Puts accesses of twenty accounts that come again on day 7 under other names in the place of the experiment's.
    private static func renaming(_ subject: inout LintSubject, _ name: (Int) -> String) throws {
        var log = AccessLog()
        for day in [0, 7] {
            for user in 0..<20 {
                log.append(
                    AccessEvent(
                        user: AccountIdentity(name: day == 0 ? "user\(user)" : name(user)),
                        resource: ResourceIdentity(name: "r\(user)"), time: time(day)))
            }
        }
        subject.log = log
        subject.validation = []
        subject.test = [subject.test[0]]
        subject.test[0].fold = Fold(training: Array(0..<20), window: subject.test[0].fold.window)
        subject.test[0].cases = (20..<40).map {
            LabeledAccess(user: log.user[$0], resource: log.resource[$0], time: time(7), label: .benign)
        }
    }

    private static func listing(_ subject: inout LintSubject, daysBefore days: Int?) {
        subject.allowList = LintSubject.AllowListUse(
            entries: 3, written: days.map { time(100 - $0) }, testBegins: time(100))
    }

    /// Puts users with one resource, who are benign, and with two, who are not, in the place of the experiment's.
    private static func leaking(_ subject: inout LintSubject, benign: Range<Int>) {
        var log = AccessLog()
        for user in 0..<80 {
            for resource in 0..<(user < 40 ? 1 : 2) {
                log.append(
                    AccessEvent(
                        user: AccountIdentity(name: "u\(user)"),
                        resource: ResourceIdentity(name: "r\(user) \(resource)"), time: time(0)))
            }
        }
        let cases =
            benign.map { LabeledAccess(user: Int32($0), resource: Int32($0), time: time(7), label: .benign) }
            + (40..<80).map { injected(Int32($0), Int32(0), attack: $0) }
        subject.log = log
        subject.scenarios = ["made-up"]
        subject.validation = []
        subject.test = [subject.test[0]]
        subject.test[0].cases = cases
        subject.test[0].profile = TrainingProfile(of: Array(0..<log.count), in: log)
        // Matched by hand: no matching of the program is as bad.
        subject.test[0].matching = BenignMatching(
            of: cases, profile: TrainingProfile(of: [], in: log), scenarios: 1, using: RandomStream(seed: Seed(1)))
    }
}

extension AccessLog {
    /// The log with some of its rows once more at the end.
    fileprivate func followed(by rows: Range<Int>) -> AccessLog {
        AccessLog(
            users: users, resources: resources, userSIDs: userSIDs, user: user + user[rows],
            resource: resource + resource[rows], microseconds: microseconds + microseconds[rows],
            weight: weight + weight[rows], outcome: outcome + outcome[rows])
    }
}
