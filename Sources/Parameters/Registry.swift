/// The components of one kind that a program offers, each with an id of its own, in the order in which they are listed.
///
/// A registry is a value, so that a program can offer more than the workbench does: ``adding(_:)``. An id that two
/// components have is no reason to stop a program that may never ask for it: ``component(_:)`` says so to who asks, and
/// the contract suite of registries finds it before.
public protocol Registry<Component>: Sendable {
    /// A component, or the type of one.
    associatedtype Component

    /// What one of the components is called in sentences: `detector`.
    static var noun: String { get }
    /// The components, in the order in which they are listed.
    var all: [Component] { get }

    /// - Parameter all: each with an id of its own.
    init(_ all: [Component])

    /// The name in files and on the command line.
    static func id(of component: Component) -> String
}

extension Registry {
    /// The names in files and on the command line, in the order in which components are listed.
    public var ids: [String] { all.map(Self.id) }

    /// The ids that more than one component has, in the order in which they are listed; there should be none.
    public var doubledIDs: [String] {
        var seen: Set<String> = [], doubled: [String] = []
        for id in ids where !seen.insert(id).inserted && !doubled.contains(id) { doubled.append(id) }
        return doubled
    }

    /// The component of an id, the first of several; nil where there is none.
    public subscript(id: String) -> Component? {
        all.first { Self.id(of: $0) == id }
    }

    /// The component of an id that somebody asks for.
    ///
    /// - Throws: ``RegistryError`` where there is none, which suggests what was probably meant, or where there are several.
    public func component(_ id: String) throws(RegistryError) -> Component {
        let found = all.filter { Self.id(of: $0) == id }
        guard let first = found.first else {
            throw RegistryError("unknown \(Self.noun) '\(id)'" + Suggestion.sentence(for: id, among: ids))
        }
        guard found.count == 1 else {
            throw RegistryError(
                "there are \(found.count) components '\(id)' among which a \(Self.noun) is sought; each needs an id of its "
                    + "own")
        }
        return first
    }

    /// These components, and behind them another one.
    public func adding(_ component: Component) -> Self { Self(all + [component]) }
}

/// A registry whose components people can list and ask about.
public protocol ListedRegistry<Component>: Registry {
    /// The component as lists and help texts show it, under its ``Registry/id(of:)``.
    static func entry(of component: Component) -> CatalogueEntry
    /// All that can be named. The default is an entry for each component.
    var entries: [CatalogueEntry] { get }
}

extension ListedRegistry {
    /// The entries of all components, in their order.
    public var entries: [CatalogueEntry] { all.map(Self.entry) }

    /// The parameters that people may set of each component, by its id; of several components of one id, the first's.
    public var parameters: [String: ParameterList] {
        Dictionary(entries.map { ($0.id, $0.parameters) }, uniquingKeysWith: { first, _ in first })
    }
}

/// An id that belongs to no component, or to several.
public struct RegistryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with the id, in a sentence.
    public let description: String

    /// - Parameter description: a sentence for people.
    public init(_ description: String) {
        self.description = description
    }
}
