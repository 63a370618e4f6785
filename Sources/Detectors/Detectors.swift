public import Parameters

/// The detectors that a program offers, in the order in which they are listed.
public struct Detectors: ListedRegistry {
    /// The word of sentences.
    public static let noun = "detector"
    /// The detectors, in the order in which they are listed.
    public let all: [any Detector.Type]

    /// - Parameter all: each with an id of its own.
    public init(_ all: [any Detector.Type]) {
        self.all = all
    }

    /// The id that the type states.
    public static func id(of type: any Detector.Type) -> String { type.id }

    /// A detector as lists and help texts show it.
    public static func entry(of type: any Detector.Type) -> CatalogueEntry {
        CatalogueEntry(
            type.id, summary: type.summary, parameters: type.parameters,
            facts: type.foldsIn ? [CatalogueEntry.Fact("newcomers", foldingInSentence, inLists: "folds in")] : [])
    }

    /// What is said of a detector that folds in.
    private static let foldingInSentence =
        "users and resources that training does not know are scored by their other accesses (score --fold-in), unless "
        + "scores are normalised"

    /// The detectors that are no ensembles, and may be members of one.
    static let single = Detectors(
        [
            CyberML.self,
            ALSImplicit.self,
            ALSExplicit.self,
            LogisticFactorization.self,
            PoissonFactorization.self,
            SVD.self,
            EASE.self,
            UserKNN.self,
            ItemKNN.self,
            PersonalizedPageRank.self,
            RandomPaths.self,
            AdamicAdar.self,
            Popularity.self,
            UserDegree.self,
            FirstSeen.self,
            RandomScore.self,
        ].map(normalized))

    /// The detector with parameters that normalise and calibrate its scores.
    static func normalized(_ type: any Detector.Type) -> any Detector.Type {
        func wrapped<Base: Detector>(_ type: Base.Type) -> any Detector.Type { Normalized<Base>.self }
        return wrapped(type)
    }

    /// - Throws: ``DetectorError`` for an id that no detector has.
    public func type(of id: String) throws(DetectorError) -> any Detector.Type {
        do { return try component(id) } catch { throw DetectorError(error.description) }
    }

    /// A detector with the given parameters; the rest take their defaults.
    ///
    /// - Throws: ``DetectorError`` for an unknown id, `ParameterError` for unacceptable parameters.
    public func detector(_ id: String, parameters: [String: ParameterValue]) throws -> any Detector {
        let type = try type(of: id)
        return type.init(try type.parameters.checked(parameters))
    }
}
