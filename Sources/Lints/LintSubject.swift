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
    /// The replicates that were planned and those that are reported, once the experiment is finished.
    public var replicates: (planned: Int, reported: [String: Int])?
    /// The mean area under the ROC curve of each algorithm on the sealed test, once the experiment is finished; empty
    /// where it is not measured.
    public var testAreas: [String: Double]
    /// How often other studies opened the sealed test before this one did; nil where no ledger was asked, or the test
    /// is still sealed.
    public var otherOpenings: EarlierOpenings?

    package init(
        dataset: String, log: AccessLog, validation: [Phase], test: [Phase], population: Population,
        unscorable: UnscorablePolicy, metrics: [any Metric], scenarios: [String], generators: [Generator],
        algorithms: [Algorithm], allowList: AllowListUse?, earlierOpenings: Int, damagedOpenings: Int = 0,
        ledgerFile: String = "the ledger of openings",
        replicates: (planned: Int, reported: [String: Int])? = nil, testAreas: [String: Double] = [:],
        otherOpenings: EarlierOpenings? = nil
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
        self.replicates = replicates
        self.testAreas = testAreas
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

    /// An algorithm of the experiment, and a way to fit it.
    public struct Algorithm: Sendable {
        /// Its name in the experiment.
        public var id: String
        public var structure: LatentStructure?
        /// Whether its scores come from a program of somebody else.
        public var isForeign: Bool
        /// Whether its scores go by who accesses what, and not by counts, by what was seen, or by chance alone.
        public var usesNeighbors: Bool
        /// Fits it to a fold. It is given the whole fold, so that one that uses more than its training data is noticed.
        public var fit: @Sendable (Phase, Variation) throws -> Model

        public init(
            id: String, structure: LatentStructure?, isForeign: Bool = false, usesNeighbors: Bool = true,
            fit: @escaping @Sendable (Phase, Variation) throws -> Model
        ) {
            self.id = id
            self.structure = structure
            self.isForeign = isForeign
            self.usesNeighbors = usesNeighbors
            self.fit = fit
        }
    }

    /// In what a fit differs from the one that is measured.
    public enum Variation: Hashable, Sendable {
        /// In nothing; the model may be one that was fitted for another lint.
        case planned
        /// In nothing, but it is fitted anew.
        case again
        /// In the names of users and resources, and with these in their order.
        case renamed
        /// In the seed alone.
        case reseeded
    }

    /// What a fit yields.
    public struct Model: Sendable {
        /// A digest of everything that was learned; of a program of somebody else, of its scores of pairs that have
        /// nothing to do with the measured accesses, given before it was asked for any other.
        public var digest: String
        /// The scores of some accesses of the log, asked for together; nil for a user or a resource that is unknown.
        public var scores: @Sendable ([LabeledAccess]) throws -> [Double?]

        public init(digest: String, scores: @escaping @Sendable ([LabeledAccess]) throws -> [Double?]) {
            self.digest = digest
            self.scores = scores
        }
    }

    /// An allow-list that data were filtered by.
    public struct AllowListUse: Hashable, Sendable {
        public var entries: Int
        /// When it was written, as its author states; nil where nobody says.
        public var written: Timestamp?
        /// When the test window begins; nil where accesses are held out without regard to time.
        public var testBegins: Timestamp?

        public init(entries: Int, written: Timestamp?, testBegins: Timestamp?) {
            self.entries = entries
            self.written = written
            self.testBegins = testBegins
        }
    }
}

extension LintSubject {
    /// One finding on several algorithms. Where one of them cannot be fitted, that is a warning about it, and the others
    /// are checked all the same.
    ///
    /// - Throws: `CancellationError`.
    func finding(
        on algorithms: [Algorithm], _ check: (Algorithm) throws -> LintFinding
    ) throws -> LintFinding {
        .combined(
            try algorithms.map { algorithm in
                do {
                    return (algorithm.id, try check(algorithm))
                } catch let error as CancellationError {
                    throw error
                } catch {
                    return (algorithm.id, .warning("this could not be checked: \(error)"))
                }
            })
    }

    /// The algorithms whose scores come from programs of others.
    var foreign: [Algorithm] { algorithms.filter(\.isForeign) }
}

extension LintSubject.Phase {
    /// At most `most` of the cases, spread evenly, in their order.
    func sample(of most: Int) -> [LabeledAccess] {
        stride(from: 0, to: cases.count, by: max(1, (cases.count + most - 1) / most)).map { cases[$0] }
    }
}
