import Interactions
import StrictYAML
import Yams

extension ProtocolSpecification.Split {
    /// The ways of dividing a log by their names in files.
    private enum Kind: String, CaseIterable {
        case time
        case walkForward = "walk-forward"
        case pairs
        case leaveUsersOut = "leave-users-out"
        case leaveResourcesOut = "leave-resources-out"
        case leaveDepartmentsOut = "leave-departments-out"
        case leaveTenantsOut = "leave-tenants-out"

        var unit: LeaveOutSplit.Unit {
            switch self {
            case .leaveResourcesOut: .resources
            case .leaveDepartmentsOut: .departments
            default: .users
            }
        }
    }

    init?(_ value: YAMLValue) {
        guard let mapping = value.mapping() else { return nil }
        let names = Kind.allCases.map(\.rawValue)
        let kind = mapping["type"].map { $0.word(among: names, kind: "split").flatMap(Kind.init) } ?? .time
        switch kind {
        case .time?:
            mapping.allowOnly(["type"] + TimeSplit.keys)
            self = .time(TimeSplit(mapping))
        case .walkForward?: self = .walkForward(WalkForwardSplit(mapping))
        case .pairs?:
            mapping.allowOnly(["type"] + PairSplit.keys)
            self = .pairs(PairSplit(mapping))
        case .leaveUsersOut?, .leaveResourcesOut?, .leaveDepartmentsOut?:
            self = .leaveOut(LeaveOutSplit(mapping, unit: kind?.unit ?? .users))
        case .leaveTenantsOut?: self = .leaveTenantsOut(LeaveTenantsOutSplit(mapping))
        case nil: return nil
        }
    }

    var node: Node {
        switch self {
        case .time(let split):
            return Self.node(.time, split.entries)
        case .walkForward(let split):
            var entries: [(String, Node)] = [("windows", .number(split.windows))]
            if let days = split.windowDays { entries.append(("window_days", .number(days))) }
            if case .rolling(let days) = split.training { entries.append(("training_days", .number(days))) }
            return Self.node(.walkForward, split.fractions.entries + entries)
        case .pairs(let split):
            return Self.node(.pairs, split.entries)
        case .leaveOut(let split):
            let kind: Kind =
                switch split.unit {
                case .users: .leaveUsersOut
                case .resources: .leaveResourcesOut
                case .departments: .leaveDepartmentsOut
                }
            return Self.node(
                kind, [("held_out", .number(split.heldOut)), ("support_share", .number(split.supportFraction))])
        case .leaveTenantsOut(let split):
            return Self.node(
                .leaveTenantsOut,
                [("held_out", .number(split.heldOut)), ("held_out_pairs", .number(split.pairs.heldOut))]
                    + split.time.entries)
        }
    }

    private static func node(_ kind: Kind, _ entries: [(String, Node)]) -> Node {
        .braces([("type", .text(kind.rawValue))] + entries)
    }
}

extension TimeSplit {
    fileprivate static let keys = ["train", "validation", "test", "gap_days"]

    fileprivate init(_ mapping: YAMLMapping) {
        self.init()
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

    fileprivate var entries: [(String, Node)] {
        [
            ("train", .number(train)), ("validation", .number(validation)), ("test", .number(test)),
            ("gap_days", .number(gapDays)),
        ]
    }

    private static func fraction(_ value: YAMLValue?) -> Double? {
        value?.number("a number above 0 and up to 1") { $0 > 0 && $0 <= 1 }
    }
}

extension WalkForwardSplit {
    fileprivate init(_ mapping: YAMLMapping) {
        mapping.allowOnly(["type", "windows", "window_days", "training_days"] + TimeSplit.keys)
        self.init(fractions: TimeSplit(mapping))
        windows = mapping["windows"]?.whole(atLeast: 1, atMost: 1000) ?? windows
        windowDays = mapping["window_days"]?.whole(atLeast: 1, atMost: 100_000)
        training = mapping["training_days"]?.whole(atLeast: 1, atMost: 100_000).map { .rolling(days: $0) } ?? .expanding
    }
}

extension PairSplit {
    fileprivate static let keys = ["held_out"]

    fileprivate init(_ mapping: YAMLMapping) {
        self.init()
        heldOut = mapping["held_out"]?.number("a number between 0 and 1") { $0 > 0 && $0 < 1 } ?? heldOut
    }

    fileprivate var entries: [(String, Node)] { [("held_out", .number(heldOut))] }
}

extension LeaveOutSplit {
    fileprivate init(_ mapping: YAMLMapping, unit: Unit) {
        mapping.allowOnly(["type", "held_out", "support_share"])
        self.init(unit: unit)
        heldOut = mapping["held_out"]?.number("a number above 0 and below 0.5") { $0 > 0 && $0 < 0.5 } ?? heldOut
        supportFraction =
            mapping["support_share"]?.number("a number from 0 on and below 1") { $0 >= 0 && $0 < 1 } ?? supportFraction
    }
}

extension LeaveTenantsOutSplit {
    fileprivate init(_ mapping: YAMLMapping) {
        mapping.allowOnly(["type", "held_out", "held_out_pairs"] + TimeSplit.keys)
        self.init(time: TimeSplit(mapping))
        heldOut = mapping["held_out"]?.number("a number between 0 and 1") { $0 > 0 && $0 < 1 } ?? heldOut
        pairs.heldOut =
            mapping["held_out_pairs"]?.number("a number between 0 and 1") { $0 > 0 && $0 < 1 } ?? pairs.heldOut
    }
}
