import AccessLogs
import Detectors
import Foundation
import Parameters
import Testing

/// Results of the original program, which are kept beside the checkout, where they are.
struct ReferenceGolden: Sendable, CustomTestStringConvertible {
    static let folder: URL = {
        if let folder = ProcessInfo.processInfo.environment["ACCESSLAB_SHARED"] {
            return URL(filePath: folder).appending(path: "golden")
        }
        var folder = URL(filePath: #filePath)
        let files = FileManager.default
        // Beside the checkout, or beside a folder that it lies in.
        while folder.pathComponents.count > 1 {
            folder.deleteLastPathComponent()
            let candidate = folder.deletingLastPathComponent().appending(path: "shared/golden")
            if files.fileExists(atPath: candidate.path) { return candidate }
        }
        return URL(filePath: "shared/golden")
    }()

    static let isPresent = FileManager.default.fileExists(atPath: folder.appending(path: "README.md").path)
    static let absence = Comment("the folder shared/golden is not there")

    /// Every run that was recorded.
    static let all: [ReferenceGolden] = [
        ReferenceGolden("factory_default", "implicit"),
        ReferenceGolden("factory_default", "explicit", parameters: ["mode": .string("explicit")]),
        ReferenceGolden("factory_three_components", "implicit"),
        ReferenceGolden("factory_notebook", "implicit_maxIter25"),
        ReferenceGolden("factory_notebook", "implicit_maxIter100", parameters: ["iterations": .integer(100)]),
        ReferenceGolden("handmade", "implicit_joint", parameters: ["rank": .integer(4)]),
        ReferenceGolden(
            "handmade", "explicit_joint", parameters: ["rank": .integer(4), "mode": .string("explicit")]),
        ReferenceGolden(
            "handmade", "implicit_separate", parameters: ["rank": .integer(4), "separate_tenants": .boolean(true)]),
        ReferenceGolden("handmade", "implicit_A_only", parameters: ["rank": .integer(4)], tenant: "A"),
        ReferenceGolden(
            "handmade", "implicit_A_alpha40_reg0.1",
            parameters: ["rank": .integer(4), "alpha": .real(40), "regularization": .real(0.1)], tenant: "A"),
        ReferenceGolden(
            "handmade", "implicit_A_history_without_frank", parameters: ["rank": .integer(4)], tenant: "A",
            hasHistory: true),
    ]

    let data: String
    let run: String
    let parameters: [String: ParameterValue]
    /// The only tenant of the run; nil for all.
    let tenant: String?
    let hasHistory: Bool

    init(
        _ data: String, _ run: String, parameters: [String: ParameterValue] = [:], tenant: String? = nil,
        hasHistory: Bool = false
    ) {
        self.data = data
        self.run = run
        self.parameters = parameters
        self.tenant = tenant
        self.hasHistory = hasHistory
    }

    var testDescription: String { data + "/" + run }
    var isExplicit: Bool { parameters["mode"] == .string("explicit") }
    var isSeparate: Bool { parameters["separate_tenants"] == .boolean(true) }

    /// The rows of a file, each by its columns; none where the run has no such file.
    private func rows(_ path: String) throws -> [[String]] {
        let url = Self.folder.appending(path: path)
        guard FileManager.default.fileExists(atPath: url.path) else { return [] }
        return try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }

    func table() throws -> LikelihoodTable { try LikelihoodTable(rows()) }

    /// The rows of the training table.
    func rows() throws -> [LikelihoodTable.Row] {
        try rows("\(data)/training.csv").filter { tenant == nil || $0[0] == tenant }.map {
            LikelihoodTable.Row(
                tenant: $0[0], user: $0[1], resource: $0[2], likelihood: try #require(Double($0[3])))
        }
    }

    func history() throws -> Set<ReferenceModel.Access>? {
        guard hasHistory else { return nil }
        return Set(
            try rows("\(data)/history.csv").map {
                ReferenceModel.Access(tenant: $0[0], user: $0[1], resource: $0[2])
            })
    }

    /// The tenant, the two indices from one and the rating of each row that was factorised.
    func enriched() throws -> [(tenant: String, user: Int, resource: Int, rating: Double)] {
        try rows("\(data)/\(run)/enriched_indexed.csv").map {
            ($0[0], try #require(Int($0[1])), try #require(Int($0[2])), try #require(Double($0[3])))
        }
    }

    /// Mean and standard deviation by tenant.
    func norms() throws -> [String: (mean: Double, deviation: Double)] {
        var norms: [String: (mean: Double, deviation: Double)] = [:]
        for row in try rows("\(data)/\(run)/norm.csv") {
            norms[row[0]] = (try #require(Double(row[1])), try #require(Double(row[2])))
        }
        return norms
    }

    /// Factors of a side after an iteration (0 for the start), by the number of user or resource.
    ///
    /// - Parameter tenant: the tenant's index, where each tenant was factorised by itself.
    func trace(side: String, iteration: Int, tenant: Int? = nil) throws -> [Int: [Double]] {
        let suffix = tenant.map { "_t\($0)" } ?? ""
        var factors: [Int: [Double]] = [:]
        for row in try rows("\(data)/\(run)/als_trace\(suffix).csv")
        where row[0] == String(iteration) && row[1] == side {
            factors[try #require(Int(row[2]))] = try row[3...].map { try #require(Double($0)) }
        }
        return factors
    }

    /// The vectors of a side, by tenant and name.
    func vectors(_ side: String) throws -> [TenantName: [Double]] {
        var vectors: [TenantName: [Double]] = [:]
        for row in try rows("\(data)/\(run)/\(side)_vectors.csv") {
            vectors[TenantName(tenant: row[0], name: row[1])] = try row[2...].map { try #require(Double($0)) }
        }
        return vectors
    }

    func components(_ side: String) throws -> [TenantName: Int] {
        var components: [TenantName: Int] = [:]
        for row in try rows("\(data)/\(run)/\(side)_components.csv") {
            let component = try #require(Int(row[2]))
            components[TenantName(tenant: row[0], name: row[1])] = component
        }
        return components
    }

    /// Accesses with their scores; nil for a null.
    func scores(_ file: String) throws -> [(access: ReferenceModel.Access, score: Double?)] {
        try rows("\(data)/\(run)/scores_\(file).csv").map { row in
            let access = ReferenceModel.Access(tenant: row[0], user: row[1], resource: row[2])
            if row[4] == "null" { return (access, nil) }
            let score = try #require(Double(row[4]))
            return (access, score)
        }
    }
}
