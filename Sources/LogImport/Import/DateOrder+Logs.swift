import AccessLogs
import Files

extension DateOrder {
    /// Whether a log begins with dates such as 3/5/2024, and none of them tells day and month apart.
    static func isUndecided(in head: InputHead) -> Bool {
        let evidence = evidence(of: head)
        return evidence.hasDates && evidence.order == nil
    }

    /// The order in which a log has day and month, by its beginning or else by the whole of it; nil where it has no dates
    /// such as 3/5/2024 or nothing tells.
    ///
    /// - Parameter bytes: the whole log; asked for only where its beginning does not tell.
    static func found(in head: InputHead, _ bytes: () throws -> ByteStream) throws -> DateOrder? {
        var evidence = evidence(of: head)
        guard evidence.hasDates, evidence.order == nil else { return evidence.order }
        var window = ByteWindow(try bytes())
        while try window.fill() {
            let bytes = window.bytes
            evidence.look(at: bytes)
            window.consume(max(0, bytes.count - DateOrderEvidence.overlap))
        }
        return evidence.order
    }

    private static func evidence(of head: InputHead) -> DateOrderEvidence {
        var evidence = DateOrderEvidence()
        head.bytes.withUnsafeBufferPointer { evidence.look(at: $0) }
        return evidence
    }
}
