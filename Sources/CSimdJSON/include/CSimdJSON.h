#ifndef ACCESSLAB_CSIMDJSON_H
#define ACCESSLAB_CSIMDJSON_H

#ifdef __cplusplus
extern "C" {
#endif

/// The version of the simdjson library.
const char *accesslab_simdjson_version(void);

#ifdef __cplusplus
}
#endif

#endif
