import Algorithms

/// Drops accesses by accounts and to resources that are known to touch everything: backup, indexing, inventory.
package struct AllowList: AccountFilter, ResourceFilter {
    package static let id = "allow-list"
    package static let summary = "Drops accesses by the accounts and to the resources that a list names."

    private var names: Set<String> = []
    private var prefixes: [String] = []
    private var suffixes: [String] = []

    /// Takes names of accounts (`domain\account`, or the account alone) and of resources
    /// (`\\computer\share`, or the share alone), whatever their case. `*` at the beginning or at the end of a name
    /// stands for anything.
    package init(allowList: [String]) {
        for entry in allowList.map({ String($0.trimming(while: \.isWhitespace)).caseFolded() }) where !entry.isEmpty {
            if entry.hasPrefix("*") {
                suffixes.append(String(entry.dropFirst()))
            } else if entry.hasSuffix("*") {
                prefixes.append(String(entry.dropLast()))
            } else {
                names.insert(entry)
            }
        }
    }

    package func drops(_ user: AccountIdentity) -> Bool {
        isListed(user.name.caseFolded()) || isListed(String(user.account).caseFolded())
    }

    package func drops(_ resource: ResourceIdentity) -> Bool {
        isListed(resource.name.caseFolded()) || isListed(resource.share)
    }

    private func isListed(_ name: String) -> Bool {
        names.contains(name) || prefixes.contains { name.hasPrefix($0) } || suffixes.contains { name.hasSuffix($0) }
    }

    /// The day or time at which a list was written, as a line of it states: `written: 2026-01-05`, also behind a `#`; nil
    /// where none does. Of several the last counts, as a list is as young as its youngest entry.
    package static func written(in text: String) -> String? {
        text.split(whereSeparator: \.isNewline).compactMap(date).max()
    }

    /// What a line states after `written:`.
    private static func date(of line: Substring) -> String? {
        let words = line.trimming(while: { $0.isWhitespace || $0 == "#" })
        guard words.lowercased().hasPrefix(dateKey) else { return nil }
        return String(words.dropFirst(dateKey.count).trimming(while: \.isWhitespace))
    }

    private static let dateKey = "written:"

    /// The entries of a list as a file has them: one a line; empty lines, what follows a `#` at the beginning of a line or
    /// behind white space, and the line that says when the list was written do not count.
    package static func entries(of text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            guard date(of: line) == nil else { return nil }
            var entry = Substring(line)
            var previous: Character = " "
            for index in line.indices {
                if line[index] == "#" && previous.isWhitespace {
                    entry = line[..<index]
                    break
                }
                previous = line[index]
            }
            let trimmed = String(entry.trimming(while: \.isWhitespace))
            return trimmed.isEmpty ? nil : trimmed
        }
    }
}
