import Foundation

/// Keeps two programs from running the same study at once. The operating system gives the lock up when its holder ends,
/// however it ends.
struct StudyLock {
    private let descriptor: Int32

    /// - Throws: ``StudyError`` where another program holds the lock.
    init(_ folder: URL) throws {
        let path = StudyFileName.lock.url(in: folder).path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw StudyError("\(path) cannot be written: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw StudyError("\(folder.path) is being run by another program; wait for it, or choose another --output")
        }
    }

    func release() {
        close(descriptor)
    }
}
