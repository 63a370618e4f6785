import GRDB

/// The digests of the files that a study keeps beside its store and reads again: what lints found, what the winners would be
/// like in use, the cases, the ranking, the openings and the scores.
extension StudyStore {
    /// Keeps the digest of what a file is about to hold. What it held before stays good, as the program may end before the
    /// file is written.
    ///
    /// - Parameter name: the path within the study's folder.
    func seal(file name: String, sha256: String) throws {
        try database.write { connection in
            try connection.execute(
                sql: """
                    INSERT INTO file (name, sha256) VALUES (?, ?)
                    ON CONFLICT (name) DO UPDATE SET
                        former = CASE WHEN sha256 = excluded.sha256 THEN former ELSE sha256 END, sha256 = excluded.sha256
                    """, arguments: [name, sha256])
        }
    }

    /// Checks that a file is what the study wrote. Files of studies of earlier programs cannot be checked.
    ///
    /// - Parameters:
    ///   - name: the path within the study's folder.
    ///   - path: where the file is, for errors.
    /// - Throws: ``StudyError`` where it is not, or where its digest is missing.
    func verify(file name: String, at path: String, sha256: String) throws {
        guard database.version > 3 else { return }
        let known = try database.read { connection in
            try Row.fetchOne(
                connection, sql: "SELECT sha256, former FROM file WHERE name = ?", arguments: [name]
            ).map { row in
                let row = StoredRow(row, of: "file")
                return [try row.text("sha256"), try row.optionalText("former")].compactMap(\.self)
            }
        }
        if let known {
            guard known.contains(sha256) else {
                throw StudyError(
                    "\(path) was changed since the study wrote it: restore it from a copy, or run the study anew")
            }
            return
        }
        let isEarlier = try database.read { connection in
            try Row.fetchOne(connection, sql: "SELECT 1 FROM file WHERE name = ''") != nil
        }
        guard isEarlier else {
            throw StudyError(
                "\(path) is none that the study wrote: remove it, or restore the study's folder from a copy")
        }
    }
}
