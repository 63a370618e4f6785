import Parameters

/// How eventful the life of an organisation is: how many events of each kind happen in each tenant.
///
/// Events are laid over what a simulator makes of its parameters. Nothing of that changes where nothing happens.
struct BenignLife: Hashable, Sendable {
    /// Groups that begin to use new shares together.
    var projectStarts = 0
    /// New shares that many accounts take up.
    var shareRollouts = 0
    /// Departments that close their books at the end of each month.
    var monthEnds = 0
    /// New accounts that run nightly jobs.
    var services = 0
    /// The fractions of the employees that move to another department, are away and covered, and join late.
    var transfers = 0.0
    var holidays = 0.0
    var onboardings = 0.0

    /// Whether anything happens.
    var isEventful: Bool { self != BenignLife() }

    /// The days that a log needs for events to begin and to go on.
    static let fewestDays = 14
    /// The most events of a kind: more would be no events any more.
    private static let mostEvents = 1000
    /// The largest part of the employees with an event of their own: the others cover for them and teach them.
    private static let mostAccounts = 0.5

    /// The parameter of every simulator.
    static let parameter = Parameter<String>.optional(
        "life",
        as: "'eventful', or numbers such as 'project_starts=2 transfers=0.02'",
        "Innocent events, none unless given: 'eventful', or numbers of project_starts, share_rollouts, month_ends and "
            + "services and fractions of employees with transfers, holidays and onboardings.")

    init() {}

    /// Reads the value of the parameter.
    ///
    /// - Parameters:
    ///   - text: `none`, `eventful`, or `name=number` separated by spaces or commas.
    ///   - users: the employees of a tenant, by which the events of `eventful` are scaled.
    /// - Throws: ``ParameterError`` for anything else.
    init(parsing text: String, users: Int) throws(ParameterError) {
        self.init()
        func refusal(_ expected: String) -> ParameterError {
            .unacceptable(parameter: Self.parameter.name, value: .string(text), expected: expected)
        }
        switch text {
        case "", "none": return
        case "eventful":
            self = BenignLife(eventfulFor: users)
            return
        default: break
        }
        var given: Set<Substring> = []
        for part in text.split(whereSeparator: { $0 == " " || $0 == "," }) {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count == 2, given.insert(sides[0]).inserted else {
                throw refusal("'eventful', or each name once with a number, as in 'project_starts=2 transfers=0.02'")
            }
            if let path = Self.counts[String(sides[0])] {
                guard let count = Int(sides[1]), (0...Self.mostEvents).contains(count) else {
                    throw refusal("given with a whole number from 0 to \(Self.mostEvents) of \(sides[0])")
                }
                self[keyPath: path] = count
            } else if let path = Self.fractions[String(sides[0])] {
                guard let fraction = Double(sides[1]), (0...Self.mostAccounts).contains(fraction) else {
                    throw refusal("given with a fraction from 0 to \(Self.mostAccounts) of employees with \(sides[0])")
                }
                self[keyPath: path] = fraction
            } else {
                let known = (Array(Self.counts.keys) + Array(Self.fractions.keys)).sorted()
                throw refusal("one of \(known.joined(separator: ", ")) instead of '\(sides[0])'")
            }
        }
        guard transfers + holidays + onboardings <= Self.mostAccounts else {
            throw refusal("given with at most half of the employees with transfers, holidays and onboardings together")
        }
    }

    /// A life in which something happens every week: for 2,000 employees eight projects, four shares rolled out, four
    /// departments with month-ends and two new services; one employee in fifty is transferred, one in ten away and one in
    /// thirty joins.
    private init(eventfulFor users: Int) {
        projectStarts = min(Self.mostEvents, max(1, users / 250))
        shareRollouts = min(Self.mostEvents, max(1, users / 500))
        monthEnds = min(Self.mostEvents, max(1, users / 500))
        services = min(Self.mostEvents, max(1, users / 1000))
        transfers = 0.02
        holidays = 0.1
        onboardings = 0.03
    }

    private static var counts: [String: WritableKeyPath<BenignLife, Int>] {
        [
            "project_starts": \.projectStarts, "share_rollouts": \.shareRollouts, "month_ends": \.monthEnds,
            "services": \.services,
        ]
    }

    private static var fractions: [String: WritableKeyPath<BenignLife, Double>] {
        ["transfers": \.transfers, "holidays": \.holidays, "onboardings": \.onboardings]
    }

    /// Checks that there is room for what is asked.
    ///
    /// - Parameter size: of each of the tenants.
    /// - Throws: ``ParameterError`` where there are too few days or departments, or more than a machine can hold.
    func check(_ size: Size, text: String) throws(ParameterError) {
        guard isEventful else { return }
        func refusal(_ expected: String) -> ParameterError {
            .unacceptable(parameter: Self.parameter.name, value: .string(text), expected: expected)
        }
        guard size.days >= Self.fewestDays else { throw refusal("for a log of at least \(Self.fewestDays) 'days'") }
        guard transfers == 0 || size.departments > 1 else {
            throw refusal("without transfers where there is one department")
        }
        if monthEnds > 0 {
            let workdays = WorkCalendar(firstDay: size.firstDay, dayCount: size.days).days
            guard workdays.contains(where: { $0?.leftInMonth == 0 }) else {
                throw refusal("without month_ends where no month ends within the 'days'")
            }
        }
        // What each account does on each day is counted.
        guard size.tenants * size.accounts <= SimulationLimit.entries / size.days else {
            throw refusal("such that tenants × accounts × days are at most \(SimulationLimit.entries)")
        }
        let each = 0.4 * 0.2 * Double(shareRollouts) * Double(size.accounts) + 40 * Double(projectStarts + services)
        guard each * Double(size.days) * Double(size.tenants) <= SimulationLimit.accesses else {
            throw refusal(
                "given with fewer events: at most \(Int(SimulationLimit.accesses)) accesses are to be expected")
        }
    }

    /// How large an organisation is. All numbers but that of the tenants are per tenant.
    struct Size: Sendable {
        let tenants: Int
        /// The accounts, those of services among them.
        let accounts: Int
        let shares: Int
        let departments: Int
        let sites: Int
        /// The first day (UTC) since 1970-01-01.
        let firstDay: Int
        let days: Int
    }
}
