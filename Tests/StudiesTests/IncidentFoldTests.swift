import AccessLogs
import Detectors
import Evaluation
import Incidents
import Interactions
import Parameters
import Statistics
@testable import Studies
import Testing
import TestSupport

@Suite("The incidents of a fold")
struct IncidentFoldTests {
    /// Twenty days of three tenants: one is there all the time, one begins with the test, one ended before the last quarter
    /// of training and comes back.
    private static let log = {
        var log = AccessLog.departments()
        for (tenant, days) in [("new", Array(16..<20)), ("back", Array(0..<8) + [17, 18, 19])] {
            for day in days {
                for user in 0..<15 {
                    log.append(
                        AccessEvent(
                            tenant: tenant, user: AccountIdentity(name: "user\(user)"),
                            resource: ResourceIdentity(name: "share\((user + day) % 9)"),
                            time: .day(day, seconds: user)))
                }
            }
        }
        return log
    }()

    private static let detector = IncidentDetector(signals: Signals.standard.all, rule: Brown.self)

    /// An attack of each tenant in the test: an account that meets seven resources in a night.
    private static func attacks(_ tenants: [String], day: Int) -> [LabeledAccess] {
        tenants.enumerated().flatMap { number, tenant -> [LabeledAccess] in
            let user = log.users.names.firstIndex { $0.tenant == tenant } ?? 0
            let resources = log.resources.names.indices.filter { log.resources.names[$0].tenant == tenant }
            return resources.prefix(7).enumerated().map { step, resource in
                LabeledAccess(
                    user: Int32(user), resource: Int32(resource), time: .day(day, seconds: 100 + step),
                    label: .injected(ScenarioStep(scenario: 0, attack: number, step: step, severity: 1)))
            }
        }
    }

    /// Where the split has its test, the attacks of these tenants as incidents.
    private func fold(
        _ tenants: [String], of log: AccessLog = log
    ) throws -> (fold: IncidentFold, training: InteractionMatrix) {
        let fold = try TimeSplit().split(log, population: .newPairs).test
        let day = try #require(fold.window.days).upperBound - 2 - 20_458
        let training = InteractionMatrix(counting: fold.training, of: log)
        let made = try IncidentFold(
            fold, of: log, training: training, cases: fold.window.benign + Self.attacks(tenants, day: day),
            scenarios: ["sweep"], isContaminated: false, detector: Self.detector, isCancelled: { false })
        return (made, training)
    }

    private func model(_ matrix: InteractionMatrix) throws -> FittedModel {
        try FittedModel(
            Popularity.self, parameters: Popularity.parameters.standard, fittedTo: matrix, FitContext(seed: Seed(1)))
    }

    private func recall(of slice: IncidentSlice, budget: Double) throws -> Double {
        let cases = try #require(slice.cases)
        let metric = try #require(Metrics.standard["incident_recall"])
        let evaluation = Evaluation(of: cases, metrics: [metric], budgets: [budget])
        return try #require(evaluation.measurements.first { $0.slice == Evaluation.pooled }?.value.number)
    }

    @Test("count attacks of tenants that training has too little of as missed, in every slice and with any budget")
    func unlearned() throws {
        let tenant = Self.log.users[0].tenant, (fold, training) = try fold([tenant, "new", "back"])
        let measured = try fold.measured(by: model(training), early: model(fold.earlyTraining))
        #expect(measured.slices.map(\.name) == ["sweep", Evaluation.pooled])
        for slice in measured.slices {
            #expect(Set(try #require(slice.cases).attacks.map(\.number)) == [0, 1, 2])
            #expect(abs(try recall(of: slice, budget: 1e6) - 1.0 / 3) < 1e-12)
        }
        // Who knows the attacks needs no training.
        for slice in try fold.slices(knowingAttacks: true) { #expect(try recall(of: slice, budget: 3) == 1) }
        #expect(!measured.life.training.days.isEmpty)
    }

    @Test("are the same with tenants of which nothing is learned as without them, but for their attacks")
    func others() throws {
        let tenant = Self.log.users[0].tenant
        func found(_ tenants: [String]) throws -> [Double] {
            let (fold, training) = try fold(tenants)
            let measured = try fold.measured(by: model(training), early: model(fold.earlyTraining))
            return try #require(measured.slices.first?.cases).scores.filter { $0.isFinite }
        }
        #expect(try found([tenant]) == found([tenant, "new", "back"]))
    }

    @Test("are none where training has too little of every tenant, with the reason")
    func nothing() throws {
        var log = AccessLog()
        for day in 0..<20 {
            log.append(
                AccessEvent(
                    user: AccountIdentity(name: "u"), resource: ResourceIdentity(name: "r\(day)"), time: .day(day)))
        }
        let made = log
        let none = #expect(throws: NoIncidents.self) { try fold([], of: made) }
        #expect(none?.reason.contains("no tenant has ten windows") == true)
    }
}
