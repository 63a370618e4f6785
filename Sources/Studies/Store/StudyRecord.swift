import GRDB

/// The one row of the table `study`: the resolved specification that the store belongs to.
struct StudyRecord: Encodable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "study"

    var id = 1
    let specification: String

    init(specification: String) {
        self.specification = specification
    }

    init(row: Row) throws {
        specification = try StoredRow(row, of: Self.databaseTableName).text("specification")
    }
}
