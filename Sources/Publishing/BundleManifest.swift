package import AccessLogs
package import Incidents
import Datasets
package import Evaluation
package import Parameters
import StrictYAML

/// What a bundle holds, how it was made and what it promises: `bundle.yaml`.
package struct BundleManifest: Sendable, Codable {
    /// The version of the folder's layout.
    package static let format = "accesslab-bundle/4"
    /// The versions that this program reads.
    static let readableFormats = ["accesslab-bundle/1", "accesslab-bundle/2", "accesslab-bundle/3", format]

    package var format = BundleManifest.format
    package var name: String
    /// The detector's id.
    package var algorithm: String
    package var parameters: [String: ParameterValue]
    /// The root of the random streams that the fit used.
    package var seed: UInt64
    package var training: Training
    /// The thresholds on offer, the lowest alert budget first; empty where there was nothing to choose them on.
    package var operatingPoints: [OperatingPoint]
    /// The alert budget of the operating point that is used unless another is asked for.
    package var defaultAlertBudget: Double?
    /// What makes incidents of accesses; nil where the bundle's alerts are pairs.
    package var incidents: Incidents?
    /// Why there are none, where they were asked for; nil where there are, where nobody asked, or in a bundle of an older
    /// program.
    package var noIncidents: String?
    /// The measurements of this model, on accesses that were not used to make it; empty where nothing was measured.
    package var measurements: [Evaluation.Measurement]
    /// What the model and the measurements were computed with; nil in a bundle of an older program.
    package var provenance: Provenance?
    /// The fraction of injected ones among the cases of the measurements, on which precision depends; nil where nothing was
    /// measured, or in a bundle of an older program.
    package var injectedFraction: Double?
    /// How often the sealed test, of which the measurements are, was opened before; nil where nothing was measured.
    package var openings: EarlierOpenings?

    /// What makes incidents of accesses, and what is promised of them.
    package struct Incidents: Hashable, Sendable, Codable {
        /// The ids of the signals.
        package var signals: [String]
        /// The id of the rule that combines those of a family.
        package var combination: String
        /// The thresholds on offer, the lowest alert budget first.
        package var operatingPoints: [IncidentPoint]
        /// What nothing was learned from; nil where that is nothing, or in a bundle of an older program.
        package var leftOut: LeftOut?
        /// The zone in which days begin; nil for UTC.
        package var timeZone: LocalZone?

        package init(
            signals: [String], combination: String, operatingPoints: [IncidentPoint], leftOut: LeftOut? = nil,
            timeZone: LocalZone? = nil
        ) {
            self.signals = signals
            self.combination = combination
            self.operatingPoints = operatingPoints
            self.leftOut = leftOut
            self.timeZone = timeZone
        }

        private enum CodingKeys: String, CodingKey {
            case signals, combination
            case operatingPoints = "operating_points"
            case leftOut = "left_out"
            case timeZone = "time_zone"
        }
    }

    /// What the model learned from.
    package struct Training: Hashable, Sendable, Codable {
        package var dataset: String
        /// The dataset's digest.
        package var digest: String
        package var accesses: Int
        package var users: Int
        package var resources: Int
        package var pairs: Int
        /// The first and last training access, ISO 8601; nil without times.
        package var first: String?
        package var last: String?
        /// How the log was read, so that new events are read alike; nil where it was not read from files.
        package var importOptions: ImportOptions?

        package init(
            dataset: String, digest: String, accesses: Int, users: Int, resources: Int, pairs: Int, first: String?,
            last: String?, importOptions: ImportOptions?
        ) {
            self.dataset = dataset
            self.digest = digest
            self.accesses = accesses
            self.users = users
            self.resources = resources
            self.pairs = pairs
            self.first = first
            self.last = last
            self.importOptions = importOptions
        }

        private enum CodingKeys: String, CodingKey {
            case dataset, digest, accesses, users, resources, pairs, first, last
            case importOptions = "import_options"
        }
    }

    package init(
        name: String, algorithm: String, parameters: [String: ParameterValue], seed: UInt64, training: Training,
        operatingPoints: [OperatingPoint], defaultAlertBudget: Double?, measurements: [Evaluation.Measurement],
        provenance: Provenance? = nil, openings: EarlierOpenings? = nil, injectedFraction: Double? = nil,
        incidents: Incidents? = nil, noIncidents: String? = nil
    ) {
        self.name = name
        self.algorithm = algorithm
        self.parameters = parameters
        self.seed = seed
        self.training = training
        self.operatingPoints = operatingPoints.sorted { $0.alertBudget < $1.alertBudget }
        self.defaultAlertBudget = defaultAlertBudget
        self.measurements = measurements
        self.provenance = provenance
        self.openings = openings
        self.injectedFraction = injectedFraction
        self.incidents = incidents
        self.noIncidents = noIncidents
    }

    /// The operating point that is used unless another is asked for; nil where the bundle has none.
    package var defaultOperatingPoint: OperatingPoint? {
        operatingPoints.first { $0.alertBudget == defaultAlertBudget }
    }

    /// The operating point that promises this number of benign alerts a day.
    ///
    /// - Returns: nil where the bundle has no such point. A bundle that was trained without times has none for any
    ///   number: its thresholds promise alerts over the held-out part.
    package func operatingPoint(forAlertsPerDay alerts: Double) -> OperatingPoint? {
        operatingPoints.first { $0.isPerDay && $0.alertBudget == alerts }
    }

    private enum CodingKeys: String, CodingKey {
        case format, name, algorithm, parameters, seed, training, provenance, openings, incidents
        case operatingPoints = "operating_points"
        case defaultAlertBudget = "default_alert_budget"
        case injectedFraction = "injected_fraction"
        case noIncidents = "no_incidents"
        case measurements = "figures"
    }

    /// - Throws: where a number makes no sense: one that is not finite, a negative count, a fraction beyond one.
    func check() throws(FieldProblem) {
        try FieldProblem.checkCount(training.accesses, "training", "accesses")
        try FieldProblem.checkCount(training.users, "training", "users")
        try FieldProblem.checkCount(training.resources, "training", "resources")
        try FieldProblem.checkCount(training.pairs, "training", "pairs")
        if let openings {
            try FieldProblem.checkCount(openings.openings, "openings", "openings")
            try FieldProblem.checkCount(openings.studies, "openings", "studies")
            try FieldProblem.checkCount(openings.seeds, "openings", "seeds")
            try FieldProblem.checkCount(openings.elsewhere, "openings", "elsewhere")
            try FieldProblem.checkCount(openings.own, "openings", "own")
            try FieldProblem.checkCount(openings.damaged, "openings", "damaged")
        }
        for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
            try FieldProblem.check(value.number, "parameters", name)
        }
        for (index, point) in operatingPoints.enumerated() {
            let position = "\(index)"
            try FieldProblem.check(point.threshold, "operating_points", position, "threshold")
            try FieldProblem.checkBudget(point.alertBudget, "operating_points", position, "alert_budget")
            try FieldProblem.checkFraction(point.expectedRecall, "operating_points", position, "expected_recall")
            try FieldProblem.checkFraction(point.expectedPrecision, "operating_points", position, "expected_precision")
            try FieldProblem.checkFraction(point.injectedFraction, "operating_points", position, "injected_share")
            for restated in point.restatedPrecision ?? [] {
                for fraction in [restated.prevalence, restated.precision] {
                    try FieldProblem.checkFraction(fraction, "operating_points", position, "restated_precision")
                }
            }
        }
        for (index, point) in (incidents?.operatingPoints ?? []).enumerated() {
            try FieldProblem.checkBudget(point.alertBudget, "incidents", "operating_points", "\(index)", "alert_budget")
            try FieldProblem.check(point.evidence, "incidents", "operating_points", "\(index)", "evidence")
            try FieldProblem.checkCount(point.least, "incidents", "operating_points", "\(index)", "least_in_week")
            try FieldProblem.checkCount(point.most, "incidents", "operating_points", "\(index)", "most_in_week")
        }
        if let leftOut = incidents?.leftOut {
            try FieldProblem.checkCount(leftOut.untimed, "incidents", "left_out", "untimed")
            try FieldProblem.checkCount(leftOut.stray, "incidents", "left_out", "stray")
            for (index, tenants) in leftOut.tenants.enumerated() {
                try FieldProblem.checkCount(tenants.count, "incidents", "left_out", "tenants", "\(index)", "count")
            }
        }
        try FieldProblem.checkBudget(defaultAlertBudget, "default_alert_budget")
        try FieldProblem.checkFraction(injectedFraction, "injected_fraction")
        for (index, measurement) in measurements.enumerated() {
            try FieldProblem.check(measurement.value.number, "figures", "\(index)", "value")
            for end in [measurement.interval?.lowerBound, measurement.interval?.upperBound] {
                try FieldProblem.check(end, "figures", "\(index)", "interval")
            }
        }
    }
}

extension FieldProblem {
    /// Alerts a day, or in all.
    fileprivate static func checkBudget(_ budget: Double?, _ path: String...) throws(FieldProblem) {
        try check(budget, in: .leastNonzeroMagnitude ... .greatestFiniteMagnitude, "a finite number above 0", path)
    }

    fileprivate static func checkFraction(_ fraction: Double?, _ path: String...) throws(FieldProblem) {
        try check(fraction, in: 0...1, "a number from 0 to 1", path)
    }
}
