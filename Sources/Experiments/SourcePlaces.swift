import StrictYAML

/// Where the values of an algorithm's parameters stand in an experiment file, for sentences about values that turn out to
/// be impossible once the data are there.
///
/// All are equal: where something stands does not change what an experiment asks.
package struct SourcePlaces: Hashable, Sendable {
    private let file: String
    private let places: [String: PlainYAML.Problem]

    /// - Parameter places: a problem without words at each parameter's value.
    init(file: String = "", _ places: [String: PlainYAML.Problem] = [:]) {
        self.file = file
        self.places = places
    }

    /// A problem with the value of a parameter; nil where no file gives one.
    package func problem(with parameter: String, _ message: String) -> SpecificationError.Problem? {
        places[parameter].map {
            SpecificationError.Problem(file: file, line: $0.line, column: $0.column, message: message)
        }
    }

    /// True.
    package static func == (first: SourcePlaces, second: SourcePlaces) -> Bool { true }

    /// Adds nothing.
    package func hash(into hasher: inout Hasher) {}
}
