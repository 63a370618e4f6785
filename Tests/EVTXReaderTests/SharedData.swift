import Foundation

/// Real logs that are kept beside the checkout, where they are.
enum SharedData {
    static let folder: String = {
        if let folder = ProcessInfo.processInfo.environment["ACCESSLAB_SHARED_DATA"] { return folder }
        var package = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { package.deleteLastPathComponent() }
        return package.deletingLastPathComponent().appendingPathComponent("shared/data").path
    }()

    static func path(_ name: String) -> String { folder + "/" + name }

    static var isPresent: Bool { FileManager.default.fileExists(atPath: path("windows/expected_share_events.csv")) }
}
