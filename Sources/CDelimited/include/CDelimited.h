#ifndef ACCESSLAB_CDELIMITED_H
#define ACCESSLAB_CDELIMITED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Finds where the fields of the row at the start of some bytes end: at delimiters, the last at the line end. 64 bytes
/// more must be readable behind them, whatever they hold.
///
/// `is_ascii` is told whether there is nothing but ASCII in the row, and in what follows it within the same 64 bytes.
///
/// Returns how many fields the row has, of whose ends the first `capacity` are stored; 0 where the bytes hold no line
/// end, or a quote before it.
size_t accesslab_row_ends(const uint8_t *bytes, size_t length, uint8_t delimiter, size_t *ends, size_t capacity,
                          bool *is_ascii);

#endif
