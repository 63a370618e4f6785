extension ByteStream {
    /// The stream with the middle of overlong lines left out, so that nobody has to hold or wait for what is of no use.
    ///
    /// - Parameter length: what is left of such a line at least, in bytes.
    package func shorteningLines(to length: Int) -> ByteStream {
        /// How far the present line reaches back.
        var lineLength = 0
        let lineFeed = UInt8(ascii: "\n")
        return ByteStream { [self] buffer in
            while true {
                let count = try read(into: buffer)
                if count == 0 { return 0 }
                let bytes = UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
                let wasTooLong = lineLength > length
                guard let last = bytes.lastIndex(of: lineFeed) else {
                    lineLength += count
                    if wasTooLong { continue }
                    return count
                }
                lineLength = count - last - 1
                guard wasTooLong, let first = bytes.firstIndex(of: lineFeed) else { return count }
                bytes.copyBytes(from: UnsafeRawBufferPointer(rebasing: bytes[first...]))
                return count - first
            }
        }
    }
}
