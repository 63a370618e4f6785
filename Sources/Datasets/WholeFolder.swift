public import Foundation

/// A folder that appears complete or not at all.
public enum WholeFolder {
    /// Fills a folder beside the destination and then renames it, so that an interruption, an error or a full disk
    /// leaves nothing half-written.
    ///
    /// - Parameters:
    ///   - replacing: whether an existing destination may be replaced.
    ///   - marker: a file by which a folder of this kind is told: no other may be replaced.
    ///   - body: writes the files into the folder that it is given.
    /// - Throws: ``DatasetError`` where the destination exists or cannot be written; what `body` throws.
    public static func write(
        to destination: URL, replacing: Bool, marker: String, _ body: (URL) throws -> Void
    ) throws {
        let files = FileManager.default
        let destination = destination.standardizedFileURL
        try checkAbsence(of: destination, replacing: replacing, marker: marker)
        let parent = destination.deletingLastPathComponent()
        let partial = parent.appendingPathComponent(
            ".\(destination.lastPathComponent).partial-\(ProcessInfo.processInfo.processIdentifier)")
        try? files.removeItem(at: partial)
        try DatasetError.naming(parent) {
            try files.createDirectory(at: partial, withIntermediateDirectories: true)
        }
        do {
            try body(partial)
            try DatasetError.naming(destination) {
                if replacing, files.fileExists(atPath: destination.path) { try files.removeItem(at: destination) }
                try files.moveItem(at: partial, to: destination)
            }
        } catch {
            try? files.removeItem(at: partial)
            throw error
        }
    }

    /// - Throws: ``DatasetError`` where the destination exists and may not be replaced: to be asked before long work.
    public static func checkAbsence(of destination: URL, replacing: Bool, marker: String) throws(DatasetError) {
        guard FileManager.default.fileExists(atPath: destination.path) else { return }
        guard replacing else {
            throw DatasetError("\(destination.path) exists already; choose another name, or replace it with --force")
        }
        guard FileManager.default.fileExists(atPath: destination.appendingPathComponent(marker).path) else {
            throw DatasetError(
                "\(destination.path) has no \(marker) and is not replaced; remove it yourself if you mean to")
        }
    }
}
