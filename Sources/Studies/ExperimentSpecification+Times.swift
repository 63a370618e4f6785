import AccessLogs
import Detectors
import Experiments
import Parameters
import Search

extension ExperimentSpecification {
    /// Checks that no algorithm asks for values that only accesses with times have, where some have none.
    ///
    /// - Parameter name: the dataset's.
    /// - Throws: `SpecificationError` that names the lines of the file; ``StudyError`` where there is no file.
    func checkTimes(of log: AccessLog, named name: String, _ detectors: Detectors) throws {
        guard !log.isTimed else { return }
        var problems: [SpecificationError.Problem] = []
        for algorithm in algorithms {
            for parameter in try detectors.type(of: algorithm.id).parameters where !parameter.needingTimes.isEmpty {
                let values: [ParameterValue] =
                    switch algorithm.space.dimensions[parameter.name] {
                    case .constant(let value): [value]
                    case .categorical(let values): values
                    case .integer, .real, nil: []
                    }
                guard let value = values.first(where: parameter.needingTimes.contains) else { continue }
                let sentence =
                    "\(parameter.name) of \(algorithm.name): \(value) needs the time of every access, and the dataset "
                    + "\(name) has accesses without; take other \(parameter.name), or leave the dataset out"
                guard let problem = algorithm.places.problem(with: parameter.name, sentence) else {
                    throw StudyError(sentence)
                }
                problems.append(problem)
            }
        }
        guard problems.isEmpty else { throw SpecificationError(problems) }
    }
}
