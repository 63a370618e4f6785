import Statistics

/// A question about the program's own numbers to which the answer is known.
///
/// An audit is one file with one conforming type, and one line in ``Audits/standard(_:)``. What it asks is given to it, so
/// that tests can give it something wrong, and see that it says so.
package protocol Audit: Sendable {
    /// The name in files, in kebab case: `equal-scorers`.
    var id: String { get }
    /// What is asked, in a sentence.
    var question: String { get }
    /// About how long it takes beside others, for the time left.
    var effort: Double { get }

    /// Asks, and holds the answers against what is known.
    ///
    /// - Throws: `CancellationError`; what the asked parts throw.
    func checks(_ work: AuditWork) throws -> [AuditCheck]
}

/// One answer held against what is known.
package struct AuditCheck: Hashable, Sendable {
    /// What was asked.
    package let name: String
    package let expected: Value
    package let found: Value
    /// How far the two may lie apart.
    package let tolerance: String
    package let verdict: Verdict
    /// How many answers stand behind it, and where the worst was, in a sentence.
    package let detail: String

    package enum Verdict: String, Hashable, Sendable, Codable {
        case pass, failure
        /// There is nothing to hold the answer against.
        case unchecked
    }

    /// A number, or words.
    package enum Value: Hashable, Sendable {
        case number(Double)
        case words(String)
    }

    package init(
        _ name: String, expected: Value, found: Value, tolerance: String, _ verdict: Verdict, detail: String = ""
    ) {
        self.name = name
        self.expected = expected
        self.found = found
        self.tolerance = tolerance
        self.verdict = verdict
        self.detail = detail
    }
}

extension AuditCheck: Encodable {
    /// What was found beside what was expected, for people.
    package var sentence: String {
        let bounds = tolerance.isEmpty || tolerance == "none" ? "" : ", within \(tolerance)"
        let text = "\(found.text); expected \(expected.text)\(bounds)"
        return detail.isEmpty ? text : "\(text) (\(detail))"
    }
}

extension AuditCheck.Value: Encodable {
    /// The number to four digits, or the words.
    package var text: String {
        switch self {
        case .number(let number): Number.text(number)
        case .words(let words): words
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let number): try container.encode(number)
        case .words(let words): try container.encode(words)
        }
    }
}

/// The checks of one audit.
package struct AuditReport: Sendable, Encodable {
    package let audit: String
    package let question: String
    package let checks: [AuditCheck]

    package var failures: [AuditCheck] { checks.filter { $0.verdict == .failure } }
}
