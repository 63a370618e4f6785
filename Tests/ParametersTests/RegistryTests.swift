import Parameters
import Testing

@Suite("A registry")
struct RegistryTests {
    private struct Color: Sendable {
        let id: String
        let summary: String
        let parameters: ParameterList
    }

    private struct Colors: ListedRegistry {
        static let noun = "color"
        let all: [Color]
        init(_ all: [Color]) { self.all = all }
        static func id(of color: Color) -> String { color.id }
        static func entry(of color: Color) -> CatalogueEntry {
            CatalogueEntry(color.id, summary: color.summary, parameters: color.parameters)
        }
    }

    private static let depth = Parameter("depth", in: 1...8, standard: 2, "How dark it is.")
    private let colors = Colors([
        Color(id: "red", summary: "first", parameters: [depth]), Color(id: "green", summary: "second", parameters: []),
        Color(id: "blue", summary: "third", parameters: []),
    ])

    @Test("keeps its order, and finds what it has")
    func order() throws {
        #expect(colors.ids == ["red", "green", "blue"])
        #expect(colors.entries.map(\.summary) == ["first", "second", "third"])
        #expect(colors.doubledIDs.isEmpty)
        #expect(colors["green"]?.summary == "second")
        #expect(colors["grey"] == nil)
        #expect(try colors.component("blue").summary == "third")
        #expect(colors.parameters.mapValues(\.count) == ["red": 1, "green": 0, "blue": 0])
    }

    @Test("says of an unknown id what was probably meant, or what there is")
    func unknown() {
        let near = #expect(throws: RegistryError.self) { try colors.component("gren") }
        #expect(near?.description == "unknown color 'gren'; did you mean 'green'?")
        let far = #expect(throws: RegistryError.self) { try colors.component("ultramarine") }
        #expect(far?.description == "unknown color 'ultramarine'; known are blue, green, red")
        let none = #expect(throws: RegistryError.self) { try Colors([]).component("red") }
        #expect(none?.description == "unknown color 'red'; none is known here")
    }

    @Test("goes on with an id that two components have, and tells who asks for it")
    func doubled() throws {
        let more = colors.adding(Color(id: "red", summary: "fourth", parameters: []))
            .adding(Color(id: "red", summary: "fifth", parameters: []))
        #expect(more.doubledIDs == ["red"])
        #expect(more.ids == ["red", "green", "blue", "red", "red"])
        #expect(more["red"]?.summary == "first")
        #expect(more.parameters["red"]?.count == 1)
        let error = #expect(throws: RegistryError.self) { try more.component("red") }
        #expect(error?.description.hasPrefix("there are 3 components 'red'") == true)
        #expect(try more.component("green").summary == "second")
    }
}
