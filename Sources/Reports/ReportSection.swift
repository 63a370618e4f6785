/// A part of the report on a subject.
///
/// A section is one file with one conforming type, and one line in `ReportSections`.
package protocol ReportSection<Subject>: Sendable {
    associatedtype Subject
    /// The name in kebab case: `leaderboard`.
    static var id: String { get }

    /// What there is to say; nothing where the subject has nothing of the kind.
    func sections(on subject: Subject) -> [Document.Section]
}
