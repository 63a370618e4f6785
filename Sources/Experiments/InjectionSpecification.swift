package import Parameters
import StrictYAML
import Yams

/// Anomalies of one kind, injected into what a detector is measured on.
package struct InjectionSpecification: Hashable, Sendable {
    /// How many accesses are injected.
    package enum Amount: Hashable, Sendable {
        case count(Int)
        /// A multiple of the benign cases.
        case ratio(Double)
        /// So many for each day of the window, but at least a number that tells something. Without days, one for each
        /// twenty benign cases.
        case perDay(Double, atLeast: Int)
    }

    /// The id of the scenario.
    package let scenario: String
    /// What measurements call it: the id where no other name is given, as for a scenario with several settings.
    package let name: String
    package let amount: Amount
    package let parameters: ParameterSet

    package init(scenario: String, name: String? = nil, amount: Amount, parameters: ParameterSet) {
        self.scenario = scenario
        self.name = name ?? scenario
        self.amount = amount
        self.parameters = parameters
    }
}

extension InjectionSpecification {
    /// The entries of the list; without a list, two plain scenarios. Where an entry does not say how much is injected, it
    /// is as few as an organisation may have: three accesses a day, divided among the entries, but 50 at least.
    static func list(_ value: YAMLValue?, of root: YAMLMapping, catalogue: Catalogue) -> [InjectionSpecification] {
        guard let value else {
            let scenarios = ["uniform-pairs", "frequency-matched-pairs"]
            return scenarios.compactMap { scenario in
                guard let parameters = catalogue.scenarios[scenario] else {
                    root.report("there is no scenario '\(scenario)' to inject by default; list some in 'injection'")
                    return nil
                }
                return InjectionSpecification(
                    scenario: scenario, amount: .few(ofScenarios: scenarios.count), parameters: parameters.standard)
            }
        }
        var taken: Set<String> = []
        let entries = value.list() ?? []
        return entries.compactMap { entry in
            guard let mapping = entry.mapping(),
                let injection = InjectionSpecification(mapping, amongScenarios: entries.count, catalogue: catalogue)
            else { return nil }
            if !taken.insert(injection.name).inserted {
                mapping["name"]?.report("another injection is already named '\(injection.name)'")
                    ?? mapping["scenario"]?.report(
                        "the scenario '\(injection.name)' is already in the list; give one of them a 'name'")
            } else if ["macro", "pooled"].contains(injection.name) {
                mapping["name"]?.report("'\(injection.name)' is the name of a slice; choose another")
            } else if injection.name != injection.scenario, catalogue.scenarios[injection.name] != nil {
                mapping["name"]?.report(
                    "'\(injection.name)' is the id of another scenario, which this would be taken for")
            }
            return injection
        }
    }

    private init?(_ mapping: YAMLMapping, amongScenarios count: Int, catalogue: Catalogue) {
        guard
            let scenario = mapping.required("scenario")?.word(
                among: catalogue.scenarios.keys.sorted(), kind: "scenario")
        else { return nil }
        let parameters = mapping.parameters(
            catalogue.scenarios[scenario] ?? [], besides: ["scenario", "name", "count", "ratio", "per_day", "at_least"])
        self.init(
            scenario: scenario, name: mapping["name"]?.folderName(), amount: Amount(mapping, amongScenarios: count),
            parameters: parameters)
    }

    var node: Node {
        let amount: [(String, Node)] =
            switch amount {
            case .count(let count): [("count", .number(count))]
            case .ratio(let ratio): [("ratio", .number(ratio))]
            case .perDay(let rate, let least): [("per_day", .number(rate)), ("at_least", .number(least))]
            }
        let named: [(String, Node)] = name == scenario ? [] : [("name", .text(name))]
        return .braces([("scenario", .text(scenario))] + named + amount + Node.entries(parameters))
    }
}

extension InjectionSpecification.Amount {
    /// The most accesses that are injected: every one is held in memory, with its attack, in each replicate.
    package static let most = 10_000_000
    /// Beyond, the benign cases are so few among the injected ones that no measurement tells anything.
    static let largestRatio = 1000.0

    /// The benign cases for each injected one, where data have no days to count by.
    package static let benignForEach = 20

    /// A few accesses a day, divided among several scenarios.
    package static func few(ofScenarios count: Int) -> InjectionSpecification.Amount {
        .perDay(3 / Double(max(1, count)), atLeast: 50)
    }

    fileprivate init(_ mapping: YAMLMapping, amongScenarios scenarios: Int) {
        let count = mapping["count"]?.whole(atLeast: 1, atMost: Self.most)
        let ratio = mapping["ratio"]?.number("a number above 0") { $0 > 0 }
        let rate = mapping["per_day"]?.number("a number above 0") { $0 > 0 && $0 <= Double(Self.most) }
        let least = mapping["at_least"]?.whole(atLeast: 1, atMost: Self.most)
        if let ratio, ratio > Self.largestRatio {
            mapping["ratio"]?.report("ratio must be \(Int(Self.largestRatio)) at most, not \(ratio)")
        }
        let amounts = ["count", "ratio", "per_day"].compactMap { mapping[$0] }
        if amounts.count > 1 { amounts[1].report("an injection has one of 'count', 'ratio' and 'per_day'") }
        if mapping["per_day"] == nil, let stray = mapping["at_least"] { stray.report("'at_least' goes with 'per_day'") }
        self =
            count.map(Self.count) ?? ratio.map(Self.ratio)
            ?? rate.map { Self.perDay($0, atLeast: least ?? 1) } ?? .few(ofScenarios: scenarios)
    }
}
