import StrictYAML
import Yams

/// An experiment as its file describes it, with every default filled in.
package struct ExperimentSpecification: Hashable, Sendable {
    /// The version of the file format that this type reads and writes.
    package static let version = 1

    /// Safe for folders; where none is given, the name of the file.
    package let name: String
    /// What the experiment is to find out, for the report.
    package let question: String
    package let datasets: [DatasetSpecification]
    package let `protocol`: ProtocolSpecification
    package let injection: [InjectionSpecification]
    package var seeds: SeedSpecification
    package let algorithms: [AlgorithmSpecification]
    package let search: SearchSpecification
    /// The names of the metrics to report, those of the objective included. A metric with a budget is reported at every
    /// budget.
    package let metrics: [String]
    package let objective: ObjectiveSpecification
    package let budgets: BudgetSpecification
    package let operatingPoints: OperatingPointSpecification
    /// How accesses become incidents; nil where single accesses alone are measured.
    package let incidents: IncidentSpecification?

    /// Reads an experiment file.
    ///
    /// - Throws: ``SpecificationError`` with everything that is wrong with the file.
    package init(contentsOf path: String, catalogue: Catalogue) throws(SpecificationError) {
        try self.init(parsing: SpecificationFile.text(at: path), file: path, catalogue: catalogue)
    }

    /// Reads the text of an experiment file.
    ///
    /// - Parameter file: the path for messages; its last component is the default name of the experiment.
    /// - Throws: ``SpecificationError`` with everything that is wrong with the text.
    package init(parsing text: String, file: String, catalogue: Catalogue) throws(SpecificationError) {
        let problems = ProblemList()
        let specification = YAMLDocument.root(
            of: text, as: .experiment, needs: "an experiment needs at least 'datasets'", problems: problems
        )?.mapping().flatMap { Self($0, file: file, catalogue: catalogue) }
        let found = problems.inOrder
        guard found.isEmpty else { throw SpecificationError(found, in: file) }
        guard let specification else {
            throw SpecificationError([.init(file: file, message: "the experiment cannot be read")])
        }
        self = specification
    }

    private init?(_ root: YAMLMapping, file: String, catalogue: Catalogue) {
        root.allowOnly(Self.keys)
        if let version = root["version"], version.whole(atLeast: 1).map({ $0 != Self.version }) ?? false {
            version.report("this version of the file format is not known; known is \(Self.version)")
        }
        name = root["name"].map { $0.folderName() ?? "" } ?? Self.defaultName(file, root)
        question = root["question"]?.text() ?? ""
        datasets = root.required("datasets").map { DatasetSpecification.list($0, catalogue: catalogue) } ?? []
        self.protocol =
            root["protocol"].map { ProtocolSpecification($0, catalogue: catalogue) } ?? ProtocolSpecification()
        injection = InjectionSpecification.list(root["injection"], of: root, catalogue: catalogue)
        seeds = root["seeds"].map { SeedSpecification($0) } ?? SeedSpecification()
        algorithms = AlgorithmSpecification.list(root["algorithms"], file: file, catalogue: catalogue)
        search = root["search"].map { SearchSpecification($0, catalogue: catalogue) } ?? SearchSpecification()
        budgets = root["budgets"].map { BudgetSpecification($0) } ?? BudgetSpecification()
        operatingPoints =
            root["operating_points"].map { [budgets] in OperatingPointSpecification($0, budgets: budgets) }
            ?? OperatingPointSpecification(budgets)
        let incidents = root["incidents"].flatMap { IncidentSpecification($0, catalogue: catalogue) }
        self.incidents = incidents
        guard
            let objective = ObjectiveSpecification(
                root, injection: injection, budgets: budgets, catalogue: catalogue)
        else { return nil }
        self.objective = objective
        let metrics = Self.metrics(root["metrics"], catalogue: catalogue, withIncidents: root["incidents"] != nil)
        let needed = [objective.metric.name, objective.tieBreaker.name]
        self.metrics = needed.reduce(into: metrics) { if !$0.contains($1) { $0.append($1) } }
        if incidents == nil, let metric = needed.first(where: { catalogue.metric($0)?.isOfIncidents == true }) {
            root.report("\(metric) measures incidents; add 'incidents: {}' to say that there are any")
        }
    }

    private static let keys = [
        "version", "name", "question", "datasets", "protocol", "injection", "seeds", "algorithms", "search", "metrics",
        "objective", "budgets", "operating_points", "incidents",
    ]

    /// The last component of a path without its extension.
    private static func defaultName(_ file: String, _ root: YAMLMapping) -> String {
        var name = file.split(separator: "/").last.map(String.init) ?? file
        for suffix in [".yaml", ".yml"] where name.hasSuffix(suffix) { name.removeLast(suffix.count) }
        if !FolderName.accepts(name) {
            root.report("'\(name)' cannot name a folder of results; add a 'name' of \(FolderName.rule)")
        }
        return name
    }

    /// The metrics of a list; where there is none, all, those of incidents where there are any.
    private static func metrics(_ value: YAMLValue?, catalogue: Catalogue, withIncidents: Bool) -> [String] {
        let known = catalogue.metrics.map(\.name)
        guard let value else {
            return catalogue.metrics.filter { withIncidents || !$0.isOfIncidents }.map(\.name)
        }
        var metrics: [String] = []
        for entry in value.list() ?? [] {
            guard let metric = entry.word(among: known, kind: "metric") else { continue }
            if !withIncidents, catalogue.metric(metric)?.isOfIncidents == true {
                entry.report("\(metric) measures incidents; add 'incidents: {}' to say that there are any")
            }
            if metrics.contains(metric) { entry.report("\(metric) is already in the list") }
            metrics.append(metric)
        }
        return metrics
    }

    /// The experiment as a file with every default filled in: the same text for equal experiments, whatever the file
    /// they were read from looked like, and one that reads as an equal experiment.
    package var resolvedYAML: String {
        var lines: [(String, Node)] = [
            ("version", .number(Self.version)),
            ("name", .text(name)),
            ("question", .text(question)),
            ("datasets", .items(datasets.map(\.node))),
            ("protocol", self.protocol.node),
            ("injection", .items(injection.map(\.node))),
            ("seeds", seeds.node),
            ("algorithms", .items(algorithms.map(\.node))),
            ("search", search.node),
            ("metrics", .brackets(metrics.map { .text($0) })),
            ("objective", objective.node),
            ("budgets", budgets.node),
            ("operating_points", operatingPoints.node),
        ]
        if let incidents { lines.append(("incidents", incidents.node)) }
        do {
            return try serialize(node: .lines(lines), width: -1, allowUnicode: true)
        } catch {
            preconditionFailure("a tree of plain nodes is always writable: \(error)")
        }
    }
}
