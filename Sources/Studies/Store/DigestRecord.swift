import GRDB

/// A row of the table `digest`: the digest of what was stored of a trial in one phase.
struct DigestRecord: Encodable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "digest"

    let trial: Int
    let phase: String
    let sha256: String

    enum Columns {
        static let trial = Column("trial")
        static let phase = Column("phase")
    }

    init(trial: Int, phase: TrialPhase, sha256: String) {
        self.trial = trial
        self.phase = phase.description
        self.sha256 = sha256
    }

    init(row: Row) throws {
        let row = StoredRow(row, of: Self.databaseTableName)
        trial = try row.integer("trial", in: 0...)
        phase = try row.text("phase")
        sha256 = try row.text("sha256")
    }
}
