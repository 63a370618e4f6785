import Files
import GRDB
import Parameters
import Search

/// A row of the table `trial`: how a trial ended. A trial that failed may end otherwise the next time.
struct TrialRecord: Encodable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "trial"
    static let persistenceConflictPolicy = PersistenceConflictPolicy(insert: .replace)

    let number: Int
    let dataset: String
    let algorithm: String
    /// As canonical JSON.
    let parameters: String
    let state: String
    let message: String?
    let seconds: Double

    init(_ outcome: TrialOutcome) throws {
        number = outcome.plan.number
        dataset = outcome.plan.dataset
        algorithm = outcome.plan.algorithm
        parameters = try outcome.plan.canonicalParameters
        state = outcome.state.rawValue
        message = outcome.message
        seconds = outcome.seconds
    }

    init(row: Row) throws {
        let row = StoredRow(row, of: Self.databaseTableName)
        number = try row.integer("number", in: 0...)
        dataset = try row.text("dataset")
        algorithm = try row.text("algorithm")
        parameters = try row.text("parameters")
        state = try row.text("state")
        message = try row.optionalText("message")
        seconds = try row.number("seconds")
    }

    /// The outcome that the row stands for.
    ///
    /// - Parameter measurements: those on validation.
    /// - Throws: ``StoreDamage`` where it is none of the planned trial.
    func outcome(of plan: TrialPlan?, measurements: [ReplicateMeasurement]) throws -> TrialOutcome {
        guard let plan, plan.dataset == dataset, plan.algorithm == algorithm,
            try plan.canonicalParameters == parameters
        else { throw StoreDamage("trial \(number) is none of this study") }
        guard let state = TrialState(rawValue: state) else {
            throw StoreDamage("state in trial of trial \(number) is '\(state)'")
        }
        guard seconds >= 0 else { throw StoreDamage("seconds in trial of trial \(number) is negative") }
        guard state != .complete || !measurements.isEmpty else {
            throw StoreDamage("trial \(number) is complete, but its measurements are gone")
        }
        return TrialOutcome(plan: plan, state: state, message: message, seconds: seconds, measurements: measurements)
    }
}

extension TrialPlan {
    /// The parameters as a store keeps them.
    fileprivate var canonicalParameters: String {
        get throws { try CanonicalJSON.text(parameters.values) }
    }
}
