import AccessLogs
import ContractTesting
import Interactions
import Parameters
import Testing
import TestSupport

@Suite("Every split")
struct SplitRuleContractTests {
    @Test("keeps its promises", arguments: SplitRules.standard.ids)
    func contract(id: String) throws {
        var log = AccessLog.departments()
        for index in 0..<log.count {
            var access = AccessEvent(
                tenant: "other", user: AccountIdentity(name: log.users[Int(log.user[index])].name),
                resource: ResourceIdentity(name: log.resources[Int(log.resource[index])].name))
            access.time = log.time(of: index)
            log.append(access)
        }
        try SplitRuleContract(#require(SplitRules.standard[id]), dividing: log).check()
    }

    @Test("is found by its id, and the first counts where none is named")
    func registry() {
        RegistryContract(SplitRules.standard).check()
        for rule in SplitRules.standard.all { #expect(SplitRules.standard[rule.id]?.id == rule.id) }
        #expect(SplitRules.standard.all.first?.id == "time")
        #expect(SplitRules.standard["random"] == nil)
        #expect(SplitRules.standard.entries.map(\.id) == SplitRules.standard.ids)
    }
}
