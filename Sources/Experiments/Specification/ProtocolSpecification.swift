public import Interactions
import Yams

/// How detectors are measured: which accesses they learn from, and which ones are cases.
public struct ProtocolSpecification: Hashable, Sendable {
    /// How a log is divided.
    public enum Split: Hashable, Sendable {
        case time(TimeSplit)
        case pairs(PairSplit)
    }

    public var split = Split.time(TimeSplit())
    public var population = Population.newPairs
    public var unscorable = UnscorablePolicy.rankLast

    public init() {}
}

extension ProtocolSpecification {
    init(_ value: YAMLValue) {
        self.init()
        guard let mapping = value.mapping() else { return }
        mapping.allowOnly(["split", "population", "unscorable"])
        split = mapping["split"].flatMap(Split.init) ?? split
        population = mapping["population"]?.choice(of: Population.self) ?? population
        unscorable = mapping["unscorable"]?.choice(of: UnscorablePolicy.self) ?? unscorable
    }

    var node: Node {
        .lines([
            ("split", split.node),
            ("population", .text(population.rawValue)),
            ("unscorable", .text(unscorable.rawValue)),
        ])
    }
}

extension ProtocolSpecification.Split {
    fileprivate init?(_ value: YAMLValue) {
        guard let mapping = value.mapping() else { return nil }
        let type = mapping["type"].map { $0.word(among: ["time", "pairs"], kind: "split") } ?? "time"
        switch type {
        case "time": self = .time(TimeSplit(mapping))
        case "pairs": self = .pairs(PairSplit(mapping))
        default: return nil
        }
    }

    fileprivate var node: Node {
        switch self {
        case .time(let split):
            .braces([
                ("type", .text("time")), ("train", .number(split.train)), ("validation", .number(split.validation)),
                ("test", .number(split.test)), ("gap_days", .number(split.gapDays)),
            ])
        case .pairs(let split):
            .braces([("type", .text("pairs")), ("held_out", .number(split.heldOut))])
        }
    }
}

extension TimeSplit {
    fileprivate init(_ mapping: YAMLMapping) {
        self.init()
        mapping.allowOnly(["type", "train", "validation", "test", "gap_days"])
        train = Self.fraction(mapping["train"]) ?? train
        validation = Self.fraction(mapping["validation"]) ?? validation
        test = Self.fraction(mapping["test"]) ?? test
        gapDays = mapping["gap_days"]?.whole(atLeast: 0, atMost: 100_000) ?? gapDays
        // Decimal fractions do not sum exactly: 0.7 + 0.2 + 0.1 is a little less than one, others a little more.
        if train + validation + test > 1 + 1e-9 {
            mapping.report(
                "train (\(train)), validation (\(validation)) and test (\(test)) must sum to 1 at most; "
                    + "give all three")
        }
    }

    private static func fraction(_ value: YAMLValue?) -> Double? {
        value?.number("a number above 0 and up to 1") { $0 > 0 && $0 <= 1 }
    }
}

extension PairSplit {
    fileprivate init(_ mapping: YAMLMapping) {
        self.init()
        mapping.allowOnly(["type", "held_out"])
        heldOut = mapping["held_out"]?.number("a number between 0 and 1") { $0 > 0 && $0 < 1 } ?? heldOut
    }
}
