package import AccessLogs
package import Files

/// Any delimited file, by a mapping of its columns.
package struct MappedTableReader: TableReader {
    package static let id = "mapped-table"
    package static let summary = "any delimited file, by the columns given for it"

    private let mapping: ColumnMapping

    package init(_ mapping: ColumnMapping) {
        self.mapping = mapping
    }

    /// Every text is recognised that is no JSON and no XML: the mapping says that delimited files are to be read by it.
    package func recognizes(_ head: InputHead) -> Bool {
        guard head.header != nil, let first = head.firstVisibleByte else { return false }
        return !"{[<".utf8.contains(first)
    }

    func rows(below header: TableHeader, of log: String, _ limits: InputLimits) throws -> TableRows? {
        func column(_ name: String) throws -> Int {
            if let index = header.names.firstIndex(of: name) ?? header.index(of: name) { return index }
            let nearest = header.names.min { $0.editDistance(to: name) < $1.editDistance(to: name) } ?? ""
            throw FileError(
                "there is no column \"\(name)\"; did you mean \"\(nearest.excerpt())\"? The columns are "
                    + header.names.prefix(40).map { $0.excerpt() }.joined(separator: ", ") + ".",
                at: InputLocation(file: log))
        }
        let columns = AccessColumns(
            user: try column(mapping.user), resource: try column(mapping.resource),
            time: try mapping.time.map(column), tenant: try mapping.tenant.map(column),
            count: try mapping.count.map(column), header: header)
        return TableRows(header: header) { columns.record($0) }
    }
}

extension String {
    /// How many letters have to be added, removed or changed to make another text of this one, whatever their case.
    fileprivate func editDistance(to other: String) -> Int {
        // Names whose lengths differ this much are not alike.
        let longest = 2 * other.count + 8
        guard count <= longest else { return count }
        let other = Array(other.lowercased())
        var previous = Array(0...other.count)
        for (row, letter) in lowercased().enumerated() {
            var current = [row + 1]
            for (column, otherLetter) in other.enumerated() {
                let change = previous[column] + (letter == otherLetter ? 0 : 1)
                current.append(Swift.min(change, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[other.count]
    }
}
