import Detectors
import Experiments
import Parameters
import Search

/// Trials that are run one after another, each continuing the one before, or all at once; a single trial where neither
/// is possible.
struct TrialPath: Sendable {
    /// The trials in their order, not empty.
    let plans: [TrialPlan]
    let link: Link

    /// How a trial continues from the one before.
    enum Link: Hashable, Sendable {
        /// Not at all: there is one trial, whose detector does not learn in steps.
        case none
        /// By more steps of the same training, counted by a parameter: each trial is what it would be by itself.
        case steps(parameter: Parameter<Int>)
        /// By the next lower value of the parameter that the detector names: each begins with what was learned before.
        case fallingParameter
        /// Not one after another: all learn at once.
        case batch
    }

    /// Divides trials into paths, in the order of their first numbers.
    static func paths(
        through plans: [TrialPlan], mode: SearchSpecification.Mode, detectors: Detectors
    ) throws -> [TrialPath] {
        let stepped = try groups(of: plans) { try detectors.stepped($0)?.stepsParameter.name }.map { _, plans in
            let parameter: Parameter<Int>? = try detectors.stepped(plans[0])?.stepsParameter
            return TrialPath(plans: plans, link: parameter.map { .steps(parameter: $0) } ?? .none)
        }
        guard mode == .fast else { return stepped }
        // Where the number of steps is searched itself, its trials have one training in common instead.
        let alone = stepped.filter { $0.plans.count == 1 }.map { $0.plans[0] }
        let linkOfPlan = Dictionary(uniqueKeysWithValues: stepped.map { ($0.plans[0].number, $0.link) })
        let batches = try batches(of: alone, detectors)
        let batched = Set(batches.joined().map(\.number))
        let others = alone.filter { !batched.contains($0.number) }
        let falling = try groups(of: others) { try detectors.path($0)?.pathParameter.name }.map { _, plans in
            plans.count > 1
                ? TrialPath(plans: plans.reversed(), link: .fallingParameter)
                : TrialPath(plans: plans, link: linkOfPlan[plans[0].number] ?? .none)
        }
        return (stepped.filter { $0.plans.count > 1 } + falling + batches.map { TrialPath(plans: $0, link: .batch) })
            .sorted { $0.firstNumber < $1.firstNumber }
    }

    /// The trials that learn at once.
    private static func batches(of plans: [TrialPlan], _ detectors: Detectors) throws -> [[TrialPlan]] {
        let algorithms = Dictionary(grouping: plans) { [$0.dataset, $0.algorithm] }.values
        return try algorithms.flatMap { plans -> [[TrialPlan]] in
            guard let type = try detectors.type(of: plans[0].detector) as? any BatchDetector.Type else { return [] }
            return batches(of: plans, type)
        }
    }

    private static func batches<Batch: BatchDetector>(of plans: [TrialPlan], _ type: Batch.Type) -> [[TrialPlan]] {
        type.batches(of: plans.map(\.parameters)).map { $0.map { plans[$0] } }.filter {
            $0.count >= type.init($0[0].parameters).smallestBatch
        }
    }

    private var firstNumber: Int { plans.map(\.number).min() ?? 0 }

    /// Puts trials together that differ in one parameter alone, by its ascending values.
    ///
    /// - Parameter parameter: the parameter of a trial's detector; nil for a trial that stays alone.
    private static func groups(
        of plans: [TrialPlan], along parameter: (TrialPlan) throws -> String?
    ) rethrows -> [(parameter: String?, plans: [TrialPlan])] {
        var groups: [(parameter: String?, plans: [TrialPlan])] = []
        var indices: [TrialPlan.Rest: Int] = [:]
        for plan in plans {
            let parameter = try parameter(plan)
            if let rest = parameter.map(plan.rest(without:)) {
                if let index = indices[rest] {
                    groups[index].plans.append(plan)
                    continue
                }
                indices[rest] = groups.count
            }
            groups.append((parameter, [plan]))
        }
        return groups.map { parameter, plans in
            func value(_ plan: TrialPlan) -> Double {
                parameter.flatMap { plan.parameters.values[$0]?.number } ?? 0
            }
            return (parameter, plans.sorted { (value($0), $0.number) < (value($1), $1.number) })
        }
    }
}

extension TrialPath {
    /// The steps after which a trial of the path ends; nil where they are not counted.
    func steps(of plan: TrialPlan) -> Int? {
        guard case .steps(let parameter) = link else { return nil }
        return plan.parameters[parameter]
    }
}

extension TrialPlan {
    /// All that a trial is but one of its parameters.
    fileprivate struct Rest: Hashable {
        let dataset: String
        let algorithm: String
        let parameters: [String: ParameterValue]
    }

    fileprivate func rest(without parameter: String) -> Rest {
        Rest(dataset: dataset, algorithm: algorithm, parameters: parameters.values.filter { $0.key != parameter })
    }
}

extension Detectors {
    fileprivate func stepped(_ plan: TrialPlan) throws -> (any SteppedDetector.Type)? {
        try type(of: plan.detector) as? any SteppedDetector.Type
    }

    fileprivate func path(_ plan: TrialPlan) throws -> (any PathDetector.Type)? {
        try type(of: plan.detector) as? any PathDetector.Type
    }
}
