package import Parameters
import Yams

/// The entries of a mapping by their keys.
package struct YAMLMapping {
    private let value: YAMLValue
    private var keys: [(name: String, mark: Mark?)] = []
    private var entries: [String: YAMLValue] = [:]

    fileprivate init(_ mapping: Node.Mapping, of value: YAMLValue) {
        self.value = value
        for (key, entry) in mapping {
            guard let name = key.scalar?.string else {
                value.problems.report("a key must be a word", at: key.mark)
                continue
            }
            keys.append((name, key.mark))
            entries[name] = YAMLValue(entry, name: name, problems: value.problems)
        }
    }

    package subscript(key: String) -> YAMLValue? { entries[key] }

    package func report(_ message: String) {
        value.report(message)
    }

    /// The value of a key that has to be there.
    package func required(_ key: String) -> YAMLValue? {
        if entries[key] == nil { report("\(value.name) needs '\(key)'") }
        return entries[key]
    }

    /// Reports unknown keys, each with the nearest known one.
    package func allowOnly(_ known: [String]) {
        for (name, mark) in keys where !known.contains(name) {
            let name = YAMLValue.shortened(name)
            value.problems.report("unknown key '\(name)'" + Suggestion.sentence(for: name, among: known), at: mark)
        }
    }

    /// The parameters of a component, whose keys stand beside the given ones of the mapping itself; defaults filled in.
    package func parameters(_ parameters: ParameterList, besides own: [String]) -> ParameterSet {
        allowOnly(own + parameters.map(\.name))
        var given: [String: ParameterValue] = [:]
        for parameter in parameters {
            given[parameter.name] = entries[parameter.name]?.parameter(parameter)
        }
        return parameters.accepted(given)
    }
}

extension YAMLValue {
    /// The entries of a mapping.
    package func mapping() -> YAMLMapping? {
        guard let mapping = node.mapping else {
            mismatch("a mapping")
            return nil
        }
        return YAMLMapping(mapping, of: self)
    }
}
