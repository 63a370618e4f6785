import AccessLogs
import ArgumentParser
import Detectors
import Files
import Foundation
import Interactions
import Operations
import Parameters
import Publishing

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say why an access scores as it does: peers, usual users, usual resources, what the score rests on.",
        discussion: """
            Names are those that 'score' prints. All facts come from the bundle's training data.

            EXAMPLE: accesslab explain results/quickstart/bundle --user 'corp\\u0001' --resource '\\\\fs05\\s0041'
            """)

    @Argument(help: "A bundle folder.")
    var bundle: String

    @Option(help: "The user of the access.")
    var user: String

    @Option(help: "The resource of the access.")
    var resource: String

    @Option(help: "The tenant of both (default: the only one of the bundle).")
    var tenant: String?

    @Option(help: "The most peers, users, resources and reasons to name.")
    var most = 5

    @OptionGroup var output: JSONOption

    func validate() throws {
        guard (1...1000).contains(most) else { throw ValidationError("--most must be from 1 to 1000, not \(most)") }
    }

    func run() throws {
        let interruption = Interruption()
        try interruption.ending(with: "interrupted") {
            let model = try BundleFolder.open(bundle).model
            let tenant = try chosenTenant(of: model)
            let explainer = Explainer(model, naming: most)
            let explanation = try explainer.explanation(
                of: AccessEvent(
                    tenant: tenant, user: AccountIdentity(name: user), resource: ResourceIdentity(name: resource)),
                isCancelled: { interruption.isRequested })
            try checkNames(explanation, explainer)
            if output.json {
                try Output.json(explanation)
            } else {
                try Output.text(explanation.sentences.joined(separator: "\n"))
            }
        }
    }

    /// - Throws: `FileError` where training lacks the user or the resource; the sentence names those that are like
    ///   it.
    private func checkNames(_ explanation: Explanation, _ explainer: Explainer) throws {
        var unknown: [String] = []
        if !explanation.isUserKnown {
            let names = explainer.users(like: user, inTenant: explanation.tenant)
            unknown.append("training has no user '\(user)'" + Self.suggestion(names))
        }
        if !explanation.isResourceKnown {
            let names = explainer.resources(like: resource, inTenant: explanation.tenant)
            unknown.append("training has no resource '\(resource)'" + Self.suggestion(names))
        }
        guard unknown.isEmpty else { throw FileError(unknown.joined(separator: "; ")) }
    }

    private static func suggestion(_ names: [String]) -> String {
        names.isEmpty ? "" : ": did you mean " + names.map { "'\($0)'" }.joined(separator: " or ") + "?"
    }

    private func chosenTenant(of model: FittedModel) throws -> String {
        let tenants = model.matrix.tenants.map(\.name)
        guard let tenant else {
            if tenants.count == 1 { return tenants[0] }
            if tenants.contains(AccessEvent.defaultTenant) { return AccessEvent.defaultTenant }
            throw FileError(
                "training has several tenants; name one with --tenant: " + tenants.prefix(20).joined(separator: ", ")
                    + (tenants.count > 20 ? " and \(tenants.count - 20) more" : ""))
        }
        guard tenants.contains(tenant) else {
            throw FileError(
                "training has no tenant '\(tenant)'; name one with --tenant"
                    + Suggestion.sentence(for: tenant, among: tenants))
        }
        return tenant
    }
}
