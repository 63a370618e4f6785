import AccessLogs
import Datasets
import Foundation
import TestSupport

extension AccessLog {
    /// Two tenants that share names; accesses with and without a time, a SID, a weight and an outcome.
    static var varied: AccessLog {
        var log = AccessLog()
        for tenant in ["contoso", "fabrikam"] {
            log.append(
                AccessEvent(
                    tenant: tenant,
                    user: AccountIdentity(domain: "CORP", account: "Zoë", sid: "S-1-5-21-7", computer: "FS1"),
                    resource: ResourceIdentity(computer: "FS1", share: #"\\*\Finance"#), time: .day(1),
                    outcome: .failure, weight: 2.5))
            log.append(
                AccessEvent(
                    tenant: tenant, user: AccountIdentity(name: "U1@DOM1"), resource: ResourceIdentity(name: "C,\"1\""),
                    outcome: .success))
        }
        return log
    }

    /// Every access with all that is known of it.
    var rows: [[String]] {
        (0..<count).map { access in
            let (user, resource) = (Int(user[access]), Int(resource[access]))
            return [
                users[user].tenant, users[user].name, userSIDs[user] ?? "-", resources[resource].tenant,
                resources[resource].name, time(of: access)?.description ?? "-", "\(weight[access])",
                "\(outcome[access])",
            ]
        }
    }

    @discardableResult
    func writeDataset(to folder: URL, replacing: Bool = false) throws -> DatasetCard {
        try Dataset.write(
            self, to: folder, origin: "made by a test", licence: "CC0-1.0", importOptions: ImportOptions(),
            replacing: replacing)
    }
}
