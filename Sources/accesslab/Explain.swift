import AccessLogs
import ArgumentParser
import Datasets
import Foundation
import Operations
import Parameters
import Publishing

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say why an access scores as it does: peers, usual users, usual resources, what the score rests on.",
        discussion: """
            Names are those that 'score' prints. All facts come from the bundle's training data.

            EXAMPLE: accesslab explain results/quickstart/bundle --user alice --resource 'fs01\\finance$'
            """)

    @Argument(help: "A bundle folder.")
    var bundle: String

    @Option(help: "The user of the access.")
    var user: String

    @Option(help: "The resource of the access.")
    var resource: String

    @Option(help: "The tenant of both.")
    var tenant = AccessEvent.defaultTenant

    @Option(help: "The most peers, users, resources and reasons to name.")
    var most = 5

    @OptionGroup var output: JSONOption

    func validate() throws {
        guard (1...1000).contains(most) else { throw ValidationError("--most must be from 1 to 1000, not \(most)") }
    }

    func run() throws {
        let bundle = try ModelBundle(at: URL(fileURLWithPath: bundle), detectors: Registries.detectors)
        let tenants = bundle.model.matrix.tenants.map(\.name)
        guard tenants.contains(tenant) else {
            throw DatasetError(
                "training has no tenant '\(tenant)'; name one with --tenant"
                    + Suggestion.sentence(for: tenant, among: tenants))
        }
        let explanation = try Explainer(bundle.model, naming: most).explanation(
            of: AccessEvent(
                tenant: tenant, user: AccountIdentity(name: user), resource: ResourceIdentity(name: resource)))
        if output.json {
            try Output.json(explanation)
        } else {
            try Output.text(explanation.words)
        }
    }
}
