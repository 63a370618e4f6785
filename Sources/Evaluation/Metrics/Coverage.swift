package import Statistics

/// The fraction of cases that have a score: of all, of the benign or of the injected ones.
package struct Coverage: Metric {
    /// The cases of which the fraction is.
    package enum Population: Hashable, Sendable {
        case all, benign, injected
    }

    private let population: Population
    package let higherIsBetter = true
    package let isBudgeted = false
    package let reference = "Herlocker et al., ACM TOIS 22, 2004"

    package init(of population: Population = .all) {
        self.population = population
    }

    package var name: String {
        switch population {
        case .all: "coverage"
        case .benign: "benign_coverage"
        case .injected: "injected_coverage"
        }
    }

    package var needs: MetricNeeds { population == .injected ? [.labels] : [] }

    package var definition: String {
        let cases =
            switch population {
            case .all: "the cases, benign and injected,"
            case .benign: "the benign cases"
            case .injected: "the injected cases"
            }
        return "The fraction of \(cases) whose user and resource the model both knows; the others are ranked by the "
            + "stated policy."
    }

    package func value(for cases: RankedCases, alerts: AlertBudget) -> MetricValue {
        let (scorable, total) = counts(in: cases)
        guard total > 0 else {
            switch population {
            case .all: return .undefined("there is no case")
            case .benign: return .undefined("there is no benign case")
            case .injected: return .undefined("there is no injected case")
            }
        }
        return .defined(scorable / total)
    }

    package func closedForm(for cases: RankedCases, alerts: AlertBudget, level: Double) -> Estimate? {
        let (scorable, total) = counts(in: cases)
        return .proportionOfCases(scorable, of: total, in: cases, level: level)
    }

    private func counts(in cases: RankedCases) -> (scorable: Double, total: Double) {
        switch population {
        case .all: (cases.benign.scorable + cases.injected.scorable, cases.benign.total + cases.injected.total)
        case .benign: (cases.benign.scorable, cases.benign.total)
        case .injected: (cases.injected.scorable, cases.injected.total)
        }
    }
}
