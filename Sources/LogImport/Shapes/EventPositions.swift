/// The places of the values of events 5140 and 5145 in Windows' own definition of them, for logs that leave out the names.
enum EventPositions {
    /// The fields by their places; nil where the number of values is that of no known version, or they do not look like
    /// the event's.
    static func fields(of kind: ShareEvent.Kind, _ values: [String]) -> [(field: EventField, value: String)]? {
        let names: [EventField?]
        switch (kind, values.count) {
        case (.shareAccessed, 7...8):
            // Version 0, of Windows Vista and Server 2008.
            names = subject + [.ipAddress, .ipPort, .shareName]
        case (.shareAccessed, 10...12):
            names = subject + [nil, .ipAddress, .ipPort, .shareName, .shareLocalPath, .accessMask]
        case (.objectChecked, 11...14):
            names =
                subject + [nil, .ipAddress, .ipPort, .shareName, .shareLocalPath, .relativeTargetName, .accessMask]
        default:
            return nil
        }
        let found = zip(names, values).compactMap { name, value in name.map { (field: $0, value: value) } }
        let share = found.first { $0.field == .shareName }?.value ?? ""
        return share.contains("\\") ? found : nil
    }

    private static let subject: [EventField?] = [
        .subjectUserSID, .subjectUserName, .subjectDomainName, .subjectLogonID,
    ]
}
