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
        detectors: detectors.adding(ExternalDetector.self), simulators: simulators, scenarios: scenarios,
        metrics: metrics, samplers: samplers, splits: splits, pruners: pruners, signals: signals,
        combinations: combinations)

    /// What 'list' and 'help' tell of, and what tables of the documents are made of.
    static let catalogue = [
        CatalogueKind("detectors", "what its scores are based on", components.detectors),
        CatalogueKind("metrics", "what is computed", metrics),
        CatalogueKind("scenarios", "attack", scenarios),
        CatalogueKind("simulators", "what it simulates", simulators),
        CatalogueKind("lints", "what would be wrong", components.lints),
        CatalogueKind("self-checks", "what would be wrong", Lints.selfChecks, of: "self-check"),
        CatalogueKind("signals", "what is unusual", signals),
        CatalogueKind("combinations", "what it answers to", combinations),
        CatalogueKind("filters", "what it drops", filters),
        CatalogueKind("readers", "what is read", readers),
        CatalogueKind("samplers", "which points it tries", samplers),
        CatalogueKind("pruners", "what becomes of trials", pruners),
        CatalogueKind("splits", "question", splits),
        CatalogueKind("formats", "what is written", alertFormats),
    ]
}
