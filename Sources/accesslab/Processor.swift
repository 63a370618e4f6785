import CProcessor

/// What the program was compiled for, and whether this processor is one. This file is compiled for any processor, so
/// that it can say so where the others would end in an illegal instruction.
enum Processor {
    private static let sets: [(name: String, isUsed: Bool, isHere: Bool)] = {
        var sets: [(String, Bool, Bool)] = []
        while let name = instruction_set_name(Int32(sets.count)) {
            let number = Int32(sets.count)
            sets.append(
                (String(cString: name), instruction_set_is_used(number) != 0, instruction_set_is_here(number) != 0))
        }
        return sets
    }()

    /// The instruction sets that the kernels use.
    static var used: String {
        let used = sets.filter(\.isUsed).map(\.name)
        return used.isEmpty ? "those of any processor (a portable build)" : used.joined(separator: " ")
    }

    /// What is wrong, and what to do; nil where the program can run.
    static var complaint: String? {
        let missing = sets.filter { $0.isUsed && !$0.isHere }.map(\.name)
        guard !missing.isEmpty else { return nil }
        return "this program was built for a processor with \(missing.joined(separator: ", ")), which this one lacks; "
            + "build it here, or anywhere with ACCESSLAB_PORTABLE=1"
    }
}
