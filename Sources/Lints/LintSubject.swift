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
    /// The replicates that were planned and those that are reported, once the experiment is finished.
    package var replicates: (planned: Int, reported: [String: Int])?
    /// The mean area under the ROC curve of each algorithm on the sealed test, once the experiment is finished; empty
    /// where it is not measured.
    package var testAreas: [String: Double]
    /// How often other studies opened the sealed test before this one did; nil where no ledger was asked, or the test
    /// is still sealed.
    package var otherOpenings: EarlierOpenings?
    /// The fraction of each scenario's attacks that each algorithm finds by incidents in the first replicate of the sealed
    /// test, with `budget` alerts a day; nil before it is measured.
    package var testRecall: (budget: Double, byAlgorithm: [String: [String: Double]])?
    /// Whether accounts in days are measured besides single accesses.
    package var measuresIncidents: Bool

    package init(
        dataset: String, log: AccessLog, validation: [Phase], test: [Phase], population: Population,
        unscorable: UnscorablePolicy, metrics: [any Metric], scenarios: [String], generators: [Generator],
        algorithms: [Algorithm], allowList: AllowListUse?, earlierOpenings: Int, damagedOpenings: Int = 0,
        ledgerFile: String = "the ledger of openings",
        replicates: (planned: Int, reported: [String: Int])? = nil, testAreas: [String: Double] = [:],
        otherOpenings: EarlierOpenings? = nil, measuresIncidents: Bool = false
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
        self.measuresIncidents = measuresIncidents
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

    /// An algorithm of the experiment, and a way to fit it.
    package struct Algorithm: Sendable {
        /// Its name in the experiment.
        package var id: String
        package var structure: LatentStructure?
        /// Whether its scores come from a program of somebody else.
        package var isForeign: Bool
        /// Whether its scores go by who accesses what, and not by counts, by what was seen, or by chance alone.
        package var usesNeighbors: Bool
        /// Fits it to a fold. It is given the whole fold, so that one that uses more than its training data is noticed.
        package var fit: @Sendable (Phase, Variation) throws -> Model
        /// What is said of the windows of a phase that is cut off after a day; nil where incidents are not measured.
        package var windows: (@Sendable (_ phase: Phase, _ lastDay: Int) throws -> [WindowEvidence])?

        package init(
            id: String, structure: LatentStructure?, isForeign: Bool = false, usesNeighbors: Bool = true,
            windows: (@Sendable (_ phase: Phase, _ lastDay: Int) throws -> [WindowEvidence])? = nil,
            fit: @escaping @Sendable (Phase, Variation) throws -> Model
        ) {
            self.id = id
            self.structure = structure
            self.isForeign = isForeign
            self.usesNeighbors = usesNeighbors
            self.windows = windows
            self.fit = fit
        }
    }

    /// What is said of an account in a day.
    package struct WindowEvidence: Hashable, Sendable {
        /// The slice that the window is of, an index.
        package let slice: Int
        package let user: Int32
        /// Since 1970-01-01 (UTC).
        package let day: Int
        /// The bits of the evidence of each signal, then of all together, then whether it is a part of an earlier incident.
        package let bits: [UInt64]

        package init(slice: Int, user: Int32, day: Int, evidence: [Double], joinsEarlier: Bool) {
            self.slice = slice
            self.user = user
            self.day = day
            bits = evidence.map(\.bitPattern) + [joinsEarlier ? 1 : 0]
        }

        /// Whose window it is, whatever is said of it.
        var place: [Int] { [slice, Int(user), day] }
    }

    /// In what a fit differs from the one that is measured.
    package enum Variation: Hashable, Sendable {
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
    package struct Model: Sendable {
        /// A digest of everything that was learned; of a program of somebody else, of its scores of pairs that have
        /// nothing to do with the measured accesses, given before it was asked for any other.
        package var digest: String
        /// The scores of some accesses of the log, asked for together; nil for a user or a resource that is unknown.
        package var scores: @Sendable ([LabeledAccess]) throws -> [Double?]

        package init(digest: String, scores: @escaping @Sendable ([LabeledAccess]) throws -> [Double?]) {
            self.digest = digest
            self.scores = scores
        }
    }

    /// An allow-list that data were filtered by.
    package struct AllowListUse: Hashable, Sendable {
        package var entries: Int
        /// The time at which its author says that it was written; nil where the author does not say.
        package var written: Timestamp?
        /// When the test window begins; nil where accesses are held out without regard to time.
        package var testBegins: Timestamp?

        package init(entries: Int, written: Timestamp?, testBegins: Timestamp?) {
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
