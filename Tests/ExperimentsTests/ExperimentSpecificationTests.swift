import Experiments
import Interactions
import Parameters
import Search
import Statistics
import Testing

@Suite("An experiment file")
struct ExperimentSpecificationTests {
    static let quickstart = """
        version: 1
        name: quickstart
        question: Which rank and regularisation catch unusual share access at ten alerts a day?
        datasets:
          - simulate: {organisation: block-model, users: 600, departments: 8, shares: 240, days: 42, seed: 7}
          - path: datasets/corp/
        protocol:
          split: {type: time, train: 0.6, validation: 0.2, test: 0.2, gap_days: 1}
          population: new-pairs        # first access of a pair inside the test window
          unscorable: rank-last
        injection:
          - {scenario: uniform-pairs, count: 200}
          - {scenario: snooping, ratio: 0.5, reach: 1}
        seeds: {root: 20261123, replicates: 3}
        algorithms:
          - id: als-implicit
            space:
              rank: {type: int, low: 4, high: 32, scale: log2}
              regularization: {type: float, low: 0.1, high: 50, scale: log}
              alpha: {type: categorical, values: [1, 10]}
              sweeps: 15
          - id: popularity
        search: {sampler: grid, trials: 32, on_error: continue, mode: exact}
        metrics: [roc_auc, average_precision, tpr_at_1_percent_fpr, recall_at_budget, noise_rate]
        objective: {metric: average_precision, direction: maximize, tie_breaker: noise_rate}
        budgets: {alerts_per_day: [5, 10, 25]}
        """

    @Test("says what is compared, on what, and how")
    func everything() throws {
        let experiment = try parse(Self.quickstart)
        #expect(experiment.name == "quickstart")
        #expect(experiment.question.hasSuffix("ten alerts a day?"))
        #expect(experiment.datasets.map(\.name) == ["block-model", "corp"])
        #expect(experiment.datasets.last?.source == .path("datasets/corp/"))
        guard case .simulated("block-model", 7, let parameters)? = experiment.datasets.first?.source else {
            Issue.record("the first dataset is simulated")
            return
        }
        #expect(parameters.values["users"] == .integer(600))
        #expect(experiment.protocol.split == .init(TimeSplit()))
        #expect(experiment.injection.map(\.amount) == [.count(200), .ratio(0.5)])
        #expect(experiment.injection.last?.parameters.values["reach"] == .real(1))
        #expect(experiment.seeds.root == Seed(20_261_123))
        #expect(experiment.algorithms.map(\.id) == ["als-implicit", "popularity"])
        let space = try #require(experiment.algorithms.first?.space.dimensions)
        #expect(space["rank"] == .integer(low: 4, high: 32, scale: .log2))
        #expect(space["regularization"] == .real(low: 0.1, high: 50, scale: .log))
        #expect(space["alpha"] == .categorical([.real(1), .real(10)]))
        #expect(space["sweeps"] == .constant(.integer(15)))
        #expect(space["confidence"] == .constant(.string("linear")))
        #expect(experiment.search.onError == .continue)
        #expect(experiment.metrics.count == 5)
        #expect(experiment.budgets.alertsPerDay == [5, 10, 25])
    }

    @Test("needs only datasets; everything else has a default")
    func defaults() throws {
        let experiment = try parse("datasets: [{path: a}]", file: "experiments/first-look.yaml")
        #expect(experiment.name == "first-look")
        #expect(experiment.question.isEmpty)
        #expect(experiment.protocol.population == .newPairs)
        #expect(experiment.protocol.unscorable == .rankLast)
        #expect(experiment.injection.map(\.scenario) == ["uniform-pairs", "frequency-matched-pairs"])
        #expect(experiment.injection.allSatisfy { $0.amount == .perDay(1.5, atLeast: 50) })
        #expect(experiment.seeds.root == Seed(0))
        #expect(experiment.seeds.replicates == nil)
        #expect(experiment.algorithms.map(\.id) == ["als-implicit", "popularity"])
        #expect(experiment.algorithms.allSatisfy { $0.space.pointCount == 1 })
        #expect(experiment.search == SearchSpecification())
        #expect(experiment.metrics == Catalogue.example.metrics.map(\.name))
        #expect(experiment.objective.metric.description == "average_precision")
        #expect(experiment.objective.tieBreaker.description == "noise_rate@10")
        #expect(experiment.objective.selection == .oneStandardError)
        #expect(experiment.objective.slice == .macro)
    }

    @Test("can be divided by pairs, and measured in other ways")
    func alternatives() throws {
        let experiment = try parse(
            """
            datasets: [{path: a}]
            protocol: {split: {type: pairs}, population: all-pairs, unscorable: drop}
            injection: [{scenario: snooping}]
            algorithms: [{id: als-implicit, space: {confidence: logarithmic, centred: true, rank: 8}}]
            search: {sampler: random, trials: 5, on_error: abort}
            metrics: [roc_auc]
            objective: {metric: recall_at_budget@20, tie_breaker: roc_auc, selection: best, scenario: snooping}
            budgets: {alerts_per_day: [20, 2.5, 20]}
            """)
        #expect(experiment.protocol.split == .init(PairSplit(heldOut: 0.2)))
        #expect(experiment.protocol.population == .allPairs)
        #expect(experiment.injection.map(\.amount) == [.perDay(3, atLeast: 50)])
        #expect(experiment.algorithms.first?.space.dimensions["centred"] == .constant(.boolean(true)))
        #expect(experiment.metrics == ["roc_auc", "recall_at_budget"])
        #expect(experiment.objective.metric == MetricReference(name: "recall_at_budget", alertsPerDay: 20))
        #expect(experiment.objective.direction == .maximize)
        #expect(experiment.objective.slice == .only("snooping"))
        #expect(experiment.budgets.alertsPerDay == [2.5, 20])
    }

    @Test("minimises a metric that is better when lower")
    func direction() throws {
        let experiment = try parse("{datasets: [{path: a}], objective: {metric: noise_rate}}")
        #expect(experiment.objective.direction == .minimize)
    }

    @Test("numbers datasets whose default names are taken")
    func names() throws {
        let experiment = try parse(
            """
            datasets:
              - {path: x/corp}
              - {path: y/corp}
              - {path: z, name: corp-2}
            """)
        #expect(experiment.datasets.map(\.name) == ["corp", "corp-3", "corp-2"])
    }

    @Test("keeps seeds of 64 bits whole")
    func seeds() throws {
        let experiment = try parse("{datasets: [{path: a}], seeds: {root: 18446744073709551615}}")
        #expect(experiment.seeds.root == Seed(.max))
        #expect(try parse(experiment.resolvedYAML) == experiment)
    }

    @Test(
        "reads as the same experiment once it is resolved",
        arguments: [
            quickstart, "datasets: [{path: a}]",
            """
            datasets: [{path: a}]
            search: {trials: 96, pruner: {type: successive-halving, first_rung: 4, reduction: 5}}
            """,
            """
            name: "2026"
            question: "two lines:\\n  'quoted' — # no comment, \\"ünicode\\" "
            datasets: [{path: "null"}, {path: "a: b", name: odd}]
            protocol: {split: {type: pairs, held_out: 0.1}}
            algorithms:
              - id: als-implicit
                space:
                  confidence: {type: categorical, values: [linear, logarithmic]}
                  alpha: {type: int, low: 1, high: 100, scale: log}
                  regularization: {type: float, low: 1e-7, high: 0.30000000000000004}
                  centred: {type: categorical, values: [true, false]}
            objective: {metric: recall_at_budget@25, scenario: pooled}
            """,
        ])
    func roundTrip(text: String) throws {
        let experiment = try parse(text)
        let again = try parse(experiment.resolvedYAML, file: "elsewhere.yaml")
        #expect(again == experiment)
        #expect(again.resolvedYAML == experiment.resolvedYAML)
    }

    @Test("resolves to one text, however it was written")
    func canonical() throws {
        let terse = try parse("{datasets: [{path: a}], search: {trials: 32}, budgets: {alerts_per_day: [25, 5, 10.0]}}")
        let plain = try parse(
            """
            # A comment.
            version: 1
            budgets:
              alerts_per_day: [5, 10, 25]
            datasets:
            - path: 'a'
            """)
        #expect(terse.resolvedYAML == plain.resolvedYAML)
        #expect(
            plain.resolvedYAML == """
                version: 1
                name: x
                question: ""
                datasets:
                - name: a
                  path: a
                protocol:
                  split: {type: time, train: 0.6, validation: 0.2, test: 0.2, gap_days: 1}
                  population: new-pairs
                  unscorable: rank-last
                injection:
                - {scenario: uniform-pairs, per_day: 1.5, at_least: 50}
                - {scenario: frequency-matched-pairs, per_day: 1.5, at_least: 50}
                seeds: {root: 0, replicates: auto, initializations: 1}
                algorithms:
                - id: als-implicit
                  space:
                    alpha: 10
                    centred: false
                    confidence: linear
                    rank: 16
                    regularization: 1
                    sweeps: 15
                - id: popularity
                search: {sampler: grid, trials: 32, on_error: continue, mode: exact}
                metrics: [roc_auc, average_precision, tpr_at_1_percent_fpr, recall_at_budget, noise_rate]
                objective: {metric: average_precision, direction: maximize, tie_breaker: noise_rate@10, \
                selection: one-standard-error, scenario: macro}
                budgets:
                  alerts_per_day: [5, 10, 25]
                operating_points:
                  quiet: {alerts_per_day: 5}
                  normal: {alerts_per_day: 10}
                  hunting: {alerts_per_day: 25}

                """)
    }

    private func parse(_ text: String, file: String = "experiments/x.yaml") throws -> ExperimentSpecification {
        try ExperimentSpecification(parsing: text, file: file, catalogue: .example)
    }
}
