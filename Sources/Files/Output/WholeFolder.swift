public import Foundation

/// A folder that appears complete or not at all.
public enum WholeFolder {
    /// Fills a folder beside the destination that then takes the destination's place in one step, so that an
    /// interruption, an error, a full disk or a loss of power leaves nothing half-written and never takes away what was
    /// there. The folder has the mode that the umask gives; while it is partial, only its owner may enter it. Where the
    /// destination is a link, the folder to which it leads is replaced.
    ///
    /// - Parameters:
    ///   - replacing: whether an existing destination may be replaced.
    ///   - marker: a file by which a folder of this kind is told: no other may be replaced, unless it is empty.
    ///   - files: all files that such a folder may have: with others in it, which would be lost, it is not replaced. Nil
    ///     where it may have any.
    ///   - body: writes the files into the folder that it is given.
    /// - Throws: ``FileError`` where the destination exists or cannot be written; what `body` throws.
    public static func write(
        to destination: URL, replacing: Bool, marker: String, files: [String]? = nil, _ body: (URL) throws -> Void
    ) throws {
        let destination = destination.standardizedFileURL
        try checkAbsence(of: destination, replacing: replacing, marker: marker, files: files)
        let target = try FileError.naming(destination) { try LinkTarget.of(destination) }
        let parent = target.deletingLastPathComponent()
        let partial = try FileError.naming(parent) {
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
            let partial = try PartialFolder(beside: target)
            try FileManager.default.createDirectory(at: partial.content, withIntermediateDirectories: false)
            return partial
        }
        try body(partial.content)
        // Another program may have made it in the meantime.
        try checkAbsence(of: destination, replacing: replacing, marker: marker, files: files)
        try FileError.naming(destination) { try partial.placeFolder(replacing: replacing) }
    }

    /// - Throws: ``FileError`` where the destination exists and may not be replaced: to be asked before long work.
    public static func checkAbsence(
        of destination: URL, replacing: Bool, marker: String, files: [String]? = nil
    ) throws(FileError) {
        guard FileManager.default.fileExists(atPath: destination.path) else { return }
        guard replacing else {
            throw FileError("\(destination.path) exists already; choose another name, or replace it with --force")
        }
        // Of what is no folder, or cannot be listed, nothing is known, and it is not replaced.
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: destination.path).sorted(),
            names.isEmpty || names.contains(marker)
        else {
            throw FileError(
                "\(destination.path) has no \(marker) and is not replaced; remove it yourself if you mean to")
        }
        if let files, let other = names.first(where: { !files.contains($0) }) {
            throw FileError(
                "\(destination.path) also holds \(other), which is not part of it and would be lost; move it away first"
            )
        }
    }
}
