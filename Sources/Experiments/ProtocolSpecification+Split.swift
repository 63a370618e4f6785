import Interactions
import Parameters
import StrictYAML
import Yams

extension ProtocolSpecification.Split {
    init?(_ value: YAMLValue, catalogue: Catalogue) {
        guard let mapping = value.mapping() else { return nil }
        let rules = catalogue.splits.all
        let id = mapping["type"].map { $0.word(among: rules.map(\.id), kind: "split") } ?? rules.first?.id
        guard let id, let rule = catalogue.splits[id] else { return nil }
        do {
            self.init(try rule.with(mapping.parameters(rule.parameters, besides: ["type"])))
        } catch {
            mapping.report("\(error)")
            return nil
        }
    }

    var node: Node {
        .braces([("type", .text(rule.id))] + Node.entries(rule.parameters, rule.values))
    }
}
