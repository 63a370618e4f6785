import Files
package import LogImport
import Statistics

extension LogInspection {
    /// What people read of an inspected log.
    package var document: Document {
        var facts = [Block.Fact("format", format.map { "\($0): \(summary)" } ?? summary)]
        if !columns.isEmpty { facts.append(.init("columns", columns.prefix(60).joined(separator: ", "))) }
        facts.append(
            .init(
                "records",
                "\(Number.grouped(records)) looked at, \(Number.grouped(otherRecords)) of them neither events 5140 or 5145 nor "
                    + "rows"))
        return Document(
            [Document.Section(name, [.facts(facts, nameWidth: width)])]
                + shown.map { record in
                    Document.Section(
                        "line \(record.line): \(record.kind)", [.facts(record.facts, nameWidth: width)])
                })
    }

    private var width: Int { "security identifier".count }
}

extension LogInspection.Record {
    fileprivate var facts: [Block.Fact] {
        var facts = fields.map { field in
            Block.Fact(field.field, field.value.excerpt(200) + (field.origin.map { "   from \($0)" } ?? ""))
        }
        if let access {
            facts.append(
                .init(
                    "access",
                    "\(access.user) to \(access.resource), \(access.time ?? "without a time"), \(access.outcome)"))
        }
        if let reason { facts.append(.init("does not count", reason)) }
        return facts
    }
}
