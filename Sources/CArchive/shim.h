#ifndef ACCESSLAB_CARCHIVE_SHIM_H
#define ACCESSLAB_CARCHIVE_SHIM_H

#include <archive.h>
#include <archive_entry.h>

/* AE_IFREG and AE_IFDIR are macros with a cast, which Swift does not see. */
static inline int accesslab_is_plain_file(struct archive_entry *entry) {
    return archive_entry_filetype(entry) == AE_IFREG;
}

static inline int accesslab_is_folder(struct archive_entry *entry) {
    return archive_entry_filetype(entry) == AE_IFDIR;
}

#endif
