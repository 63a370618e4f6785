import Crypto
public import Foundation

/// SHA-256 digests of files.
public enum FileDigest {
    /// The digest of a file in lower-case hexadecimal, read in pieces.
    ///
    /// - Throws: ``DatasetError`` where the file cannot be read.
    public static func sha256(of url: URL) throws -> String {
        do {
            let handle = try FileHandle(forReadingFrom: url)
            defer { try? handle.close() }
            var hash = SHA256()
            while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty { hash.update(data: piece) }
            return hexadecimal(hash.finalize())
        } catch {
            throw DatasetError("\(url.path) cannot be read: \(DatasetError.reason(error))")
        }
    }

    /// The digest of some text.
    public static func sha256(ofText text: String) -> String {
        hexadecimal(SHA256.hash(data: Data(text.utf8)))
    }

    /// The digest of some bytes.
    public static func sha256(of bytes: some DataProtocol) -> String {
        hexadecimal(SHA256.hash(data: bytes))
    }

    private static func hexadecimal(_ digest: SHA256.Digest) -> String {
        digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
