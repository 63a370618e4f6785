public import Parameters
public import Statistics

/// A way to make up accesses that did not happen, on which a detector is measured.
public protocol InjectionScenario: Sendable {
    /// The name in kebab case by which experiments refer to the scenario.
    static var id: String { get }
    /// One sentence, for help texts.
    static var summary: String { get }
    static var parameters: ParameterList { get }
    /// In what the attacks differ by nature from those of other scenarios. The default is nothing.
    static var traits: InjectionTraits { get }

    /// - Parameter parameters: values for ``parameters``.
    init(_ parameters: ParameterSet) throws(ParameterError)

    /// Attacks with `count` anomalous accesses in all, and their benign twins.
    ///
    /// Actors and resources are those that the target allows, so that the injections of different phases do not
    /// overlap. The result depends on the target, the count and the stream alone.
    ///
    /// - Parameter count: how many anomalous accesses to inject; the last attack is cut short where they do not divide.
    /// - Throws: ``InjectionError`` where there is no room for that many; `CancellationError` once the target is
    ///   cancelled.
    func inject(
        into target: InjectionTarget, count: Int, using random: RandomStream
    ) throws -> [Attack]
}

extension InjectionScenario {
    /// The scenario has no special trait.
    public static var traits: InjectionTraits { [] }
}

/// In what the attacks of a scenario are unlike those of others.
public struct InjectionTraits: OptionSet, Hashable, Sendable {
    /// The bits of the traits.
    public let rawValue: Int

    /// - Parameter rawValue: the bits of the traits.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// The accesses are single ones, each at the time of a benign case, without a benign twin. Resources are drawn from
    /// all of the log, so that they are as frequent as among benign cases.
    public static let singleAccesses = InjectionTraits(rawValue: 1 << 0)
    /// Users and resources are those of benign cases, whether training knows them or not.
    public static let recombinesBenignCases = InjectionTraits(rawValue: 1 << 1)
    /// The pairs are ones that were observed: nothing about them is new.
    public static let repeatsObservedPairs = InjectionTraits(rawValue: 1 << 2)
    /// A user or a resource is new, and needs no free pair of known ones. The twin may be the same newcomer's.
    public static let bringsNewcomers = InjectionTraits(rawValue: 1 << 3)
}
