import AccessLogs
import Concurrency
import Detectors
@testable import ExternalDetector
import Foundation
import Interactions
import LinearAlgebra
import Parameters
import Statistics
import Synchronization
import Testing
import TestSupport

/// Whether programs in Python can be run.
private let hasPython = ["/usr/bin/python3", "/usr/local/bin/python3"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
}

@Suite("A program as a detector", .enabled(if: hasPython))
struct ExternalDetectorTests {
    private let folder = TemporaryFolder()

    private let matrix: InteractionMatrix = {
        var log = AccessLog()
        for (tenant, user, resource, weight) in [
            ("a", "u", "r", 1.0), ("a", "v", "r", 2), ("a", "v", "s", 0.5), ("b", "u", "r", 3),
        ] {
            log.append(
                AccessEvent(
                    tenant: tenant, user: AccountIdentity(name: user), resource: ResourceIdentity(name: resource),
                    weight: weight))
        }
        return InteractionMatrix(counting: log)
    }()

    /// A program that keeps what it is told to fit in `fit`, and answers a request `m` to score by `answer`.
    private func detector(
        ready: String = "say(type='ready')",
        answer: String =
            "say(type='scores', batch=m['batch'], scores=[u + r / 10 for u, r in zip(m['users'], m['resources'])])",
        timeout: Double = 60, options: String = ""
    ) throws -> ExternalDetector {
        let script = try folder.write(
            """
            import json, os, sys, time
            def say(**reply):
                print(json.dumps(reply), flush=True)
            for line in sys.stdin:
                m = json.loads(line)
                if m['type'] == 'fit':
                    fit = m
                    \(ready)
                elif m['type'] == 'score':
                    \(answer)
                else:
                    open(r'\(folder["ended"].path)', 'w').close()
                    break
            """, to: "model.py")
        return try detector([
            "command": .string("python3 \(script.path)"), "timeout_seconds": .real(timeout),
            "options": .string(options),
        ])
    }

    private func detector(_ values: [String: ParameterValue]) throws -> ExternalDetector {
        ExternalDetector(try ExternalDetector.parameters.checked(values))
    }

    private func message(of body: () throws -> Void) throws -> String {
        try #require(throws: DetectorError.self) { try body() }.description
    }

    @Test("reads the parameters that it declares, and no others")
    func parameters() {
        #expect(ExternalDetector.parameters.isSound)
        #expect(
            ExternalDetector.parameters.read { _ = ExternalDetector($0) } == Set(ExternalDetector.parameters))
    }

    @Test("gives the program's scores, in the order of the pairs")
    func scores() throws {
        // The program tells how often it was told that each pair occurs.
        let model = try detector(answer: Self.counts).fit(matrix, FitContext(seed: Seed(1)))
        #expect(try model.scores(users: [2, 0, 1, 1], resources: [2, 0, 1, 0]) == [3, 1, 0.5, 2])
        #expect(try model.scores(users: [0], resources: [1]) == [0])
        #expect(try model.scores(users: [], resources: []) == [])
    }

    private static let counts =
        "p = fit['pairs']; c = dict(zip(zip(p['users'], p['resources']), p['counts'])); "
        + "say(type='scores', batch=m['batch'], scores=[c.get(q, 0) for q in zip(m['users'], m['resources'])])"

    @Test("tells the program pseudonyms, tenants, pairs, counts, seed and options")
    func training() throws {
        let file = folder["fit.json"]
        let options = #"{"k": "é\n"}"#
        _ = try detector(ready: "open(r'\(file.path)', 'w').write(line); say(type='ready')", options: options)
            .fit(matrix, FitContext(seed: Seed(1)))
        let fit = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        #expect(fit["version"] as? Int == 1)
        #expect(fit["users"] as? [String] == ["u0", "u1", "u2"])
        #expect(fit["resources"] as? [String] == ["r0", "r1", "r2"])
        let tenants = try #require(fit["tenants"] as? [[String: Any]])
        #expect(tenants.map { $0["name"] as? String } == ["t0", "t1"])
        let users = tenants.compactMap { $0["users"] as? [Int] }
        #expect(users == [[0, 2], [2, 3]] || users == [[0, 1], [1, 3]])
        let pairs = try #require(fit["pairs"] as? [String: [Double]])
        #expect(pairs["counts"]?.sorted() == [0.5, 1, 2, 3])
        #expect(pairs["users"] == pairs["users"]?.sorted())
        #expect(fit["options"] as? String == options)
        let seed = try #require(fit["seed"] as? Int)
        #expect((0..<1 << 32).contains(seed))
    }

    @Test("gives pseudonyms that tell nothing of the order of names, and differ from seed to seed")
    func pseudonyms() {
        var log = AccessLog()
        for number in 100..<400 {
            log.append(
                AccessEvent(
                    user: AccountIdentity(name: "u\(number)"), resource: ResourceIdentity(name: "r\(number % 50)")))
        }
        let matrix = InteractionMatrix(counting: log)
        let first = Pseudonyms(for: matrix, seed: Seed(1)), second = Pseudonyms(for: matrix, seed: Seed(2))
        #expect(first.numberOfUser.sorted() == (0..<300).map(Int32.init))
        #expect(first.numberOfUser == Pseudonyms(for: matrix, seed: Seed(1)).numberOfUser)
        // Of three hundred a single one is expected to keep its place.
        for pseudonyms in [first, second] {
            #expect(pseudonyms.numberOfUser.enumerated().count { Int32($0) == $1 } < 10)
        }
        #expect(zip(first.numberOfUser, second.numberOfUser).count { $0 == $1 } < 10)
        // The sum of squared differences of ranks is n(n² − 1)/6 where orders have nothing in common.
        let squares = first.numberOfUser.enumerated().reduce(0.0) {
            $0 + pow(Double($1.element) - Double($1.offset), 2)
        }
        #expect(abs(1 - squares / (300 * (300 * 300 - 1) / 6)) < 0.2)
    }

    @Test("splits many pairs into batches")
    func batches() throws {
        let model = try detector(answer: Self.counts).fit(matrix, FitContext(seed: Seed(1)))
        let users = (0..<150_000).map { Int32($0 % 2) }
        let scores = try model.scores(users: users, resources: users.map { _ in 0 })
        #expect(scores == users.map { Double($0 + 1) })
    }

    @Test("stores the seeds alone, and has the program learn again when restored")
    func restored() throws {
        let detector = try detector(
            answer: "say(type='scores', batch=m['batch'], scores=[fit['seed'] for u in m['users']])")
        let model = try detector.fit(matrix, FitContext(seed: Seed(1)))
        let scores = try model.scores(users: [0], resources: [0])
        #expect(Set(model.tensors.keys) == ["seed", "pseudonyms"])
        let restored = try detector.restore(model.tensors, for: matrix)
        #expect(try restored.scores(users: [0], resources: [0]) == scores)
        #expect(restored.tensors == model.tensors)
        let other = try detector.fit(matrix, FitContext(seed: Seed(2)))
        #expect(try other.scores(users: [0], resources: [0]) != scores)
        for damaged in [Matrix<Float>(rows: 1, columns: 2, elements: [.nan, 1]), Matrix(rows: 2, columns: 1)] {
            var tensors = model.tensors
            tensors["seed"] = damaged
            #expect(throws: DetectorError.self) { try detector.restore(tensors, for: matrix) }
        }
        #expect(throws: DetectorError.self) { try detector.restore([:], for: matrix) }
    }

    @Test("answers several threads at once")
    func threads() throws {
        let model = try detector(answer: Self.counts).fit(matrix, FitContext(seed: Seed(1)))
        let succeeded = Workers(4).allSucceed(of: 40, size: 1) { chunk in
            let user = Int32(chunk.lowerBound % 2)
            return (try? model.scores(users: [user], resources: [0])) == [Double(user + 1)]
        }
        #expect(succeeded)
    }

    @Test("lets the program end by itself when the model is no longer needed")
    func ends() throws {
        var model: (any FittedDetector)? = try detector().fit(matrix, FitContext(seed: Seed(1)))
        #expect(!folder.contents.contains("ended"))
        _ = try model?.scores(users: [0], resources: [0])
        model = nil
        #expect(folder.contents.contains("ended"))
    }

    @Test("is not among the detectors that model bundles are opened with")
    func unregistered() {
        #expect(!Detectors.standard.all.contains { $0.id == ExternalDetector.id })
    }

    @Test("says that a program must be named", arguments: ["", "   "])
    func unnamed(command: String) throws {
        let error = try message {
            _ = try detector(["command": .string(command)]).fit(matrix, FitContext(seed: Seed(1)))
        }
        #expect(error.contains("set the parameter 'command'"))
    }

    @Test("says that a program does not exist")
    func missing() throws {
        let error = try message {
            _ = try detector(["command": .string("no-such-program --x")]).fit(matrix, FitContext(seed: Seed(1)))
        }
        #expect(error.contains("'no-such-program' cannot be started: No such file"))
    }

    @Test(
        "says what a program did wrong while it was to learn",
        arguments: [
            ("print('Loading…', flush=True)", ["'Loading…'", "standard output"]),
            ("say(type='scores')", ["answered 'fit' by 'scores'"]),
            ("say(type='error', message='no data')", ["reports: no data"]),
            ("say(type='error')", ["without a message"]),
            ("sys.exit('bad luck')", ["ended with status 1", "bad luck"]),
            ("os.kill(os.getpid(), 9)", ["ended by signal 9"]),
            ("print(file=sys.stderr); raise ValueError('x' * 5000 + 'END')", ["status 1", "xxxEND"]),
        ])
    func learning(ready: String, expected: [String]) throws {
        let error = try message { _ = try detector(ready: ready).fit(matrix, FitContext(seed: Seed(1))) }
        for part in expected + ["model.py"] { #expect(error.contains(part), "\(error)") }
        #expect(error.utf8.count < 3000)
    }

    @Test(
        "says what a program did wrong while it was to score, and stays with it",
        arguments: [
            ("say(type='scores', batch=1, scores=[1])", "gave 1 scores for 2 pairs"),
            ("say(type='scores', batch=2, scores=[1, 2])", "answered batch 2, not 1"),
            ("say(type='scores', scores=[1, 2])", "answered batch none, not 1"),
            ("say(type='scores', batch=1, scores=[1, None])", "no finite number as score 1"),
            ("say(type='scores', batch=1, scores=[float('nan'), 1])", "NaN"),
            ("say(type='ready')", "answered 'score' by 'ready'"),
            ("sys.exit(3)", "ended with status 3"),
            ("os.close(1); time.sleep(60)", "closed its output"),
        ])
    func scoring(answer: String, expected: String) throws {
        let model = try detector(answer: answer).fit(matrix, FitContext(seed: Seed(1)))
        let first = try message { _ = try model.scores(users: [0, 1], resources: [0, 0]) }
        #expect(first.contains(expected), "\(first)")
        #expect(first.contains("after 1 line") || first.contains("after 2 lines"))
        #expect(try message { _ = try model.scores(users: [0], resources: [0]) } == first)
    }

    @Test("refuses an endless line")
    func endless() throws {
        let error = try message {
            _ = try detector(ready: "sys.stdout.write('x' * (1 << 25))").fit(matrix, FitContext(seed: Seed(1)))
        }
        #expect(error.contains("a line of more than 16777216 bytes"))
    }

    @Test("ends a program that takes too long, with what it started")
    func timeout() throws {
        let file = folder["child"]
        let ready =
            "import subprocess; p = subprocess.Popen(['sleep', '600']); "
            + "open(r'\(file.path)', 'w').write(str(p.pid)); time.sleep(600)"
        let error = try message { _ = try detector(ready: ready, timeout: 2).fit(matrix, FitContext(seed: Seed(1))) }
        #expect(error.contains("has not answered within 2.0 seconds"))
        let child = try #require(pid_t(folder.text(of: "child")))
        // No process waits for it, so that it may remain as a zombie.
        let state = (try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)) ?? ") Z"
        #expect(state.contains(") Z"))
    }

    @Test("ends a program that never reads, however much it is told")
    func deaf() throws {
        let script = try folder.write("sleep 600\n", to: "deaf.sh")
        let detector = try detector([
            "command": .string("sh \(script.path)"), "timeout_seconds": .real(0.5),
            "options": .string(String(repeating: "x", count: 1 << 20)),
        ])
        #expect(try message { _ = try detector.fit(matrix, FitContext(seed: Seed(1))) }.contains("has not answered"))
    }

    @Test("survives a program that ends without reading")
    func brokenPipe() throws {
        let detector = try detector([
            "command": .string("true"), "options": .string(String(repeating: "x", count: 1 << 20)),
        ])
        #expect(try message { _ = try detector.fit(matrix, FitContext(seed: Seed(1))) }.contains("ended with status 0"))
    }

    @Test("stops waiting when cancelled")
    func cancelled() throws {
        let start = ContinuousClock.now
        let context = FitContext(seed: Seed(1), isCancelled: { ContinuousClock.now - start > .milliseconds(300) })
        #expect(throws: CancellationError.self) { try detector(ready: "time.sleep(600)").fit(matrix, context) }
    }

    @Test("stops waiting for scores when cancelled, and ends the program")
    func cancelledWhileScoring() throws {
        let isCancelled = Mutex(false)
        let context = FitContext(seed: Seed(1), isCancelled: { isCancelled.withLock { $0 } })
        let file = folder["pid"]
        let model = try detector(
            ready: "open(r'\(file.path)', 'w').write(str(os.getpid())); say(type='ready')", answer: "time.sleep(600)"
        ).fit(matrix, context)
        isCancelled.withLock { $0 = true }
        #expect(throws: CancellationError.self) { try model.scores(users: [0], resources: [0]) }
        #expect(try isGone(pid_t(folder.text(of: "pid"))))
        // It stays with it.
        #expect(throws: CancellationError.self) { try model.scores(users: [0], resources: [0]) }
    }

    @Test("tells a program that takes too long from one that does wrong")
    func timeouts() throws {
        func error(_ detector: ExternalDetector) throws -> DetectorError {
            try #require(throws: DetectorError.self) { _ = try detector.fit(matrix, FitContext(seed: Seed(1))) }
        }
        #expect(try error(detector(ready: "time.sleep(600)", timeout: 0.3)).isTimeout)
        #expect(try !error(detector(ready: "sys.exit(3)")).isTimeout)
    }

    @Test("takes the program's files from beside the experiment, and calls them as the experiment does")
    func files() throws {
        _ = try detector(ready: "sys.exit('found')")
        let detector = try detector(["command": .string("python3 model.py")])
        let context = FitContext(seed: Seed(1), folder: folder.url.path)
        let error = try message { _ = try detector.fit(matrix, context) }
        #expect(error.hasPrefix("the program 'python3 model.py', "))
        #expect(error.contains("found"))
        let elsewhere = try message { _ = try detector.fit(matrix, FitContext(seed: Seed(1))) }
        #expect(!elsewhere.contains("found"))
    }

    @Test("ends with all that it started once the program that started it has ended")
    func orphans() throws {
        let group = try ProcessGroup()
        let ends = try ProcessGroup.pipe()
        let pid = try group.start(["sh", "-c", "sleep 600 & echo $!; wait"], files: [(ends.writing, STDOUT_FILENO)])
        close(ends.writing)
        let child = try #require(pid_t(FileHandle(fileDescriptor: ends.reading).readLine()))
        #expect(!isGone(child))
        // As when the system closes what a program held that was killed.
        group.closeLifeline()
        var status: Int32 = 0
        #expect(waitpid(pid, &status, 0) == pid)
        #expect(status & 0x7f == SIGKILL)
        #expect(isGone(child))
    }

    /// Whether a process has ended. No process waits for a child's child, so that it may remain as a zombie.
    private func isGone(_ process: pid_t?) -> Bool {
        guard let process else { return true }
        for _ in 0..<1000 {
            let state = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ") Z"
            if state.contains(") Z") { return true }
            usleep(1000)
        }
        return false
    }
}

extension FileHandle {
    fileprivate func readLine() -> String {
        var line = Data()
        while let byte = try? read(upToCount: 1), byte != Data("\n".utf8), !byte.isEmpty { line += byte }
        return String(decoding: line, as: UTF8.self)
    }
}
