/// Names that are probably spellings of one account, or of one resource, and that the log tells apart.
///
/// Opaque names of tables keep their case, as it may matter; most often it does not. One account may also be
/// `CORP\ann` in one source and `ann@corp.example.com` in another, and one share `\\files\hr` and
/// `//files.example.com/hr/`.
package struct SpellingTwins: Hashable, Sendable {
    /// The names of each group of two or more, as indices of the vocabulary, ascending.
    package let groups: [[Int32]]
    /// For each name, the first of its group; itself where it has no twin.
    package let representative: [Int32]

    package init(ofUsers names: Vocabulary) {
        self.init(names, readings: Self.accountReadings(names))
    }

    package init(ofResources names: Vocabulary) {
        self.init(names, readings: Self.resourceReadings(names))
    }

    private init(_ names: Vocabulary, readings: [String]) {
        var members: [TenantName: [Int32]] = [:]
        var representative: [Int32] = []
        representative.reserveCapacity(names.count)
        for (index, reading) in readings.enumerated() {
            let key = TenantName(tenant: names[index].tenant, name: reading)
            members[key, default: []].append(Int32(index))
            representative.append(members[key]?.first ?? Int32(index))
        }
        self.representative = representative
        groups = members.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    }

    /// `account@domain` for an account of a domain, however it is spelled; the folded name for others.
    private static func accountReadings(_ names: Vocabulary) -> [String] {
        let folded = names.names.map { Self.folded($0.name) }
        var known: Set<TenantName> = []
        for (index, name) in folded.enumerated() {
            guard let slash = name.lastIndex(of: "\\") else { continue }
            known.insert(
                TenantName(tenant: names[index].tenant, name: name[name.index(after: slash)...] + "@" + name[..<slash]))
        }
        return folded.enumerated().map { index, name in
            if let slash = name.lastIndex(of: "\\") {
                return name[name.index(after: slash)...] + "@" + name[..<slash]
            }
            guard let at = name.firstIndex(of: "@") else { return name }
            // A domain's short name is the first label of its long one, where anybody uses it.
            let short = String(name[..<(name[at...].firstIndex(of: ".") ?? name.endIndex)])
            return known.contains(TenantName(tenant: names[index].tenant, name: short)) ? short : name
        }
    }

    /// `server/share` without the domain of a server whose short name is used as well.
    private static func resourceReadings(_ names: Vocabulary) -> [String] {
        let folded = names.names.map { name in
            let text = Self.folded(name.name)
            guard text.contains("\\") || text.hasPrefix("//") else { return text }
            return text.split(whereSeparator: { $0 == "\\" || $0 == "/" }).joined(separator: "/")
        }
        var known: Set<TenantName> = []
        for (index, name) in folded.enumerated() {
            known.insert(TenantName(tenant: names[index].tenant, name: name))
        }
        return folded.enumerated().map { index, name in
            guard let slash = name.firstIndex(of: "/"), let dot = name[..<slash].firstIndex(of: ".") else {
                return name
            }
            let short = String(name[..<dot] + name[slash...])
            return known.contains(TenantName(tenant: names[index].tenant, name: short)) ? short : name
        }
    }

    private static func folded(_ name: String) -> String {
        let isTrimmed = !(name.first?.isWhitespace ?? false) && !(name.last?.isWhitespace ?? false)
        return (isTrimmed ? name : name.split(whereSeparator: \.isWhitespace).joined(separator: " ")).caseFolded()
    }
}
