public import AccessLogs

extension LogImporter {
    /// Passes on the accesses of a log that was imported before, filtered as this import asks.
    ///
    /// - Parameters:
    ///   - name: what the summary calls the log.
    ///   - progress: takes the fraction of the accesses that are done, at most every few thousand accesses, and returns
    ///     whether to continue.
    ///   - onAccess: takes the accesses that are kept.
    /// - Throws: ``FileError`` where an option cannot be met; `CancellationError` where `progress` ends the
    ///   import; what `onAccess` throws.
    public func run(
        _ log: AccessLog, named name: String, progress: (Double) -> Bool = { _ in true },
        onAccess: (AccessEvent) throws -> Void
    ) throws -> ImportSummary {
        let filters = try filters.chosen(by: options)
        var summary = ImportSummary()
        summary.dropped = filters.ids.map { ImportSummary.Dropped(filter: $0, count: 0) }
        for index in 0..<log.count {
            if index % 4096 == 0, !progress(Double(index) / Double(log.count)) { throw CancellationError() }
            let access = log.access(at: index)
            let index = filters.firstDropping(filters.verdict(on: access))
            if index < summary.dropped.count {
                summary.dropped[index].count += 1
            } else {
                summary.accessesKept += 1
                try onAccess(access)
            }
        }
        summary.recordsRead = log.count
        summary.tableRows = log.count
        summary.files = [ImportSummary.File(name: name, format: "dataset", records: log.count, malformed: 0)]
        return summary
    }
}
