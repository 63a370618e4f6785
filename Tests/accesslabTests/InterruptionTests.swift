import Foundation
import Testing

@Suite("A signal ends the program", .timeLimit(.minutes(2)))
struct InterruptionTests {
    let accesslab = Program()

    @Test("at once, with exit code 130, whatever it is at", arguments: [SIGINT, SIGTERM])
    func ends(signal: Int32) throws {
        // Days of simulation, which ask, and a description, which is one long computation.
        let runs = [["simulate", "--set", "users=20000", "--set", "days=3000", "--output", "huge"]]
        for arguments in runs {
            let process = try accesslab.start(arguments)
            Thread.sleep(forTimeInterval: 1)
            kill(process.processIdentifier, signal)
            process.waitUntilExit()
            #expect(process.terminationReason == .exit)
            #expect(process.terminationStatus == 130)
        }
        #expect(accesslab.folder.contents.filter { !$0.contains("partial") } == [])
    }
}
