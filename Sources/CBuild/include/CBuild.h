#ifndef ACCESSLAB_CBUILD_H
#define ACCESSLAB_CBUILD_H

/* The version of the program, `0.1.0`. */
const char *accesslab_version(void);

/* The commit that the program was built from, `+` at its end where files were changed since; empty where the sources
 * are no git checkout. */
const char *accesslab_commit(void);

/* The compiler behind Swift's, with the commit that it was built from. */
const char *accesslab_compiler(void);

#endif
