/// How many cases a slice has.
package struct SliceCases: Hashable, Sendable, Codable {
    /// A slice as ``Evaluation/Measurement/slice`` names it; ``Evaluation/macro`` has none of its own.
    package let slice: String
    package let benign: Int
    package let injected: Int
    /// The attacks that the injected cases are of.
    package let attacks: Int

    package init(slice: String, benign: Int, injected: Int, attacks: Int) {
        self.slice = slice
        self.benign = benign
        self.injected = injected
        self.attacks = attacks
    }

    /// The cases of every slice, those that a policy drops included.
    package static func all(of cases: ScoredCases) -> [SliceCases] {
        Evaluation.slices(of: cases).map { name, slice in
            let ranked = RankedCases(cases, slice: slice), members = ranked.members + ranked.dropped
            let injected = members.count { cases.isInjected[Int($0)] }
            return SliceCases(
                slice: name, benign: members.count - injected, injected: injected, attacks: ranked.attacks.count)
        }
    }

    /// The fraction of injected cases, on which precision and average precision depend; nil without cases.
    package static func injectedFraction(of cases: [SliceCases]) -> Double? {
        let injected = cases.reduce(0) { $0 + $1.injected }, all = cases.reduce(injected) { $0 + $1.benign }
        return all > 0 ? Double(injected) / Double(all) : nil
    }
}
