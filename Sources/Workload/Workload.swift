import ArgumentParser

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
}
