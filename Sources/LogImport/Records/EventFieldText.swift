import AccessLogs
import Files

/// How Windows and the shippers of its logs spell the values of fields.
enum EventFieldText {
    /// A hexadecimal number without padding and in lower case: `0x1` for `0x00000001`. Text of another kind stays as
    /// it is.
    static func unpadded(_ text: String) -> String {
        guard text.hasPrefix("0x") || text.hasPrefix("0X"), text.utf8.count > 2 else { return text }
        let digits = text.utf8.dropFirst(2).drop { $0 == UInt8(ascii: "0") }
        if digits.isEmpty { return "0x0" }
        let isNormal = digits.count == text.utf8.count - 2 && !text.utf8.contains { $0 >= 65 && $0 <= 90 }
        return isNormal ? text : "0x" + String(Substring(digits)).lowercased()
    }

    /// Whether an event records a success, by its keywords (a number with Windows' audit bits in hexadecimal or
    /// decimal, negative where the shipper took it for a signed one, or words) or else by its type.
    static func outcome(keywords: String, eventType: String) -> AccessEvent.Outcome {
        let bits = bits(keywords)
        if let bits {
            if bits & auditFailure != 0 { return .failure }
            if bits & auditSuccess != 0 { return .success }
            // Programs that hold numbers as floating-point ones round them: 9227875636482146000.
            let rounded = (bits &+ (1 << 19)) & ~((1 << 20) - 1)
            if rounded & auditFailure != 0 { return .failure }
            if rounded & auditSuccess != 0 { return .success }
        }
        for words in [bits == nil ? keywords : "", eventType] where !words.isEmpty {
            for word in words.lowercased().split(separator: ",") {
                let word = String(word.filter { $0 != "[" && $0 != "]" }).trimmingSpaces()
                if failures.contains(word) { return .failure }
                if successes.contains(word) { return .success }
            }
        }
        return .unknown
    }

    private static func bits(_ keywords: String) -> UInt64? {
        if keywords.hasPrefix("0x") || keywords.hasPrefix("0X") { return UInt64(keywords.dropFirst(2), radix: 16) }
        // Hexadecimal without a mark: sixteen digits, of which the first is the highest bit.
        if keywords.utf8.count == 16, keywords.hasPrefix("80"), let bits = UInt64(keywords, radix: 16) { return bits }
        if let bits = UInt64(keywords) ?? Int64(keywords).map(UInt64.init(bitPattern:)) { return bits }
        guard let first = keywords.utf8.first, 48...57 ~= first || first == UInt8(ascii: "-"),
            let number = Double(keywords)
        else { return nil }
        return UInt64(exactly: number.rounded()) ?? Int64(exactly: number.rounded()).map(UInt64.init(bitPattern:))
    }

    /// In English, German, French, Spanish, Italian and Portuguese, and as PowerShell has them.
    private static let successes: Set = [
        "audit success", "audit_success", "success", "successaudit", "überwachung erfolgreich", "succès de l'audit",
        "succès de l’audit", "auditoría correcta", "controllo riuscito", "sucesso da auditoria",
    ]
    private static let failures: Set = [
        "audit failure", "audit_failure", "failure", "failureaudit", "überwachung gescheitert",
        "überwachung fehlgeschlagen", "échec de l'audit",
        "échec de l’audit", "error de auditoría", "controllo non riuscito", "falha de auditoria",
    ]

    private static let auditSuccess: UInt64 = 0x20_0000_0000_0000
    private static let auditFailure: UInt64 = 0x10_0000_0000_0000
}
