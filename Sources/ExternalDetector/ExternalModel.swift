import Detectors
import Foundation
import LinearAlgebra
import Synchronization

/// A program that has learned and waits for pairs to score. Its requests are made one after the other; after a failure
/// every request fails alike.
final class ExternalModel: FittedDetector {
    let tensors: [String: Matrix<Float>]
    private let pseudonyms: Pseudonyms
    private let state: Mutex<State>

    private struct State {
        let program: ExternalProgram
        let timeout: Duration
        let isCancelled: @Sendable () -> Bool
        var batches = 0
        var failure: DetectorError?
    }

    /// Few enough that the answer is well below the longest line that is read.
    private static let batchSize = 65_536

    /// - Parameter tensors: what the model is stored as.
    init(
        words: [String], name: String, timeout: Duration, _ data: ExternalTrainingData,
        storedAs tensors: [String: Matrix<Float>], isCancelled: @escaping @Sendable () -> Bool
    ) throws {
        self.tensors = tensors
        pseudonyms = data.pseudonyms
        let program = try ExternalProgram(words, name: name)
        let reply = try Self.reply(of: program, to: .fit(data), within: timeout, isCancelled: isCancelled)
        guard reply.type == "ready" else {
            throw program.failure("answered 'fit' by '\(reply.type)'; answer {\"type\": \"ready\"}")
        }
        state = Mutex(State(program: program, timeout: timeout, isCancelled: isCancelled))
    }

    deinit {
        state.withLock { state in
            // Politeness: it is ended in any case.
            if state.failure == nil, let line = try? Self.line(.end) { state.program.end(line) }
        }
    }

    func scores(users: [Int32], resources: [Int32]) throws -> [Double] {
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            do {
                var scores: [Double] = []
                scores.reserveCapacity(users.count)
                for start in stride(from: 0, to: users.count, by: Self.batchSize) {
                    let range = start..<min(start + Self.batchSize, users.count)
                    scores += try Self.scores(
                        of: users[range].map { pseudonyms.numberOfUser[Int($0)] },
                        resources[range].map { pseudonyms.numberOfResource[Int($0)] }, &state)
                }
                return scores
            } catch let error as DetectorError {
                state.failure = error
                throw error
            }
        }
    }

    private static func scores(
        of users: [Int32], _ resources: [Int32], _ state: inout State
    ) throws -> [Double] {
        state.batches += 1
        let program = state.program
        let reply = try reply(
            of: program, to: .score(batch: state.batches, users: users, resources: resources),
            within: state.timeout, isCancelled: state.isCancelled)
        guard reply.type == "scores", let values = reply.scores else {
            throw program.failure("answered 'score' by '\(reply.type)'; answer {\"type\": \"scores\", \"batch\": …, …}")
        }
        guard reply.batch == state.batches else {
            let batch = reply.batch.map { "\($0)" } ?? "none"
            throw program.failure("answered batch \(batch), not \(state.batches); repeat the request's 'batch'")
        }
        guard values.count == users.count else {
            throw program.failure("gave \(values.count) scores for \(users.count) pairs; give one for each, in order")
        }
        return try values.enumerated().map { index, value in
            guard let value, value.isFinite else {
                throw program.failure("gave no finite number as score \(index) of its batch; give one for every pair")
            }
            return value
        }
    }

    private static func line(_ request: ExternalRequest) throws -> Data {
        try JSONEncoder().encode(request) + [UInt8(ascii: "\n")]
    }

    private static func reply(
        of program: ExternalProgram, to request: ExternalRequest, within timeout: Duration,
        isCancelled: () -> Bool
    ) throws -> ExternalReply {
        let line = try program.reply(to: line(request), within: timeout, isCancelled: isCancelled)
        let reply: ExternalReply
        do {
            reply = try JSONDecoder().decode(ExternalReply.self, from: line)
        } catch {
            let start = String(decoding: line.prefix(200), as: UTF8.self)
            throw program.failure(
                "wrote '\(start)\(line.count > 200 ? "…" : "")', which is no answer; write one JSON object a line, with "
                    + "numbers that JSON has (no NaN), and print nothing else on standard output")
        }
        if reply.type == "error" {
            throw program.failure("reports: \(reply.message ?? "an error without a message")")
        }
        return reply
    }
}
