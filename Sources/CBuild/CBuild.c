#include "CBuild.h"

#ifndef ACCESSLAB_COMMIT
#define ACCESSLAB_COMMIT ""
#endif

const char *accesslab_version(void) { return "0.1.0"; }

const char *accesslab_commit(void) { return ACCESSLAB_COMMIT; }

const char *accesslab_compiler(void) { return __VERSION__; }
