package import AccessLogs
package import Files
package import Foundation

/// What is known of the innocent events of a dataset: ``Dataset/eventsFile``, by the indices of its log.
///
/// An access belongs to an event where its account and resource stand in it and its time lies between the first and the
/// last; of several such events, to the first in the file.
package struct InnocentEvents: Sendable {
    /// The kind of each event, such as `transfer`, by its number here.
    package private(set) var kinds: [String] = []
    private var ofPair: [SIMD2<Int32>: [(times: ClosedRange<Int64>, event: Int)]] = [:]

    /// The largest file that is read: some three million rows.
    private static let mostBytes = 256 << 20

    /// Reads the file of a dataset's folder.
    ///
    /// - Parameter log: that of the dataset.
    /// - Returns: nil where there is no such file.
    /// - Throws: ``FileError`` where it cannot be read or is of something else, with the line.
    package init?(at folder: URL, in log: AccessLog) throws(FileError) {
        let url = folder.appendingPathComponent(Dataset.eventsFile)
        guard let text = try ReadableFile.text(ifAt: url, limit: Self.mostBytes) else { return nil }
        var numbers: [Substring: Int] = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            func refusal(_ reason: String) -> FileError {
                FileError("\(url.path), line \(index + 1): \(reason); simulate the dataset anew, or remove the file")
            }
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            if index == 0 {
                guard fields.map(String.init) == Self.columns else {
                    throw refusal("its columns are not \(Self.columns.joined(separator: ","))")
                }
                continue
            }
            guard !line.isEmpty else { continue }
            guard fields.count == Self.columns.count, let first = Timestamp(iso8601: String(fields[5])),
                let last = Timestamp(iso8601: String(fields[6])), first <= last
            else { throw refusal("it is no event with a first and a last time") }
            guard let user = log.users.index(of: TenantName(tenant: String(fields[2]), name: String(fields[3]))),
                let resource = log.resources.index(of: TenantName(tenant: String(fields[2]), name: String(fields[4])))
            else { throw refusal("the log has no such account or resource") }
            let event = numbers[fields[0]] ?? kinds.count
            if event == kinds.count {
                numbers[fields[0]] = event
                kinds.append(String(fields[1]))
            }
            guard kinds[event] == fields[1] else { throw refusal("event \(fields[0]) is of another kind before") }
            ofPair[SIMD2(user, resource), default: []].append((first.microseconds...last.microseconds, event))
        }
    }

    private static let columns = ["event", "kind", "tenant", "user", "resource", "first", "last", "accesses"]

    /// The event that an access belongs to; nil for none.
    ///
    /// - Parameters:
    ///   - user: an index into the log's users.
    ///   - resource: an index into its resources.
    ///   - microseconds: since 1970.
    package func event(user: Int32, resource: Int32, microseconds: Int64) -> Int? {
        ofPair[SIMD2(user, resource)]?.first { $0.times.contains(microseconds) }?.event
    }
}
