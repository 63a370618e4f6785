import Evaluation
import Publishing
import Testing
import TestSupport

@Suite("A model card")
struct ModelCardTests {
    let folder = TemporaryFolder()

    /// The card of a bundle whose manifest has been changed.
    private func card(_ change: (inout BundleManifest) -> Void = { _ in }) throws -> String {
        let bundle = try folder.bundle()
        var manifest = bundle.manifest
        change(&manifest)
        try ModelBundle(manifest: manifest, model: bundle.model).write(to: folder["b"], replacing: true)
        return try folder.text(of: "b/MODEL_CARD.md")
    }

    @Test("says what the model is and what it learned from")
    func origin() throws {
        let text = try card()
        for words in ["# nightly", "`als-implicit`", "| `rank` | 16 |", "600 accesses", "30 users", "dataset `corp`"] {
            #expect(text.contains(words), "\(words)")
        }
        #expect(text.contains("from 2026-01-05T00:00:00Z to 2026-01-24T00:00:29Z"))
    }

    @Test("states the measurements with their uncertainty, or why there is none")
    func measurements() throws {
        let text = try card {
            $0.measurements = [
                .init(
                    metric: "roc_auc", slice: "macro", value: .defined(0.87654), interval: 0.8...0.9,
                    method: "t, n = 3"),
                .init(
                    metric: "noise_rate", slice: "pooled", value: .defined(2), method: "a single value"),
            ]
        }
        #expect(text.contains("| roc_auc | macro | 0.8765 | 0.8 to 0.9 (t, n = 3) |"))
        #expect(text.contains("| noise_rate | pooled | 2 | a single value |"))
    }

    @Test("says so where nothing was measured")
    func noMeasurements() throws {
        #expect(try card().contains("Not measured"))
    }

    @Test("lists the thresholds and marks the default")
    func operatingPoints() throws {
        let text = try card()
        #expect(text.contains("| 1 benign alerts a day promised | "))
        #expect(text.contains("| 2 benign alerts a day promised, the default | "))
        #expect(text.contains("| unknown | unknown |"))
    }

    @Test("names the limits, the privacy of the names first")
    func limits() throws {
        #expect(try card().contains("private to its organisation"))
    }
}
