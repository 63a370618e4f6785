import AccessLogs
import Detectors
import Evaluation
import Interactions
import Scenarios
import Statistics

/// A fold with injected accesses, ready to fit detectors on and to measure them: made once, used by every trial.
struct MeasuredFold: Sendable {
    let training: InteractionMatrix
    /// The accesses that the training matrix counts.
    let trainingAccesses: [Int]
    let window: EvaluationWindow
    /// The benign cases, then each scenario's injected ones.
    let cases: [LabelledAccess]
    /// The places of the cases in the training matrix.
    let pairs: IndexedPairs

    /// Injects each scenario's accesses into a fold.
    ///
    /// - Parameter training: the matrix that counts the fold's training accesses.
    /// - Throws: `InjectionError` where there is no room for them.
    init(
        _ fold: Fold, of log: AccessLog, training: InteractionMatrix, injections: [Injection], seed: Seed
    ) throws {
        var target = InjectionTarget(log: log, fold: fold)
        var cases = fold.window.benign
        for (index, injection) in injections.enumerated() {
            let injected = try injection.scenario.inject(
                into: target, count: injection.count(for: fold.window.benign.count),
                using: RandomStream(seed: seed.derived("scenario", index)))
            target.occupy(injected)
            cases += injected.map { $0.labelled(scenario: index) }
        }
        self.training = training
        trainingAccesses = fold.training
        window = fold.window
        self.cases = cases
        pairs = training.indices(of: cases, in: log)
    }

    /// The cases with a model's scores.
    func scored(by model: FittedModel) -> [ScoredAccess] {
        zip(cases, model.scores(of: pairs)).map { ScoredAccess(access: $0, score: $1) }
    }
}

/// A scenario and how many accesses it injects.
struct Injection: Sendable {
    let scenario: any InjectionScenario
    let amount: InjectionSpecification.Amount

    /// The accesses to inject into a window with so many benign cases; at least one.
    func count(for benignCases: Int) -> Int {
        switch amount {
        case .count(let count): count
        case .ratio(let ratio): max(1, Int(min(1e9, (ratio * Double(benignCases)).rounded())))
        }
    }
}
