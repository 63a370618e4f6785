import Evaluation
import Files

/// The SHA-256 of values in a text that separates them, so that different sequences of values have different digests.
struct StoreDigest {
    private var text = ""

    mutating func add(_ field: String?) {
        text += field.map { "\($0.utf8.count):\($0)" } ?? "-"
        text += ","
    }

    mutating func add(_ number: Double?) { add(number.map { "\($0)" }) }

    mutating func add(_ number: Int?) { add(number.map { "\($0)" }) }

    var sha256: String { get throws { try FileDigest.sha256(ofText: text) } }
}

extension StoreDigest {
    mutating func add(_ measurements: [ReplicateMeasurement]) {
        for item in measurements {
            add(item.replicate)
            add(item.initialization)
            add(item.measurement.slice)
            add(item.measurement.metric)
            switch item.measurement.value {
            case .defined(let value): add(value)
            case .undefined, .never: add("undefined: " + (item.measurement.value.reason ?? ""))
            }
            add(item.measurement.interval?.lowerBound)
            add(item.measurement.interval?.upperBound)
            add(item.measurement.method)
        }
    }
}
