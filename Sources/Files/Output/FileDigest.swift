public import Foundation

/// SHA-256 digests of files.
public enum FileDigest {
    /// The digest of a file in lower-case hexadecimal, read in pieces.
    ///
    /// - Parameters:
    ///   - limit: the largest size that makes sense, in bytes; by default what the memory could hold.
    ///   - isCancelled: asked after every mebibyte.
    /// - Throws: ``FileError`` where the file is no plain file, too large or cannot be read; `CancellationError`.
    public static func sha256(
        of url: URL, limit: Int? = nil, isCancelled: () -> Bool = { false }
    ) throws -> String {
        let file = try ReadableFile(at: url, limit: limit)
        var digest = SHA256Digest(), offset = 0
        var piece = [UInt8](repeating: 0, count: min(1 << 20, file.size))
        while offset < file.size {
            if isCancelled() { throw CancellationError() }
            try piece.withUnsafeMutableBytes { piece in
                let bytes = UnsafeMutableRawBufferPointer(rebasing: piece.prefix(file.size - offset))
                guard file.read(into: bytes, at: offset) else {
                    throw FileError("\(url.path) cannot be read, or became shorter while it was read")
                }
                digest.update(UnsafeRawBufferPointer(bytes))
                offset += bytes.count
            }
        }
        return try digest.hexadecimal()
    }

    /// The digest of some text.
    ///
    /// - Throws: ``FileError`` where libcrypto refuses.
    public static func sha256(ofText text: String) throws -> String {
        try sha256(of: Data(text.utf8))
    }

    /// The digest of some bytes.
    ///
    /// - Throws: ``FileError`` where libcrypto refuses.
    public static func sha256(of bytes: some DataProtocol) throws -> String {
        var digest = SHA256Digest()
        for region in bytes.regions { region.withUnsafeBytes { digest.update($0) } }
        return try digest.hexadecimal()
    }
}

/// What computes digests.
public enum CryptoLibrary {
    /// The name and version of the library that makes digests.
    public static var version: String { SHA256Digest.libraryVersion }
}
