import AccessLogs
import Evaluation
import Interactions
import LinearAlgebra
@testable import Lints
import Parameters
import Statistics
import Synchronization
import Testing

/// A sound set-up made by hand, in which each test makes one leak.
private enum SetUp {
    /// Users 0–3 and resources 0–3; training on days 0–3, validation on day 5, test on day 7.
    static let log: AccessLog = {
        var log = AccessLog()
        func access(_ user: Int, _ resource: Int, day: Int64) {
            log.append(
                AccessEvent(
                    user: AccountIdentity(name: "u\(user)"), resource: ResourceIdentity(name: "r\(resource)"),
                    time: Timestamp(microseconds: day * Timestamp.day)))
        }
        for user in 0..<4 { access(user, user, day: 0) }
        for user in 0..<4 { access(user, (user + 1) % 4, day: 3) }
        access(0, 2, day: 5)
        access(2, 0, day: 7)
        return log
    }()

    static func injected(_ user: Int32, _ resource: Int32, day: Int64, scenario: Int = 0) -> LabeledAccess {
        LabeledAccess(
            user: user, resource: resource, time: Timestamp(microseconds: day * Timestamp.day),
            label: .injected(ScenarioStep(scenario: scenario, attack: 0, step: 0, severity: 1)))
    }

    static func benign(_ user: Int32, _ resource: Int32, day: Int64) -> LabeledAccess {
        LabeledAccess(
            user: user, resource: resource, time: Timestamp(microseconds: day * Timestamp.day), label: .benign)
    }

    static func phase(_ training: [Int], _ benign: LabeledAccess, _ injected: LabeledAccess) -> LintSubject.Phase {
        let day = benign.day ?? 0
        let fold = Fold(
            training: training,
            window: EvaluationWindow(benign: [benign], days: day..<day + 1, activeUsers: 1, accesses: 1))
        return LintSubject.Phase(
            fold: fold, training: InteractionMatrix(counting: training, of: log), contamination: IndexedPairs(),
            cases: [benign, injected], requested: [1], matching: matching([benign, injected], training),
            profile: TrainingProfile(of: training, in: log))
    }

    static func matching(_ cases: [LabeledAccess], _ training: [Int]) -> BenignMatching {
        BenignMatching(
            of: cases, profile: TrainingProfile(of: training, in: log), scenarios: 1,
            using: RandomStream(seed: Seed(1)))
    }

    static var sound: LintSubject {
        LintSubject(
            dataset: "data", log: log,
            validation: [phase(Array(0..<8), benign(0, 2, day: 5), injected(1, 3, day: 5))],
            test: [phase(Array(0..<9), benign(2, 0, day: 7), injected(3, 1, day: 7))],
            population: .newPairs, unscorable: .rankLast, metrics: Metrics.standard.all, scenarios: ["made-up"],
            generators: [
                .init(dataset: "data", simulator: "block-model", structure: .blocks),
                .init(dataset: "real", simulator: nil, structure: nil),
            ],
            algorithms: [algorithm("als-implicit", structure: .factors), algorithm("program", isForeign: true)],
            allowList: nil, earlierOpenings: 0, replicates: (3, ["als-implicit": 3]),
            testAreas: ["als-implicit": 0.8, "program": 0.85])
    }

    /// An algorithm whose scores are the sums of the numbers of user and resource, up to what `scores` does to them.
    static func algorithm(
        _ id: String, structure: LatentStructure? = nil, isForeign: Bool = false,
        digest: @escaping @Sendable (LintSubject.Phase, LintSubject.Variation) -> String = { phase, _ in
            "\(phase.training.counts.hashValue)"
        },
        scores: @escaping @Sendable ([Double], LintSubject.Variation) -> [Double?] = { scores, _ in scores }
    ) -> LintSubject.Algorithm {
        LintSubject.Algorithm(id: id, structure: structure, isForeign: isForeign) { phase, variation in
            LintSubject.Model(digest: digest(phase, variation)) { cases in
                scores(cases.map { Double($0.user * 10 + $0.resource) }, variation)
            }
        }
    }

    /// Cases of one day: benign ones, and injected ones each of an attack of its own.
    static func cases(
        benign: [(user: Int32, resource: Int32)], injected: [(user: Int32, resource: Int32)], day: Int64 = 7
    ) -> [LabeledAccess] {
        benign.map { self.benign($0.user, $0.resource, day: day) }
            + injected.enumerated().map { number, pair in
                LabeledAccess(
                    user: pair.user, resource: pair.resource, time: Timestamp(microseconds: day * Timestamp.day),
                    label: .injected(ScenarioStep(scenario: 0, attack: number, step: 0, severity: 1)))
            }
    }
}

@Suite("The lints")
struct LintTests {
    private func finding(_ lint: any Lint.Type, _ subject: LintSubject) throws -> LintFinding {
        try lint.init().check(subject)
    }

    private func verdict(
        _ lint: any Lint.Type, _ leak: (inout LintSubject) -> Void
    ) throws -> LintFinding.Verdict {
        var subject = SetUp.sound
        leak(&subject)
        let finding = try finding(lint, subject)
        #expect(!finding.evidence.isEmpty)
        return finding.verdict
    }

    @Test("are twenty-two, and seven checks of the program itself, each with a name of its own")
    func registry() {
        #expect(Set(Lints.standard.ids).count == 22)
        #expect(Set((Lints.standard.all + Lints.selfChecks.all).map { $0.id }).count == 29)
    }

    @Test("find nothing in a sound set-up")
    func sound() throws {
        // Its two attacks are too few for one of them.
        for type in Lints.standard.all + Lints.selfChecks.all where type.id != FewAttacks.id {
            let finding = try finding(type, SetUp.sound)
            #expect(finding.verdict == .pass, "\(type.id): \(finding.evidence)")
        }
    }

    @Test("fail where training reaches into the future")
    func future() throws {
        let verdict = try verdict(FutureInTraining.self) { $0.validation[0].fold = Self.fold(of: $0, training: 0..<10) }
        #expect(verdict == .failure)
    }

    @Test("warn where accesses are held out without regard to time")
    func timeless() throws {
        let verdict = try verdict(FutureInTraining.self) { subject in
            let window = EvaluationWindow(
                benign: subject.test[0].fold.window.benign, days: nil, activeUsers: 1, accesses: 1)
            subject.test[0].fold = Fold(training: subject.test[0].fold.training, window: window)
        }
        #expect(verdict == .warning)
    }

    @Test("fail where names are taken from all data")
    func vocabulary() throws {
        let verdict = try verdict(FittedOnEverything.self) { subject in
            var log = subject.log
            log.append(AccessEvent(user: AccountIdentity(name: "later"), resource: ResourceIdentity(name: "r0")))
            subject.validation[0].training = InteractionMatrix(counting: log)
        }
        #expect(verdict == .failure)
    }

    @Test("fail where the test window, or the order of its rows, changes the model of a built-in detector")
    func permutation() throws {
        let ordered = try verdict(SameModelWithoutTest.self) { subject in
            subject.algorithms[0] = SetUp.algorithm("als", digest: { phase, _ in "\(phase.cases.first?.user ?? -1)" })
        }
        #expect(ordered == .failure)
        let steered = try verdict(SameModelWithoutTest.self) { subject in
            subject.algorithms[1] = SetUp.algorithm("als", digest: { phase, _ in "\(phase.cases.count)" })
        }
        #expect(steered == .failure)
    }

    @Test("fail where an account acts in the attacks of both phases")
    func actors() throws {
        let verdict = try verdict(InjectionsMeet.self) { $0.test[0].cases[1] = SetUp.injected(1, 0, day: 7) }
        #expect(verdict == .failure)
    }

    @Test("fail where what was smuggled into training is measured")
    func contamination() throws {
        let verdict = try verdict(InjectionsMeet.self) { $0.test[0].contamination.append(user: 3, resource: 1) }
        #expect(verdict == .failure)
    }

    @Test("warn where an injected pair is known from training")
    func knownInjection() throws {
        let verdict = try verdict(InjectionsMeet.self) { $0.test[0].cases[1] = SetUp.injected(3, 3, day: 7) }
        #expect(verdict == .warning)
    }

    @Test("fail where training counts reach over the cut")
    func window() throws {
        let verdict = try verdict(WindowAcrossTheCut.self) { subject in
            subject.validation[0].training = InteractionMatrix(counting: Array(0..<10), of: subject.log)
        }
        #expect(verdict == .failure)
    }

    @Test("fail where a measured pair is known, or measured twice; warn where the population asks for it")
    func duplicates() throws {
        let known = SetUp.benign(1, 1, day: 7)
        #expect(try verdict(DuplicatesAcrossTheCut.self) { $0.test[0].cases[0] = known } == .failure)
        let twice = try verdict(DuplicatesAcrossTheCut.self) { $0.test[0].cases.append($0.test[0].cases[0]) }
        #expect(twice == .failure)
        let asked = try verdict(DuplicatesAcrossTheCut.self) { subject in
            subject.test[0].cases[0] = known
            subject.population = .allPairs
        }
        #expect(asked == .warning)
    }

    @Test(
        "fail where the scores of any algorithm depend on the batch, on the order of rows, or on chance",
        arguments: [
            { scores in scores.map { $0 / (scores.max() ?? 1) } },
            { scores in scores.map { $0 / Double(scores.count) } },
            { scores in scores.indices.map(Double.init) },
            { scores in scores.map { _ in .random(in: 0...1) } },
        ] as [@Sendable ([Double]) -> [Double]])
    func dependent(change: @escaping @Sendable ([Double]) -> [Double]) throws {
        // Wherever in the list it stands.
        for place in 0...1 {
            var subject = SetUp.sound
            subject.algorithms[place] = SetUp.algorithm("cheat", scores: { scores, _ in change(scores) })
            let finding = try finding(ScoresDependOnTest.self, subject)
            #expect(finding.verdict == .failure)
            #expect(finding.evidence.hasPrefix("cheat: "), "\(finding.evidence)")
        }
    }

    @Test("take scores that differ by rounding alone for the same")
    func rounding() throws {
        let verdict = try verdict(ScoresDependOnTest.self) { subject in
            subject.algorithms[1] = SetUp.algorithm(
                "program", isForeign: true, scores: { scores, _ in scores.map { $0 + Double(scores.count) * 1e-9 } })
        }
        #expect(verdict == .pass)
    }

    @Test("warn where one algorithm cannot be fitted, and check the others all the same")
    func unfitted() throws {
        struct NoModel: Error {}
        var subject = SetUp.sound
        subject.algorithms[0].fit = { _, _ in throw NoModel() }
        #expect(try finding(ScoresDependOnTest.self, subject).verdict == .warning)
        subject.algorithms[1] = SetUp.algorithm("program", scores: { scores, _ in scores.indices.map(Double.init) })
        #expect(try finding(ScoresDependOnTest.self, subject).evidence.hasPrefix("program: "))
    }

    @Test("warn where a program goes by names or the order of rows, but not where another seed changes as much")
    func names() throws {
        var subject = SetUp.sound
        subject.test[0].cases = SetUp.cases(benign: (0..<100).map { ($0 % 4, $0 / 4) }, injected: [])
        @Sendable func stir(_ scores: [Double]) -> [Double] {
            scores.map { ($0 * 7919).truncatingRemainder(dividingBy: 101) }
        }
        let ways: [(Set<LintSubject.Variation>, LintFinding.Verdict)] = [
            ([], .pass), ([.renamed], .warning), ([.renamed, .reseeded], .pass), ([.reseeded], .pass),
        ]
        for (changing, expected) in ways {
            subject.algorithms[1] = SetUp.algorithm(
                "program", isForeign: true,
                scores: { scores, variation in changing.contains(variation) ? stir(scores) : scores })
            #expect(try finding(FollowsNames.self, subject).verdict == expected, "\(changing)")
        }
    }

    @Test("fail where a program keeps what it was asked to score, and warn where its fits cannot be repeated")
    func keeping() throws {
        final class Asked: Sendable { let count = Mutex(0) }
        let asked = Asked()
        var subject = SetUp.sound
        // As a program that writes down what it is asked, and reads it when it is fitted.
        subject.algorithms[1] = LintSubject.Algorithm(id: "program", structure: nil, isForeign: true) { _, _ in
            LintSubject.Model(digest: "\(asked.count.withLock { $0 })") { cases in
                asked.count.withLock { $0 = max($0, cases.count) }
                return cases.map { _ in 1 }
            }
        }
        #expect(try finding(LearnsFromTestLabels.self, subject).verdict == .failure)
        subject.algorithms[1] = SetUp.algorithm(
            "program", isForeign: true, digest: { _, _ in "\(UInt64.random(in: 0...UInt64.max))" })
        #expect(try finding(LearnsFromTestLabels.self, subject).verdict == .warning)
    }

    @Test("warn where a program is far better than everything else, but not where attacks are easy for others too")
    func tooGood() throws {
        func verdict(_ program: Double, _ own: Double) throws -> LintFinding.Verdict {
            try self.verdict(TooGoodToBeTrue.self) { $0.testAreas = ["program": program, "als-implicit": own] }
        }
        #expect(try verdict(0.995, 0.85) == .warning)
        #expect(try verdict(0.995, 0.97) == .warning)
        #expect(try verdict(0.995, 0.985) == .pass)
        #expect(try verdict(0.93, 0.85) == .pass)
        #expect(try self.verdict(TooGoodToBeTrue.self) { $0.testAreas = [:] } == .warning)
    }

    @Test("fail for an allow-list from after the test window began, warn where nobody says when it was written")
    func allowList() throws {
        func day(_ day: Int64) -> Timestamp { Timestamp(microseconds: day * Timestamp.day) }
        func verdict(written: Timestamp?, begins: Timestamp?) throws -> LintFinding.Verdict {
            try self.verdict(LateAllowList.self) {
                $0.allowList = .init(entries: 2, written: written, testBegins: begins)
            }
        }
        #expect(try verdict(written: day(6), begins: day(7)) == .pass)
        #expect(try verdict(written: day(7), begins: day(7)) == .failure)
        #expect(try verdict(written: nil, begins: day(7)) == .warning)
        #expect(try verdict(written: day(6), begins: nil) == .warning)
    }

    @Test("compare accesses where seen pairs are measured too: a pair may come in both windows")
    func repeatedPairs() throws {
        let verdict = try verdict(TunedOnReported.self) { subject in
            subject.population = .allPairs
            subject.validation[0].cases[0] = SetUp.benign(2, 0, day: 5)
        }
        #expect(verdict == .pass)
    }

    @Test("fail where settings are chosen on reported cases, warn where the test was opened before")
    func tuned() throws {
        #expect(try verdict(TunedOnReported.self) { $0.validation = $0.test } == .failure)
        #expect(try verdict(TunedOnReported.self) { $0.earlierOpenings = 2 } == .warning)
    }

    @Test("fail where all data have the structure of a detector, warn where they are of one kind")
    func structure() throws {
        let flattered = try verdict(SharedLatentModel.self) { subject in
            subject.generators = [.init(dataset: "data", simulator: "factor-model", structure: .factors)]
        }
        #expect(flattered == .failure)
        #expect(try verdict(SharedLatentModel.self) { $0.generators.removeLast() } == .warning)
    }

    @Test("fail where activity tells matched cases apart without exception, but not from a single benign case")
    func identity() throws {
        // Users 0 to 39 are benign and have one resource, the others two; popularity is the same.
        var log = AccessLog()
        for user in 0..<80 {
            for resource in 0..<(user < 40 ? 1 : 2) {
                log.append(
                    AccessEvent(
                        user: AccountIdentity(name: "u\(user)"),
                        resource: ResourceIdentity(name: "r\(user) \(resource)"),
                        time: Timestamp(microseconds: 0)))
            }
        }
        let training = Array(0..<log.count)
        func verdict(benign: Range<Int>) throws -> LintFinding {
            var subject = SetUp.sound
            let cases = SetUp.cases(
                benign: benign.map { (Int32($0), Int32($0)) }, injected: (40..<80).map { (Int32($0), Int32(0)) })
            subject.log = log
            subject.test[0].cases = cases
            subject.test[0].profile = TrainingProfile(of: training, in: log)
            // Matched by hand: no matching of the program is as bad.
            subject.test[0].matching = BenignMatching(
                of: cases, profile: TrainingProfile(of: [], in: log), scenarios: 1, using: RandomStream(seed: Seed(1)))
            return try finding(IdentityLeak.self, subject)
        }
        #expect(try verdict(benign: 0..<40).verdict == .failure)
        #expect(try verdict(benign: 0..<1).verdict == .pass)
    }

    @Test("fail where injected cases come last in the list")
    func order() throws {
        let pairs = (0..<200).map { (user: Int32($0 % 4), resource: Int32(($0 / 4) % 4)) }
        let ordered = try verdict(OrderAndNumbers.self) {
            $0.test[0].cases = SetUp.cases(benign: pairs, injected: pairs)
        }
        #expect(ordered == .failure)
        let shuffled = try verdict(OrderAndNumbers.self) { subject in
            subject.test[0].cases = SetUp.cases(benign: pairs, injected: pairs)
            RandomStream(seed: Seed(3)).shuffle(&subject.test[0].cases)
        }
        #expect(shuffled == .pass)
    }

    @Test("warn where rarity alone finds all attacks, but not where it does not find those of one scenario")
    func rarity() throws {
        // Resource 0 is what everybody has, the others have one user each.
        var log = AccessLog()
        for user in 0..<50 {
            for resource in [0, user + 1] {
                log.append(
                    AccessEvent(
                        user: AccountIdentity(name: "u\(user)"), resource: ResourceIdentity(name: "r\(resource)"),
                        time: Timestamp(microseconds: 0)))
            }
        }
        var subject = SetUp.sound
        subject.log = log
        subject.test[0].profile = TrainingProfile(of: Array(0..<log.count), in: log)
        let popular = log.resource[0], rare = log.resource[1]
        subject.test[0].cases = SetUp.cases(
            benign: (0..<50).map { (Int32($0), popular) }, injected: (0..<50).map { (Int32($0), rare) })
        subject.test[0].matching = BenignMatching(
            of: subject.test[0].cases, profile: subject.test[0].profile, scenarios: 1,
            using: RandomStream(seed: Seed(1)))
        let easy = try finding(EasyInjection.self, subject)
        #expect(easy.verdict == .warning)
        // Rows of matched cases are no advice where no case has a match.
        #expect(easy.evidence.contains("objective: {scenario: frequency-matched-pairs}"))
        #expect(easy.evidence.contains("The rows '/matched' do not help"))
        subject.scenarios.append("like others")
        subject.test[0].cases += (0..<50).map { SetUp.injected(Int32($0), popular, day: 7, scenario: 1) }
        #expect(try finding(EasyInjection.self, subject).verdict == .pass)
    }

    @Test(
        "warn of windows whose weekdays are not like a week, and not of weekdays or whole weeks",
        arguments: [
            // Day 4 was a Monday.
            (4 + 14..<4 + 19, true), (4 + 19..<4 + 21, false), (4 + 14..<4 + 21, true), (4 + 20..<4 + 21, false),
            (4 + 15..<4 + 16, true), (4 + 17..<4 + 28, true),
        ])
    func weekdays(window: Range<Int>, isFine: Bool) throws {
        // Four weeks with ten accesses on weekdays and one on Saturdays and Sundays.
        var log = AccessLog()
        for day in 4..<4 + 28 {
            for access in 0..<((day - 4) % 7 < 5 ? 10 : 1) {
                log.append(
                    AccessEvent(
                        user: AccountIdentity(name: "u\(access)"), resource: ResourceIdentity(name: "r"),
                        time: Timestamp(microseconds: Int64(day) * Timestamp.day)))
            }
        }
        var subject = SetUp.sound
        subject.log = log
        for keyPath in [\LintSubject.validation, \LintSubject.test] {
            subject[keyPath: keyPath][0].fold = Fold(
                training: [], window: EvaluationWindow(benign: [], days: 4 + 7..<4 + 14, activeUsers: 1, accesses: 1))
        }
        for keyPath in [\LintSubject.test, \LintSubject.validation] {
            var moved = subject
            moved[keyPath: keyPath][0].fold = Fold(
                training: [], window: EvaluationWindow(benign: [], days: window, activeUsers: 1, accesses: 1))
            #expect(try finding(PartialWeek.self, moved).verdict == (isFine ? .pass : .warning))
        }
    }

    @Test(
        "fail for a handful of attacks, warn for a dozen and pass for forty",
        arguments: [(3, LintFinding.Verdict.failure), (12, .warning), (40, .pass)])
    func few(attacks: Int, expected: LintFinding.Verdict) throws {
        let cases = SetUp.cases(
            benign: (0..<300).map { (Int32($0), 0) }, injected: (0..<attacks).map { (Int32($0), 1) })
        let verdict = try verdict(FewAttacks.self) { subject in
            subject.validation[0].cases = cases
            subject.test[0].cases = cases
        }
        #expect(verdict == expected)
    }

    @Test("fail where what one account did under one spelling is new under another, and pass for mere likeness")
    func twins() throws {
        func log(_ other: (Int) -> String) -> AccessLog {
            var log = AccessLog()
            for day in [0, 7] {
                for user in 0..<20 {
                    let name = day == 0 ? "user\(user)" : other(user)
                    log.append(
                        AccessEvent(
                            user: AccountIdentity(name: name), resource: ResourceIdentity(name: "r\(user)"),
                            time: Timestamp(microseconds: Int64(day) * Timestamp.day)))
                }
            }
            return log
        }
        func verdict(_ other: (Int) -> String) throws -> LintFinding {
            var subject = SetUp.sound
            subject.log = log(other)
            subject.validation = []
            subject.test[0].fold = Fold(training: Array(0..<20), window: subject.test[0].fold.window)
            subject.test[0].cases = (20..<40).map {
                SetUp.benign(subject.log.user[$0], subject.log.resource[$0], day: 7)
            }
            return try finding(TwinIdentities.self, subject)
        }
        let twins = try verdict { "USER\($0)" }
        #expect(twins.verdict == .failure)
        #expect(twins.evidence.contains("'user0' and 'USER0'"))
        #expect(try verdict { "user\($0 + 100)" }.verdict == .pass)
        // Four are within what chance may do.
        #expect(try verdict { $0 < 4 ? "USER\($0)" : "v\($0)" }.verdict == .warning)
    }

    @Test("warn where rows were read twice, but not where some come again")
    func repeated() throws {
        func log(_ rows: [Int]) -> AccessLog {
            var log = AccessLog()
            for row in rows {
                log.append(
                    AccessEvent(
                        user: AccountIdentity(name: "u\(row % 50)"), resource: ResourceIdentity(name: "r\(row % 7)"),
                        time: Timestamp(microseconds: Int64(row) * 1_000_000)))
            }
            return log
        }
        let rows = Array(0..<600)
        #expect(try verdict(RowsRepeated.self) { $0.log = log(rows + rows) } == .warning)
        #expect(try verdict(RowsRepeated.self) { $0.log = log(rows + rows[100..<200]) } == .warning)
        #expect(try verdict(RowsRepeated.self) { $0.log = log(rows.flatMap { [$0, $0, $0] }) } == .warning)
        #expect(
            try verdict(RowsRepeated.self) { $0.log = log(rows.flatMap { $0 % 3 == 0 ? [$0, $0] : [$0] }) } == .pass)
    }

    @Test("fail where rows of the test window are dated back into training, and pass for files one after the other")
    func backdated() throws {
        func verdict(_ days: [Double]) throws -> LintFinding.Verdict {
            var subject = SetUp.sound
            var log = AccessLog()
            for (row, day) in days.enumerated() {
                log.append(
                    AccessEvent(
                        user: AccountIdentity(name: "u\(row % 50)"), resource: ResourceIdentity(name: "r\(row % 7)"),
                        time: Timestamp(microseconds: Int64(day * Double(Timestamp.day)))))
            }
            subject.log = log
            let window = EvaluationWindow(benign: [], days: 30..<40, activeUsers: 1, accesses: 1)
            subject.test[0].fold = Fold(
                training: log.microseconds.indices.filter { log.microseconds[$0] < 30 * Timestamp.day }, window: window)
            return try finding(BackdatedTimes.self, subject).verdict
        }
        let days = (0..<4000).map { Double($0) / 100 }
        #expect(try verdict(days) == .pass)
        #expect(try verdict(days.enumerated().map { $0 % 3 == 0 ? max(0, $1 - 20) : $1 }) == .failure)
        // Of a source that was cut off for some days, but delivers what is measured in time.
        #expect(try verdict(days.map { $0 > 10 && $0 < 12 && Int($0 * 100) % 3 == 0 ? $0 - 5 : $0 }) == .warning)
        #expect(try verdict(Array(days[2000...]) + Array(days[..<2000])) == .pass)
    }

    @Test("fail where injected or benign cases are missing")
    func filtered() throws {
        #expect(try verdict(LabelDependentFilter.self) { $0.test[0].cases.removeLast() } == .failure)
        #expect(try verdict(LabelDependentFilter.self) { $0.test[0].cases.removeFirst() } == .failure)
    }

    @Test("fail where anomalies without a score are dropped and coverage is not reported")
    func dropped() throws {
        // A made-up newcomer, whom training does not know.
        let newcomer = SetUp.injected(99, 1, day: 7)
        let hidden = try verdict(UnscorableDropped.self) { subject in
            subject.test[0].cases[1] = newcomer
            subject.unscorable = .drop
            subject.metrics = [ROCAUC()]
        }
        #expect(hidden == .failure)
        let reported = try verdict(UnscorableDropped.self) { subject in
            subject.test[0].cases[1] = newcomer
            subject.unscorable = .drop
        }
        #expect(reported == .warning)
    }

    @Test("fail for a metric that ranks equal scores by the order of the input")
    func ties() throws {
        #expect(try verdict(TiesByInputOrder.self) { $0.metrics.append(FirstIsInjected()) } == .failure)
    }

    @Test("fail where replicates are missing, warn where there is one")
    func replicates() throws {
        #expect(try verdict(BestOfManySeeds.self) { $0.replicates = (3, ["a": 3, "b": 2]) } == .failure)
        #expect(try verdict(BestOfManySeeds.self) { $0.replicates = (1, ["a": 1]) } == .warning)
    }

    private static func fold(of subject: LintSubject, training: Range<Int>) -> Fold {
        Fold(training: Array(training), window: subject.validation[0].fold.window)
    }
}

/// A metric that looks at the first case of a tie.
private struct FirstIsInjected: Metric {
    let name = "first_is_injected"
    let higherIsBetter = true
    let isBudgeted = false
    let needs: MetricNeeds = []
    let definition = ""
    let reference = ""

    func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        .defined(cases.members.first.map { cases.cases.isInjected[Int($0)] ? 1 : 0 } ?? 0)
    }
}
