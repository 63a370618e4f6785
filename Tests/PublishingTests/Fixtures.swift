import AccessLogs
import Datasets
import Detectors
import Foundation
import Incidents
import Parameters
import Publishing
import Statistics
import TestSupport

extension TemporaryFolder {
    /// A dataset of a log.
    func dataset(of log: AccessLog) throws -> Dataset {
        try Dataset.write(
            log, to: self["corp"], origin: "made by a test", licence: "CC0-1.0", importOptions: ImportOptions(),
            replacing: true)
        return try Dataset(at: self["corp"])
    }

    /// A bundle of a detector trained on a log, not yet written.
    func bundle(
        _ algorithm: String = "als-implicit", parameters: [String: ParameterValue] = [:],
        of log: AccessLog = .departments(), budgets: [Double] = [1, 2, 4], seed: Seed = Seed(.max),
        incidents: IncidentDetector? = nil
    ) throws -> ModelBundle {
        let type = try Detectors.standard.type(of: algorithm)
        return try BundleTraining(
            algorithm: type, parameters: type.parameters.checked(parameters), alertBudgets: budgets,
            incidents: incidents
        ).train(on: dataset(of: log), name: "nightly", FitContext(seed: seed))
    }

    /// Opens the bundle `b`.
    func openBundle() throws -> ModelBundle {
        try ModelBundle(at: self["b"], detectors: .standard)
    }
}

/// The files of a bundle.
let bundleFiles = ["MODEL_CARD.md", "SHA256SUMS", "bundle.yaml", "factors.safetensors", "training.safetensors"]
