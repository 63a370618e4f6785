#ifndef ACCESSLAB_CBUILD_H
#define ACCESSLAB_CBUILD_H

/* The commit that the program was built from, `+` at its end where files were changed since; empty where the sources
 * are no git checkout. */
const char *accesslab_commit(void);

#endif
