#ifndef CRENAME_H
#define CRENAME_H

/// Exchanges what two paths name, in one step. Returns 0, or -1 with errno: ENOENT where one names nothing, EINVAL or
/// ENOSYS where the file system or the kernel cannot.
int rename_exchanging(const char *_Nonnull first, const char *_Nonnull second);

/// Renames unless the new name is taken. Returns 0, or -1 with errno: EEXIST where it is taken, EINVAL or ENOSYS where the
/// file system or the kernel cannot.
int rename_to_free_name(const char *_Nonnull old_path, const char *_Nonnull new_path);

#endif
