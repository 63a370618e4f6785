import AccessLogs
import Foundation
import Interactions
import LinearAlgebra

/// What is said to an external program: one JSON object a line.
enum ExternalRequest: Encodable {
    case fit(ExternalTrainingData)
    case score(batch: Int, users: [Int32], resources: [Int32])
    case end

    static let version = 1

    private enum Keys: String, CodingKey {
        case type, version, batch, users, resources, tenants, pairs, seed, options
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        switch self {
        case .fit(let data):
            try container.encode("fit", forKey: .type)
            try container.encode(Self.version, forKey: .version)
            try container.encode(data.matrix.users.names.map(\.name), forKey: .users)
            try container.encode(data.matrix.resources.names.map(\.name), forKey: .resources)
            try container.encode(data.matrix.tenants.map(TenantRanges.init), forKey: .tenants)
            try container.encode(TrainingPairs(data.matrix), forKey: .pairs)
            try container.encode(data.seed, forKey: .seed)
            try container.encode(data.options, forKey: .options)
        case .score(let batch, let users, let resources):
            try container.encode("score", forKey: .type)
            try container.encode(batch, forKey: .batch)
            try container.encode(users, forKey: .users)
            try container.encode(resources, forKey: .resources)
        case .end:
            try container.encode("end", forKey: .type)
        }
    }
}

/// What a program learns from.
struct ExternalTrainingData: Sendable {
    let matrix: InteractionMatrix
    let seed: UInt32
    let options: String
}

/// A tenant's rows and columns: first and one past the last.
private struct TenantRanges: Encodable {
    let name: String
    let users: [Int]
    let resources: [Int]

    init(_ tenant: InteractionMatrix.Tenant) {
        name = tenant.name
        users = [tenant.users.lowerBound, tenant.users.upperBound]
        resources = [tenant.resources.lowerBound, tenant.resources.upperBound]
    }
}

private struct TrainingPairs: Encodable {
    let users: [Int32]
    let resources: [Int32]
    let counts: [Float]

    init(_ matrix: InteractionMatrix) {
        users = (0..<matrix.users.count).flatMap { user in
            repeatElement(Int32(user), count: matrix.counts.range(ofRow: user).count)
        }
        resources = matrix.counts.columnIndices
        counts = matrix.counts.values
    }
}

/// What a program answers.
struct ExternalReply: Decodable {
    let type: String
    /// Of scores: the number of the batch that they belong to.
    let batch: Int?
    let scores: [Double?]?
    /// Of an error: what went wrong.
    let message: String?
}
