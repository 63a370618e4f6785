import AccessLogs
import Detectors
import Interactions

extension Explainer {
    /// The users of a tenant's training that may be meant by a name, the likeliest first: the name itself, the same but
    /// for case, the same account in any domain (`alice` for `corp\alice` and `alice@corp.example`), and accounts that
    /// are spelled nearly like it.
    ///
    /// Complexity: O(users · length of the name); a fraction of a second for 200,000 users.
    ///
    /// - Parameter most: how many, at most.
    package func users(like name: String, inTenant tenant: String, most: Int = 3) -> [String] {
        guard let own = model.matrix.tenants.first(where: { $0.name == tenant }) else { return [] }
        return NameSuggestions(for: name, most: most) { String(AccountIdentity(name: $0).account) }
            .names(among: model.matrix.users.names[own.users])
    }

    /// The resources of a tenant's training that may be meant by a name, the likeliest first; as
    /// ``users(like:inTenant:most:)``, with shares of any server for accounts of any domain.
    package func resources(like name: String, inTenant tenant: String, most: Int = 3) -> [String] {
        guard let own = model.matrix.tenants.first(where: { $0.name == tenant }) else { return [] }
        return NameSuggestions(for: name, most: most) { ResourceIdentity(name: $0).share }
            .names(among: model.matrix.resources.names[own.resources])
    }
}

/// Compares names with one that is not in training.
private struct NameSuggestions {
    private let name: String
    private let folded: String
    private let essence: [UInt8]
    private let most: Int
    /// The part of a name that counts: the account without its domain, the share without its server.
    private let essenceOf: (String) -> String
    /// The most edits at which names are taken to be alike.
    private let edits: Int

    /// Longer names are compared as they are, not by edits.
    private static let longest = 256

    init(for name: String, most: Int, essence: @escaping (String) -> String) {
        self.name = name
        self.most = most
        folded = name.lowercased()
        essenceOf = essence
        self.essence = Array(essence(name).lowercased().utf8)
        edits = self.essence.count > Self.longest ? 0 : max(1, min(3, self.essence.count / 2))
    }

    func names(among known: ArraySlice<TenantName>) -> [String] {
        guard most > 0 else { return [] }
        // The best so far, ascending by how far they are.
        var best: [(distance: Int, name: String)] = []
        for candidate in known.lazy.map(\.name) {
            guard let distance = distance(of: candidate) else { continue }
            let index = best.firstIndex { (distance, candidate) < ($0.distance, $0.name) } ?? best.count
            guard index < most else { continue }
            best.insert((distance, candidate), at: index)
            if best.count > most { best.removeLast() }
        }
        return best.map(\.name)
    }

    /// - Returns: nil where the names have nothing in common.
    private func distance(of candidate: String) -> Int? {
        if candidate == name { return 0 }
        if candidate.utf8.count == folded.utf8.count, candidate.lowercased() == folded { return 1 }
        let other = Array(essenceOf(candidate).lowercased().utf8)
        guard !essence.isEmpty, !other.isEmpty else { return nil }
        if other == essence { return 2 }
        return Self.edits(from: essence, to: other, atMost: edits).map { 2 + $0 }
    }

    /// The Levenshtein distance of two words; nil where it is more than a limit. Complexity: O(length · limit).
    private static func edits(from source: [UInt8], to target: [UInt8], atMost limit: Int) -> Int? {
        guard limit > 0, abs(source.count - target.count) <= limit else { return nil }
        // Outside of the band every distance is above the limit.
        let far = limit + 1
        var previous = (0...target.count).map { min($0, far) }
        var current = [Int](repeating: far, count: target.count + 1)
        for row in 1...source.count {
            let band = max(1, row - limit)...min(target.count, row + limit)
            current[band.lowerBound - 1] = band.lowerBound == 1 ? min(row, far) : far
            var least = current[band.lowerBound - 1]
            for column in band {
                let substitution = previous[column - 1] + (source[row - 1] == target[column - 1] ? 0 : 1)
                let inserted = column < row + limit ? previous[column] + 1 : far
                current[column] = min(substitution, inserted, current[column - 1] + 1, far)
                least = min(least, current[column])
            }
            if least >= far { return nil }
            swap(&previous, &current)
        }
        return previous[target.count] <= limit ? previous[target.count] : nil
    }
}
