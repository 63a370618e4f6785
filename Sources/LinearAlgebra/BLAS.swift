import COpenBLAS

/// The linear-algebra library below this module.
public enum BLAS {
    /// OpenBLAS runs on one thread: the program's own workers call it from several at once. Its own threads are ended,
    /// as they would take a processor from the workers.
    static let singleThreaded: Void = accesslab_use_one_blas_thread()

    /// The library's version and the processor family that its kernels were chosen for.
    public static var configuration: String {
        _ = singleThreaded
        return String(cString: openblas_get_config())
    }

    /// The processor family that the kernels were chosen for: `Haswell`. Other kernels round differently.
    public static var kernel: String {
        _ = singleThreaded
        return openblas_get_corename().map { String(cString: $0) } ?? "unknown"
    }

    /// The number of threads that the library itself uses.
    public static var threads: Int {
        _ = singleThreaded
        return Int(openblas_get_num_threads())
    }
}
