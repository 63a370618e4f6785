import AccessLogs
import Datasets
import Detectors
import Evaluation
import EVTXReader
import Experiments
import Files
import Foundation
import LogImport
import Parameters
import Scenarios
import Search
import Studies

/// What libFuzzer calls with one input after another: `script/fuzz`.
///
/// The first byte says what the rest is; any end but an error is a find. See `Corpus` for one input of each kind.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let bytes, count > 0 else { return 0 }
    let content = Data(bytes: bytes + 1, count: count - 1)
    do {
        switch bytes[0] {
        case UInt8(ascii: "t"): try FuzzedInput(content).readScoredTable()
        case UInt8(ascii: "y"): try FuzzedInput.readExperiment(content)
        case UInt8(ascii: "s"): try FuzzedInput(content).readTensors()
        default: try FuzzedInput(content).importLog()
        }
    } catch {
        // An error is the right answer to most inputs.
    }
    return 0
}

/// Where the program begins: the build names this function in place of `main`, libFuzzer's own.
@_cdecl("fuzz_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
    var count = count
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = arguments
    return runDriver(&count, &arguments) { fuzzOne($0, $1) }
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// An input as a file, which readers want.
struct FuzzedInput {
    private static let file = URL(fileURLWithPath: "/dev/shm/accesslab-fuzz-\(getpid())")

    init(_ content: Data) throws {
        try content.write(to: Self.file)
    }

    /// Reads a log with one worker and with several, which must not differ.
    func importLog() throws {
        let importer = LogImporter(readers: LogReaders.text.adding(EVTXReader()))
        let inputs = [InputPath.path(Self.file.path)]
        let one = Result { try importer.log(of: inputs, workers: 1) }
        let several = Result { try importer.log(of: inputs, workers: 3) }
        switch (one, several) {
        case (.success(let one), .success(let several)):
            guard one.summary == several.summary, one.log.microseconds == several.log.microseconds else {
                fatalError("one worker reads \(one.summary), three read \(several.summary)")
            }
        case (.failure(let one), .failure(let several)):
            guard "\(one)" == "\(several)" else { fatalError("one worker says \(one), three say \(several)") }
        default: fatalError("one worker: \(one); three: \(several)")
        }
    }

    func readScoredTable() throws {
        _ = try ScoredTable(.path(Self.file.path))
    }

    func readTensors() throws {
        _ = try TensorFile(contentsOf: Self.file)
    }

    private static let catalogue = StudyComponents(
        detectors: .standard, simulators: .standard, scenarios: .standard, metrics: .standard, samplers: .standard
    ).catalogue

    static func readExperiment(_ content: Data) throws {
        guard let text = String(data: content, encoding: .utf8) else { return }
        _ = try ExperimentSpecification(parsing: text, file: "x.yaml", catalogue: catalogue)
    }
}
