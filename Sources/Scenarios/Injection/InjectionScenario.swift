public import Parameters
public import Statistics

/// A way to make up accesses that did not happen, on which a detector is measured.
public protocol InjectionScenario: Sendable {
    /// The name in kebab case by which experiments refer to the scenario.
    static var id: String { get }
    /// One sentence, for help texts.
    static var summary: String { get }
    static var parameters: ParameterList { get }

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
