package import AccessLogs
package import Evaluation
package import Interactions

/// An experiment on one dataset, as lints see it: plain facts, so that tests can make a leaking set-up by hand.
package struct LintSubject: Sendable {
    package var dataset: String
    package var log: AccessLog
    package var validation: [Phase]
    package var test: [Phase]
    package var population: Population
    package var unscorable: UnscorablePolicy
    package var metrics: [any Metric]
    package var scenarios: [String]
    /// The latent structure that each dataset of the experiment was made with; nil for real data.
    package var generators: [Generator]
    package var algorithms: [Algorithm]
    /// The list of accounts and resources that are left out of the data, and when it was written.
    package var allowList: AllowListUse?
    /// How often the sealed test was opened before.
    package var earlierOpenings: Int
    /// The lines of the ledger of openings that are damaged, and may be of this test.
    package var damagedOpenings: Int
    /// The name of that ledger.
    package var ledgerFile: String
    /// A digest of everything that a fit on a fold yields. It is given the whole fold, so that a detector that uses
    /// more than its training data is noticed.
    package var modelDigest: @Sendable (Phase) throws -> String
    /// The scores of some of a fold's cases, by the model that was fitted on it.
    package var scores: @Sendable (Phase, [Int]) throws -> [Double?]
    /// The replicates that were planned and those that are reported, once the experiment is finished.
    package var replicates: (planned: Int, reported: [String: Int])?

    package init(
        dataset: String, log: AccessLog, validation: [Phase], test: [Phase], population: Population,
        unscorable: UnscorablePolicy, metrics: [any Metric], scenarios: [String], generators: [Generator],
        algorithms: [Algorithm], allowList: AllowListUse?, earlierOpenings: Int, damagedOpenings: Int = 0,
        ledgerFile: String = "the ledger of openings", modelDigest: @escaping @Sendable (Phase) throws -> String,
        scores: @escaping @Sendable (Phase, [Int]) throws -> [Double?],
        replicates: (planned: Int, reported: [String: Int])? = nil
    ) {
        self.dataset = dataset
        self.log = log
        self.validation = validation
        self.test = test
        self.population = population
        self.unscorable = unscorable
        self.metrics = metrics
        self.scenarios = scenarios
        self.generators = generators
        self.algorithms = algorithms
        self.allowList = allowList
        self.earlierOpenings = earlierOpenings
        self.damagedOpenings = damagedOpenings
        self.ledgerFile = ledgerFile
        self.modelDigest = modelDigest
        self.scores = scores
        self.replicates = replicates
    }

    /// A fold with its injected cases.
    package struct Phase: Sendable {
        package var fold: Fold
        package var training: InteractionMatrix
        /// The pairs that a scenario added to training on purpose.
        package var contamination: IndexedPairs
        package var cases: [LabeledAccess]
        /// The anomalous accesses that were asked for, by scenario.
        package var requested: [Int]
        /// The benign cases that are as active and as popular as the injected ones.
        package var matching: BenignMatching
        /// Who has what among the training accesses.
        package var profile: TrainingProfile

        package init(
            fold: Fold, training: InteractionMatrix, contamination: IndexedPairs, cases: [LabeledAccess],
            requested: [Int], matching: BenignMatching, profile: TrainingProfile
        ) {
            self.fold = fold
            self.training = training
            self.contamination = contamination
            self.cases = cases
            self.requested = requested
            self.matching = matching
            self.profile = profile
        }
    }

    package struct Generator: Hashable, Sendable {
        package var dataset: String
        /// The id of the simulator; nil for real data.
        package var simulator: String?
        package var structure: LatentStructure?

        package init(dataset: String, simulator: String?, structure: LatentStructure?) {
            self.dataset = dataset
            self.simulator = simulator
            self.structure = structure
        }
    }

    package struct Algorithm: Hashable, Sendable {
        package var id: String
        package var structure: LatentStructure?

        package init(id: String, structure: LatentStructure?) {
            self.id = id
            self.structure = structure
        }
    }

    /// An allow-list that data were filtered by.
    package struct AllowListUse: Hashable, Sendable {
        package var entries: Int
        /// Whether it was written before the test window began; nil where that is unknown.
        package var precedesTest: Bool?

        package init(entries: Int, precedesTest: Bool?) {
            self.entries = entries
            self.precedesTest = precedesTest
        }
    }
}
