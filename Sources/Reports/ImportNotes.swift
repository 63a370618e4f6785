import LogImport
import Statistics

/// What an import assumed that the logs do not say, in words.
enum ImportNotes {
    static func assumptions(_ summary: ImportSummary) -> [String] {
        let remarks = summary.remarks
        var notes: [String] = []
        if remarks.zoneless > 0 {
            notes.append(
                "\(Number.counted(remarks.zoneless, "time")) without a zone: taken as of the zone that --time-zone names"
            )
        }
        if remarks.withoutComputer > 0 {
            notes.append(
                "\(Number.counted(remarks.withoutComputer, "event")) without a computer's name: equal shares of several "
                    + "computers are one resource; --resource share says so on purpose")
        }
        if remarks.withoutLogonID > 0 {
            notes.append(
                "\(Number.counted(remarks.withoutLogonID, "event")) 5145 without a logon id: those of one account, share, "
                    + "outcome and day count as one access")
        }
        if remarks.pathlessDeletions > 0 {
            notes.append(
                "\(Number.counted(remarks.pathlessDeletions, "event")) 4660 without a path, which do not count: what is deleted is "
                    + "opened before, and that event 4656 or 4663 counts")
        }
        return notes
    }

    /// What was found in unused room; nil where nothing was.
    static func carved(_ summary: ImportSummary) -> String? {
        let remarks = summary.remarks
        guard remarks.carved > 0 else { return nil }
        let records = "\(Number.counted(remarks.carved, "record")) from the unused room of binary event logs"
        guard remarks.spoiledRemains > 0 else { return records }
        return records + ", of which \(Number.grouped(remarks.spoiledRemains)) cannot be understood and do not count"
    }

    static func joins(_ summary: ImportSummary) -> [String] {
        var notes: [String] = []
        if summary.joinedAccounts > 0 {
            notes.append(
                "\(Number.counted(summary.joinedAccounts, "spelling")) of accounts with others of the same security identifier"
            )
        }
        if summary.joinedResources > 0 {
            notes.append(
                "\(Number.counted(summary.joinedResources, "resource")) of computers named in short with those of the full "
                    + "name (--computer-names as-logged keeps them apart)")
        }
        return notes
    }

    /// Nil where all records are clear.
    static func unclear(_ summary: ImportSummary) -> String? {
        guard summary.remarks.unclear > 0 else { return nil }
        return
            "\(Number.counted(summary.remarks.unclear, "record")) with a number 5140 or 5145 that could not be understood as "
            + "an event"
    }
}
