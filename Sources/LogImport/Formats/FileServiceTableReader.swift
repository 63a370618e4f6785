package import Files

/// A delimited file in the columns of Azure Files' table `StorageFileLogs` or of Microsoft Defender's `DeviceFileEvents`.
package struct FileServiceTableReader: TableReader {
    package static let id = "file-service-table"
    package static let summary = "CSV in the columns of StorageFileLogs (Azure Files) or DeviceFileEvents (Defender)"

    package init() {}

    package func recognizes(_ head: InputHead) -> Bool {
        head.header.map { FileServiceEvent.hasColumns($0.names) } ?? false
    }

    func rows(below header: TableHeader, of log: String, _ limits: InputLimits) -> TableRows? {
        let columns = header.names.map(ColumnName.init), names = columns.map { FieldNames.normalized($0.name) }
        let zone = zip(names, columns).first { FileServiceEvent.times.contains($0.0) && $0.1.zone != nil }?.1.zone
        return TableRows(header: header) { row in
            var values: [String: String] = [:]
            for (index, name) in names.enumerated() where values[name] == nil {
                values[name] = row.text(index).trimmingSpaces()
            }
            return FileServiceEvent(values, zone: zone)?.record(bytes: row.bytes, place: 0) ?? .other
        }
    }
}
