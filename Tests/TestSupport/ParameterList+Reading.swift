package import Parameters
import Synchronization

extension ParameterList {
    /// The parameters that a component reads when it is made of the standard values.
    package func read(by make: (ParameterSet) throws -> Void) rethrows -> Set<ParameterDescription> {
        let read = Mutex<Set<ParameterDescription>>([])
        var parameters = standard
        parameters.onReading = { parameter in read.withLock { _ = $0.insert(parameter) } }
        try make(parameters)
        return read.withLock { $0 }
    }

    /// Whether no name occurs twice, and every parameter takes its own standard value as it stands.
    package var isSound: Bool {
        Set(map(\.name)).count == count && allSatisfy { (try? $0.checked($0.standard)) == $0.standard }
    }
}
