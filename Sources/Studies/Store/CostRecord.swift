import GRDB

/// A row of the table `cost`: what a replicate of a chosen trial cost on the sealed test.
struct CostRecord: Encodable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "cost"

    let trial: Int
    let replicate: Int
    let fitSeconds: Double
    let scoresPerSecond: Double
    let peakMemoryBytes: Int?
    let modelBytes: Int

    private enum CodingKeys: String, CodingKey {
        case trial, replicate
        case fitSeconds = "fit_seconds"
        case scoresPerSecond = "scores_per_second"
        case peakMemoryBytes = "peak_memory_bytes"
        case modelBytes = "model_bytes"
    }

    enum Columns {
        static let trial = Column("trial")
        static let replicate = Column("replicate")
    }

    init(_ cost: FitCost, trial: Int, replicate: Int) {
        self.trial = trial
        self.replicate = replicate
        fitSeconds = cost.fitSeconds
        scoresPerSecond = cost.scoresPerSecond
        peakMemoryBytes = cost.peakMemoryBytes
        modelBytes = cost.modelBytes
    }

    init(row: Row) throws {
        let row = StoredRow(row, of: Self.databaseTableName)
        trial = try row.integer("trial", in: 0...)
        replicate = try row.integer("replicate", in: 0...)
        fitSeconds = try row.number("fit_seconds")
        scoresPerSecond = try row.number("scores_per_second")
        peakMemoryBytes = try row.optionalInteger("peak_memory_bytes", in: 0...)
        modelBytes = try row.integer("model_bytes", in: 0...)
        guard fitSeconds >= 0, scoresPerSecond >= 0 else {
            throw row.damage("a time", "of trial \(trial) is negative")
        }
    }

    var cost: FitCost {
        FitCost(
            fitSeconds: fitSeconds, scoresPerSecond: scoresPerSecond, peakMemoryBytes: peakMemoryBytes,
            modelBytes: modelBytes)
    }
}
