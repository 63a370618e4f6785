import AccessLogs
import Files
package import Foundation

/// The folder into which the reference system saves a model in JSON form: `save(path, output_format="json")`.
///
/// It holds a folder for each table: `metadata_df` with the names of the columns and which other tables there are,
/// `history_access_df`, `user2component_mappings_df`, `res2component_mappings_df`, `user_feature_vector_mapping_df` and
/// `res_feature_vector_mapping_df`. Each has one JSON object a line. What the reference writes is read here, and what
/// is written here it loads with `AccessAnomalyModel.load(spark, path, output_format="json")`. Tenants, users and
/// resources are texts.
package enum ReferenceModelFormat {
    private enum Table {
        static let metadata = "metadata_df"
        static let history = "history_access_df"
        static let userComponents = "user2component_mappings_df"
        static let resourceComponents = "res2component_mappings_df"
        static let userVectors = "user_feature_vector_mapping_df"
        static let resourceVectors = "res_feature_vector_mapping_df"
    }

    private static let component = "component"

    /// Whether a folder looks like a model of the reference.
    package static func isModel(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent(Table.metadata).path)
    }

    /// Reads a model.
    ///
    /// - Throws: ``ReferenceModelError`` for a missing table or column, a number that is not finite, vectors of
    ///   different lengths, a repeated name, and whatever else is not as the reference writes it.
    package static func read(from folder: URL) throws -> ReferenceModel {
        let tables = ReferenceModelTables(in: folder)
        var metadata: [ReferenceModelTables.Row] = []
        try tables.forEachRow(of: Table.metadata) { row in
            guard metadata.isEmpty else { throw row.error(nil, "there is more than one row of metadata") }
            metadata.append(row)
        }
        guard let metadata = metadata.first else {
            throw ReferenceModelError(file: Table.metadata, reason: "there is no row")
        }
        let columns = try columns(metadata)
        func has(_ table: String) throws -> Bool { try metadata.boolean("has_" + table) }
        for table in [Table.userVectors, Table.resourceVectors] where try !has(table) {
            throw metadata.error("has_" + table, "must be true: a model without vectors scores nothing")
        }
        guard try has(Table.userComponents) == has(Table.resourceComponents) else {
            throw metadata.error(
                "has_" + Table.resourceComponents, "users and resources must both have components, or neither")
        }
        var length: Int?
        func vectors(_ table: String, name: String, vector: String) throws -> [TenantName: [Double]] {
            try named(table, columns.tenant, name, in: tables) { row in
                let values = try row.vector(vector)
                if let length, values.count != length {
                    throw row.error(vector, "has \(values.count) numbers, others have \(length)")
                }
                length = values.count
                return values
            }
        }
        func components(_ table: String, name: String) throws -> [TenantName: Int] {
            try named(table, columns.tenant, name, in: tables) { try $0.integer(component) }
        }
        return ReferenceModel(
            columns: columns,
            userVectors: try vectors(Table.userVectors, name: columns.user, vector: columns.userVector),
            resourceVectors: try vectors(Table.resourceVectors, name: columns.resource, vector: columns.resourceVector),
            components: try has(Table.userComponents)
                ? ReferenceModel.Components(
                    users: try components(Table.userComponents, name: columns.user),
                    resources: try components(Table.resourceComponents, name: columns.resource))
                : nil,
            history: try has(Table.history) ? try history(columns, in: tables) : nil)
    }

    /// Writes a model to a new folder, which appears complete or not at all.
    ///
    /// - Throws: ``ReferenceModelError`` where the folder exists, cannot be written, or the model holds vectors of
    ///   different lengths or numbers that are not finite.
    package static func write(_ model: ReferenceModel, to folder: URL) throws {
        let name = folder.lastPathComponent
        guard !FileManager.default.fileExists(atPath: folder.path) else {
            throw ReferenceModelError(file: name, reason: "exists already")
        }
        try check(model)
        do {
            try WholeFolder.write(to: folder, replacing: false, marker: Table.metadata) { partial in
                try writeTables(of: model, to: partial)
            }
        } catch {
            let reason = (error as? FileError)?.description ?? FileError.reason(error)
            throw ReferenceModelError(file: name, reason: "cannot be written: \(reason)")
        }
    }

    private static func check(_ model: ReferenceModel) throws {
        guard isUnambiguous(model.columns) else {
            throw ReferenceModelError(file: Table.metadata, reason: "two columns have the same name")
        }
        var length: Int?
        for (table, field, vectors) in [
            (Table.userVectors, model.columns.userVector, model.userVectors),
            (Table.resourceVectors, model.columns.resourceVector, model.resourceVectors),
        ] {
            guard !vectors.isEmpty else { throw ReferenceModelError(file: table, reason: "there is no vector") }
            for vector in vectors.values {
                guard vector.allSatisfy(\.isFinite) else {
                    throw ReferenceModelError(file: table, field: field, reason: "holds a number that is not finite")
                }
                guard vector.count == length ?? vector.count, vector.count >= 3 else {
                    throw ReferenceModelError(file: table, field: field, reason: "vectors have different lengths")
                }
                length = vector.count
            }
        }
    }

    private static func columns(_ metadata: ReferenceModelTables.Row) throws -> ReferenceModel.Columns {
        var columns = ReferenceModel.Columns()
        columns.tenant = try metadata.text("tenant_col")
        columns.user = try metadata.text("user_col")
        columns.userVector = try metadata.text("user_vec_col")
        columns.resource = try metadata.text("res_col")
        columns.resourceVector = try metadata.text("res_vec_col")
        columns.output = try metadata.text("output_col")
        guard isUnambiguous(columns) else { throw metadata.error(nil, "two columns have the same name") }
        return columns
    }

    private static func isUnambiguous(_ columns: ReferenceModel.Columns) -> Bool {
        Set([
            columns.tenant, columns.user, columns.resource, columns.userVector, columns.resourceVector, component,
        ]).count == 6
    }

    /// A table that gives each user or resource a value.
    private static func named<Value>(
        _ table: String, _ tenant: String, _ name: String, in tables: ReferenceModelTables,
        _ value: (ReferenceModelTables.Row) throws -> Value
    ) throws -> [TenantName: Value] {
        var values: [TenantName: Value] = [:]
        try tables.forEachRow(of: table) { row in
            let key = TenantName(tenant: try row.text(tenant), name: try row.text(name))
            guard values.updateValue(try value(row), forKey: key) == nil else {
                throw row.error(name, "'\(key.name)' occurs twice in its tenant")
            }
        }
        guard !values.isEmpty else { throw ReferenceModelError(file: table, reason: "there is no row") }
        return values
    }

    private static func history(
        _ columns: ReferenceModel.Columns, in tables: ReferenceModelTables
    ) throws -> Set<ReferenceModel.Access> {
        var history: Set<ReferenceModel.Access> = []
        try tables.forEachRow(of: Table.history) { row in
            history.insert(
                ReferenceModel.Access(
                    tenant: try row.text(columns.tenant), user: try row.text(columns.user),
                    resource: try row.text(columns.resource)))
        }
        return history
    }

    private static func writeTables(of model: ReferenceModel, to folder: URL) throws {
        typealias Value = ReferenceModelTables.Value
        let columns = model.columns
        func write<Element>(
            _ values: [TenantName: Element], name: String, value column: String, to table: String,
            _ value: (Element) -> Value
        ) throws {
            let rows = values.sorted { $0.key < $1.key }.map { key, element in
                [columns.tenant: Value.text(key.tenant), name: .text(key.name), column: value(element)]
            }
            try ReferenceModelTables.write(rows, to: table, in: folder)
        }
        let hasComponents = model.components != nil
        let metadata: [String: Value] = [
            "tenant_col": .text(columns.tenant), "user_col": .text(columns.user),
            "user_vec_col": .text(columns.userVector), "res_col": .text(columns.resource),
            "res_vec_col": .text(columns.resourceVector), "output_col": .text(columns.output),
            "has_" + Table.history: .boolean(model.history != nil),
            "has_" + Table.userComponents: .boolean(hasComponents),
            "has_" + Table.resourceComponents: .boolean(hasComponents),
            "has_" + Table.userVectors: .boolean(true), "has_" + Table.resourceVectors: .boolean(true),
        ]
        try ReferenceModelTables.write([metadata], to: Table.metadata, in: folder)
        try write(
            model.userVectors, name: columns.user, value: columns.userVector, to: Table.userVectors
        ) { .vector($0) }
        try write(
            model.resourceVectors, name: columns.resource, value: columns.resourceVector, to: Table.resourceVectors
        ) { .vector($0) }
        if let components = model.components {
            try write(components.users, name: columns.user, value: component, to: Table.userComponents) { .integer($0) }
            try write(components.resources, name: columns.resource, value: component, to: Table.resourceComponents) {
                .integer($0)
            }
        }
        if let history = model.history {
            try ReferenceModelTables.write(
                history.sorted().map {
                    [
                        columns.tenant: Value.text($0.tenant), columns.user: .text($0.user),
                        columns.resource: .text($0.resource),
                    ]
                }, to: Table.history, in: folder)
        }
    }
}
