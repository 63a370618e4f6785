#include "CDelimited.h"

#include <string.h>

typedef uint8_t bytes64 __attribute__((ext_vector_type(64)));
typedef _Bool bits64 __attribute__((ext_vector_type(64)));

/* Which bytes of a block are true, as the bits of a word. */
static inline uint64_t word(bits64 bits) {
    uint64_t word;
    memcpy(&word, &bits, sizeof word);
    return word;
}

size_t accesslab_row_ends(const uint8_t *bytes, size_t length, uint8_t delimiter, size_t *ends, size_t capacity,
                          bool *is_ascii) {
    size_t count = 0;
    bytes64 all = {0};
    for (size_t start = 0; start < length; start += sizeof(bytes64)) {
        bytes64 block;
        memcpy(&block, bytes + start, sizeof block);
        all |= block;
        bits64 isLineEnd = __builtin_convertvector(block == (uint8_t)'\n', bits64);
        bits64 isQuote = __builtin_convertvector(block == (uint8_t)'"', bits64);
        bits64 isDelimiter = __builtin_convertvector(block == delimiter, bits64);
        uint64_t marks = word(isDelimiter), stops = word(isLineEnd | isQuote);
        uint64_t before = stops ? (stops & -stops) - 1 : ~(uint64_t)0;
        for (marks &= before; marks; marks &= marks - 1) {
            if (count < capacity) ends[count] = start + __builtin_ctzll(marks);
            count++;
        }
        if (stops) {
            size_t stop = start + __builtin_ctzll(stops);
            if (stop >= length || bytes[stop] != '\n') return 0;
            if (count < capacity) ends[count] = stop;
            *is_ascii = !word(__builtin_convertvector(all >= 0x80, bits64));
            return count + 1;
        }
    }
    return 0;
}
