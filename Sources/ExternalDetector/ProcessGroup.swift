import Detectors
import Glibc
import Synchronization

/// A group of processes that ends with this program, however this program ends.
///
/// Its leader is a shell that waits for the end of a pipe whose other end this program alone holds. Where this program is
/// killed, the system closes that end, and the shell ends the group: the program that was started and all that it
/// started. The signal that Linux sends to the child of a parent that ends (PR_SET_PDEATHSIG) would reach the child alone,
/// and would also come when merely the thread ends that started it. Only a process that leaves the group lives on.
final class ProcessGroup {
    /// A program must not be started between the making of a pipe and its marking as private: it would hold an end of it,
    /// and the end of another program would go unnoticed while it runs.
    private static let spawning = Mutex(())

    private let leader: pid_t
    /// The end of the pipe whose closing ends the group.
    private let lifeline: Int32
    private var isEnded = false

    /// - Throws: `DetectorError` where the shell cannot be started.
    init() throws {
        let ends = try Self.pipe()
        defer { close(ends.reading) }
        do {
            leader = try Self.spawn(
                ["/bin/sh", "-c", "read -r line; kill -s KILL 0"], group: 0,
                files: [(ends.reading, STDIN_FILENO)], silent: [STDOUT_FILENO, STDERR_FILENO])
        } catch {
            close(ends.writing)
            throw error
        }
        lifeline = ends.writing
    }

    deinit { end() }

    /// Starts a program in the group.
    ///
    /// - Parameters:
    ///   - words: the program, searched on the path, and its arguments.
    ///   - files: what it is to read from and write to, each with the number by which it knows it.
    /// - Throws: `DetectorError` where it cannot be started.
    func start(_ words: [String], files: [(Int32, Int32)]) throws -> pid_t {
        try Self.spawn(words, group: leader, files: files, silent: [])
    }

    /// Ends all processes of the group at once.
    func end() {
        guard !isEnded else { return }
        kill(-leader, SIGKILL)
        closeLifeline()
    }

    /// Closes the end of the pipe that holds the group alive, as the system does when this program ends.
    func closeLifeline() {
        guard !isEnded else { return }
        isEnded = true
        close(lifeline)
        var status: Int32 = 0
        while waitpid(leader, &status, 0) < 0, errno == EINTR {}
    }

    /// Waits a moment until no process of the ended group runs any more; one that no parent waits for may remain as a
    /// zombie.
    func awaitEmptiness() {
        for _ in 0..<50 where kill(-leader, 0) == 0 { usleep(2_000) }
    }

    /// A pipe that no program inherits unless it is given an end.
    static func pipe() throws -> (reading: Int32, writing: Int32) {
        try spawning.withLock { _ in
            var ends: [Int32] = [-1, -1]
            guard Glibc.pipe(&ends) == 0 else {
                throw DetectorError("no pipe to the program: \(String(cString: strerror(errno)))")
            }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return (ends[0], ends[1])
        }
    }

    private static func spawn(
        _ words: [String], group: pid_t, files: [(Int32, Int32)], silent: [Int32]
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (file, number) in files { posix_spawn_file_actions_adddup2(&actions, file, number) }
        for number in silent { posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        posix_spawnattr_setpgroup(&attributes, group)
        let arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var process: pid_t = 0
        let status = spawning.withLock { _ in
            posix_spawnp(&process, words[0], &actions, &attributes, arguments, environ)
        }
        guard status == 0 else {
            throw DetectorError(
                "the program '\(words[0])' cannot be started: \(String(cString: strerror(status))); "
                    + "correct the parameter 'command'")
        }
        return process
    }
}
