import AccessLogs
import Files

/// Makes batches of one worker's records.
final class BatchBuilder: RecordSink {
    // Nothing that it calls accesses this property; checking that for every record would take much time.
    @exclusivity(unchecked) private var compactor: RecordCompactor
    private let meter: ProgressMeter
    private let give: (ImportPiece) throws -> Void

    /// - Parameters:
    ///   - compactor: makes the batches.
    ///   - give: takes the pieces in their order.
    init(_ compactor: consuming RecordCompactor, meter: ProgressMeter, give: @escaping (ImportPiece) throws -> Void) {
        self.compactor = compactor
        self.meter = meter
        self.give = give
    }

    func begin(_ log: String, format: String?) throws {
        try flush()
        try give(.log(log, format: format))
    }

    func readDates(_ order: DateOrder?) throws {
        try flush()
        compactor.begin(order)
    }

    func passOver(_ log: String) throws {
        try flush()
        try give(.passedOver(log))
    }

    func leaveOut(_ input: UnreadInput) throws {
        try flush()
        try give(.leftOut(input))
    }

    func takeFailure(_ error: FileError, of file: String) throws {
        try flush()
        try give(.failure(error, file: file))
    }

    func takeDamage(_ damage: DamagedInput, at location: InputLocation) throws {
        try flush()
        try give(.damage(damage, location))
    }

    func beginPart(at offset: Int64) throws {
        try give(.partBegins(offset))
    }

    func endPart(at offset: Int64, lineEnds: Int) throws {
        try flush()
        try give(.partEnds(offset, lineEnds: lineEnds))
    }

    func rest() throws { try flush() }

    /// Gives what another builder has made.
    func pass(on piece: ImportPiece) throws { try give(piece) }

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
