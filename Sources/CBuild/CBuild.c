#include "CBuild.h"

#ifndef ACCESSLAB_COMMIT
#define ACCESSLAB_COMMIT ""
#endif

const char *accesslab_commit(void) { return ACCESSLAB_COMMIT; }
