package import Experiments
import Files
package import Foundation

/// The results of a study on its sealed tests, read from its folder.
package struct FinishedStudy: Sendable {
    package let specification: ExperimentSpecification
    package let folder: URL
    package let datasets: [MeasuredDataset]
    private let store: StudyStore

    /// One dataset of the study as it was measured.
    package struct MeasuredDataset: Sendable {
        package let name: String
        /// Equal for the same data divided and injected in the same way: with the same root seed, measurements may be
        /// paired.
        package let key: String
        package let algorithms: [MeasuredAlgorithm]
        /// Whether the study made it from a log, with some of its users and days.
        package let isReplay: Bool
        /// What was measured; nil in a study of an older program.
        package let cases: MeasuredCases?
    }

    /// The chosen trial of an algorithm with its measurements on the sealed test.
    package struct MeasuredAlgorithm: Sendable {
        package let trial: TrialPlan
        package let measurements: [ReplicateMeasurement]
    }

    /// - Throws: ``StudyError`` where the folder holds no finished study, ``SpecificationError``.
    package init(at folder: URL, components: StudyComponents) throws {
        let database = StudyFileName.store.url(in: folder)
        guard FileManager.default.fileExists(atPath: database.path) else {
            throw StudyError(
                "\(folder.path) is no study: it has no \(StudyFileName.store.rawValue); name a folder that 'run' made")
        }
        let specification = try ExperimentSpecification(
            contentsOf: StudyFileName.specification.url(in: folder).path, catalogue: components.catalogue)
        let plan = try StudyPlan(specification, components: components)
        let store = try StudyStore.reading(at: database, of: plan, specification)
        // The measurements that the choice rests on are checked too.
        let outcomes = try store.outcomes(of: plan.trials)
        let selection = specification.selection(among: components)
        let cases = try StudyFiles(folder, sealedBy: store).cases()
        datasets = try specification.datasets.map { dataset in
            let measured = try plan.trials.filter { $0.dataset == dataset.name }.compactMap {
                trial -> MeasuredAlgorithm? in
                let measurements = try store.testMeasurements(trial: trial.number)
                return measurements.isEmpty ? nil : MeasuredAlgorithm(trial: trial, measurements: measurements)
            }
            guard !measured.isEmpty else {
                throw StudyError(
                    "\(folder.path) is not finished: its test on \(dataset.name) was not opened; run it on")
            }
            // If an algorithm is still to be measured, the comparison would change when it is.
            let chosen = selection.ranking(of: outcomes.values.filter { $0.plan.dataset == dataset.name })
            let missing = Set(chosen.map(\.plan.algorithm)).subtracting(measured.map(\.trial.algorithm)).sorted()
            guard missing.isEmpty else {
                throw StudyError(
                    "\(folder.path) is not finished: \(missing.joined(separator: ", ")) was not measured on the test of "
                        + "\(dataset.name) yet; run it on")
            }
            let origin = try store.digest(of: dataset.name) ?? dataset.sourceYAML
            // Several worlds may be drawn from one log.
            let replay = try dataset.replayYAML
            return MeasuredDataset(
                name: dataset.name,
                key: try FileDigest.sha256(
                    ofText: origin + (replay ?? "") + specification.withoutRootSeed.measurementYAML),
                algorithms: measured, isReplay: replay != nil, cases: cases.first { $0.dataset == dataset.name })
        }
        self.specification = specification
        self.folder = folder
        self.store = store
    }
}

extension FinishedStudy {
    /// The file of a trial's scores on a sealed test; it need not exist.
    package func scores(of trial: TrialPlan, replicate: Int) -> URL {
        StudyFiles.scores(of: trial.algorithm, on: trial.dataset, replicate: replicate, in: folder)
    }

    /// The same, where it is what the study wrote.
    ///
    /// - Throws: ``StudyError`` where it was changed, `FileError` where it cannot be read.
    package func verifiedScores(of trial: TrialPlan, replicate: Int) throws -> URL {
        let file = scores(of: trial, replicate: replicate)
        try store.verify(
            file: StudyFiles.scoresName(of: trial.algorithm, on: trial.dataset, replicate: replicate),
            at: file.path, sha256: FileDigest.sha256(of: file))
        return file
    }
}
