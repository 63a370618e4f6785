import Detectors
import Parameters
import Search

/// Trials that are run one after another, each from where the one before ended; a trial by itself where nothing can be
/// shared.
struct TrialPath: Sendable {
    /// The trials in their order, not empty.
    let plans: [TrialPlan]

    /// Divides trials into paths, in the order of their first numbers.
    static func paths(
        through plans: [TrialPlan], mode: SearchSpecification.Mode, detectors: Detectors
    ) throws -> [TrialPath] {
        guard mode == .fast else { return plans.map { TrialPath(plans: [$0]) } }
        var paths: [[TrialPlan]] = []
        for plan in plans {
            guard let type = try detectors.type(of: plan.detector) as? any PathDetector.Type else {
                paths.append([plan])
                continue
            }
            if let path = paths.firstIndex(where: { $0[0].differs(from: plan, onlyIn: type.pathParameter) }) {
                paths[path].append(plan)
            } else {
                paths.append([plan])
            }
        }
        return try paths.map { path in
            guard let type = try detectors.type(of: path[0].detector) as? any PathDetector.Type else {
                return TrialPath(plans: path)
            }
            func value(_ plan: TrialPlan) -> Double { plan.parameters.values[type.pathParameter]?.number ?? 0 }
            return TrialPath(plans: path.sorted { (value($1), $0.number) < (value($0), $1.number) })
        }
    }
}
