import Experiments
import Testing

@Suite("An experiment file with mistakes")
struct SpecificationErrorTests {
    @Test("is told the line, the column and the nearest key")
    func nearestKey() {
        let text = """
            datasets: [{path: a}]
            algorithms:
              - id: als-implicit
                space:
                  regularisation: 1
            """
        #expect(
            problems(text) == [
                "experiments/x.yaml:5:7: unknown key 'regularisation'; did you mean 'regularization'?"
            ])
    }

    @Test("is told all of them at once, in the order of the file")
    func collected() {
        let text = """
            version: 2
            nmae: x
            datasets: [{simulate: {organisation: blok-model}}, {path: a, simulate: {}}]
            search: {sampler: gird, trials: 0}
            metrics: [roc]
            """
        #expect(
            problems(text).map { $0.replacing("experiments/x.yaml:", with: "") } == [
                "1:10: this version of the file format is not known; known is 1",
                "2:1: unknown key 'nmae'; did you mean 'name'?",
                "3:38: unknown organisation 'blok-model'; did you mean 'block-model'?",
                "3:52: a dataset has either 'path' or 'simulate'",
                "4:19: unknown sampler 'gird'; did you mean 'grid'?",
                "4:33: trials must be a whole number from 1 to 100000, not '0'",
                "5:11: unknown metric 'roc'; known are average_precision, noise_rate, recall_at_budget, roc_auc, "
                    + "tpr_at_1_percent_fpr",
            ])
    }

    @Test(
        "is refused",
        arguments: [
            ("name: x", "an experiment needs 'datasets'"),
            ("datasets: []", "datasets must have at least one entry"),
            ("datasets: corp", "datasets must be a list, not 'corp'"),
            ("datasets:", "datasets must be a list, not nothing"),
            ("datasets: [{name: a}]", "a dataset has either 'path' or 'simulate'"),
            ("datasets: [{path: a, name: b/c}]", "name must be made of letters, digits, '-', '_' and '.'"),
            ("datasets: [{path: ..}]", "'..' cannot name a folder of results; add a 'name'"),
            ("datasets: [{path: a, name: n}, {path: b, name: n}]", "another dataset is already named 'n'"),
            ("datasets: [{simulate: {organisation: block-model, users: many}}]", "users must be a whole number"),
            ("datasets: [{simulate: {organisation: block-model, user: 5}}]", "did you mean 'users'?"),
            ("datasets: [{simulate: {organisation: block-model, seed: -1}}]", "seed must be a whole number"),
            ("datasets: [{simulate: {users: 5}}]", "simulate needs 'organisation'"),
            ("datasets: [\(String(repeating: "{path: a},", count: 1001))]", "datasets must have at most 1000 entries"),
        ])
    func datasets(text: String, message: String) {
        expectProblem(text, message)
    }

    @Test(
        "is refused in its protocol, injection, seeds and budgets",
        arguments: [
            ("protocol: {split: {train: 0}}", "train must be a number above 0 and up to 1, not '0'"),
            ("protocol: {split: {train: 0.8}}", "must sum to 1 at most"),
            ("protocol: {split: {gap_days: 0.5}}", "gap_days must be a whole number from 0"),
            ("protocol: {split: {type: pairs, held_out: 1}}", "held_out must be a number between 0 and 1, not '1'"),
            ("protocol: {split: {type: pairs, train: 0.5}}", "unknown key 'train'"),
            ("protocol: {split: {type: tmie}}", "unknown split 'tmie'; did you mean 'time'?"),
            ("protocol: {population: all}", "unknown population 'all'"),
            ("protocol: temporal", "protocol must be a mapping, not 'temporal'"),
            ("injection: [{scenario: snoop}]", "unknown scenario 'snoop'"),
            ("injection: [{count: 5}]", "an entry of injection needs 'scenario'"),
            ("injection: [{scenario: snooping, count: 1.5}]", "count must be a whole number from 1"),
            ("injection: [{scenario: snooping, ratio: 0}]", "ratio must be a number above 0, not '0'"),
            ("injection: [{scenario: snooping, ratio: nan}]", "ratio must be a number above 0, not 'nan'"),
            ("injection: [{scenario: snooping, ratio: 1e300}]", "ratio must be 1000 at most"),
            ("injection: [{scenario: snooping, ratio: 1e6}]", "ratio must be 1000 at most"),
            (
                "injection: [{scenario: snooping, count: 100000000}]",
                "count must be a whole number from 1 to 10000000, not '100000000'"
            ),
            (
                "injection: [{scenario: snooping, ratio: 1, count: 1}]",
                "an injection has one of 'count', 'ratio' and 'per_day'"
            ),
            ("injection: [{scenario: snooping, reach: 2}]", "reach must be a number from 0 to 1, not '2'"),
            ("injection: [{scenario: snooping}, {scenario: snooping}]", "'snooping' is already in the list"),
            ("seeds: {root: -1}", "root must be a whole number of at least 0, not '-1'"),
            ("seeds: {replicates: 0}", "replicates must be a whole number from 1"),
            ("budgets: {alerts_per_day: [0]}", "an entry of alerts_per_day must be a number above 0, not '0'"),
            ("budgets: {alerts_per_day: ['5']}", "an entry of alerts_per_day must be a number above 0, not '5'"),
            ("objective: roc_auc", "objective must be a mapping, not 'roc_auc'"),
            ("search: []", "search must be a mapping, not a list"),
            ("search: {pruner: successive-halving}", "pruner must be a mapping, not 'successive-halving'"),
            ("search: {pruner: {first_rung: 3}}", "pruner needs 'type'"),
            ("search: {pruner: {type: median}}", "unknown pruner 'median'"),
            (
                "search: {pruner: {type: successive-halving, first_rung: 2}}",
                "first_rung must be at least 3, not 2: after fewer steps the order of the trials says next to nothing"
            ),
            ("search: {pruner: {type: successive-halving, growth: 1}}", "growth must be a whole number from 2"),
            ("search: {pruner: {type: successive-halving, keep: 3}}", "unknown key 'keep'"),
            ("search: {mode: fast, pruner: {type: successive-halving}}", "which those of mode 'fast' do not take"),
            ("version: one", "version must be a whole number of at least 1, not 'one'"),
            ("name: .hidden", "name must be made of letters, digits"),
        ])
    func sections(section: String, message: String) {
        expectProblem("datasets: [{path: a}]\n" + section, message)
    }

    @Test(
        "is refused where a parameter could take a value that its algorithm does not",
        arguments: [
            ("rank: 0", "rank must be a whole number from 1 to 512, not '0'"),
            ("rank: eight", "rank must be a whole number from 1 to 512, not 'eight'"),
            ("rank: [1, 2]", "rank must be a whole number from 1 to 512, not a list"),
            ("rank: [1, 2]", "write 'rank: {type: categorical, values: […]}'"),
            ("rank: {type: int, low: 0, high: 8}", "rank must be a whole number from 1 to 512, not '0'"),
            ("rank: {type: int, low: 1, high: 1024}", "rank must be a whole number from 1 to 512, not '1024'"),
            ("rank: {type: int, low: 8, high: 4}", "rank: low (8) must not exceed high (4)"),
            ("rank: {type: int, low: 1}", "rank needs 'high'"),
            ("rank: {low: 1, high: 2}", "rank needs 'type'"),
            ("rank: {type: float, low: 1, high: 2}", "rank takes whole numbers; use 'type: int'"),
            ("rank: {type: int, low: 1.5, high: 2}", "low must be a whole number"),
            ("rank: {type: integer, low: 1, high: 2}", "unknown type 'integer'; known are categorical, float, int"),
            ("rank: {type: int, low: 1, high: 2, scale: lin}", "unknown scale 'lin'"),
            ("rank: {type: int, low: 1, high: 2, step: 2}", "unknown key 'step'"),
            ("rank: {type: categorical, values: []}", "values must have at least one entry"),
            ("rank: {type: categorical, values: [4, 4]}", "rank: the value '4' is listed more than once"),
            ("rank: {type: categorical, values: [4, 0]}", "rank must be a whole number from 1 to 512, not '0'"),
            ("regularization: {type: float, low: 0, high: 1, scale: log}", "a log scale needs a low above 0"),
            ("regularization: {type: float, low: 1, high: 2, scale: log2}", "unknown scale 'log2'"),
            ("confidence: quadratic", "confidence must be one of linear, logarithmic, not 'quadratic'"),
            ("confidence: {type: int, low: 1, high: 2}", "use 'type: categorical'"),
            ("centred: 1", "centred must be true or false, not '1'"),
        ])
    func spaces(dimension: String, message: String) {
        expectProblem("datasets: [{path: a}]\nalgorithms: [{id: als-implicit, space: {\(dimension)}}]", message)
    }

    @Test("is refused where two algorithms have one name, and told to name one of them")
    func namesakes() {
        let twice = "datasets: [{path: a}]\nalgorithms: [{id: popularity}, "
        expectProblem(twice + "{id: popularity}]", "'popularity' is already in the list; give one of them a 'name'")
        expectProblem(
            twice + "{id: als-implicit, name: popularity}]", "another algorithm is already named 'popularity'")
        expectProblem(twice + "{id: als-implicit, name: a/b}]", "name must be made of letters, digits")
    }

    @Test("is refused where an algorithm or an injection goes by the id of another")
    func borrowedNames() {
        expectProblem(
            "datasets: [{path: a}]\nalgorithms: [{id: popularity, name: als-implicit}]",
            "'als-implicit' is the id of another algorithm, which this would be taken for")
        expectProblem(
            "datasets: [{path: a}]\ninjection: [{scenario: uniform-pairs, name: snooping, count: 3}]",
            "'snooping' is the id of another scenario, which this would be taken for")
    }

    @Test(
        "is refused where its objective cannot be computed",
        arguments: [
            ("metric: average_precison", "unknown metric 'average_precison'; did you mean 'average_precision'?"),
            ("direction: minimize", "average_precision is better when higher; the direction must be 'maximize'"),
            ("metric: roc_auc@5", "roc_auc has no alert budget; leave out '@5'"),
            ("metric: recall_at_budget@7", "'7' is none of the budgets' alerts_per_day (5, 10, 25)"),
            ("selection: luck", "unknown selection 'luck'"),
            ("scenario: snooping", "unknown scenario of the injection 'snooping'"),
        ])
    func objectives(entry: String, message: String) {
        expectProblem("datasets: [{path: a}]\nobjective: {\(entry)}", message)
    }

    private func expectProblem(_ text: String, _ message: String) {
        let problems = problems(text)
        #expect(problems.count >= 1)
        #expect(problems.contains { $0.contains(message) }, "\(problems)")
        #expect(problems.allSatisfy { $0.wholeMatch(of: /experiments\/x.yaml:\d+:\d+: .+/) != nil }, "\(problems)")
    }
}
