import AccessLogs
public import Detectors
import Interactions

/// Scores accesses of users and resources that training does not know, by what else they do in the same log.
///
/// An access is judged by the newcomer's other accesses alone: its own would speak for it. New accounts and new shares
/// are a usual way of attack, and the reference system never scores them.
public struct NewcomerScorer {
    private let model: FittedModel
    private let detector: any FoldingIn
    /// The accesses without a score, and for each newcomer how often it met whom that training knows.
    private var waiting: [ScoredEvent] = []
    private var ofUser: [TenantName: [Int32: Float]] = [:]
    private var ofResource: [TenantName: [Int32: Float]] = [:]

    /// - Returns: nil where the model's algorithm cannot fold in, or its scores are normalised.
    public init?(_ model: FittedModel) {
        guard let detector = model.detector as? any FoldingIn else { return nil }
        self.model = model
        self.detector = detector
    }

    /// Keeps an access that the model gave no score because it knows one side only.
    ///
    /// - Returns: whether it was kept, to be handed on by ``scored()``.
    public mutating func keep(_ event: ScoredEvent) -> Bool {
        guard event.score.value == nil else { return false }
        let (user, resource) = (names(of: event).user, names(of: event).resource)
        let (row, column) = (model.matrix.users.index(of: user), model.matrix.resources.index(of: resource))
        guard (row == nil) != (column == nil) else { return false }
        waiting.append(event)
        let weight = Float(event.access.weight)
        if let column { ofUser[user, default: [:]][column, default: 0] += weight }
        if let row { ofResource[resource, default: [:]][row, default: 0] += weight }
        return true
    }

    /// The accesses that were kept, in the order in which they came, with a score where something else is known of the
    /// newcomer.
    ///
    /// - Throws: what folding in throws.
    public func scored() throws -> [ScoredEvent] {
        var known: [[TenantName]: Double] = [:]
        var scored: [ScoredEvent] = []
        for event in waiting {
            let (user, resource) = names(of: event)
            let value = try known[[user, resource]] ?? score(user, resource)
            known[[user, resource]] = value
            scored.append(ScoredEvent(access: event.access, score: value.map(AnomalyScore.foldedIn) ?? event.score))
        }
        return scored
    }

    /// - Returns: nil where nothing else is known of the newcomer.
    private func score(_ user: TenantName, _ resource: TenantName) throws -> Double? {
        if let column = model.matrix.resources.index(of: resource) {
            let others = (ofUser[user] ?? [:]).filter { $0.key != column }.sorted { $0.key < $1.key }
            guard !others.isEmpty else { return nil }
            return try detector.scores(ofNewUser: others.map { ($0.key, $0.value) }, for: [column]).first
        }
        guard let row = model.matrix.users.index(of: user) else { return nil }
        let others = (ofResource[resource] ?? [:]).filter { $0.key != row }.sorted { $0.key < $1.key }
        guard !others.isEmpty else { return nil }
        return try detector.scores(ofNewResource: others.map { ($0.key, $0.value) }, for: [row]).first
    }

    private func names(of event: ScoredEvent) -> (user: TenantName, resource: TenantName) {
        let access = event.access
        return (
            TenantName(tenant: access.tenant, name: access.user.name),
            TenantName(tenant: access.tenant, name: access.resource.name)
        )
    }
}
