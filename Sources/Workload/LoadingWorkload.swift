import AccessLogs
import ArgumentParser
import Concurrency
import EVTXReader
import Files
import Foundation
import LinearAlgebra
import LogImport

/// The accesses of log files, counted by user and resource.
struct LoadingWorkload: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Read logs and count the accesses of each pair.")

    @Argument(help: "The files, or folders of such.")
    var files: [String]

    @Option(help: "Threads.")
    var jobs = 2

    private struct Result: Encodable {
        var seconds: Double
        var readSeconds: Double
        var processorSeconds: Double
        var rows: Int
        var users: Int
        var resources: Int
        var pairs: Int
        /// Files are read piece by piece and not mapped, so that all of it is the program's own.
        var peakMemoryMib: Int
    }

    func run() throws {
        var importer = LogImporter(readers: .text.adding(EVTXReader()))
        // The other libraries tell shares by their names alone.
        importer.options.resourceScope = .share
        let clock = ContinuousClock()
        let processor = ProcessUsage.processorSeconds, start = clock.now
        let (log, summary) = try importer.log(of: files.map { .path($0) }, workers: jobs)
        let readSeconds = (clock.now - start).seconds
        let counts = SparseMatrix(
            rows: log.users.count, columns: log.resources.count, summing: log.weight, atRows: log.user,
            columns: log.resource, Workers(jobs))
        let seconds = (clock.now - start).seconds
        guard summary.malformed == 0 else { throw ValidationError("\(summary.malformed) records are malformed") }
        try JSONLine.print(
            Result(
                seconds: seconds, readSeconds: readSeconds, processorSeconds: ProcessUsage.processorSeconds - processor,
                rows: log.count, users: log.users.count, resources: log.resources.count, pairs: counts.count,
                peakMemoryMib: ProcessUsage.peakMemory))
    }
}
