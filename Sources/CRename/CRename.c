// Swift does not import what glibc declares for GNU programs only.
#define _GNU_SOURCE
#include "CRename.h"
#include <fcntl.h>
#include <stdio.h>

int rename_exchanging(const char *first, const char *second) {
    return renameat2(AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE);
}

int rename_to_free_name(const char *old_path, const char *new_path) {
    return renameat2(AT_FDCWD, old_path, AT_FDCWD, new_path, RENAME_NOREPLACE);
}
