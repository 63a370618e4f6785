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

    /// The entries of a list as a file has them: one a line; empty lines and what follows a `#` at the beginning of a
    /// line or behind white space do not count.
    package static func entries(of text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
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
