/// Drops accesses by which a computer reaches itself: services that open a local share by its network name.
package struct Loopback: AddressFilter {
    package static let id = "loopback"
    package static let summary = "Drops accesses from the computer itself: 127.0.0.0/8 and ::1."

    package init(allowList: [String]) {}

    package func drops(sourceAddress: String) -> Bool {
        let address = sourceAddress.lowercased()
        let mapped = "::ffff:"
        let plain = address.hasPrefix(mapped) ? address.dropFirst(mapped.count) : address[...]
        return address == "::1" || plain.hasPrefix("127.")
    }
}
