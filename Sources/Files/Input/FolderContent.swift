import Foundation

/// The files in folders, and what in them is not read.
package struct FolderContent {
    package var files: [InputPath] = []
    package var unread: [UnreadInput] = []

    /// Adds what is in a folder, at any depth, sorted by path.
    package mutating func addFolder(_ path: String) {
        guard let handle = opendir(path) else {
            return fail(path, "the folder cannot be read: \(Self.problem(errno)).")
        }
        let folder = path.hasSuffix("/") ? path : path + "/"
        var names: [String] = []
        errno = 0
        while let entry = readdir(handle) {
            // Names are bytes: they need not be text.
            let (name, isText) = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                let bytes = bytes.prefix { $0 != 0 }
                let valid = String(validating: bytes, as: UTF8.self)
                return (valid ?? String(decoding: bytes, as: UTF8.self), valid != nil)
            }
            if isText {
                names.append(name)
            } else {
                fail(folder + name, "its name is not valid UTF-8, as paths have to be; rename it.")
            }
            errno = 0
        }
        if errno != 0 { fail(path, "the folder cannot be read to its end: \(Self.problem(errno)).") }
        closedir(handle)
        for name in names.sorted() where name != "." && name != ".." { add(folder + name, named: name) }
    }

    private mutating func add(_ path: String, named name: String) {
        if name.hasPrefix(".") { return unread.append(.hidden(path)) }
        var own = stat(), target = stat()
        guard lstat(path, &own) == 0, stat(path, &target) == 0 else {
            return fail(path, "it cannot be looked at: \(Self.problem(errno)).")
        }
        switch target.st_mode & S_IFMT {
        case S_IFDIR where own.st_mode & S_IFMT == S_IFLNK:
            // The link may lead back up.
            unread.append(
                UnreadInput(file: path, cause: .leftOut, reason: "it is a link to a folder; name that one itself."))
        case S_IFDIR: addFolder(path)
        case S_IFREG: files.append(.path(path))
        // A pipe that was only found in a folder may never have a writer.
        default: unread.append(.special(path))
        }
    }

    private mutating func fail(_ path: String, _ reason: String) {
        unread.append(UnreadInput(file: path, cause: .failed, reason: reason))
    }

    private static func problem(_ number: Int32) -> String { String(cString: strerror(number)) }
}

extension InputPath {
    /// The inputs with each folder replaced by the files in it, at any depth, sorted by path; hidden files and folders,
    /// what is no plain file, links to folders, and what cannot be read, are left out.
    ///
    /// - Throws: ``FileError`` where an input does not exist.
    public static func files(of inputs: [InputPath]) throws -> [InputPath] {
        try found(in: inputs).files
    }

    /// The files of the inputs, and what in their folders is none that can be read.
    ///
    /// - Throws: ``FileError`` where an input does not exist.
    package static func found(in inputs: [InputPath]) throws -> FolderContent {
        var found = FolderContent()
        for input in inputs {
            guard case .path(let path) = input else {
                found.files.append(input)
                continue
            }
            var status = stat()
            guard stat(path, &status) == 0 else {
                let isMissing = errno == ENOENT || errno == ENOTDIR
                let problem = String(cString: strerror(errno))
                throw FileError(
                    isMissing ? "there is no such file or folder." : "it cannot be looked at: \(problem).",
                    at: InputLocation(file: path))
            }
            if status.st_mode & S_IFMT == S_IFDIR {
                found.addFolder(path)
            } else {
                found.files.append(input)
            }
        }
        return found
    }
}
