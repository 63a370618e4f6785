import ArgumentParser
import Datasets
import Foundation

/// One program for each thing that is measured beside other libraries. Every command prints one line of JSON.
@main
struct Workload: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workload", abstract: "Do a piece of work that is timed beside other libraries.",
        subcommands: [
            FactorizationWorkload.self, DoubleWorkload.self, LanesWorkload.self, SweepWorkload.self,
            PairScoringWorkload.self,
            EveryPairWorkload.self, ReferenceWorkload.self, LoadingWorkload.self, OpeningWorkload.self,
            ProbeWorkload.self,
        ])

    /// Prints a value as one line of JSON.
    static func report(_ value: some Encodable) throws {
        print(try CanonicalJSON.text(value))
    }

    /// The most memory that the program has held, in MiB.
    static var peakMemory: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1024
    }

    /// The processor time of the program, in seconds.
    static var processorSeconds: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
