import Files
import Foundation
import Interactions
import Statistics

extension Explanation {
    /// The explanation in sentences, whose names are made visible.
    package var sentences: [String] {
        [verdict, history, aboutResource, aboutPeers, aboutUser, aboutPrediction].compactMap { $0 }
            .map(VisibleText.line)
    }

    /// The explanation as a paragraph.
    package var words: String { sentences.joined(separator: " ") }

    private var verdict: String {
        switch score {
        case .scored(let value), .seen(let value), .disconnected(let value), .foldedIn(let value):
            "The access of \(user) to \(resource) scores \(Self.number(value))."
        case .unknownUser: "\(user) does not occur in training, so that the access has no score."
        case .unknownResource: "\(resource) does not occur in training, so that the access has no score."
        }
    }

    private var history: String? {
        switch score {
        case .seen:
            "It is not new: training has \(Self.number(accesses)) \(accesses == 1 ? "access" : "accesses") of this pair."
        case .scored: "It is new: training has no access of this pair."
        case .disconnected:
            "It is new, and nothing connects the two: nobody who uses \(resource) shares a resource, at any remove, with "
                + "\(user)."
        case .foldedIn, .unknownUser, .unknownResource: nil
        }
    }

    private var aboutResource: String? {
        guard userCount > 0 else { return nil }
        let list = usualUsers.map { "\($0.name) (\(Self.number($0.accesses)))" }.joined(separator: ", ")
        let more = userCount > usualUsers.count ? " and \(userCount - usualUsers.count) more" : ""
        return "\(resource) is used by \(list)\(more)."
    }

    private var aboutPeers: String? {
        guard resourceCount > 0 else { return nil }
        guard !peers.isEmpty else { return "Nobody shares a resource with \(user)." }
        let list = peers.map { "\($0.user) (\(Number.fixed($0.similarity, decimals: 2)))" }.joined(separator: ", ")
        let users = peers.filter(\.usesResource).map(\.user)
        guard userCount > 0 else { return "The users most like \(user) are \(list)." }
        let verdict =
            users.isEmpty
            ? "none of them uses it"
            : "of them \(users.joined(separator: ", ")) \(users.count == 1 ? "uses" : "use") it"
        return "The users most like \(user) are \(list); \(verdict)."
    }

    private var aboutUser: String? {
        guard resourceCount > 0 else { return nil }
        let list = usualResources.map { "\($0.name) (\(Self.number($0.accesses)))" }.joined(separator: ", ")
        let more = resourceCount > usualResources.count ? " and \(resourceCount - usualResources.count) more" : ""
        return "\(user) usually uses \(list)\(more)."
    }

    private var aboutPrediction: String? {
        let reasons = contributions.filter { abs($0.contribution) > 1e-4 }
        guard !reasons.isEmpty else { return nil }
        let list = reasons.map {
            "\($0.resource) (\($0.contribution > 0 ? "+" : "−")\(Self.number(abs($0.contribution))))"
        }
        return "What the prediction rests on most: \(list.joined(separator: ", "))."
    }

    private static func number(_ value: Double) -> String { Number.text(value, digits: 3, isGrouped: false) }
}
