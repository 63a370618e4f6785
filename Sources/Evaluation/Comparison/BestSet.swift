package import Statistics

/// The scorers that may be the best of several: all but those that another one is better than beyond chance.
///
/// Multiple comparisons with the best (J. C. Hsu, "Multiple comparisons: theory and methods", 1996, chapter 4). A scorer is
/// left out where some other one is better by a one-sided test at the level (1 − confidence)/(k − 1), after Bonferroni for
/// the k − 1 others. Of the truly best one no such test is true, so that the set holds it with the stated confidence at
/// least, however many there are.
package struct BestSet: Hashable, Sendable, Codable {
    /// By their names, in the order in which they were given.
    package let members: [String]
    /// Those that are not the best, each with one that is better.
    package let others: [Other]
    /// The probability, at least, that the set holds the best one.
    package let confidence: Double

    /// A scorer that is not the best.
    package struct Other: Hashable, Sendable, Codable {
        package let name: String
        /// The one that is better by most, in terms of what is known.
        package let better: String
        /// How much better that is at least.
        package let margin: Double
    }

    /// - Parameters:
    ///   - lowerBound: by how much the first of two scorers, by their indices, is better than the second at least, by a
    ///     one-sided interval of a level; nil where that is not known.
    /// - Returns: nil for fewer than two scorers.
    package init?(
        of names: [String], confidence: Double = 0.95,
        lowerBound: (_ first: Int, _ second: Int, _ level: Double) throws -> Double?
    ) rethrows {
        guard names.count > 1 else { return nil }
        let level = 1 - (1 - confidence) / Double(names.count - 1)
        var members: [String] = [], others: [Other] = []
        for second in names.indices {
            var best: (index: Int, margin: Double)?
            for first in names.indices where first != second {
                guard let bound = try lowerBound(first, second, level), bound > best?.margin ?? 0 else { continue }
                best = (first, bound)
            }
            if let best {
                others.append(Other(name: names[second], better: names[best.index], margin: best.margin))
            } else {
                members.append(names[second])
            }
        }
        self.members = members
        self.others = others
        self.confidence = confidence
    }

    /// The set of scorers whose differences were resampled with their replicates.
    ///
    /// - Parameters:
    ///   - difference: of the first of two scorers less the second; nil where that is not known.
    package init?(
        of names: [String], confidence: Double = 0.95, higherIsBetter: Bool,
        difference: (_ first: Int, _ second: Int) -> NestedReplicates?
    ) {
        self.init(of: names, confidence: confidence) { first, second, level in
            guard let found = difference(first, second) else { return nil }
            // A one-sided interval of a level is a half of the two-sided one of 2 level − 1.
            let half = found.halfWidth(level: 2 * level - 1)
            return half > 0 ? (higherIsBetter ? found.mean : -found.mean) - half : nil
        }
    }
}
