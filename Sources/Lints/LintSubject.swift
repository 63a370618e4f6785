public import AccessLogs
public import Evaluation
public import Interactions

/// An experiment on one dataset, as lints see it: plain facts, so that tests can make a leaking set-up by hand.
public struct LintSubject: Sendable {
    public var dataset: String
    public var log: AccessLog
    public var validation: [Phase]
    public var test: [Phase]
    public var population: Population
    public var unscorable: UnscorablePolicy
    public var metrics: [any Metric]
    public var scenarios: [String]
    /// The latent structure that each dataset of the experiment was made with; nil for real data.
    public var generators: [Generator]
    public var algorithms: [Algorithm]
    /// The list of accounts and resources that are left out of the data, and when it was written.
    public var allowList: AllowListUse?
    /// How often the sealed test was opened before.
    public var earlierOpenings: Int
    /// The lines of the ledger of openings that are damaged, and may be of this test.
    public var damagedOpenings: Int
    /// The name of that ledger.
    public var ledgerFile: String
    /// A digest of everything that a fit on a fold yields. It is given the whole fold, so that a detector that uses
    /// more than its training data is noticed.
    public var modelDigest: @Sendable (Phase) throws -> String
    /// The scores of some of a fold's cases, by the model that was fitted on it.
    public var scores: @Sendable (Phase, [Int]) throws -> [Double?]
    /// The replicates that were planned and those that are reported, once the experiment is finished.
    public var replicates: (planned: Int, reported: [String: Int])?
    /// How often other studies opened the sealed test before this one did; nil where no ledger was asked, or the test
    /// is still sealed.
    public var otherOpenings: EarlierOpenings?

    package init(
        dataset: String, log: AccessLog, validation: [Phase], test: [Phase], population: Population,
        unscorable: UnscorablePolicy, metrics: [any Metric], scenarios: [String], generators: [Generator],
        algorithms: [Algorithm], allowList: AllowListUse?, earlierOpenings: Int, damagedOpenings: Int = 0,
        ledgerFile: String = "the ledger of openings", modelDigest: @escaping @Sendable (Phase) throws -> String,
        scores: @escaping @Sendable (Phase, [Int]) throws -> [Double?],
        replicates: (planned: Int, reported: [String: Int])? = nil, otherOpenings: EarlierOpenings? = nil
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
        self.otherOpenings = otherOpenings
    }

    /// A fold with its injected cases.
    public struct Phase: Sendable {
        public var fold: Fold
        public var training: InteractionMatrix
        /// The pairs that a scenario added to training on purpose.
        public var contamination: IndexedPairs
        public var cases: [LabeledAccess]
        /// The anomalous accesses that were asked for, by scenario.
        public var requested: [Int]
        /// The benign cases that are as active and as popular as the injected ones.
        public var matching: BenignMatching
        /// Who has what among the training accesses.
        public var profile: TrainingProfile

        public init(
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

    public struct Generator: Hashable, Sendable {
        public var dataset: String
        /// The id of the simulator; nil for real data.
        public var simulator: String?
        public var structure: LatentStructure?

        public init(dataset: String, simulator: String?, structure: LatentStructure?) {
            self.dataset = dataset
            self.simulator = simulator
            self.structure = structure
        }
    }

    public struct Algorithm: Hashable, Sendable {
        public var id: String
        public var structure: LatentStructure?

        public init(id: String, structure: LatentStructure?) {
            self.id = id
            self.structure = structure
        }
    }

    /// An allow-list that data were filtered by.
    public struct AllowListUse: Hashable, Sendable {
        public var entries: Int
        /// Whether it was written before the test window began; nil where that is unknown.
        public var precedesTest: Bool?

        public init(entries: Int, precedesTest: Bool?) {
            self.entries = entries
            self.precedesTest = precedesTest
        }
    }
}
