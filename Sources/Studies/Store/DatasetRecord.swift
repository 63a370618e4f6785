import GRDB

/// A row of the table `dataset`: the digest of the data that measurements were made on. The first one stays.
struct DatasetRecord: Encodable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "dataset"
    static let persistenceConflictPolicy = PersistenceConflictPolicy(insert: .ignore)

    let name: String
    let digest: String

    init(name: String, digest: String) {
        self.name = name
        self.digest = digest
    }

    init(row: Row) throws {
        let row = StoredRow(row, of: Self.databaseTableName)
        name = try row.text("name")
        digest = try row.text("digest")
    }
}
