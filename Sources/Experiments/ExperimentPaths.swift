import Files
package import Foundation

/// Where the relative paths of an experiment begin: at the folder of its file, so that both can be moved together; at
/// the working folder for what is only there.
///
/// A specification keeps paths as they are written. A study's folder thereby holds no path of a machine, and a study
/// belongs to the same specification wherever its data lie.
package struct ExperimentPaths: Sendable {
    /// The folder of the experiment file.
    package let folder: URL
    private let workingFolder: URL

    /// - Parameter file: the path of the experiment file.
    package init(besides file: String) {
        self.init(folder: URL(fileURLWithPath: file).deletingLastPathComponent())
    }

    /// The paths of an experiment that has no file.
    package static var ofWorkingFolder: ExperimentPaths {
        ExperimentPaths(folder: URL(fileURLWithPath: FileManager.default.currentDirectoryPath))
    }

    private init(folder: URL) {
        self.folder = folder.standardizedFileURL
        workingFolder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath).standardizedFileURL
    }

    /// A dataset that an experiment names.
    package struct Location {
        package let url: URL
        /// What to say of where it was found; nil where it lies as the experiment says.
        package let note: String?
    }

    /// The folder of a dataset.
    ///
    /// - Throws: `FileError` where there is nothing of that name.
    package func dataset(at path: String) throws -> Location {
        guard !path.hasPrefix("/") else { return Location(url: URL(fileURLWithPath: path), note: nil) }
        let beside = folder.appendingPathComponent(path), working = workingFolder.appendingPathComponent(path)
        if FileManager.default.fileExists(atPath: beside.path) { return Location(url: beside, note: nil) }
        if FileManager.default.fileExists(atPath: working.path) {
            return Location(
                url: working,
                note: "\(path) is that of the working folder: there is none in \(folder.path), where the experiment is")
        }
        let reason = beside == working ? "it does not exist" : "neither it nor \(working.path) exists"
        throw FileError(
            "\(beside.path) is no dataset: \(reason); make one with 'accesslab ingest' or 'accesslab simulate', or correct "
                + "the 'path', which begins at the experiment file")
    }
}
