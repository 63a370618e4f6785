import Detectors
import LinearAlgebra
import Statistics

/// What a program's model is made from beside the data, and all that is stored of it.
struct ExternalSeeds: Sendable {
    /// The program's own.
    let program: UInt32
    /// That of the names and the order that it is told, which it is not given.
    let pseudonyms: Seed

    init(program: UInt32, pseudonyms: Seed) {
        self.program = program
        self.pseudonyms = pseudonyms
    }

    /// - Throws: `DetectorError` where a tensor is missing or does not hold parts of 16 bits.
    init(_ tensors: [String: Matrix<Float>]) throws(DetectorError) {
        program = UInt32(truncatingIfNeeded: try Self.number("seed", parts: 2, of: tensors))
        pseudonyms = Seed(try Self.number("pseudonyms", parts: 4, of: tensors))
    }

    /// The seeds in parts of 16 bits, the highest first, which a float holds exactly.
    var tensors: [String: Matrix<Float>] {
        [
            "seed": Self.tensor(UInt64(program), parts: 2),
            "pseudonyms": Self.tensor(pseudonyms.value, parts: 4),
        ]
    }

    private static func tensor(_ number: UInt64, parts: Int) -> Matrix<Float> {
        Matrix(
            rows: 1, columns: parts,
            elements: (0..<parts).reversed().map { Float((number >> (16 * UInt64($0))) & 0xffff) })
    }

    private static func number(
        _ name: String, parts: Int, of tensors: [String: Matrix<Float>]
    ) throws(DetectorError) -> UInt64 {
        guard let tensor = tensors[name], (tensor.rows, tensor.columns) == (1, parts) else {
            throw DetectorError("the model lacks the tensor '\(name)', \(parts) whole numbers below 65536")
        }
        var number: UInt64 = 0
        for element in tensor.elements {
            guard let part = UInt16(exactly: element) else {
                throw DetectorError("the model's tensor '\(name)' holds a number that is not whole and below 65536")
            }
            number = number << 16 | UInt64(part)
        }
        return number
    }
}
