import Evaluation
import GRDB

/// A row of the table `figure`: the measurement of one start in one replicate.
struct FigureRecord: Encodable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "figure"

    let trial: Int
    let phase: String
    let replicate: Int
    let initialization: Int
    let slice: String
    let metric: String
    /// The value, or why there is none: one of the two.
    let value: Double?
    let reason: String?
    let low: Double?
    let high: Double?
    let method: String?

    enum Columns {
        static let trial = Column("trial")
        static let phase = Column("phase")
        static let replicate = Column("replicate")
        static let initialization = Column("initialization")
        static let slice = Column("slice")
        static let metric = Column("metric")
    }

    init(_ item: ReplicateMeasurement, trial: Int, phase: TrialPhase) {
        self.trial = trial
        self.phase = phase.description
        replicate = item.replicate
        initialization = item.initialization
        slice = item.measurement.slice
        metric = item.measurement.metric
        switch item.measurement.value {
        // What could not be read again is not stored as a number.
        case .defined(let number) where abs(number) <= StoredRow.largest: (value, reason) = (number, nil)
        case .defined(let number): (value, reason) = (nil, "\(number) is no measurement")
        case .undefined, .never: (value, reason) = (nil, item.measurement.value.reason)
        }
        low = item.measurement.interval?.lowerBound
        high = item.measurement.interval?.upperBound
        method = item.measurement.method
    }

    init(row: Row) throws {
        let row = StoredRow(row, of: Self.databaseTableName)
        trial = try row.integer("trial", in: 0...)
        phase = try row.text("phase")
        replicate = try row.integer("replicate", in: 0...)
        // The first version had only one start.
        initialization = try row.optionalInteger("initialization", in: 0...) ?? 0
        slice = try row.text("slice")
        metric = try row.text("metric")
        value = try row.optionalNumber("value")
        reason = try row.optionalText("reason")
        low = try row.optionalNumber("low")
        high = try row.optionalNumber("high", orInfinity: true)
        method = try row.optionalText("method")
    }

    /// The measurement that the row stands for.
    ///
    /// - Throws: ``StoreDamage`` where it is neither a value nor the reason why there is none, or its interval is none.
    var measurement: ReplicateMeasurement {
        get throws {
            ReplicateMeasurement(
                replicate: replicate, initialization: initialization,
                measurement: Evaluation.Measurement(
                    metric: metric, slice: slice, value: try metricValue, interval: try interval, method: method))
        }
    }

    private var metricValue: MetricValue {
        get throws {
            switch (value, reason) {
            case (let number?, nil): .defined(number)
            case (nil, let reason?): MetricValue(reason: reason)
            default: throw StoreDamage("value in figure must be there, or the reason why it is not")
            }
        }
    }

    private var interval: ClosedRange<Double>? {
        get throws {
            switch (low, high) {
            case (nil, nil): nil
            case (let low?, let high?) where low <= high: low...high
            default: throw StoreDamage("low or high in figure makes no interval")
            }
        }
    }
}
