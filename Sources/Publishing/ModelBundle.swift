import AccessLogs
import Datasets
package import Detectors
import Files
package import Foundation
package import Incidents
import Interactions
import Parameters
import StrictYAML

/// A fitted model in a folder that others can verify and run.
///
/// `bundle.yaml` says what it is, `MODEL_CARD.md` says it in words, `factors.safetensors` holds what the detector
/// learned, `training.safetensors` the names and pairs that it learned from, `SHA256SUMS` the digests of all of them. Where
/// its alerts are incidents, `incidents.safetensors` holds the accesses that signals learned from, and what they said of the
/// last of them.
/// Nothing in it can execute. Because it holds names of users and shares, it is private to its organisation.
package struct ModelBundle: Sendable {
    package let manifest: BundleManifest
    package let model: FittedModel
    private let incidents: StoredIncidents

    private enum StoredIncidents: Sendable {
        case none
        case here(BundleIncidents)
        case file(URL)
    }

    /// The file by which a bundle is told.
    package static let manifestFile = "bundle.yaml"
    private static let factorFile = "factors.safetensors"
    private static let trainingFile = "training.safetensors"
    private static let incidentFile = "incidents.safetensors"
    private static let cardFile = "MODEL_CARD.md"
    private static let digestFile = "SHA256SUMS"
    private static let verifiedFiles = [cardFile, manifestFile, factorFile, trainingFile]
    /// The files of a bundle's folder.
    package static let files = verifiedFiles + [incidentFile, digestFile]

    /// - Parameter incidents: where the manifest says that there are.
    package init(manifest: BundleManifest, model: FittedModel, incidents: BundleIncidents? = nil) {
        self.manifest = manifest
        self.model = model
        self.incidents = incidents.map { .here($0) } ?? .none
    }

    /// What the bundle knows of incidents; nil where its alerts are pairs.
    ///
    /// - Parameter isCancelled: asked now and then, also when the incidents are asked for something later.
    /// - Throws: `FileError` where it is damaged; an error that names an unknown signal or rule; `CancellationError`.
    package func incidents(
        signals: Signals, combinations: CombinationRules, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> BundleIncidents? {
        switch incidents {
        case .none: return nil
        case .here(let incidents): return incidents
        case .file(let url):
            guard let kept = manifest.incidents else { return nil }
            guard manifest.format == BundleManifest.format else {
                throw FileError(
                    "\(url.path) was learned by signals of \(manifest.format), which went by other formulas than those of "
                        + "\(BundleManifest.format): train again, or score pairs with --alerts pairs")
            }
            let detector = IncidentDetector(
                signals: try kept.signals.map { try signals.component($0) },
                rule: try combinations.component(kept.combination))
            return try BundleIncidents(
                detector, TensorFile(contentsOf: url), leftOut: kept.leftOut, zone: kept.timeZone ?? .utc, model: model,
                isCancelled: isCancelled)
        }
    }

    /// The part of a manifest that all formats have in common.
    private struct Format: Decodable {
        let format: String
    }

    /// Opens a bundle, after checking the digests of its files.
    ///
    /// - Throws: `FileError` where the folder is no bundle, has been changed or is damaged; `DetectorError` where
    ///   its algorithm is unknown or its tensors do not fit.
    package init(at folder: URL, detectors: Detectors) throws {
        try Self.verify(Self.verifiedFiles, in: folder)
        let manifestURL = folder.appendingPathComponent(Self.manifestFile)
        // First: what another format means by the rest is not known.
        let format = try PlainYAML.card.value(Format.self, at: manifestURL).format
        guard BundleManifest.readableFormats.contains(format) else {
            throw FileError(
                "\(manifestURL.path) has the format '\(format)', this program reads "
                    + BundleManifest.readableFormats.joined(separator: " and "))
        }
        manifest = try PlainYAML.card.value(BundleManifest.self, at: manifestURL) { manifest throws(FieldProblem) in
            try manifest.check()
        }
        if manifest.incidents != nil {
            try Self.verify([Self.incidentFile], in: folder)
            incidents = .file(folder.appendingPathComponent(Self.incidentFile))
        } else {
            incidents = .none
        }
        let type = try detectors.type(of: manifest.algorithm)
        let parameters = try type.parameters.checked(manifest.parameters)
        let matrix = try InteractionMatrix(TensorFile(contentsOf: folder.appendingPathComponent(Self.trainingFile)))
        let tensors = try TensorFile(contentsOf: folder.appendingPathComponent(Self.factorFile)).matrices
        model = FittedModel(
            algorithm: manifest.algorithm, parameters: parameters, matrix: matrix,
            detector: try type.init(parameters).restore(tensors, for: matrix))
    }

    /// Writes the bundle as a folder.
    ///
    /// - Throws: `FileError` where the folder exists, unless it may be replaced, or cannot be written.
    package func write(to folder: URL, replacing: Bool) throws {
        try WholeFolder.write(
            to: folder, replacing: replacing, marker: Self.manifestFile, files: Self.files
        ) { partial in
            try TensorFile(matrices: model.detector.tensors).write(to: partial.appendingPathComponent(Self.factorFile))
            try model.matrix.tensorFile.write(to: partial.appendingPathComponent(Self.trainingFile))
            try Self.write(manifestText(for: folder), to: partial.appendingPathComponent(Self.manifestFile))
            try Self.write(ModelCard(manifest).markdown, to: partial.appendingPathComponent(Self.cardFile))
            var files = Self.verifiedFiles
            if case .here(let incidents) = incidents {
                try incidents.tensorFile(of: model.matrix).write(
                    to: partial.appendingPathComponent(Self.incidentFile))
                files.append(Self.incidentFile)
            }
            let digests = try files.map { file in
                "\(try FileDigest.sha256(of: partial.appendingPathComponent(file)))  \(file)\n"
            }
            try Self.write(digests.joined(), to: partial.appendingPathComponent(Self.digestFile))
        }
    }

    /// - Throws: `FileError` where the manifest would be refused when the bundle is opened.
    private func manifestText(for folder: URL) throws -> String {
        do {
            try manifest.check()
        } catch {
            throw FileError("\(folder.path) cannot be written: \(error)")
        }
        let text = try EncodedYAML.exact(manifest)
        try PlainYAML.card.check(text, for: folder)
        return text
    }

    /// - Throws: `FileError` where a file is missing or is not the one that was written.
    private static func verify(_ files: [String], in folder: URL) throws {
        let digestURL = folder.appendingPathComponent(digestFile)
        guard let text = try ReadableFile.text(ifAt: digestURL, limit: 64 << 10) else {
            throw FileError(
                "\(folder.path) is no model bundle: it has no \(digestFile); make one with 'accesslab train' or "
                    + "'accesslab run'")
        }
        for file in files {
            let isText = file == cardFile || file == manifestFile
            let digest = try FileDigest.sha256(
                of: folder.appendingPathComponent(file), limit: isText ? PlainYAML.card.size : nil)
            guard text.split(separator: "\n").contains("\(digest)  \(file)") else {
                throw FileError(
                    "\(folder.path)/\(file) is not the file that \(digestFile) lists; get the bundle again")
            }
        }
    }

    private static func write(_ text: String, to url: URL) throws {
        try FileError.naming(url) { try Data(text.utf8).write(to: url) }
    }
}
