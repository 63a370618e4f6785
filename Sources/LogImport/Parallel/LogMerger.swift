import Files

/// Puts together what workers find in the inputs, in the order of the inputs.
final class LogMerger<Destination: AccessDestination> {
    private(set) var destination: Destination
    private var intake: RecordIntake
    private let run: ImportRun
    private let onShareEvent: ((ShareEvent, InputLocation) throws -> Void)?
    /// The number of the builder that reads parts again.
    private let rereader: Int
    /// The log that is being merged.
    private var log = ""
    /// The line ends in the parts of the log that have been merged.
    private var lineEnds = 0
    /// Where the next part of the log has to begin; nil before the first.
    private var nextOffset: Int64?
    /// Whether the part that is being merged does not begin at ``nextOffset``.
    private var isAstray = false
    /// Whether the part that is being merged has come to its end.
    private var hasEnded = true
    /// Whether the part that is being merged was read again: what the first reading says behind its records is wrong.
    private var wasReread = false
    /// What is wrong with the parts of the log, which is told behind its last record.
    private var damage: (damage: DamagedInput, location: InputLocation)?
    /// Whether a part of the log failed, so that what follows it does not count.
    private var isAbandoned = false

    /// - Parameters:
    ///   - rereader: a number that no other builder has.
    ///   - onShareEvent: takes every share event that could be parsed, before any filter.
    init(
        _ run: ImportRun, into destination: Destination, rereader: Int,
        onShareEvent: ((ShareEvent, InputLocation) throws -> Void)?
    ) {
        intake = run.intake()
        self.run = run
        self.destination = destination
        self.rereader = rereader
        self.onShareEvent = onShareEvent
    }

    /// What was found, at the end.
    ///
    /// - Throws: ``FileError`` where nothing could be read and some file failed.
    func finish() throws -> ImportSummary {
        try tellDamage()
        return try intake.finish()
    }

    /// Hands over what waits for the end of the import.
    ///
    /// - Throws: what the handlers throw.
    func finishDestination() throws { try destination.finish() }

    /// Takes note of what the folders among the inputs hold beside files.
    func leaveOut(_ inputs: [UnreadInput]) throws { try intake.leaveOut(inputs) }

    /// - Throws: ``FileError`` where the import ends with what a piece tells; what the handlers throw.
    func merge(_ piece: ImportPiece, of chunk: ImportChunk) throws {
        let isPart = if case .part = chunk { true } else { false }
        if !isPart {
            isAbandoned = false
            try tellDamage()
        }
        switch piece {
        case .log(let name, let format):
            try tellDamage()
            log = name
            lineEnds = 0
            nextOffset = nil
            isAstray = false
            isAbandoned = false
            try intake.begin(name, format: format)
        case .passedOver(let name):
            try intake.passOver(name)
        case .leftOut(let input):
            try intake.leaveOut(input)
        case .failure(let error, let file):
            if isAbandoned { return }
            if isAstray { return try reread(chunk) }
            if isPart { isAbandoned = true }
            try intake.takeFailure(error, of: file)
        case .damage(let damage, let location):
            guard isPart else { return try intake.takeDamage(damage, at: location) }
            if isAbandoned || wasReread { return }
            if isAstray { return try reread(chunk) }
            hold(damage, location)
            // The log breaks off there.
            if !hasEnded { isAbandoned = true }
        case .partBegins(let offset):
            hasEnded = false
            isAstray = nextOffset.map { $0 != offset } ?? false
            wasReread = false
        case .records(let batch):
            destination.register(batch)
            if !isAstray && !isAbandoned { try merge(batch) }
        case .partEnds(let offset, let count):
            if isAbandoned { return }
            if isAstray { return try reread(chunk) }
            if case .part(let part) = chunk, case .file(let file) = part.place {
                if part.isFirst { reserve(for: file, upTo: offset) }
                try run.meter.advance(Int(offset - (nextOffset ?? 0)))
            }
            nextOffset = offset
            hasEnded = true
            lineEnds += count
        }
    }

    /// Keeps what is wrong with a part until the log's last record: the causes of all parts are told together.
    private func hold(_ damage: DamagedInput, _ location: InputLocation) {
        guard let held = self.damage, held.damage.reason == damage.reason else {
            if self.damage == nil { self.damage = (damage, location) }
            return
        }
        for cause in damage.causes { self.damage?.damage.add(cause) }
    }

    /// Tells that parts of the log are damaged, where they are.
    private func tellDamage() throws {
        guard let (damage, location) = damage else { return }
        self.damage = nil
        try intake.takeDamage(damage, at: location)
    }

    /// Makes room for the accesses of a whole log, estimated from its first part. An estimate that is too high takes
    /// addresses, not memory.
    private func reserve(for file: ReadableFile, upTo offset: Int64) {
        guard offset > 0 else { return }
        let factor = 1.05 * Double(file.size) / Double(offset)
        destination.reserveCapacity(times: factor)
        intake.reserveCapacity(times: factor)
    }

    /// Reads a part again that began within a record of the part before.
    private func reread(_ chunk: ImportChunk) throws {
        isAstray = false
        defer { wasReread = true }
        guard case .part(let part) = chunk, let nextOffset else { return }
        // The record may be longer than the part.
        guard nextOffset < part.range.upperBound else { return }
        let builder = run.builder(number: rereader) { [unowned self] in try merge($0, of: chunk) }
        try run.read(part, in: nextOffset..<part.range.upperBound, isExact: true, into: builder)
    }

    private func merge(_ batch: RecordBatch) throws {
        intake.count(batch.count)
        for record in batch.malformed {
            try intake.takeMalformed(record.reason, at: InputLocation(file: log, line: lineEnds + record.line))
        }
        intake.countMalformed(batch.malformedCount - batch.malformed.count, in: log)
        intake.note(batch.remarks)
        for record in batch.unclear {
            intake.takeUnclear(record.reason, at: InputLocation(file: log, line: lineEnds + record.line))
        }
        if let onShareEvent {
            for located in batch.shareEvents {
                try onShareEvent(located.event, InputLocation(file: log, line: lineEnds + located.line))
            }
        }
        try destination.take(batch, admittedBy: &intake)
        intake.countOther(batch.count - batch.malformedCount - batch.records.count)
    }
}
