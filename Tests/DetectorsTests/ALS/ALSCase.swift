import ContractTesting
@testable import Detectors
import Foundation
import Interactions
import LinearAlgebra
import Parameters
import Testing

/// A factorisation by alternating least squares, with the dense problem that it solves.
struct ALSCase: Sendable, CustomTestStringConvertible {
    var detector = "als-implicit"
    var parameters: [String: ParameterValue] = [:]
    var rank = 5
    var regularization = 1.0
    var exponent = 0.0
    /// c and p of a pair with a number of accesses, and of a pair without any.
    let observed: @Sendable (Double) -> (c: Double, p: Double)
    let other: (c: Double, p: Double)

    var testDescription: String {
        "\(detector) rank \(rank), λ \(regularization), ν \(exponent), "
            + parameters.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }

    /// Every loss, with every kind of value and of regularisation.
    static let all = [
        ALSCase(parameters: ["alpha": .real(4)], observed: { _ in (5, 1) }, other: (1, 0)),
        ALSCase(
            parameters: ["values": .string("counts"), "alpha": .real(3), "unobserved_weight": .real(0.2)], rank: 17,
            observed: { (1 + 3 * $0, 1) }, other: (0.2, 0)),
        ALSCase(
            parameters: ["unobserved_weight": .real(0.1), "alpha": .real(0)], regularization: 0.1, exponent: 1,
            observed: { _ in (1, 1) }, other: (0.1, 0)),
        ALSCase(
            parameters: ["values": .string("logarithm"), "log_scale": .real(0.5), "alpha": .real(6)], rank: 16,
            regularization: 0.3, exponent: 0.5, observed: { (1 + 6 * log(1 + $0 / 0.5), 1) }, other: (1, 0)),
        ALSCase(
            parameters: ["unobserved_weight": .real(0), "alpha": .real(1)], rank: 3, observed: { _ in (2, 1) },
            other: (0, 0)),
        ALSCase(
            detector: "als-explicit", parameters: ["values": .string("counts"), "negatives": .integer(0)], rank: 3,
            observed: { (1, $0) }, other: (0, 0)),
        ALSCase(
            detector: "als-explicit",
            parameters: [
                "values": .string("counts"), "negatives": .integer(1000), "negative_rating": .real(-0.5),
            ], rank: 27, regularization: 2, observed: { (1, $0) }, other: (1, -0.5)),
    ]

    static let implicit = all.filter { $0.detector == "als-implicit" }

    static let matrix = InteractionMatrix(randomAccesses(users: 24, resources: 22, count: 150))

    var isImplicit: Bool { detector == "als-implicit" }

    /// - Parameter changes: parameters that differ from the case's.
    func values(_ changes: [String: ParameterValue] = [:]) -> [String: ParameterValue] {
        parameters.merging([
            "rank": .integer(rank), "regularization": .real(regularization),
            "regularization_exponent": .real(exponent), "solver": .string("cholesky"),
        ]) { $1 }.merging(changes) { $1 }
    }

    func training(
        _ changes: [String: ParameterValue] = [:], on matrix: InteractionMatrix = Self.matrix,
        _ context: FitContext = .standard, from factors: [String: Matrix<Float>]? = nil
    ) throws -> ALSTraining {
        if isImplicit {
            let detector = try ALSImplicit(values(changes))
            if let factors { return try detector.training(on: matrix, context, from: factors) }
            return try detector.training(on: matrix, context)
        }
        let detector = try ALSExplicit(values(changes))
        if let factors { return try detector.training(on: matrix, context, from: factors) }
        return try detector.training(on: matrix, context)
    }

    func model(
        sweeps: Int, _ changes: [String: ParameterValue] = [:], on matrix: InteractionMatrix = Self.matrix
    ) throws -> ALSModel {
        var training = try training(changes, on: matrix)
        for _ in 0..<sweeps { try training.advance() }
        return try #require(training.fitted() as? ALSModel)
    }

    /// The dense problem, with the factors of a training.
    func oracle(_ training: ALSTraining, on matrix: InteractionMatrix = Self.matrix) -> DenseALS {
        let isSaturated = !isImplicit && other.c > 0
        var dense = DenseALS(
            matrix, start: training.resourceFactors, observed: observed, other: other,
            ridge: { observed, all in
                let terms = isSaturated ? Double(all) : Double(observed)
                return regularization * pow(terms + (isImplicit ? other.c : 0) * Double(all), exponent)
            })
        let factors = training.userFactors
        dense.users = (0..<factors.rows).map { row in (0..<factors.columns).map { Double(factors[row, $0]) } }
        return dense
    }
}
