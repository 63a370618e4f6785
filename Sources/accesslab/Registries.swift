import AccessLogs
import Detectors
import Evaluation
import EVTXReader
import ExternalDetector
import Incidents
import Interactions
import Lints
import LogImport
import Operations
import Parameters
import Scenarios
import Search
import Studies

/// Everything that can be named in an experiment file or on the command line. A new detector, format, scenario, metric,
/// split, sampler or pruner is a new file in its module and a line in that module's registry; what needs a module of its
/// own is added here.
enum Registries {
    static let detectors = Detectors.standard
    static let readers = LogReaders.text.adding(EVTXReader())
    static let filters = AccessFilters.standard
    static let simulators = Simulators.standard
    static let scenarios = InjectionScenarios.standard
    static let metrics = Metrics.standard
    static let samplers = Samplers.standard
    static let splits = SplitRules.standard
    static let pruners = Pruners.standard
    static let alertFormats = AlertFormats.standard
    static let signals = Signals.standard
    static let combinations = CombinationRules.standard

    static let components = StudyComponents(
        // A program of the user's own runs in studies alone: no bundle may start one.
        detectors: Detectors(detectors.types + [ExternalDetector.self]), simulators: simulators, scenarios: scenarios,
        metrics: metrics, samplers: samplers, splits: splits, pruners: pruners, signals: signals,
        combinations: combinations)

    /// What 'list' and 'help' tell of, and what tables of the documents are made of.
    static let catalogue = [
        CatalogueKind("detectors", of: "detector", "what its scores are based on", components.detectors.entries),
        CatalogueKind("metrics", of: "metric", "what is computed", metrics.entries),
        CatalogueKind("scenarios", of: "scenario", "attack", scenarios.entries),
        CatalogueKind("simulators", of: "simulator", "what it simulates", simulators.entries),
        CatalogueKind("lints", of: "lint", "what would be wrong", components.lints.entries),
        CatalogueKind("self-checks", of: "self-check", "what would be wrong", Lints.selfChecks.entries),
        CatalogueKind("signals", of: "signal of incidents", "what is unusual", signals.entries),
        CatalogueKind("combinations", of: "rule that combines signals", "what it answers to", combinations.entries),
        CatalogueKind("filters", of: "filter", "what it drops", filters.entries),
        CatalogueKind("readers", of: "format of logs", "what is read", readers.entries),
        CatalogueKind("samplers", of: "sampler", "which points it tries", samplers.entries),
        CatalogueKind("pruners", of: "pruner", "what becomes of trials", pruners.entries),
        CatalogueKind("splits", of: "split", "question", splits.entries),
        CatalogueKind("formats", of: "format of alerts", "what is written", alertFormats.entries),
    ]
}
