import AccessLogs
import Evaluation
import Interactions
import LinearAlgebra
@testable import Lints
import Statistics
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
            algorithms: [.init(id: "als-implicit", structure: .factors)], allowList: nil, earlierOpenings: 0,
            modelDigest: { phase in "\(phase.training.counts.hashValue)" },
            scores: { _, indices in indices.map { _ in 1 } }, replicates: (3, ["als-implicit": 3]))
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

    @Test("are fifteen, each with a name of its own")
    func registry() {
        let ids = Lints.standard.types.map { $0.id }
        #expect(Set(ids).count == 15)
    }

    @Test("find nothing in a sound set-up")
    func sound() throws {
        for type in Lints.standard.types where type.id != IdentityLeak.id {
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

    @Test("fail where the order of the test rows changes the model")
    func permutation() throws {
        let verdict = try verdict(FittedOnEverything.self) { subject in
            subject.modelDigest = { "\($0.cases.first?.user ?? -1)" }
        }
        #expect(verdict == .failure)
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

    @Test("fail where scores are normalised over the rows that are scored")
    func normalized() throws {
        let verdict = try verdict(ScoresDependOnTest.self) { subject in
            subject.scores = { _, indices in indices.map { _ in 1 / Double(indices.count) } }
        }
        #expect(verdict == .failure)
    }

    @Test("fail for an allow-list from after the test window began, warn for one of unknown age")
    func allowList() throws {
        let verdicts = try [true, false, nil].map { precedes in
            try verdict(LateAllowList.self) { $0.allowList = .init(entries: 2, precedesTest: precedes) }
        }
        #expect(verdicts == [.pass, .failure, .warning])
    }

    @Test("fail where settings are chosen on reported cases, warn where the test was opened before")
    func tuned() throws {
        #expect(try verdict(TunedOnReported.self) { $0.validation = $0.test } == .failure)
        #expect(try verdict(TunedOnReported.self) { $0.earlierOpenings = 2 } == .warning)
    }

    @Test("fail where the test window steers the fit")
    func steered() throws {
        let verdict = try verdict(LearnsFromTestLabels.self) { subject in
            subject.modelDigest = { "\($0.cases.count { $0.isInjected })" }
        }
        #expect(verdict == .failure)
    }

    @Test("fail where all data have the structure of a detector, warn where they are of one kind")
    func structure() throws {
        let flattered = try verdict(SharedLatentModel.self) { subject in
            subject.generators = [.init(dataset: "data", simulator: "factor-model", structure: .factors)]
        }
        #expect(flattered == .failure)
        #expect(try verdict(SharedLatentModel.self) { $0.generators.removeLast() } == .warning)
    }

    @Test("fail where injected cases come last, and warn where there are too few to tell")
    func identity() throws {
        #expect(try verdict(IdentityLeak.self) { _ in } == .warning)
        // All pairs are alike in activity and popularity; the injected ones stand at the end.
        let benign = (0..<200).map { SetUp.benign(Int32($0 % 4), Int32(($0 / 4) % 4), day: 7) }
        let injected = (0..<200).map { SetUp.injected(Int32($0 % 4), Int32(($0 / 4) % 4), day: 7) }
        let ordered = try verdict(IdentityLeak.self) { subject in
            subject.test[0].cases = benign + injected
            subject.test[0].matching = SetUp.matching(benign + injected, subject.test[0].fold.training)
        }
        #expect(ordered == .failure)
    }

    @Test("fail where injected or benign cases are missing")
    func filtered() throws {
        #expect(try verdict(LabelDependentFilter.self) { $0.test[0].cases.removeLast() } == .failure)
        #expect(try verdict(LabelDependentFilter.self) { $0.test[0].cases.removeFirst() } == .failure)
    }

    @Test("fail where anomalies without a score are dropped and coverage is not reported")
    func dropped() throws {
        let hidden = try verdict(UnscorableDropped.self) { subject in
            subject.scores = { _, indices in indices.map { _ in nil } }
            subject.unscorable = .drop
            subject.metrics = [ROCAUC()]
        }
        #expect(hidden == .failure)
        let reported = try verdict(UnscorableDropped.self) { subject in
            subject.scores = { _, indices in indices.map { _ in nil } }
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
