public import Parameters
import Testing

/// What every registry promises.
public struct RegistryContract<Kind: ListedRegistry> {
    private let registry: Kind

    /// - Parameter registry: the registry to be checked, with components of more than one module perhaps.
    public init(_ registry: Kind) {
        self.registry = registry
    }

    /// Checks all promises; each broken one is an issue of the test that calls this.
    public func check() {
        #expect(registry.doubledIDs.isEmpty, "more than one \(Kind.noun) is called so")
        #expect(!registry.all.isEmpty)
        for component in registry.all {
            let id = Kind.id(of: component), entry = Kind.entry(of: component)
            #expect(registry[id] != nil)
            #expect(entry.id == id, "the \(Kind.noun) '\(id)' is listed as '\(entry.id)'")
            #expect(!entry.summary.isEmpty, "the \(Kind.noun) '\(id)' has no summary")
        }
        #expect(throws: RegistryError.self) { try registry.component("") }
    }
}
