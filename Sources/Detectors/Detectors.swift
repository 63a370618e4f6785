public import Parameters

/// The detectors that a program offers, in the order in which they are listed.
public struct Detectors: Sendable {
    /// The detectors, in the order in which they are listed.
    public let types: [any Detector.Type]

    /// - Parameter types: each with an id of its own.
    public init(_ types: [any Detector.Type]) {
        self.types = types
    }

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

    /// The detectors as lists and help texts show them.
    public var entries: [CatalogueEntry] {
        types.map { CatalogueEntry($0.id, summary: $0.summary, parameters: $0.parameters) }
    }

    /// - Throws: ``DetectorError`` for an id that is not registered.
    public func type(of id: String) throws(DetectorError) -> any Detector.Type {
        guard let type = types.first(where: { $0.id == id }) else {
            throw DetectorError("unknown algorithm '\(id)'" + Suggestion.sentence(for: id, among: types.map { $0.id }))
        }
        return type
    }

    /// A detector with the given parameters; the rest take their defaults.
    ///
    /// - Throws: ``DetectorError`` for an unknown id, `ParameterError` for unacceptable parameters.
    public func detector(_ id: String, parameters: [String: ParameterValue]) throws -> any Detector {
        let type = try type(of: id)
        return type.init(try type.parameters.checked(parameters))
    }
}
