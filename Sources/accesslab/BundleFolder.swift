import Datasets
import Files
import Foundation
import Publishing

/// The bundle that a command line names.
enum BundleFolder {
    /// - Throws: `FileError` where the folder is no bundle; where it is a study, the sentence names the study's
    ///   bundle.
    static func open(_ path: String) throws -> ModelBundle {
        let folder = URL(fileURLWithPath: path)
        let isBundle = exists(ModelBundle.manifestFile, in: folder)
        if !isBundle, exists("study.sqlite", in: folder) {
            let bundles = try bundles(ofStudy: folder)
            let sentence = "\(path) is a study, not a bundle"
            guard let first = bundles.first else {
                throw FileError("\(sentence), and it is not finished: continue its run, which ends with a bundle")
            }
            let name = path.hasSuffix("/") ? String(path.dropLast()) : path
            throw FileError(
                bundles.count == 1
                    ? "\(sentence); its bundle is \(name)/\(first)"
                    : "\(sentence); its bundles are \(bundles.map { "\(name)/\($0)" }.joined(separator: ", "))")
        }
        if !isBundle, exists(Dataset.cardFile, in: folder) {
            throw FileError("\(path) is a dataset, no model bundle; make one of it with 'accesslab train'")
        }
        return try ModelBundle(at: folder, detectors: Registries.detectors)
    }

    private static func bundles(ofStudy folder: URL) throws -> [String] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        } catch {
            throw FileError("\(folder.path) cannot be read: \(FileError.reason(error))")
        }
        return names.filter { exists(ModelBundle.manifestFile, in: folder.appendingPathComponent($0)) }.sorted()
    }

    private static func exists(_ file: String, in folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent(file).path)
    }
}
