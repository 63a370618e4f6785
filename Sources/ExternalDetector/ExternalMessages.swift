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
            try container.encode(Pseudonyms.names("u", count: data.matrix.users.count), forKey: .users)
            try container.encode(Pseudonyms.names("r", count: data.matrix.resources.count), forKey: .resources)
            try container.encode(
                data.pseudonyms.tenants.enumerated().map { TenantRanges($1, number: $0) }, forKey: .tenants)
            try container.encode(TrainingPairs(data.matrix, under: data.pseudonyms), forKey: .pairs)
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
    let pseudonyms: Pseudonyms
    let seed: UInt32
    let options: String
}

/// A tenant's rows and columns: first and one past the last.
private struct TenantRanges: Encodable {
    let name: String
    let users: [Int]
    let resources: [Int]

    init(_ tenant: Pseudonyms.Tenant, number: Int) {
        name = "t\(number)"
        users = [tenant.users.lowerBound, tenant.users.upperBound]
        resources = [tenant.resources.lowerBound, tenant.resources.upperBound]
    }
}

/// The training pairs by the program's numbers, sorted.
private struct TrainingPairs: Encodable {
    let users: [Int32]
    let resources: [Int32]
    let counts: [Float]

    init(_ matrix: InteractionMatrix, under pseudonyms: Pseudonyms) {
        var pairs: [(user: Int32, resource: Int32, count: Float)] = []
        pairs.reserveCapacity(matrix.counts.count)
        for user in 0..<matrix.users.count {
            for index in matrix.counts.range(ofRow: user) {
                let resource = Int(matrix.counts.columnIndices[index])
                pairs.append(
                    (
                        pseudonyms.numberOfUser[user], pseudonyms.numberOfResource[resource],
                        matrix.counts.values[index]
                    ))
            }
        }
        pairs.sort { ($0.user, $0.resource) < ($1.user, $1.resource) }
        users = pairs.map(\.user)
        resources = pairs.map(\.resource)
        counts = pairs.map(\.count)
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
