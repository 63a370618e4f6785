#include "CChecksum.h"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace {

/// Of each byte and the zeros that follow it: the remainder, for as many as seven zeros.
constexpr std::array<std::array<uint32_t, 256>, 8> remainders = [] {
    std::array<std::array<uint32_t, 256>, 8> table{};
    for (uint32_t byte = 0; byte < 256; ++byte) {
        uint32_t remainder = byte;
        for (int bit = 0; bit < 8; ++bit) remainder = remainder >> 1 ^ (remainder & 1 ? 0xEDB88320u : 0);
        table[0][byte] = remainder;
    }
    for (size_t zeros = 1; zeros < 8; ++zeros) {
        for (uint32_t byte = 0; byte < 256; ++byte) {
            const uint32_t before = table[zeros - 1][byte];
            table[zeros][byte] = before >> 8 ^ table[0][before & 0xFF];
        }
    }
    return table;
}();

/// Eight bytes at a time, by their remainders.
uint32_t divided(uint32_t state, const uint8_t *bytes, size_t count) {
    for (; count >= 8; bytes += 8, count -= 8) {
        uint64_t word;
        std::memcpy(&word, bytes, sizeof word);
        word ^= state;
        state = 0;
        for (size_t byte = 0; byte < 8; ++byte) state ^= remainders[7 - byte][word >> 8 * byte & 0xFF];
    }
    for (; count > 0; ++bytes, --count) state = state >> 8 ^ remainders[0][(state ^ *bytes) & 0xFF];
    return state;
}

#if defined(__x86_64__)
#define FOLDING __attribute__((target("pclmul,sse2")))

/// Sixteen bytes moved forward over others that lie behind them, by a distance that the factors stand for.
FOLDING inline __m128i folded(__m128i bytes, __m128i factors, __m128i others) {
    const __m128i low = _mm_clmulepi64_si128(bytes, factors, 0x00);
    const __m128i high = _mm_clmulepi64_si128(bytes, factors, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), others);
}

FOLDING inline __m128i loaded(const uint8_t *bytes) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i *>(bytes));
}

/// 64 bytes at a time by multiplication without carries: V. Gopal and others, "Fast CRC computation for generic
/// polynomials using PCLMULQDQ instruction", Intel, 2009, which has the factors.
FOLDING uint32_t multiplied(uint32_t state, const uint8_t *bytes, size_t count) {
    const __m128i over64 = _mm_set_epi64x(0x1C6E41596, 0x154442BD4);
    const __m128i over16 = _mm_set_epi64x(0x0CCAA009E, 0x1751997D0);
    __m128i first = _mm_xor_si128(loaded(bytes), _mm_cvtsi32_si128(static_cast<int>(state)));
    __m128i second = loaded(bytes + 16), third = loaded(bytes + 32), fourth = loaded(bytes + 48);
    for (bytes += 64, count -= 64; count >= 64; bytes += 64, count -= 64) {
        first = folded(first, over64, loaded(bytes));
        second = folded(second, over64, loaded(bytes + 16));
        third = folded(third, over64, loaded(bytes + 32));
        fourth = folded(fourth, over64, loaded(bytes + 48));
    }
    first = folded(folded(folded(first, over16, second), over16, third), over16, fourth);
    uint8_t rest[16];
    _mm_storeu_si128(reinterpret_cast<__m128i *>(rest), first);
    return divided(divided(0, rest, sizeof rest), bytes, count);
}
#endif

}  // namespace

uint32_t accesslab_crc32(uint32_t start, const uint8_t *bytes, size_t count) {
#if defined(__x86_64__)
    if (count >= 64 && __builtin_cpu_supports("pclmul")) return ~multiplied(~start, bytes, count);
#endif
    return ~divided(~start, bytes, count);
}
