import AccessLogs
import Evaluation
import Files
import Incidents
import Statistics

/// A bundle's manifest in words, for the people who decide whether to trust it.
struct ModelCard {
    private let manifest: BundleManifest

    init(_ manifest: BundleManifest) {
        self.manifest = manifest
    }

    var markdown: String {
        [introduction, training, measurements, operatingPoints, incidents, provenance, limits].joined(separator: "\n")
    }

    private var introduction: String {
        let settings = manifest.parameters.sorted { $0.key < $1.key }.map { "| `\($0.key)` | \($0.value) |\n" }.joined()
        return """
            # \(manifest.name)

            A detector of anomalous file-share access (`\(manifest.algorithm)`). It scores an access of a user to a \
            resource: the higher the score, the less the training accesses lead one to expect it.

            | parameter | value |
            |---|---|
            \(settings)
            """
    }

    private var training: String {
        let data = manifest.training
        let span = data.first.flatMap { first in data.last.map { "from \(first) to \($0)" } } ?? "without times"
        return """
            ## Training data

            \(data.accesses) accesses of \(data.users) users to \(data.resources) resources, \(data.pairs) distinct \
            pairs, \(span); dataset `\(data.dataset)`, \(data.digest).

            """
    }

    private var measurements: String {
        guard !manifest.measurements.isEmpty else {
            return "## Quality\n\nNot measured: this model was trained without an experiment.\n"
        }
        let rows = manifest.measurements.map { measurement in
            let method = measurement.value.reason ?? measurement.method ?? ""
            let interval = measurement.interval.map {
                "\(Self.short($0.lowerBound)) to \(Self.short($0.upperBound)) (\(method))"
            }
            let value = measurement.value.number.map(Self.short) ?? measurement.value.word
            let title = measurement.metric + (measurement.metric.contains("@") ? " (all alerts)" : "")
            return "| \(title) | \(measurement.slice) | \(value) | \(interval ?? method) |"
        }
        return """
            ## Quality

            Measured with injected anomalies on accesses that played no part in choosing or fitting; \
            \(prevalence). Precision and average precision fall with that fraction. A value at a \
            budget (`@10`) raises each day's highest scores up to that number of alerts, on injected and benign \
            accesses together.

            | metric | scenario | value | uncertainty |
            |---|---|---|---|
            \(rows.joined(separator: "\n"))
            \(openings)
            """
    }

    /// What fraction of the cases was injected.
    private var prevalence: String {
        manifest.injectedFraction.map { "\(Number.percent($0)) of all cases were injected" }
            ?? "what fraction of the cases was injected is not known to the bundle"
    }

    /// How often the test was opened before; empty where that is not known to the bundle.
    private var openings: String {
        guard let sentence = manifest.openings?.sentence else { return "" }
        return "\n" + VisibleText.line(sentence.prefix(1).uppercased() + sentence.dropFirst()) + ".\n"
    }

    private var operatingPoints: String {
        guard !manifest.operatingPoints.isEmpty else {
            return "## Operating points\n\nNone: there were too few accesses to choose a threshold on.\n"
        }
        let rows = manifest.operatingPoints.map { point in
            let budget =
                "\(Self.short(point.alertBudget)) benign alerts \(point.isPerDay ? "a day" : "in all") promised"
            let isDefault = point.alertBudget == manifest.defaultAlertBudget ? ", the default" : ""
            let restated = PrevalencePrecision.prevalences.map { prevalence in
                point.restatedPrecision?.first { $0.prevalence == prevalence }?.precision
            }
            let fractions = [point.expectedRecall, point.injectedFraction, point.expectedPrecision] + restated
            let expected = fractions.map { $0.map(Self.short) ?? "unknown" }
            return "| \(budget)\(isDefault) | \(Self.short(point.threshold)) | \(expected.joined(separator: " | ")) |"
        }
        return """
            ## Operating points

            An access alerts if its score is above the threshold. Thresholds were chosen on held-out benign accesses \
            for a number of alerts on them. Recall and precision are those of anomalies injected among them, without \
            an interval; precision falls with the fraction of anomalies, which in a real log is far smaller, so that it \
            is restated for rarer ones.

            | promise | threshold | recall | fraction injected | precision at that | where 1 in 10,000 is injected | \
            where 1 in 100,000 is |
            |---|---|---|---|---|---|---|
            \(rows.joined(separator: "\n"))

            """
    }

    /// What thresholds of incidents promise; empty where alerts are pairs.
    private var incidents: String {
        guard let incidents = manifest.incidents else {
            return manifest.noIncidents.map { "## Incidents\n\nNone: \(VisibleText.line($0)). Alerts are pairs.\n" }
                ?? ""
        }
        let leftOut = (incidents.leftOut?.sentences ?? []).map {
            "\n\(VisibleText.line($0.prefix(1).uppercased() + $0.dropFirst())).\n"
        }
        let rows = incidents.operatingPoints.map { point in
            let isDefault = point.alertBudget == manifest.defaultAlertBudget ? ", the default" : ""
            return
                "| \(Self.short(point.alertBudget)) benign incidents on a mean day\(isDefault) | \(Self.short(point.evidence)) | "
                + "\(Self.short(point.tailProbability)) | "
                + (point.isReached ? "\(point.least) to \(point.most)" : "fewer than promised: all alert") + " |"
        }
        return """
            ## Incidents

            An incident is all that an account does in a day (\(incidents.timeZone?.name ?? "UTC")). It alerts if its evidence, −log₁₀ of the tail \
            probability of such a day where nothing is wrong, is above the threshold. Signals: \
            \(incidents.signals.map { "`\($0)`" }.joined(separator: ", ")); those of a family are combined by \
            `\(incidents.combination)`. Thresholds are those of the last quarter of the training days, which the \
            signals had not learned from.
            \(leftOut.joined())
            | promise | evidence above | tail probability | alerts in a week, with 95 per cent |
            |---|---|---|---|
            \(rows.joined(separator: "\n"))

            """
    }

    /// What everything was computed with; empty in a bundle of an older program.
    private var provenance: String {
        guard let made = manifest.provenance else { return "" }
        let facts: [(String, String?)] = [
            ("program", made.version.map { "\($0)" + (made.commit.map { ", commit \($0)" } ?? "") }),
            ("seed", "\(manifest.seed)"), ("compiler", made.toolchain), ("processor", made.processor),
            ("instruction sets", made.instructions), ("OpenBLAS", made.blas),
            ("its kernels, threads", made.kernel.map { "\($0), \(made.threads.map(String.init) ?? "unknown")" }),
            ("GSL", made.gsl), ("operating system", made.system),
        ]
        let rows = facts.compactMap { name, value in value.map { "| \(name) | \(VisibleText.line($0)) |\n" } }
        return """
            ## How it was made

            | what | which |
            |---|---|
            \(rows.joined())
            """
    }

    private var limits: String {
        """
        ## Limits

        - This bundle holds names of users and resources: it is private to its organisation.
        - Pairs of users and resources without a training access have no score; they are reported as `unknown-user` and \
        `unknown-resource` and never alert, wherever an evaluation ranks them.
        - What happened during training counts as usual, an attacker's accesses included.
        - Injected anomalies are made up; real attacks may look different.

        """
    }

    private static func short(_ value: Double) -> String { Number.text(value, isGrouped: false) }
}
