import Files

/// What the columns of a table of events hold, by their names.
struct EventColumns {
    /// The column of each field.
    private(set) var columns: [EventField: Int] = [:]
    /// The columns whose texts may hold the data of an event, as JSON, XML or for people.
    private(set) var texts: [Int] = []
    /// The columns of the path and the type of an object.
    private(set) var objects: [Int] = []
    /// The columns that tell the time, the one to be believed first, each with the zone of times that say none.
    private(set) var times: [(field: EventField, zone: RecordZone)] = []
    /// The number of fields of a row of Event Viewer's export, whose last column has no name.
    private(set) var headless: Int?

    init(_ header: TableHeader) {
        var ranks: [EventField: Int] = [:]
        for (index, name) in header.names.enumerated() {
            if let last = FieldNames.path(ColumnName(name).name).last, FieldNames.texts.contains(last) {
                texts.append(index)
            }
            if ["objectname", "objecttype"].contains(FieldNames.normalized(name)) { objects.append(index) }
            guard let meaning = FieldNames.meaning(ofColumn: name) else { continue }
            guard ranks[meaning.field].map({ meaning.rank < $0 }) ?? true else { continue }
            ranks[meaning.field] = meaning.rank
            columns[meaning.field] = index
        }
        for field in EventField.allCases {
            if let index = header.index(of: field.names) { columns[field] = index }
        }
        let isInUTC = header.names.contains { FieldNames.normalized($0) == FieldNames.markOfEvtxECmd }
        for field in EventField.times {
            guard let index = columns[field] else { continue }
            let name = ColumnName(header.names[index])
            times.append(
                (
                    field,
                    isInUTC
                        ? .utc : name.zone ?? FieldNames.zone(ofTimeAt: FieldNames.path(name.name), isProperty: true)
                ))
        }
        if texts.isEmpty, header.names.count == 5, columns[.eventID] != nil, columns[.keywords] != nil {
            headless = header.names.count + 1
        }
    }

    /// Whether rows say which event they are, and of which share.
    var haveShares: Bool { columns[.eventID] != nil && columns[.shareName] != nil && hasTime }

    /// Whether rows say which event they are, and the rest in a text.
    var haveTexts: Bool {
        columns[.eventID] != nil && columns[.shareName] == nil && hasTime && (!texts.isEmpty || headless != nil)
    }

    private var hasTime: Bool { !times.isEmpty }
}
