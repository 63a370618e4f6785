import Interactions

/// Evidence of a window that depends on later windows: nobody could have it on that day.
///
/// The test is cut off after some of its days, and scored again. What is said of the windows before the cut, each signal's
/// evidence and that of all together, must be the same to the bit.
struct WindowsSeeLaterDays: Lint {
    static let id = "windows-see-later-days"
    static let pitfall = "what is said of an account in a day depends on what happens on later days"

    func check(_ subject: LintSubject) throws -> LintFinding {
        guard let phase = subject.test.first, let days = phase.fold.window.days, days.count > 1 else {
            return .pass("the test has no two days")
        }
        // What signals do is the same whatever detector scores pairs.
        guard
            let (id, windows) = subject.algorithms.lazy.compactMap({ algorithm in
                algorithm.windows.map { (algorithm.id, $0) }
            }).first
        else { return .pass("incidents are not measured") }
        let all = try windows(phase, days.upperBound - 1)
        var compared = 0
        for cut in Set([days.lowerBound, days.lowerBound + (days.count - 1) / 2]).sorted() {
            let earlier = all.filter { $0.day <= cut }
            let alone = try windows(phase, cut)
            let differing = Set(alone).symmetricDifference(earlier)
            guard differing.isEmpty, alone.count == earlier.count else {
                return .failure(
                    "with \(id) \(Set(differing.map(\.place)).count) of \(earlier.count) windows up to day "
                        + "\(cut - days.lowerBound + 1) of the test have other evidence once later days are there")
            }
            compared += earlier.count
        }
        return .pass("\(compared) windows have the same evidence without the later days")
    }
}
