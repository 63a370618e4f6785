#ifndef ACCESSLAB_CCHECKSUM_H
#define ACCESSLAB_CCHECKSUM_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The CRC-32 of Ethernet, ZIP and Windows' event logs.
///
/// `start` is zero, or the checksum of the bytes before.
uint32_t accesslab_crc32(uint32_t start, const uint8_t *bytes, size_t count);

#ifdef __cplusplus
}
#endif

#endif
