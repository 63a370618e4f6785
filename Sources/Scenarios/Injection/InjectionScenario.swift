public import Interactions
public import Parameters
public import Statistics

/// A way to make up accesses that did not happen, on which a detector is measured.
public protocol InjectionScenario: Sendable {
    /// The name in kebab case by which experiments refer to the scenario.
    static var id: String { get }
    /// One sentence, for help texts.
    static var summary: String { get }
    static var parameters: [ParameterDescription] { get }

    /// - Parameter parameters: values for ``parameters``.
    init(_ parameters: ParameterSet) throws(ParameterError)

    /// Accesses, none of which the target's log holds or an earlier injection took.
    ///
    /// The result depends on the target, the count and the stream alone.
    ///
    /// - Parameter count: how many accesses to inject.
    /// - Throws: ``InjectionError`` where there is no room for that many.
    func inject(
        into target: InjectionTarget, count: Int, using random: RandomStream
    ) throws(InjectionError) -> [InjectedAccess]
}

/// An access that a scenario made up.
public struct InjectedAccess: Hashable, Sendable {
    /// The user, an index into the log's users.
    public let user: Int32
    /// The resource, an index into the log's resources.
    public let resource: Int32
    /// The day (UTC) since 1970-01-01; nil where the window has none.
    public let day: Int?

    public init(user: Int32, resource: Int32, day: Int?) {
        self.user = user
        self.resource = resource
        self.day = day
    }

    /// The access as a case for evaluation.
    ///
    /// - Parameter scenario: the scenario's place in the experiment's list.
    public func labelled(scenario: Int) -> LabelledAccess {
        LabelledAccess(user: user, resource: resource, day: day, label: .injected(scenario: scenario))
    }
}

/// Accesses that cannot be injected as asked.
public struct InjectionError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
