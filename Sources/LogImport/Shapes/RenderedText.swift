import Files

/// The message of an event as Windows shows it to people, `Share Name:  \\*\hr`, also where line ends were lost, and other
/// texts of names, colons and values.
enum RenderedText {
    /// The values behind the labels that are known, in the order of the text.
    static func fields(of text: String) -> [(field: EventField, value: String)] {
        let bytes = Array(text.utf8.prefix(longest))
        var labels: [(start: Int, end: Int, field: EventField?)] = []
        for colon in bytes.indices where bytes[colon] == UInt8(ascii: ":") {
            var end = colon
            while end > 0, isSpace(bytes, end - 1) { end -= 1 }
            guard let (length, field) = label(endingAt: end, in: bytes) else { continue }
            labels.append((end - length, colon + 1, field))
        }
        return labels.indices.compactMap { index in
            let label = labels[index]
            guard let field = label.field else { return nil }
            let next = index + 1 < labels.count ? labels[index + 1].start : bytes.count
            guard label.end <= next else { return nil }
            var value = bytes[label.end..<next]
            // A value ends with its line; a bar parts the values of hayabusa.
            value = value.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            value = value.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
            let text = String(String(decoding: value, as: UTF8.self).prefix { $0 != "¦" }).trimmingSpaces()
            return text.isEmpty || text == "-" ? nil : (field, text)
        }
    }

    private static let longest = 1 << 16

    private static func isSpace(_ bytes: [UInt8], _ index: Int) -> Bool {
        // French has a space before the colon, perhaps one that does not break.
        bytes[index] == UInt8(ascii: " ") || bytes[index] == 0xA0 || bytes[index] == 0xC2
    }

    /// The longest label that ends before a position, where it begins a word.
    private static func label(endingAt end: Int, in bytes: [UInt8]) -> (length: Int, field: EventField?)? {
        for label in labels where label.name.count <= end {
            let start = end - label.name.count
            guard bytes[start..<end].elementsEqual(label.name, by: { $0 | 0x20 == $1 | 0x20 }),
                start == 0 || bytes[start - 1] <= UInt8(ascii: " ") || bytes[start - 1] >= 0x80
                    || bytes[start - 1] == UInt8(ascii: "\"")
            else { continue }
            return (label.name.count, label.field)
        }
        return nil
    }

    /// The longer ones first.
    private static let labels: [(name: [UInt8], field: EventField?)] = {
        let known = names.flatMap { field, names in names.map { (name: Array($0.utf8), field: EventField?.some(field)) }
        }
        let others = headings.map { (name: Array($0.utf8), field: EventField?.none) }
        return (known + others).sorted { ($0.name.count, "\($0.name)") > ($1.name.count, "\($1.name)") }
    }()

    /// What Windows writes in English, German, French and Spanish, and the names of the fields themselves.
    private static let names: [EventField: [String]] = [
        .subjectUserSID: ["Security ID", "Sicherheits-ID", "ID de sécurité", "Id. de seguridad", "SubjectUserSid"],
        .subjectUserName: ["Account Name", "Kontoname", "Nom du compte", "Nombre de cuenta", "SubjectUserName"],
        .subjectDomainName: [
            "Account Domain", "Kontodomäne", "Domaine du compte", "Dominio de cuenta", "SubjectDomainName",
        ],
        .subjectLogonID: [
            "Logon ID", "Anmelde-ID", "ID d’ouverture de session", "ID d'ouverture de session",
            "Id. de inicio de sesión",
            "SubjectLogonId", "LID",
        ],
        .ipAddress: [
            "Source Address", "Quelladresse", "Adresse source", "Dirección de origen", "IpAddress", "SrcIP",
        ],
        .ipPort: ["Source Port", "Quellport", "Port source", "Puerto de origen", "IpPort"],
        .shareName: [
            "Share Name", "Freigabename", "Nom du partage", "Nom de partage", "Nombre de recurso compartido",
            "Nombre del recurso compartido", "ShareName",
        ],
        .shareLocalPath: [
            "Share Path", "Freigabepfad", "Chemin d’accès du partage", "Chemin du partage",
            "Ruta de acceso del recurso compartido", "ShareLocalPath", "SharePath",
        ],
        .relativeTargetName: [
            "Relative Target Name", "Relativer Zielname", "Nom de la cible relative", "Nombre de destino relativo",
            "RelativeTargetName",
        ],
        .accessMask: ["Access Mask", "Zugriffsmaske", "Masque d’accès", "Máscara de acceso", "AccessMask"],
        .account: ["User"],
    ]

    /// Labels whose values are not read, but end the value before them where line ends were lost.
    private static let headings = [
        "Subject", "Network Information", "Share Information", "Access Request Information", "Object Type", "Accesses",
        "Access Check Results", "ObjectType", "AccessList", "AccessReason", "Antragsteller", "Netzwerkinformationen",
        "Freigabeinformationen", "Zugriffsanforderungsinformationen", "Objekttyp", "Zugriffe", "Sujet", "Asunto",
        "Path",
    ]
}
