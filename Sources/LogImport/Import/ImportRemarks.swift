/// How many records were read with something assumed that the log does not say.
public struct ImportRemarks: Hashable, Sendable {
    /// Records whose time says no zone: it counts as one of the zone that the import was told.
    public var zoneless = 0
    /// Share events that do not say which computer's they are.
    public var withoutComputer = 0
    /// Events 5145 without a logon id.
    public var withoutLogonID = 0
    /// Records with the number of a share event in them that say of no event which it is. They count as other records.
    public var unclear = 0
    /// Records of earlier times that were found in unused room, those that cannot be understood among them.
    public var carved = 0
    /// Those among them that cannot be understood. They count as other records.
    public var spoiledRemains = 0

    /// Events 4660, deletions of objects, that say no path. They count as other records.
    public var pathlessDeletions = 0

    /// Nothing.
    public init() {}

    static func += (all: inout ImportRemarks, more: ImportRemarks) {
        all.zoneless += more.zoneless
        all.withoutComputer += more.withoutComputer
        all.withoutLogonID += more.withoutLogonID
        all.unclear += more.unclear
        all.carved += more.carved
        all.spoiledRemains += more.spoiledRemains
        all.pathlessDeletions += more.pathlessDeletions
    }
}

extension ImportRemarks: Encodable {
    enum CodingKeys: String, CodingKey {
        case zoneless = "without_zone"
        case withoutComputer = "without_computer"
        case withoutLogonID = "without_logon_id"
        case unclear, carved
        case spoiledRemains = "spoiled_remains"
        case pathlessDeletions = "deletions_without_path"
    }

    /// Writes the counts that are not zero.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if zoneless > 0 { try container.encode(zoneless, forKey: .zoneless) }
        if withoutComputer > 0 { try container.encode(withoutComputer, forKey: .withoutComputer) }
        if withoutLogonID > 0 { try container.encode(withoutLogonID, forKey: .withoutLogonID) }
        if unclear > 0 { try container.encode(unclear, forKey: .unclear) }
        if carved > 0 { try container.encode(carved, forKey: .carved) }
        if spoiledRemains > 0 { try container.encode(spoiledRemains, forKey: .spoiledRemains) }
        if pathlessDeletions > 0 { try container.encode(pathlessDeletions, forKey: .pathlessDeletions) }
    }
}
