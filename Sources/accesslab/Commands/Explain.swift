import AccessLogs
import ArgumentParser
import Detectors
import Files
import Foundation
import Interactions
import LogImport
import Operations
import Parameters
import Publishing
import Reports

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say why an access or an account's day is unusual.",
        discussion: """
            Names are those that 'score' prints. With --resource, one access: peers, usual users, usual resources, what \
            the score rests on, all from the bundle's training data. With --day and --log, what the account did on that \
            day of the bundle's time zone: each signal with its numbers, whether the day alerts or not. The logs must have all days since \
            training: what an account met on them is not new any more.

            EXAMPLE: accesslab explain results/quickstart/bundle --user 'corp\\u0001' --resource '\\\\fs05\\s0041'
            EXAMPLE: accesslab explain bundles/corp --user 'corp\\u0001' --day 2026-03-05 --log march.evtx
            """)

    @Argument(help: "A bundle folder.")
    var bundle: String

    @Option(help: "The user of the access.")
    var user: String

    @Option(help: "The resource of the access.")
    var resource: String?

    @Option(help: ArgumentHelp("The day of the account's incident, in the bundle's time zone.", valueName: "date"))
    var day: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("The files, folders or dataset that have the day.", valueName: "path"))
    var log: [String] = []

    @Option(help: "The tenant of both (default: the only one of the bundle).")
    var tenant: String?

    @Option(help: "The most peers, users, resources and reasons to name.")
    var most = 5

    @Option(parsing: .unconditional, help: "With --day: the evidence that alerts exceed, as for 'score'.")
    var threshold: Double?

    @Option(parsing: .unconditional, help: "With --day: the benign alerts a day that are promised, as for 'score'.")
    var alertsPerDay: Double?

    @Flag(help: "With --day: keep the threshold that was chosen in training, as for 'score'.")
    var fixedThreshold = false

    @OptionGroup var workers: JobsOption

    @OptionGroup var output: JSONOption

    func validate() throws {
        guard day != nil || (threshold == nil && alertsPerDay == nil && !fixedThreshold) else {
            throw ValidationError("--threshold, --alerts-per-day and --fixed-threshold are for incidents: name a --day")
        }
        guard threshold == nil || alertsPerDay == nil else {
            throw ValidationError("--threshold and --alerts-per-day exclude each other")
        }
        if let alertsPerDay, !(alertsPerDay > 0 && alertsPerDay.isFinite) {
            throw ValidationError("--alerts-per-day must be a number above 0, not \(alertsPerDay)")
        }
        if let threshold, !(abs(threshold) < 1e12) { throw ValidationError("--threshold must be a number") }
        guard (1...1000).contains(most) else { throw ValidationError("--most must be from 1 to 1000, not \(most)") }
        guard (resource == nil) != (day == nil) else {
            throw ValidationError("name an access by --resource, or an incident by --day and --log")
        }
        guard (day == nil) == log.isEmpty else {
            throw ValidationError("an incident is in a day of a log: name both --day and --log")
        }
        if let day, Self.dayNumber(day) == nil {
            throw ValidationError("--day: '\(day)' is no date; write it as 2026-01-05")
        }
    }

    private static func dayNumber(_ text: String) -> Int? { Timestamp(iso8601: text)?.dayNumber }

    func run() throws {
        let interruption = Interruption()
        try interruption.ending(with: "interrupted") {
            let bundle = try BundleFolder.open(self.bundle)
            let model = bundle.model
            let tenant = try chosenTenant(of: model)
            guard let resource else { return try explainDay(bundle, tenant, interruption) }
            let explainer = Explainer(model, naming: most)
            let explanation = try explainer.explanation(
                of: AccessEvent(
                    tenant: tenant, user: AccountIdentity(name: user), resource: ResourceIdentity(name: resource)),
                isCancelled: { interruption.isRequested })
            try checkNames(explanation, explainer, resource: resource)
            if output.json {
                try Output.json(explanation)
            } else {
                try Output.text(explanation.sentences.joined(separator: "\n"))
            }
        }
    }

    private func explainDay(_ bundle: ModelBundle, _ tenant: String, _ interruption: Interruption) throws {
        let incidents = try bundle.incidents(
            signals: Registries.signals, combinations: Registries.combinations,
            isCancelled: { interruption.isRequested })
        guard let incidents, let text = day, let day = Self.dayNumber(text) else {
            throw FileError("the bundle \(self.bundle) knows no incidents: train it on data with times")
        }
        let session = try IncidentSession(
            bundle, incidents,
            IncidentPolicy(
                threshold: threshold.map { .evidence($0) } ?? alertsPerDay.map { .alertsPerDay($0) } ?? .ofBundle,
                isAdaptive: !fixedThreshold))
        let line = ProgressLine()
        defer { line.finish() }
        let (incident, summary) = try session.incident(
            of: TenantName(tenant: tenant, name: user), on: day,
            in: ScoringSession.Source(log.map(InputPath.init(argument:))),
            with: LogImporter(
                readers: Registries.readers, filters: Registries.filters, options: session.importOptions),
            workers: workers.jobs, isCancelled: { interruption.isRequested }, progress: { line.show($0.text) })
        line.finish()
        if summary.isWorthReading {
            Terminal.sayLines(ReportSections<ImportSummary>.standard.document(on: summary).text(in: .terminal))
        }
        guard let incident else {
            let names = Explainer(bundle.model).users(like: user, inTenant: tenant)
            throw FileError(
                day <= incidents.lastDay
                    ? "\(text) is a day of training; incidents are found on later ones"
                    : "what could be read of the log has no access of '\(user)' on \(text)"
                        + (bundle.model.matrix.users.index(of: TenantName(tenant: tenant, name: user)) == nil
                            ? Self.suggestion(names) : ""))
        }
        if output.json {
            try Output.json(incident)
        } else {
            try Output.text(incident.sentences.joined(separator: "\n"))
        }
        if !summary.isComplete { throw ExitCode.partlyUnread }
    }

    /// - Throws: `FileError` where training lacks the user or the resource; the sentence names those that are like
    ///   it.
    private func checkNames(_ explanation: Explanation, _ explainer: Explainer, resource: String) throws {
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
