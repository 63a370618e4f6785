/// A share event for tests, with what Windows writes into one.
struct SampleEvent {
    var id: UInt16 = 5140
    var number: UInt64 = 1
    /// In ticks of 100 ns since 1601: 2024-03-05T08:00:00.1234567Z.
    var ticks: UInt64 = 133_540_992_001_234_567
    var computer = "FS01.corp.example"
    var user = "ada"
    var domain = "CORP"
    var logonID: UInt64 = 0x1A2B
    var address = "10.1.2.3"
    var share = #"\\*\eng"#
    var target = ""
    var keywords: UInt64 = 0x8020_0000_0000_0000

    static let time = "2024-03-05T08:00:00.123456Z"
    static let sid = "S-1-5-21-1-2-3-1104"
}

extension EventRecord {
    /// An event as a file server writes it: one template for the event, and one for its data.
    init(_ event: SampleEvent = SampleEvent()) {
        self.init(event, data: .fragment(Self.data(of: event)))
    }

    /// An event with other data.
    init(_ event: SampleEvent, data: EventValueBuilder) {
        let values: [EventValueBuilder] = [
            .uint16(event.id), .hex64(event.keywords), .time(ticks: event.ticks), .uint64(event.number),
            .text(event.computer), data,
        ]
        self.init(content: .template(Self.system, number: 1, values))
    }

    /// An event as a collector of events writes it: without templates, all values as text.
    ///
    /// - Parameter time: how the collector spells the event's time.
    init(
        forwarded event: SampleEvent, time: String = "2024-03-05T08:00:00.1234567Z", hasDependencies: Bool = false
    ) {
        let system: [BinaryXML] = [
            .element("Provider", [("Name", [.text("Microsoft-Windows-Security-Auditing")])]),
            .element("EventID", [], [.text("\(event.id)")]), .element("Version", [], [.text("1")]),
            .element("Keywords", [], [.text("0x" + String(event.keywords, radix: 16))]),
            .element("TimeCreated", [("SystemTime", [.text(time)])]),
            .element("EventRecordID", [], [.text("\(event.number)")]),
            .element("Channel", [], [.text("Security")]), .element("Computer", [], [.text(event.computer)]),
        ]
        let data: [BinaryXML] = [
            .data("SubjectUserSid", .text(SampleEvent.sid)), .data("SubjectUserName", .text(event.user)),
            .data("SubjectDomainName", .text(event.domain)),
            .data("SubjectLogonId", .text("0x" + String(event.logonID, radix: 16))),
            .data("IpAddress", .text(event.address)), .data("IpPort", .text("50123")),
            .data("ShareName", .text(event.share)), .data("ShareLocalPath", .text(#"\??\D:\eng"#)),
            .data("RelativeTargetName", .text(event.target)), .data("AccessMask", .text("0x1")),
        ]
        let rendering: [BinaryXML] = [
            .element("Message", [], [.text("A network share object was accessed.")]),
            .element("Keywords", [], [.element("Keyword", [], [.text("Audit Success")])]),
        ]
        self.init(
            content: .element(
                .element(
                    "Event", [("xmlns", [.text("http://schemas.microsoft.com/win/2004/08/events/event")])],
                    [
                        .element("System", [], system), .element("EventData", [], data),
                        .element("RenderingInfo", [("Culture", [.text("en-US")])], rendering),
                    ]), hasDependencies: hasDependencies))
    }

    static let system: BinaryXML = .element(
        "Event", [("xmlns", [.text("http://schemas.microsoft.com/win/2004/08/events/event")])],
        [
            .element(
                "System", [],
                [
                    .element("Provider", [("Name", [.text("Microsoft-Windows-Security-Auditing")])]),
                    .element("EventID", [], [.value(0, type: 6)]),
                    .element("Version", [], [.text("1")]),
                    .element("Keywords", [], [.value(1, type: 0x15)]),
                    .element("TimeCreated", [("SystemTime", [.value(2, type: 0x11)])]),
                    .element("EventRecordID", [], [.value(3, type: 0x0A)]),
                    .element("Channel", [], [.text("Security")]),
                    .element("Computer", [], [.value(4, type: 1)]),
                ]),
            .value(5, type: 0x21),
        ])

    static func data(of event: SampleEvent) -> Content {
        .template(
            .element(
                "EventData", [],
                [
                    .data("SubjectUserSid", .value(0, type: 0x13)), .data("SubjectUserName", .value(1, type: 1)),
                    .data("SubjectDomainName", .value(2, type: 1)), .data("SubjectLogonId", .value(3, type: 0x15)),
                    .data("ObjectType", .value(4, type: 1)), .data("IpAddress", .value(5, type: 1)),
                    .data("IpPort", .value(6, type: 1)), .data("ShareName", .value(7, type: 1)),
                    .data("ShareLocalPath", .value(8, type: 1)), .data("RelativeTargetName", .value(9, type: 1)),
                    .data("AccessMask", .value(10, type: 0x14)),
                ]), number: 2,
            [
                .sid(5, 21, 1, 2, 3, 1104), .text(event.user), .text(event.domain), .hex64(event.logonID),
                .text("File"), .text(event.address), .text("50123"), .text(event.share), .text(#"\??\D:\eng"#),
                .text(event.target), .hex32(1),
            ])
    }
}
