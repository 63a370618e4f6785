import AccessLogs
import Files
import Foundation
import Statistics

extension IncidentAlert {
    /// The reasons in sentences, those with the most evidence first. Names are made visible.
    public var sentences: [String] {
        ([verdict] + reasons + [aboutPeers, aboutResources, aboutLaterDays]).compactMap(\.self).map(VisibleText.line)
    }

    private var verdict: String {
        let known = isUserKnown ? "" : ", whom training does not know,"
        let above =
            if let partOf {
                "no alert of its own: a part of the incident "
                    + (partOf == "training" ? "at the end of training" : "of \(partOf)") + ", which has more evidence"
            } else if evidence > threshold {
                "alerts are above \(Self.text(threshold))"
            } else {
                "no alert: these are above \(Self.text(threshold))"
            }
        return
            "\(user)\(known) on \(day): evidence \(Self.text(evidence)), which \(Self.rarity(evidence)) without "
            + "an attack has (\(above))."
    }

    /// The signals that say something that fewer than one window in ten has.
    private var reasons: [String] {
        signals.filter { $0.evidence > 1 }.compactMap { reason in
            reason.words.map { words in
                let text = "\(words) (evidence \(Self.text(reason.evidence)))."
                return text.prefix(1).uppercased() + text.dropFirst()
            }
        }
    }

    private var aboutPeers: String? {
        guard let peers, !newResources.isEmpty else { return nil }
        let group = "the \(Number.counted(peers.accounts, "account")) most like \(user)"
        var facts: [String] = []
        if let most = peers.mostNewResources {
            facts.append("met at most \(Number.counted(most, "new resource")) on a day of training")
        }
        facts.append(
            "use \(Number.grouped(newResources.count - peers.unusedResources)) of the "
                + "\(Number.counted(newResources.count, "new resource"))")
        return "\(group.prefix(1).uppercased() + group.dropFirst()) \(facts.joined(separator: " and "))."
    }

    private var aboutResources: String? {
        guard !newResources.isEmpty else { return nil }
        let shown = newResources.prefix(5).map { $0.name + ($0.isKnown ? "" : " (nobody used it before)") }
        let more = newResources.count > shown.count ? " and \(newResources.count - shown.count) more" : ""
        return "New to it: \(shown.joined(separator: ", "))\(more)."
    }

    private var aboutLaterDays: String? {
        guard !laterDays.isEmpty else { return nil }
        return "It goes on: "
            + laterDays.map { "\($0.day) (\(Number.counted($0.accesses, "access", "accesses")))" }
            .joined(separator: ", ") + "."
    }

    private static func text(_ evidence: Double) -> String { Number.fixed(evidence, decimals: 2) }

    /// How rare so much evidence is: `one window in 1,200`.
    private static func rarity(_ evidence: Double) -> String {
        // Up to here the number would be one.
        guard evidence > log10(1.5) else { return "nearly any window" }
        let windows = pow(10, min(evidence, 9))
        // Two digits are what a tail supports.
        let digit = pow(10, max(0, (log10(windows)).rounded(.down) - 1))
        let number = Int((windows / digit).rounded() * digit)
        return evidence > 9 ? "fewer than one window in a billion" : "one window in \(Number.grouped(max(1, number)))"
    }
}
