import Foundation

/// The three streams that a program begins with.
enum StandardStreams {
    /// Makes sure that no file gets the number of a stream that was closed from outside: what is meant for that stream
    /// would be written into the file.
    static func hold() {
        for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) == -1 {
            // Opening takes the lowest free number, which is this one. It is opened in the wrong direction, so that
            // reading from it or writing to it still fails as it should.
            _ = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Writes to a stream all that it takes. A message must not end the program: where the stream is full, closed or a
    /// pipe without a reader, the rest is dropped.
    ///
    /// - Parameter patience: how many milliseconds to wait for a pipe without a reader; for ever where nil.
    static func writeAnyway(_ text: String, to stream: Int32, patience: Int32? = nil) {
        var signals = sigset_t(), before = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            var request = pollfd(fd: stream, events: Int16(POLLOUT), revents: 0)
            let isReady = poll(&request, 1, patience ?? -1)
            if isReady == 0 { return }
            if isReady < 0, errno == EINTR { continue }
            // As much as a pipe that is ready takes without waiting.
            let count = bytes.withUnsafeBytes { write(stream, $0.baseAddress, min($0.count, Int(PIPE_BUF))) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if count < 0, errno == EPIPE {
                // The signal of this write is waiting behind the mask.
                var now = timespec()
                sigtimedwait(&signals, nil, &now)
                return
            } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
                return
            }
        }
    }
}
