/// What is to be read, whatever it is shown on: sections of blocks.
public struct Document: Hashable, Sendable {
    public var title: String?
    public var sections: [Section]

    public init(title: String? = nil, _ sections: [Section]) {
        self.title = title
        self.sections = sections
    }

    /// Blocks that belong together, under a heading where they need one.
    public struct Section: Hashable, Sendable {
        public var heading: String?
        public var blocks: [Block]

        public init(_ heading: String?, _ blocks: [Block] = []) {
            self.heading = heading
            self.blocks = blocks
        }
    }
}
