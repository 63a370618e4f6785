#include "CProcessor.h"

#include <stddef.h>

/* A macro that the compiler has defined expands to 1; another one to its own name. */
#define TEXT_OF(value) #value
#define IS_ONE(text) ((text)[0] == '1' && (text)[1] == 0)
#define ROW(name, macro) {name, IS_ONE(TEXT_OF(macro))},

/* Data and no code, see the header. */
const struct instruction_set instruction_sets[] = {INSTRUCTION_SETS(ROW){NULL, 0}};
