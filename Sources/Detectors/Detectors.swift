public import Parameters

/// The detectors that a program offers, in the order in which they are listed.
public struct Detectors: Sendable {
    public let types: [any Detector.Type]

    public init(_ types: [any Detector.Type]) {
        self.types = types
    }

    /// The detectors of this module.
    public static let standard = Detectors([
        ALSImplicit.self,
        CyberML.self,
        Popularity.self,
        RandomScore.self,
    ])

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
        return type.init(try ParameterSet(parameters, for: type.parameters))
    }
}
