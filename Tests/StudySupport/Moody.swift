package import Detectors
package import Interactions
package import LinearAlgebra
package import Parameters
package import Studies

/// A detector that fails where it is asked to.
package struct Moody: Detector {
    package static let id = "moody"
    package static let summary = "Fails on demand."
    package static let fails = Parameter<Bool>("fails", standard: false, "Whether fitting fails.")
    package static let parameters: ParameterList = [fails]

    let fails: Bool

    package init(_ parameters: ParameterSet) { fails = parameters[Self.fails] }

    package func fit(_ matrix: InteractionMatrix, _ context: FitContext) throws -> any FittedDetector {
        if fails { throw DetectorError("in no mood to fit") }
        return try Popularity(Popularity.parameters.standard).fit(matrix, context)
    }

    package func restore(_ tensors: [String: Matrix<Float>], for matrix: InteractionMatrix) throws -> any FittedDetector
    {
        try Popularity(Popularity.parameters.standard).restore(tensors, for: matrix)
    }
}

extension StudyComponents {
    package static let test = StudyComponents(detectors: Detectors.standard.adding(Moody.self))
}
