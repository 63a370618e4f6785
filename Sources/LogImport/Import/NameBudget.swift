import AccessLogs
import Files

/// How much memory the names of a log take, of the users and of the resources that an import has met.
struct NameBudget {
    private let limit: Int
    /// The names that have been counted.
    private var users = 0
    private var resources = 0
    /// The memory that they take, in bytes.
    private var bytes = 0

    init(_ limits: InputLimits) {
        limit = limits.nameBytes
    }

    /// Counts the names that are new in a log.
    ///
    /// - Throws: ``FileError`` where they all take more memory than an import may.
    mutating func check(_ log: AccessLog) throws {
        while users < log.users.count {
            bytes += Self.bytes(of: log.users[users])
            users += 1
        }
        while resources < log.resources.count {
            bytes += Self.bytes(of: log.resources[resources])
            resources += 1
        }
        guard bytes > limit else { return }
        throw FileError(
            "the names of users and resources take more than \(limit >> 20) MiB of memory, which those of no "
                + "organisation do. See whether the right columns are read; or import the logs in parts.")
    }

    /// The memory that a name takes, in bytes. A security identifier, which is short, is within the allowance.
    static func bytes(of name: TenantName) -> Int {
        name.tenant.utf8.count + name.name.utf8.count + InputLimits.nameAllowance
    }
}

extension AccessEvent {
    /// About the memory that the names in the access take, in bytes.
    var byteCount: Int {
        tenant.utf8.count + user.name.utf8.count + resource.name.utf8.count + computer.utf8.count
            + sourceAddress.utf8.count
    }
}
