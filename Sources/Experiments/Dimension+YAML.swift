import Parameters
import Search
import StrictYAML
import Yams

extension Dimension {
    /// Reads a scalar as a constant and a mapping with a `type` as a distribution.
    ///
    /// Whatever can be proposed has to be acceptable: both ends of a range, and every category. Whether the ends suit
    /// each other is for the search space to say.
    init?(_ value: YAMLValue, of parameter: ParameterDescription) {
        if case .sequence = value.node {
            value.report(
                "\(parameter.name) must be \(parameter.expectation), not a list; to try several values write "
                    + "'\(parameter.name): {type: categorical, values: […]}'")
            return nil
        }
        guard value.isMapping else {
            guard let constant = value.parameter(parameter) else { return nil }
            self = .constant(constant)
            return
        }
        guard let mapping = value.mapping(),
            let type = mapping.required("type")?.word(among: ["int", "float", "categorical"], kind: "type"),
            let dimension = Self.read(mapping, type: type, of: parameter)
        else { return nil }
        self = dimension
    }

    private static func read(_ mapping: YAMLMapping, type: String, of parameter: ParameterDescription) -> Dimension? {
        if type == "categorical" {
            mapping.allowOnly(["type", "values"])
            return mapping.required("values")?.list().map { .categorical($0.compactMap { $0.parameter(parameter) }) }
        }
        mapping.allowOnly(["type", "low", "high", "scale"])
        switch parameter.domain {
        case .integer where type == "float":
            mapping["type"]?.report("\(parameter.name) takes whole numbers; use 'type: int'")
            return nil
        case .choice, .boolean, .text:
            mapping["type"]?.report("\(parameter.name) takes \(parameter.expectation); use 'type: categorical'")
            return nil
        case .integer, .real:
            break
        }
        let scales = type == "int" ? ["linear", "log2", "log"] : ["linear", "log"]
        let scale = mapping["scale"].map { $0.word(among: scales, kind: "scale").flatMap(Scale.init) } ?? .linear
        let low = mapping.required("low"), high = mapping.required("high")
        guard let scale, let low, let high else { return nil }
        if type == "int" {
            guard let low = integer(low, of: parameter), let high = integer(high, of: parameter) else { return nil }
            return .integer(low: low, high: high, scale: scale)
        }
        guard let low = low.parameter(parameter)?.number, let high = high.parameter(parameter)?.number else {
            return nil
        }
        return .real(low: low, high: high, scale: scale)
    }

    private static func integer(_ bound: YAMLValue, of parameter: ParameterDescription) -> Int? {
        guard let integer = bound.whole(atLeast: .min),
            bound.parameter(parameter) != nil
        else { return nil }
        return integer
    }

    var node: Node {
        switch self {
        case .constant(let value):
            .value(value)
        case .categorical(let values):
            .braces([("type", .text("categorical")), ("values", .brackets(values.map(Node.value)))])
        case .integer(let low, let high, let scale):
            .braces([
                ("type", .text("int")), ("low", .number(low)), ("high", .number(high)),
                ("scale", .text(scale.rawValue)),
            ])
        case .real(let low, let high, let scale):
            .braces([
                ("type", .text("float")), ("low", .number(low)), ("high", .number(high)),
                ("scale", .text(scale.rawValue)),
            ])
        }
    }
}
