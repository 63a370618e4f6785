import AccessLogs
import Files
import Foundation
public import LogImport
import Testing
import TestSupport

/// What every reader of a format of logs promises.
public struct LogReaderContract {
    private let reader: any LogReader
    private let example: [UInt8]
    private let records: Int
    private let id: String

    /// - Parameters:
    ///   - example: a log of the reader's format, all of it understood. Of one of a few kilobytes every beginning is
    ///     tried, of a longer one a few dozen.
    ///   - records: how many records it has, two or more.
    public init(_ reader: any LogReader, example: some Sequence<UInt8>, records: Int) {
        self.reader = reader
        self.example = Array(example)
        self.records = records
        id = type(of: reader).id
    }

    /// Checks all promises; each broken one is an issue of the test that calls this.
    ///
    /// - Parameter others: logs of other formats.
    /// - Throws: what reading the example throws.
    public func check(besides others: [[UInt8]]) throws {
        #expect(id.isKebabCase, "\(id)")
        #expect(!type(of: reader).summary.isEmpty, "\(id) has no summary")
        checkRecognition(besides: others)
        try checkExample()
        checkCuts()
    }

    private func checkRecognition(besides others: [[UInt8]]) {
        #expect(reader.recognizes(InputHead(example)), "\(id) does not recognise its own example")
        for other in others {
            #expect(
                !reader.recognizes(InputHead(other)),
                "\(id) takes for its own: \(String(decoding: other.prefix(80), as: UTF8.self))")
        }
        #expect(!reader.recognizes(InputHead([])), "\(id) takes an empty file for its own")
    }

    /// The example has its records, by one worker and by several that each read a part.
    private func checkExample() throws {
        let whole = try read(example)
        #expect(whole.summary.recordsRead == records)
        #expect(whole.summary.malformed == 0, "\(whole.summary.malformedExamples)")
        #expect(!whole.accesses.isEmpty)
        guard reader is any DivisibleLogReader else { return }
        for size: Int64 in [61, 500, 4096] {
            let parts = try read(example, partBytes: size, workers: 3)
            #expect(parts.accesses == whole.accesses, "\(id) reads parts of \(size) bytes otherwise than the whole")
            #expect(parts.summary == whole.summary)
        }
    }

    /// A log that breaks off has no more records than the whole, and ends in a sentence where it cannot be read at all.
    private func checkCuts() {
        let step = example.count <= 4096 ? 1 : example.count / 64
        for length in stride(from: 0, to: example.count, by: step) {
            do {
                let cut = try read(Array(example[..<length])).summary
                #expect(cut.recordsRead - cut.malformed <= records, "\(id) finds more records in \(length) bytes")
            } catch is FileError {
                // It says what is wrong.
            } catch {
                Issue.record("\(id) fails on \(length) bytes: \(error)")
            }
        }
    }

    private func read(
        _ bytes: [UInt8], partBytes: Int64? = nil, workers: Int = 1
    ) throws -> (accesses: [AccessEvent], summary: ImportSummary) {
        var importer = LogImporter(readers: LogReaders([reader]))
        importer.options.filters = .none
        if let partBytes { importer.limits.partBytes = partBytes }
        let folder = TemporaryFolder()
        try Data(bytes).write(to: folder["log"])
        var accesses: [AccessEvent] = []
        let summary = try importer.run([.path(folder["log"].path)], workers: workers) { accesses.append($0) }
        return (accesses, ImportSummary.nameless(summary))
    }
}

extension ImportSummary {
    /// The summary without the name of the file, which is another one each time.
    fileprivate static func nameless(_ summary: ImportSummary) -> ImportSummary {
        var summary = summary
        for index in summary.files.indices { summary.files[index].name = "log" }
        return summary
    }
}
