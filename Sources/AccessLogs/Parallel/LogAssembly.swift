/// Makes one log of what workers find in the inputs, in the order of the inputs.
final class LogAssembly {
    /// A chunk of the inputs.
    enum Chunk {
        /// Every log in a file.
        case file(LogInput)
        case part(DividedLog, Int)
    }

    private var intake: RecordIntake
    private var accesses = AccessLog()
    private var budget: NameBudget
    private let reading: LogReading
    /// What the numbers of each builder mean; the last is of the builder that reads parts again.
    private var builders: [BuilderNames]
    /// The log that is being merged.
    private var log = ""
    /// The line ends in the parts of the log that have been merged.
    private var lineEnds = 0
    /// Where the next part of the log has to begin; nil before the first.
    private var nextOffset: Int64?
    /// Whether the part that is being merged does not begin at ``nextOffset``.
    private var isAstray = false
    /// Whether a part of the log failed, so that what follows it does not count.
    private var isAbandoned = false

    /// The accounts and resources that a builder has met, and their indices in the log; negative before their first
    /// access that is kept.
    private struct BuilderNames {
        var users: [RecordBatch.User] = []
        var userIndices: [Int32] = []
        var resources: [TenantName] = []
        var resourceIndices: [Int32] = []

        mutating func index(ofUser number: Int32, in log: inout AccessLog) -> Int32 {
            let known = userIndices[Int(number)]
            guard known < 0 else { return known }
            let user = users[Int(number)]
            userIndices[Int(number)] = log.index(ofUser: user.name, sid: user.sid)
            return userIndices[Int(number)]
        }

        mutating func index(ofResource number: Int32, in log: inout AccessLog) -> Int32 {
            let known = resourceIndices[Int(number)]
            guard known < 0 else { return known }
            resourceIndices[Int(number)] = log.index(ofResource: resources[Int(number)])
            return resourceIndices[Int(number)]
        }
    }

    /// - Parameter builders: the number of builders.
    init(_ reading: LogReading, builders: Int) {
        intake = RecordIntake(reading)
        self.reading = reading
        budget = NameBudget(reading.limits)
        self.builders = Array(repeating: BuilderNames(), count: builders + 1)
    }

    /// The log of all that was merged, and what was found, at the end.
    func finish() throws -> (log: AccessLog, summary: ImportSummary) { (accesses, try intake.finish()) }

    func leaveOut(_ inputs: [UnreadInput]) throws { try intake.leaveOut(inputs) }

    func merge(_ piece: ImportPiece, of chunk: Chunk) throws {
        if case .file = chunk { isAbandoned = false }
        switch piece {
        case .log(let name, let format):
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
            if case .part = chunk { isAbandoned = true }
            try intake.takeFailure(error, of: file)
        case .damage(let damage, let location):
            try intake.takeDamage(damage, at: location)
        case .stretchBegins(let offset):
            isAstray = nextOffset.map { $0 != offset } ?? false
        case .records(let batch):
            register(batch)
            if !isAstray && !isAbandoned { try merge(batch) }
        case .stretchEnds(let offset, let count):
            if isAbandoned { return }
            if isAstray { return try reread(chunk) }
            reserve(for: chunk, upTo: offset)
            try reading.meter.advance(Int(offset - (nextOffset ?? 0)))
            nextOffset = offset
            lineEnds += count
        }
    }

    /// Makes room for the accesses of a whole log, estimated from its first part. An estimate that is too high takes
    /// addresses, not memory.
    private func reserve(for chunk: Chunk, upTo offset: Int64) {
        guard case .part(let log, 0) = chunk, offset > 0 else { return }
        func estimate(_ count: Int) -> Int {
            Int(min(Self.largestReserve, 1.05 * Double(log.file.size) / Double(offset) * Double(count)))
        }
        accesses.reserveCapacity(estimate(accesses.count))
        intake.reserveCapacity(estimate(intake.summary.recordsRead))
    }

    /// Reads a part again that began within a record of the part before.
    private func reread(_ chunk: Chunk) throws {
        isAstray = false
        guard case .part(let log, let part) = chunk, let nextOffset else { return }
        let end = log.range(ofPart: part).upperBound
        // The record may be longer than the part.
        guard nextOffset < end else { return }
        builders[builders.count - 1] = BuilderNames()
        let builder = BatchBuilder(number: builders.count - 1, reading) { [unowned self] in try merge($0, of: chunk) }
        try reading.read(log, in: nextOffset..<end, isFirst: false, isExact: true, into: builder)
    }

    private func register(_ batch: RecordBatch) {
        if batch.startsOver { builders[batch.builder] = BuilderNames() }
        builders[batch.builder].users += batch.users
        builders[batch.builder].userIndices += repeatElement(-1, count: batch.users.count)
        builders[batch.builder].resources += batch.resources
        builders[batch.builder].resourceIndices += repeatElement(-1, count: batch.resources.count)
    }

    private func merge(_ batch: RecordBatch) throws {
        intake.count(batch.count)
        for record in batch.malformed {
            try intake.takeMalformed(record.reason, at: SourceLocation(file: log, line: lineEnds + record.line))
        }
        intake.countMalformed(batch.malformedCount - batch.malformed.count, in: log)
        Self.keep(
            batch, &intake, &builders[batch.builder], &accesses,
            includingObjectChecks: reading.options.includeObjectChecks)
        intake.countOther(batch.count - batch.malformedCount - batch.records.count)
        try budget.check(accesses)
    }

    private static func keep(
        _ batch: RecordBatch, _ intake: inout RecordIntake, _ names: inout BuilderNames, _ accesses: inout AccessLog,
        includingObjectChecks: Bool
    ) {
        var session = 0
        var kept: [AccessLog.Row] = []
        kept.reserveCapacity(batch.records.count)
        for (index, record) in batch.records.enumerated() {
            if index + lead < batch.records.count { intake.prefetch(batch.records[index + lead].fingerprint) }
            var own: RecordFingerprint?
            if record.kind == .objectCheck && includingObjectChecks {
                own = batch.sessions[session]
                session += 1
            }
            let fingerprint = record.hasFingerprint ? record.fingerprint : nil
            if intake.admit(record.kind, record.verdict, fingerprint: fingerprint, session: own) {
                kept.append(
                    AccessLog.Row(
                        user: names.index(ofUser: record.user, in: &accesses),
                        resource: names.index(ofResource: record.resource, in: &accesses),
                        microseconds: record.microseconds, weight: record.weight, outcome: record.outcome))
            }
        }
        accesses.append(contentsOf: kept)
    }

    /// The most accesses for which room is made.
    private static let largestReserve = 6.4e7

    /// How many records ahead slots are prefetched.
    private static let lead = 24
}
