#ifndef ACCESSLAB_CARCHIVE_SHIM_H
#define ACCESSLAB_CARCHIVE_SHIM_H

#include <archive.h>
#include <archive_entry.h>

#endif
