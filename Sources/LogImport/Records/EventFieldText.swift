import AccessLogs

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
        let bits =
            keywords.hasPrefix("0x")
            ? UInt64(keywords.dropFirst(2), radix: 16)
            : UInt64(keywords) ?? Int64(keywords).map(UInt64.init(bitPattern:))
        if let bits {
            if bits & auditFailure != 0 { return .failure }
            if bits & auditSuccess != 0 { return .success }
        }
        let words = keywords.isEmpty || bits != nil ? eventType : keywords
        switch words.lowercased() {
        case "audit success", "audit_success", "success": return .success
        case "audit failure", "audit_failure", "failure": return .failure
        default: return .unknown
        }
    }

    private static let auditSuccess: UInt64 = 0x20_0000_0000_0000
    private static let auditFailure: UInt64 = 0x10_0000_0000_0000
}
