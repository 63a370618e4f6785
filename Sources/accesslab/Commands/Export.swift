import ArgumentParser
import Detectors
import Files
import Foundation
import Publishing

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a bundle of the detector cyberml as a model of the reference system.",
        discussion: """
            The folder has the JSON form that SynapseML's AccessAnomalyModel.load reads (output_format="json"), and that \
            'score' reads too. It holds the names of users and resources.

            EXAMPLE: accesslab train datasets/corp --algorithm cyberml --output bundles/corp
            EXAMPLE: accesslab export bundles/corp --output models/access_anomaly_model
            """)

    @Argument(help: "A bundle folder whose algorithm is cyberml.")
    var bundle: String

    @Option(name: .output, help: "The folder to make.")
    var output: String

    func run() throws {
        let bundle = try BundleFolder.open(bundle)
        guard let model = bundle.model.referenceModel else {
            throw FileError(
                "a bundle of \(bundle.manifest.algorithm) is no model of the reference; train one with cyberml, without "
                    + "normalization and calibration")
        }
        try ReferenceModelFormat.write(model, to: URL(fileURLWithPath: output))
    }
}
