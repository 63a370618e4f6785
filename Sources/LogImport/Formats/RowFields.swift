import CSimdJSON
import Files

/// The fields of a share event in the columns of a table, row by row.
final class RowFields {
    private let fields: UnsafeMutablePointer<accesslab_text>
    private let columns: [(field: Int, column: Int)]
    /// The texts of fields in quotes.
    private var unquoted: UnsafeMutableBufferPointer<UInt8>

    init(_ events: EventColumns) {
        columns = EventField.allCases.compactMap { field in
            events.columns[field].map { (Int(field.rawValue), $0) }
        }
        fields = .allocate(capacity: EventField.allCases.count)
        fields.initialize(repeating: accesslab_text(bytes: nil, length: 0), count: EventField.allCases.count)
        unquoted = Self.room(1 << 12)
    }

    deinit {
        fields.deallocate()
        unquoted.deallocate()
    }

    /// The fields of the row that was filled in last, by ``EventField``.
    var texts: UnsafePointer<accesslab_text> { UnsafePointer(fields) }

    subscript(field: EventField) -> UnsafeBufferPointer<UInt8> {
        let text = fields[Int(field.rawValue)]
        return UnsafeBufferPointer(start: text.bytes, count: text.length)
    }

    func fill(from row: DelimitedRow) {
        guard row.mayHaveQuotes else { return fillPlainly(from: row) }
        var end = 0
        for (field, column) in columns {
            guard row.hasQuotes(column) else {
                let bytes = row.bytes(column)
                fields[field] = accesslab_text(bytes: bytes.baseAddress, length: bytes.count)
                continue
            }
            if end == 0 { makeRoom(row.bytes.count) }
            let start = end
            row.unquote(column) {
                unquoted[end] = $0
                end += 1
            }
            fields[field] = accesslab_text(bytes: unquoted.baseAddress.map { $0 + start }, length: end - start)
        }
    }

    /// The same for a row without quotes, as nearly all are.
    private func fillPlainly(from row: DelimitedRow) {
        let base = row.base, ends = row.ends
        for (field, column) in columns {
            let start = column == 0 ? 0 : ends[column - 1] + 1
            fields[field] = accesslab_text(bytes: base + start, length: ends[column] - start)
        }
    }

    private func makeRoom(_ count: Int) {
        guard count + Self.padding > unquoted.count else { return }
        unquoted.deallocate()
        unquoted = Self.room(2 * count)
    }

    private static func room(_ count: Int) -> UnsafeMutableBufferPointer<UInt8> {
        let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: count + padding)
        room.initialize(repeating: 0)
        return room
    }

    /// What may be read behind a text.
    private static let padding = 16
}
