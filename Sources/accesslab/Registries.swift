import AccessLogs
import Detectors
import Evaluation
import EVTXReader
import ExternalDetector
import LogImport
import Scenarios
import Search
import Studies

/// Everything that can be named in an experiment file or on the command line. A new detector, format, scenario, metric
/// or sampler is a new file in its module and a line in that module's registry; what needs a module of its own is
/// added here.
enum Registries {
    static let detectors = Detectors.standard
    static let readers = LogReaders.text.adding(EVTXReader())
    static let filters = AccessFilters.standard
    static let simulators = Simulators.standard
    static let scenarios = InjectionScenarios.standard
    static let metrics = Metrics.standard
    static let samplers = Samplers.standard

    static let components = StudyComponents(
        // A program of the user's own runs in studies alone: no bundle may start one.
        detectors: Detectors(detectors.types + [ExternalDetector.self]), simulators: simulators, scenarios: scenarios,
        metrics: metrics, samplers: samplers)
}
