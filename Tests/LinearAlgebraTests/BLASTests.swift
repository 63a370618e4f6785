@testable import LinearAlgebra
import Testing

@Suite("BLAS")
struct BLASTests {
    @Test("has one thread: the workers are the only ones")
    func singleThreaded() {
        #expect(BLAS.threads == 1)
    }
}
