import AccessLogs
import Interactions
import LinearAlgebra
package import Parameters
package import Statistics

/// Unnoticed attacks among the training accesses, of the kind that is to be found.
///
/// A fraction of the training pairs is made of anomalies, and attacks of the same kind are injected to be found. The
/// attacks do not depend on the fraction, so that measurements for several fractions are paired.
package struct TrainingContamination: InjectionScenario {
    package static let id = "training-contamination"
    package static let summary = "attacks to find, after a fraction of like ones among the training pairs"

    /// The scenarios that may be hidden in the training pairs; the words are their ids.
    enum Hidden: String, ParameterChoice {
        case crossDepartment = "cross-department"
        case roleChange = "role-change"
    }

    static let fraction = Parameter<Double>(
        "share", in: 0...0.5, standard: 0.01,
        "Fraction of the training pairs that are anomalies, those included; the severity.")
    static let attack = Parameter<Hidden>(
        "attack", standard: .crossDepartment, "The scenario of both, with its default parameters.")

    package static let parameters: ParameterList = [fraction, attack]

    private let fraction: Double
    private let attack: any InjectionScenario

    package init(_ parameters: ParameterSet) throws(ParameterError) {
        fraction = parameters[Self.fraction]
        attack =
            switch parameters[Self.attack] {
            case .crossDepartment: try CrossDepartment(CrossDepartment.parameters.standard)
            case .roleChange: try RoleChange(RoleChange.parameters.standard)
            }
    }

    package func inject(
        into target: InjectionTarget, count: Int, using random: RandomStream
    ) throws -> [Attack] {
        let attacks = try attack.inject(into: target, count: count, using: random).map { attack in
            Attack(attack.kind, severity: fraction, accesses: attack.accesses)
        }
        let pairs = Double(target.profile.resourcesOfUsers.count)
        let wanted = Int((fraction / (1 - fraction) * pairs).rounded())
        guard wanted > 0 else { return attacks }
        var occupied = target
        occupied.occupy(attacks)
        let unnoticed = try attack.inject(into: occupied, count: wanted, using: random)
        return attacks
            + unnoticed.filter { $0.kind == .hostile }.map { attack in
                Attack(
                    .contamination, severity: fraction,
                    accesses: attack.accesses.filter(\.isAnomalous).map { access in
                        InjectedAccess(
                            user: access.user, resource: access.resource, time: trainingTime(in: target, using: random),
                            isAnomalous: true)
                    }.inOrderOfTime)
            }
    }

    /// The time of a random training access; nil where the window has no days.
    private func trainingTime(in target: InjectionTarget, using random: RandomStream) -> Timestamp? {
        guard target.window.days != nil else { return nil }
        return random.element(of: target.fold.training).flatMap { target.log.time(of: $0) }
    }
}
