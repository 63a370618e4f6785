/// What is to be read, whatever it is shown on: sections of blocks.
package struct Document: Hashable, Sendable {
    package var title: String?
    package var sections: [Section]

    package init(title: String? = nil, _ sections: [Section]) {
        self.title = title
        self.sections = sections
    }

    /// Blocks that belong together, under a heading where they need one.
    package struct Section: Hashable, Sendable {
        package var heading: String?
        package var blocks: [Block]

        package init(_ heading: String?, _ blocks: [Block] = []) {
            self.heading = heading
            self.blocks = blocks
        }
    }
}
