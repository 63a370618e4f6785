/// Makes batches of one worker's records.
final class BatchBuilder: RecordSink {
    // Nothing that it calls accesses this property; checking that for every record would take much time.
    @exclusivity(unchecked) private var compactor: RecordCompactor
    private let meter: ProgressMeter
    private let give: (ImportPiece) throws -> Void

    /// - Parameters:
    ///   - number: the builder's own.
    ///   - give: takes the pieces in their order.
    init(number: Int, _ reading: LogReading, give: @escaping (ImportPiece) throws -> Void) {
        compactor = RecordCompactor(number: number, reading)
        meter = reading.meter
        self.give = give
    }

    func begin(_ log: String, format: String?) throws {
        try flush()
        try give(.log(log, format: format))
    }

    func passOver(_ log: String) throws {
        try flush()
        try give(.passedOver(log))
    }

    func leaveOut(_ input: UnreadInput) throws {
        try flush()
        try give(.leftOut(input))
    }

    func takeFailure(_ error: AccessLogError, of file: String) throws {
        try flush()
        try give(.failure(error, file: file))
    }

    func takeDamage(_ damage: DamagedInput, at location: SourceLocation) throws {
        try flush()
        try give(.damage(damage, location))
    }

    func beginStretch(at offset: Int64) throws {
        try give(.stretchBegins(offset))
    }

    func endStretch(at offset: Int64, lineEnds: Int) throws {
        try flush()
        try give(.stretchEnds(offset, lineEnds: lineEnds))
    }

    /// Gives what there is.
    func flush() throws {
        if let batch = compactor.batch() { try give(.records(batch)) }
    }

    func take(_ record: LogRecord, line: Int) throws {
        guard compactor.take(record, line: line) else { return }
        try meter.advance()
        try flush()
    }
}
