@testable import AccessLogs
import Testing

@Suite("The fingerprint of a log")
struct LogFingerprintTests {
    private func log(_ rows: [Int], users: Int = 50) -> AccessLog {
        var log = AccessLog()
        for row in rows {
            log.append(
                AccessEvent(
                    user: AccountIdentity(name: "u\(row % users)"), resource: ResourceIdentity(name: "r\(row % 37)"),
                    time: Timestamp(microseconds: Int64(row) * 1_000_000)))
        }
        return log
    }

    @Test("is the same for the same rows in another order, and for no other rows")
    func order() {
        let rows = Array(0..<5_000), own = LogFingerprint(of: log(rows))
        #expect(LogFingerprint(of: log(rows.reversed())) == own)
        #expect(LogFingerprint(of: log(Array(rows.dropFirst()))).digest != own.digest)
        #expect(LogFingerprint(of: log(rows + [0])).digest != own.digest)
        #expect(LogFingerprint(of: log(rows, users: 49)).digest != own.digest)
    }

    @Test("tells how many accesses two logs have in common", arguments: [0, 0.2, 0.5, 0.9, 1])
    func overlap(fraction: Double) {
        let count = 4_000, shared = Int(fraction * Double(count))
        let one = LogFingerprint(of: log(Array(0..<count)))
        let other = LogFingerprint(of: log(Array(count - shared..<2 * count - shared)))
        let expected = Double(shared) / Double(2 * count - shared)
        // Three standard errors of a sample of 256.
        #expect(abs(LogFingerprint.overlap(one.sketch, other.sketch) - expected) < 0.1)
        #expect(one.sketch.count == LogFingerprint.sketchSize)
        #expect(one.sketch == one.sketch.sorted())
    }

    @Test("of few accesses knows all of them, and an empty log has nothing in common with any")
    func few() {
        let one = LogFingerprint(of: log([0, 1, 2])), other = LogFingerprint(of: log([1, 2, 3]))
        #expect(LogFingerprint.overlap(one.sketch, other.sketch) == 0.5)
        let none = LogFingerprint(of: AccessLog())
        #expect(none.sketch.isEmpty && LogFingerprint.overlap(none.sketch, none.sketch) == 0)
    }
}
