import AccessLogs
package import Interactions
package import LinearAlgebra
package import Parameters
import Statistics

/// Several detectors that vote, each weighed by what its vote is worth.
///
/// A fifth of each tenant's training pairs is left out. On these and on as many unobserved pairs, with users and
/// resources recombined from them, each member is tried with its default settings and, where `tuning` asks for it, with
/// others drawn from the values that it names for searches; the setting with the largest area under the ROC curve is
/// kept. On small tenants that choice is chance, which is why the default tries none. The members' scores become log
/// odds of their ranks among the unobserved pairs (see <doc:ensemble-detector>). `stacking` weighs them by a logistic
/// regression on the same pairs (D. H. Wolpert, "Stacked generalization", Neural Networks 5, 1992); `average` weighs
/// them alike; `likelihood-ratios` weighs, by a regression too, votes that go by ranks among left-out pairs as well, and
/// without those unobserved pairs that may be legitimate (``LikelihoodRatios``). Then the members are fitted to all
/// training pairs. Nothing but training pairs is ever used.
///
/// Each tenant has an ensemble of its own. Complexity: `tuning` + 1 fits of each member.
///
/// Wins where members err in different ways, such as factors, which see communities, and paths, which see neighbours.
/// Fails to add anything on tenants of a few dozen pairs, where it is the members' average.
package struct Ensemble: Detector {
    package static let id = "ensemble"
    package static let summary = "Several detectors, tuned and weighed on left-out training pairs."
    package static let foldsIn = true

    /// How votes are weighed.
    enum Combination: String, ParameterChoice {
        case stacking, average
        case likelihoodRatios = "likelihood-ratios"
    }

    static let members = Parameter<String>(
        "members", standard: "als-implicit logistic-factorization random-paths",
        tuned: [
            "als-implicit logistic-factorization random-paths",
            "als-implicit logistic-factorization random-paths ease item-knn svd",
        ], "The ids of the detectors that vote, separated by spaces.")
    static let combination = Parameter<Combination>(
        "combination", standard: .stacking, tuned: [.average, .stacking],
        "How votes are weighed: by what they are worth on left-out pairs, alike, or by their worth as likelihood ratios, "
            + "which a member that is nearly perfect needs.")
    static let tuning = Parameter<Int>(
        "tuning", in: 0...1000, standard: 0, simpler: .lower, "Settings that each member tries besides its defaults.")
    static let seed = Parameter.seed("Seed of the settings, beside the study's own.")

    package static let parameters: ParameterList = [members, combination, tuning, seed]

    private let members: [String]
    private let combination: Combination
    private let tuning: Int
    private let seed: Int

    package init(_ parameters: ParameterSet) {
        members = parameters[Self.members].split(separator: " ").map(String.init)
        combination = parameters[Self.combination]
        tuning = parameters[Self.tuning]
        seed = parameters[Self.seed]
    }

    /// The fewest left-out pairs that settings and weights are chosen on.
    private static let fewestPairs = 30
    private static let heldOutFraction = 0.2

    package func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        let members = try resolvedMembers()
        let parts = try matrix.tenants.map { tenant -> EnsembleModel.Part in
            let own = FitContext(
                seed: context.seed.derived("ensemble", 0).derived(tenant.name), workers: context.workers,
                isCancelled: context.isCancelled)
            return try part(of: matrix.block(of: tenant), members, own)
        }
        return EnsembleModel(parts: parts, matrix).foldingIn
    }

    private func part(
        of matrix: InteractionMatrix, _ members: [Member], _ context: FitContext
    ) throws -> EnsembleModel.Part {
        try context.checkCancellation()
        guard matrix.pairCount > 0 else { return EnsembleModel.Part(members: [], weights: []) }
        let held = HeldOutPairs(of: matrix, fraction: Self.heldOutFraction, seed: context.seed)
        let negatives = MatchedNegatives(of: held, in: matrix, seed: context.seed)
        let isTuned = min(held.users.count, negatives.users.count) >= Self.fewestPairs
        let trials = try members.map { member in
            isTuned ? try member.best(on: held, negatives, context) : Member.Trial(setting: 0, held: [], negatives: [])
        }
        var weights = [Double](repeating: 1 / Double(members.count), count: members.count)
        var ratios: LikelihoodRatios?
        switch combination {
        case .stacking where isTuned: weights = Self.weights(of: trials) ?? weights
        case .likelihoodRatios where isTuned:
            let found = LikelihoodRatios(
                held: trials.map(\.held), negatives: trials.map(\.negatives), fewest: Self.fewestPairs)
            weights = found.weights ?? weights
            ratios = found
        case .stacking, .average, .likelihoodRatios: break
        }
        let voters = try zip(members, trials).enumerated().map { index, entry in
            let (member, trial) = entry
            let fitted = try member.fit(setting: trial.setting, to: matrix, context)
            let vote = try ratios?.votes[index] ?? vote(of: fitted, on: negatives, in: matrix, context)
            return EnsembleModel.Voter(id: member.id, setting: trial.setting, detector: fitted, vote: vote)
        }
        // In the precision in which they are stored.
        return EnsembleModel.Part(members: voters, weights: weights.map { Double(Float($0)) })
    }

    /// The rank among unobserved pairs; on a tenant too small for them among the training pairs.
    private func vote(
        of fitted: any FittedDetector, on negatives: MatchedNegatives, in matrix: InteractionMatrix,
        _ context: FitContext
    ) throws -> MemberVote {
        let scores =
            negatives.users.isEmpty
            ? try fitted.scoresOfTrainingPairs(
                of: 0..<matrix.users.count, in: matrix, isCancelled: context.isCancelled)
            : try fitted.scores(
                users: negatives.users, resources: negatives.resources, isCancelled: context.isCancelled)
        return MemberVote(among: RankTransform(of: scores))
    }

    /// The weight of each member; nil where the regression has no solution.
    private static func weights(of trials: [Member.Trial]) -> [Double]? {
        let transforms = trials.map { RankTransform(of: $0.negatives) }
        guard let held = trials.first?.held.count, let negatives = trials.first?.negatives.count else { return nil }
        var features: [Double] = []
        for index in 0..<held {
            for (trial, rank) in zip(trials, transforms) { features.append(rank(trial.held[index])) }
        }
        for index in 0..<negatives {
            for (trial, rank) in zip(trials, transforms) { features.append(rank(trial.negatives[index])) }
        }
        let positive = Array(repeating: false, count: held) + Array(repeating: true, count: negatives)
        return try? LogisticRegression(features: features, positive: positive, ridge: 1).weights
    }

    package func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        let members = try resolvedMembers()
        let parts = try matrix.tenants.enumerated().map { index, tenant -> EnsembleModel.Part in
            let block = matrix.block(of: tenant)
            guard block.pairCount > 0 else { return EnsembleModel.Part(members: [], weights: []) }
            let own = tensors.within("\(index)")
            let voters = try members.map { member in
                let tensors = own.within(member.id)
                let setting = try member.setting(tensors.matrix("setting", rows: 1, columns: 1).elements[0])
                let legitimate = "legitimate_quantiles"
                return EnsembleModel.Voter(
                    id: member.id, setting: setting,
                    detector: try member.detector(setting: setting).restore(tensors.within("model"), for: block),
                    vote: MemberVote(
                        among: try member.ranks("quantiles", of: tensors),
                        legitimate: tensors[legitimate] == nil ? nil : try member.ranks(legitimate, of: tensors)))
            }
            let weights = try own.matrix("weights", rows: 1, columns: members.count)
            return EnsembleModel.Part(members: voters, weights: weights.elements.map(Double.init))
        }
        return EnsembleModel(parts: parts, matrix).foldingIn
    }

    // MARK: Members

    private func resolvedMembers() throws -> [Member] {
        guard !members.isEmpty else { throw DetectorError("the ensemble has no members; name some in 'members'") }
        guard Set(members).count == members.count else {
            throw DetectorError("a member of the ensemble is named twice")
        }
        return try members.map { id in
            Member(type: try Detectors.single.type(of: id), tuning: tuning, seed: Seed(0).derived("settings", seed))
        }
    }
}

/// A detector that votes, with the settings that it may take.
private struct Member {
    let type: any Detector.Type
    /// The defaults, then settings drawn from the values that the detector names for searches.
    private let settings: [[String: ParameterValue]]

    var id: String { type.id }

    init(type: any Detector.Type, tuning: Int, seed: Seed) {
        self.type = type
        let random = RandomStream(seed: seed.derived(type.id))
        let tuned = type.parameters.filter { !$0.tuned.isEmpty }
        var settings: [[String: ParameterValue]] = [[:]]
        for _ in 0..<tuning where !tuned.isEmpty {
            var setting: [String: ParameterValue] = [:]
            for parameter in tuned {
                setting[parameter.name] = parameter.tuned[random.index(below: parameter.tuned.count)]
            }
            if !settings.contains(setting) { settings.append(setting) }
        }
        self.settings = settings
    }

    /// A setting by its number in a file.
    func setting(_ number: Float) throws(DetectorError) -> Int {
        guard let setting = Int(exactly: number), settings.indices.contains(setting) else {
            throw DetectorError("\(id) has no setting \(number)")
        }
        return setting
    }

    /// - Throws: ``DetectorError`` where the tensor is missing or damaged.
    func ranks(_ name: String, of tensors: [String: Matrix<Float>]) throws(DetectorError) -> RankTransform {
        let quantiles = try tensors.matrix(name, rows: 1, columns: RankTransform.knots)
        guard zip(quantiles.elements, quantiles.elements.dropFirst()).allSatisfy(<=) else {
            throw DetectorError("the \(name) of \(id) do not ascend")
        }
        return RankTransform(quantiles: quantiles)
    }

    func detector(setting: Int) -> any Detector {
        type.init(type.parameters.accepted(settings[setting]))
    }

    func fit(setting: Int, to matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        try detector(setting: setting).fit(
            matrix,
            FitContext(seed: context.seed.derived(id), workers: context.workers, isCancelled: context.isCancelled))
    }

    /// A setting with the scores that it gave to left-out pairs and to unobserved pairs.
    struct Trial {
        let setting: Int
        let held: [Double]
        let negatives: [Double]

        var area: Double {
            let labels = Array(repeating: false, count: held.count) + Array(repeating: true, count: negatives.count)
            return (try? RankingCurve(scores: held + negatives, positive: labels))?.rocAUC ?? 0
        }
    }

    /// The setting that tells left-out pairs best from unobserved pairs, the earlier of equals.
    ///
    /// - Throws: ``DetectorError`` where no setting can be fitted; `CancellationError`.
    func best(on held: HeldOutPairs, _ negatives: MatchedNegatives, _ context: FitContext) throws -> Trial {
        var best: (trial: Trial, area: Double)?
        var failure: DetectorError?
        for setting in settings.indices {
            do {
                let fitted = try fit(setting: setting, to: held.rest, context)
                let trial = Trial(
                    setting: setting,
                    held: try fitted.scores(
                        users: held.users, resources: held.resources, isCancelled: context.isCancelled),
                    negatives: try fitted.scores(
                        users: negatives.users, resources: negatives.resources, isCancelled: context.isCancelled))
                let area = trial.area
                if area > best?.area ?? -1 { best = (trial, area) }
            } catch let error as DetectorError {
                failure = error
            }
        }
        if let best { return best.trial }
        throw failure ?? DetectorError("\(id) has no setting")
    }
}
