package import Files

/// A delimited file that has the data of an event in one column, as JSON, as XML or in the words that people see: Sentinel's
/// table WindowsEvent, EvtxECmd, the exports of Event Viewer and of `Get-WinEvent`, hayabusa and chainsaw.
package struct EventTextTableReader: TableReader {
    package static let id = "event-text-table"
    package static let summary =
        "CSV with an event's data in one column as JSON, XML or text (WindowsEvent, EvtxECmd, Event Viewer, "
        + "Get-WinEvent, hayabusa, chainsaw)"

    package init() {}

    package func recognizes(_ head: InputHead) -> Bool {
        head.header.map { EventColumns($0).haveTexts } ?? false
    }

    func rows(below header: TableHeader, of log: String, _ limits: InputLimits) throws -> TableRows? {
        let columns = EventColumns(header)
        let rows = try EventRows(header, columns, limits)
        return TableRows(header: header, headless: columns.headless) { rows.record($0) }
    }
}
