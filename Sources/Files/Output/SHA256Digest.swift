import CCrypto
import Foundation

/// A SHA-256 digest (FIPS 180-4) that is fed piece by piece, by OpenSSL's libcrypto.
struct SHA256Digest: ~Copyable {
    private let context: OpaquePointer?
    private var isSound: Bool

    static var libraryVersion: String { String(cString: accesslab_crypto_version()) }

    init() {
        context = EVP_MD_CTX_new()
        isSound = context != nil && EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard isSound, !bytes.isEmpty else { return }
        isSound = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1
    }

    /// The digest of all that was fed, in lower-case hexadecimal.
    ///
    /// - Throws: ``FileError`` where libcrypto refuses, for example a configuration that forbids SHA-256, or for
    ///   want of memory.
    consuming func hexadecimal() throws(FileError) -> String {
        var digest = [UInt8](repeating: 0, count: 32), count: UInt32 = 0
        guard isSound, EVP_DigestFinal_ex(context, &digest, &count) == 1, Int(count) == digest.count else {
            throw FileError(
                "OpenSSL's libcrypto cannot compute SHA-256 digests here; check its configuration with 'openssl sha256'"
            )
        }
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
