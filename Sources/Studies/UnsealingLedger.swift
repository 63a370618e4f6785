import Foundation

/// ``StudyFileName/ledger``: a line for each time that a sealed test was opened.
///
/// Lines are only ever added. A line is on the disk before the test can be used, so that every opening is recorded,
/// however the program ends after it. What cannot be read is an error or counts as an opening, never as none.
struct UnsealingLedger: Sendable {
    /// Lines have about 200 bytes, and each stands for hours of work.
    private static let largestSize = 1 << 24

    private let url: URL

    /// - Parameter folder: the study's.
    init(in folder: URL) {
        url = StudyFileName.ledger.url(in: folder)
    }

    /// Why a sealed test is opened.
    struct Opening: Sendable {
        let dataset: String
        /// The numbers of the trials that are to be measured.
        let trials: [Int]
        /// The SHA-256 of the resolved specification.
        let specificationDigest: String
    }

    /// The openings that the ledger records.
    struct Openings: Hashable, Sendable {
        /// Those of the dataset.
        var count = 0
        /// The lines from which the dataset cannot be told, as after a crash in the midst of writing: each may be an
        /// opening.
        var damagedLines = 0
    }

    /// Adds a line, and returns once it is on the disk.
    ///
    /// - Throws: ``StudyError`` where that cannot be done.
    func append(_ opening: Opening) throws {
        let isNew = access(url.path, F_OK) != 0
        let file = try open(O_RDWR | O_APPEND | O_CREAT)
        defer { close(file) }
        let time = ISO8601DateFormatter().string(from: Date())
        let trials = opening.trials.map(String.init).joined(separator: ",")
        var line =
            "\(time) dataset \(opening.dataset) trials \(trials) specification sha256:\(opening.specificationDigest)\n"
        // A line that a crash cut off must not merge with this one.
        if try endsWithinLine(file) { line = "\n" + line }
        let bytes = Array(line.utf8)
        let written = write(file, bytes, bytes.count)
        guard written == bytes.count else {
            throw failure("written", written < 0 ? errno : ENOSPC)
        }
        guard fsync(file) == 0 else { throw failure("written", errno) }
        if isNew { try syncFolder() }
    }

    /// How often the sealed test of a dataset was opened; a ledger that does not exist records none.
    ///
    /// - Throws: ``StudyError`` where the ledger cannot be read.
    func openings(of dataset: String) throws -> Openings {
        guard access(url.path, F_OK) == 0 || errno != ENOENT else { return Openings() }
        let file = try open(O_RDONLY)
        defer { close(file) }
        let bytes = try content(of: file)
        var openings = Openings()
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let words = String(validating: line, as: UTF8.self)?.split(separator: " "), words.count == 7,
                words[1] == "dataset", words[3] == "trials", words[5] == "specification"
            else {
                openings.damagedLines += 1
                continue
            }
            if words[2] == dataset { openings.count += 1 }
        }
        return openings
    }

    private func open(_ flags: Int32) throws -> Int32 {
        // If the path is a pipe, reading would wait for ever.
        let file = Foundation.open(url.path, flags | O_CLOEXEC | O_NONBLOCK, 0o644)
        guard file >= 0 else { throw failure(flags == O_RDONLY ? "read" : "written", errno) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(file)
            throw StudyError("\(url.path) is no file; it lists when the sealed test was opened: restore it")
        }
        return file
    }

    private func endsWithinLine(_ file: Int32) throws -> Bool {
        let end = lseek(file, 0, SEEK_END)
        guard end > 0 else { return false }
        var last: UInt8 = 0
        guard pread(file, &last, 1, end - 1) == 1 else { throw failure("read", errno) }
        return last != UInt8(ascii: "\n")
    }

    private func content(of file: Int32) throws -> [UInt8] {
        var content: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(file, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read", errno) }
            if count == 0 { return content }
            content += piece[..<count]
            guard content.count <= Self.largestSize else {
                throw StudyError("\(url.path) is larger than \(Self.largestSize) bytes and no ledger; restore it")
            }
        }
    }

    /// A new file is safe on the disk once its folder is.
    private func syncFolder() throws {
        let folder = Foundation.open(url.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw failure("written", errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw failure("written", errno) }
    }

    private func failure(_ deed: String, _ code: Int32) -> StudyError {
        StudyError(
            "\(url.path) cannot be \(deed): \(String(cString: strerror(code))); it tells how often the sealed test was "
                + "opened, without which no figure counts: mend that, and run the same command again")
    }
}
