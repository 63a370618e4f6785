#ifndef ACCESSLAB_CEVTX_SHIM_H
#define ACCESSLAB_CEVTX_SHIM_H

/* Debian's libevtx-dev includes a header (libbfio.h) of a package that it does not depend on. */
#include <libevtx/features.h>
#undef LIBEVTX_HAVE_BFIO
#include <libevtx.h>

/* The flag is a macro that refers to an enumeration, which Swift does not see. */
static inline int accesslab_evtx_open_read(void) {
    return LIBEVTX_OPEN_READ;
}

#endif
