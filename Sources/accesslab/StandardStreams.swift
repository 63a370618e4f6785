import Foundation

/// The three streams that a program begins with.
enum StandardStreams {
    /// Makes sure that no file gets the number of a stream that was closed from outside: what is meant for that stream
    /// would be written into the file.
    static func hold() {
        for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) == -1 {
            // The lowest free number is taken, and it is this one. Opened the wrong way round, so that reading from it or
            // writing to it still fails as it should.
            _ = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Writes to a stream all that it takes. A message must not end the program: where the stream is full, closed or a
    /// pipe without a reader, the rest is dropped.
    static func writeAnyway(_ text: String, to stream: Int32) {
        var signals = sigset_t(), before = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var bytes = Array(text.utf8)[...], waits = 0
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(stream, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if count < 0, errno == EAGAIN, waits < 20 {
                waits += 1
                var request = pollfd(fd: stream, events: Int16(POLLOUT), revents: 0)
                _ = poll(&request, 1, 50)
            } else if count < 0, errno == EPIPE {
                // The signal of this write is waiting behind the mask.
                var now = timespec()
                sigtimedwait(&signals, nil, &now)
                return
            } else if count == 0 || errno != EINTR {
                return
            }
        }
    }
}
