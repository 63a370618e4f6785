import Benchmark
import Files
import Foundation
import LogImport

/// Logs of 100,000 events, from a file to accesses.
func scanning() {
    let count = 100_000
    func time(_ event: Int) -> String { "2026-01-\(10 + event % 20)T08:\(10 + event % 50):00Z" }
    let table =
        "user,resource,time\n"
        + (0..<count).map { "corp\\user\($0 % 977),\\\\fs01\\share\($0 % 4099),\(time($0))\n" }.joined()
    let lines = (0..<count).map { event in
        #"{"EventID":5140,"Hostname":"fs01","TimeCreated":"\#(time(event))","SubjectUserName":"user\#(event % 977)","#
            + #""SubjectDomainName":"CORP","ShareName":"\\\\*\\share\#(event % 4099)","IpAddress":"10.0.0.1"}"# + "\n"
    }.joined()
    for (name, text) in [("a table", table), ("JSON lines", lines)] {
        Benchmark("import of \(count) events, \(name)") { benchmark in
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("kernels-\(UUID().uuidString)")
            try Data(text.utf8).write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            let importer = LogImporter(readers: .text)
            benchmark.startMeasurement()
            for _ in benchmark.scaledIterations {
                var accesses = 0
                _ = try importer.run([.path(file.path)]) { _ in accesses += 1 }
                guard accesses == count else { return benchmark.error("\(accesses) of \(count) events were read") }
            }
            benchmark.stopMeasurement()
        }
    }
}
