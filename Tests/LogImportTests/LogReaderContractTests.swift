import AccessLogs
import ContractTesting
import LogImport
import Parameters
import Testing

@Suite("Every reader of logs")
struct LogReaderContractTests {
    /// A log of each format with its number of records.
    private static let examples: [String: (text: String, records: Int)] = [
        JSONLinesReader.id: (
            (1...4).map { (record: Int) in nxlog(user: "u\(record)", share: "s\(record)", record: record) }.joined(), 4
        ),
        JSONArrayReader.id: (
            "[\n" + (1...3).map { (record: Int) in nxlog(user: "u\(record)", record: record) }.joined(separator: ",\n")
                + "]\n", 3
        ),
        JSONDocumentsReader.id: (
            (1...3).map { (record: Int) in
                "Record \(record)\n"
                    + nxlog(user: "u\(record)", record: record).replacing(",", with: ",\n  ")
                    .replacing("{", with: "{\n  ")
            }.joined(), 3
        ),
        JSONEnvelopeReader.id: (
            "{\"took\":3,\"hits\":{\"hits\":["
                + (1...200).map { (record: Int) in nxlog(user: "u\(record)", record: record) }.joined(separator: ",")
                + "]}}", 200
        ),
        EventTextReader.id: (
            (1...3).map { number in
                "Event[\(number)]:\n  Event ID: 5140\n  Date: 2024-03-01T08:00:00Z\n  Description:\n"
                    + "\tAccount Name:\tu\(number)\n\tShare Name:\t\\\\*\\eng\n"
            }.joined(), 3
        ),
        SambaAuditReader.id: (
            (1...3).map { "2024-03-01T08:00:0\($0)Z fs01 smbd_audit: u\($0)|10.0.0.7|connect|ok|hr\n" }.joined(), 3
        ),
        SynologyReader.id: (
            (1...3).map {
                "<14>2024-03-01T08:00:0\($0)Z nas Connection: User [u\($0)] from [10.0.0.7] via [CIFS(SMB3)] accessed shared "
                    + "folder [hr].\n"
            }.joined(), 3
        ),
        FileServiceTableReader.id: (
            "TimeGenerated,AccountName,OperationName,RequesterUserName,Uri,Protocol,SmbTreeConnectID\n"
                + (1...3).map { "2024-03-01T08:00:0\($0)Z,files,TreeConnect,u\($0),\\\\files\\hr,SMB,0x5\n" }.joined(),
            3
        ),
        EventTextTableReader.id: (
            "TimeGenerated,Computer,EventID,EventData\n"
                + (1...3).map {
                    "2024-03-01T08:00:0\($0)Z,FS01,5140,\"{\"\"SubjectUserName\"\": \"\"u\($0)\"\", \"\"ShareName\"\": \"\"eng\"\"}\"\n"
                }.joined(), 3
        ),
        EventXMLReader.id: ("<Events>" + (1...3).map(event).joined(separator: "\r\n") + "</Events>", 3),
        SecurityEventTableReader.id: (
            "TimeGenerated,Account,Computer,EventID,ShareName,SubjectUserName,SubjectDomainName\n"
                + (1...5).map { "2024-03-01T08:00:0\($0)Z,CORP\\u\($0),FS01,5140,\\\\*\\eng,\"u\n\($0)\",CORP\n" }
                .joined(), 5
        ),
        AccessTableReader.id: (
            "tenant,user,resource,time,count\n"
                + (1...9).map { "t,u\($0 % 4),\"r,\($0)\",2024-03-01T08:00:0\($0)Z,\($0)\n" }.joined(), 9
        ),
        ActorTableReader.id: (
            "Timestamp\tActor\tResource\tcategoricalFeatures\tcount_\n"
                + (1...9).map { "2019-01-0\($0)T00:00:00\tu\($0 % 4)\tr\($0)\tx\t\($0)\n" }.joined(), 9
        ),
    ]

    @Test("keeps its promises", arguments: LogReaders.text.entries.map(\.id).filter { $0 != MappedTableReader.id })
    func contract(id: String) throws {
        let reader = try #require(LogReaders.text.all.first { type(of: $0).id == id })
        let example = try #require(Self.examples[id], "\(id) has no example here")
        try LogReaderContract(reader, example: example.text.utf8, records: example.records)
            .check(besides: Self.examples.filter { $0.key != id }.map { Array($0.value.text.utf8) })
    }

    @Test("of columns that are named reads any table")
    func mapped() throws {
        let reader = MappedTableReader(try ColumnMapping(argument: "user=who,resource=what"))
        let rows = (1...9).map { "u\($0);r\($0);\($0)\n" }.joined()
        try LogReaderContract(reader, example: ("who;what;n\n" + rows).utf8, records: 9)
            .check(
                besides: [JSONLinesReader.id, JSONArrayReader.id, EventXMLReader.id].compactMap {
                    Self.examples[$0].map { Array($0.text.utf8) }
                })
    }

    private static func event(_ record: Int) -> String {
        """
        <Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID>5140</EventID>\
        <TimeCreated SystemTime='2024-03-01T08:00:00.1234567Z'/><EventRecordID>\(record)</EventRecordID>\
        <Computer>FS01</Computer></System><EventData><Data Name='SubjectUserName'>ada</Data>\
        <Data Name='SubjectDomainName'>CORP</Data><Data Name='ShareName'>\\\\*\\eng</Data></EventData></Event>
        """
    }
}
