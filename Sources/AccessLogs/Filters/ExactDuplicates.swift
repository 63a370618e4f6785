/// Drops records that have been imported before: exports overlap, and a file may be given twice.
///
/// Two records are the same where computer, event log and record number are, and all else that an import takes from
/// them: event id, tenant, account, share, address, outcome, the time to the second, and of events 5145 the session;
/// names whatever their case. If the number alone counted, a forged record could hide another. The formats of a log may
/// differ in the decimals of its times, and some leave out the security identifier, which is why these do not count.
/// Where the log does not number its records, or does not say which computer's they are, two are the same where their
/// raw text is. Records that merely look alike are not: a user may open one share twice in a second. Rows of a table
/// are counts and never duplicates. The import itself looks records up, in their order; the filter judges none of the
/// rest.
package struct ExactDuplicates: AccessFilter {
    package static let id = "exact-duplicates"
    package static let summary =
        "Drops records that have been imported before, by record number and content, or by raw text."

    package init(allowList: [String]) {}
}
