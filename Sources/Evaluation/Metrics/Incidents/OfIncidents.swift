package import Statistics

/// A metric of incidents: another metric whose cases are accounts in windows instead of single accesses.
package struct OfIncidents<Base: Metric>: Metric {
    private let base: Base
    package let name: String
    package let definition: String

    /// - Parameter base: what is computed.
    package init(_ base: Base, name: String, definition: String) {
        self.base = base
        self.name = name
        self.definition = definition
    }

    package var unit: CaseUnit { .incident }
    package var higherIsBetter: Bool { base.higherIsBetter }
    package var range: ClosedRange<Double> { base.range }
    package var isBudgeted: Bool { base.isBudgeted }
    package var needs: MetricNeeds { base.needs.union(.time) }
    package var reference: String { base.reference }
    package var countsAttacks: Bool { base.countsAttacks }
    package var notResampled: String? { base.notResampled }
    package var bootstrapInterval: BootstrapInterval { base.bootstrapInterval }

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        guard cases.cases.unit == .incident else { return .undefined("it measures incidents, and these are accesses") }
        guard cases.days != nil else { return .undefined("the data have no time") }
        return base.value(for: cases, alerts: alerts)
    }

    package func closedForm(for cases: RankedCases, alerts: AlertBudget, level: Double) -> Estimate? {
        base.closedForm(for: cases, alerts: alerts, level: level)
    }
}

extension Metrics {
    /// The metrics whose cases are incidents.
    static let ofIncidents: [any Metric] = [
        OfIncidents(
            AttackRecallAtBudget(), name: "incident_recall",
            definition: """
                The fraction of attacks of which at least one access lies in an incident that is an alert, when each \
                day raises the incidents with the most evidence up to the budget. Where a tie is cut, the probability \
                of it, equal ones being in random order.
                """),
        OfIncidents(
            PrecisionAtBudget(), name: "incident_precision",
            definition: """
                The fraction of incidents with an injected access among the alerts, when each day raises the incidents \
                with the most evidence up to the budget.
                """),
        OfIncidents(
            NoiseRate(), name: "alert_noise_rate",
            definition: """
                Alerts on incidents without an injected access per active user and day, when each day raises the \
                incidents with the most evidence up to the budget.
                """),
        OfIncidents(
            HoursToDetection(), name: "hours_to_alert",
            definition: """
                The median time in hours from the first injected access of an attack to the end of the first window \
                that is an alert and holds one of them; of all attacks, one without an alert being found never.
                """),
    ]
}
