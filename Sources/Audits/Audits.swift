package import Parameters
import Statistics
package import Studies

/// The audits of the program, in the order in which they are made.
package struct Audits: Registry {
    package static let noun = "audit"
    package let all: [any Audit]

    package init(_ all: [any Audit]) {
        self.all = all
    }

    package static func id(of audit: any Audit) -> String { audit.id }

    /// The audits of this module.
    ///
    /// - Parameter components: what the program offers to studies; every metric, lint and detector of it is looked at.
    package static func standard(_ components: StudyComponents) -> Audits {
        Audits([
            MetricsByDefinition(components.metrics),
            EqualScorers(),
            IntervalsHold(),
            LintsCatch(components),
            SelfChecksPass(components),
        ])
    }

    /// Makes every audit.
    ///
    /// - Parameter report: told the audit that is being made, and the fraction of all that is done.
    /// - Throws: `CancellationError`; what the asked parts throw.
    package func reports(
        _ work: AuditWork, report: @escaping @Sendable (String, Double) -> Void = { _, _ in }
    ) throws -> [AuditReport] {
        let total = all.reduce(0) { $0 + $1.effort }
        var done = 0.0
        return try all.map { audit in
            try work.checkCancellation()
            let start = done / total, size = audit.effort / total
            done += audit.effort
            report(audit.id, start)
            let part = AuditWork(
                work.extent, seed: work.seed.derived(audit.id), workers: work.workers, folder: work.folder,
                isCancelled: work.isCancelled
            ) { report(audit.id, start + size * $0) }
            return AuditReport(audit: audit.id, question: audit.question, checks: try audit.checks(part))
        }
    }
}
