#ifndef ACCESSLAB_CEVTX_SHIM_H
#define ACCESSLAB_CEVTX_SHIM_H

/* Debian's libevtx-dev includes a header (libbfio.h) of a package that it does not depend on. */
#include <libevtx/features.h>
#undef LIBEVTX_HAVE_BFIO
#include <libevtx.h>

#endif
