#include "CProcessor.h"

#include <stddef.h>

/* One line for each set: the name, whether the compiler was allowed it, whether the processor has it. */
#if defined(__x86_64__)
#define SETS(X)                     \
    X("avx", __AVX__)               \
    X("avx2", __AVX2__)             \
    X("fma", __FMA__)               \
    X("bmi2", __BMI2__)             \
    X("avx512f", __AVX512F__)       \
    X("avx512bw", __AVX512BW__)     \
    X("avx512cd", __AVX512CD__)     \
    X("avx512dq", __AVX512DQ__)     \
    X("avx512vl", __AVX512VL__)
#else
#define SETS(X)
#endif

/* A macro that the compiler has defined expands to 1; another one to its own name. */
#define TEXT_OF(value) #value
#define IS_ONE(text) ((text)[0] == '1' && (text)[1] == 0)
#define NAME(name, macro) name,
#define USED(name, macro) IS_ONE(TEXT_OF(macro)),
#define HERE(name, macro) if (number-- == 0) return __builtin_cpu_supports(name) != 0;

static const char *const names[] = {SETS(NAME) NULL};

const char *instruction_set_name(int number) {
    return number >= 0 && number < (int)(sizeof names / sizeof *names) ? names[number] : NULL;
}

int instruction_set_is_used(int number) {
    const int used[] = {SETS(USED) 0};
    return number >= 0 && number < (int)(sizeof used / sizeof *used) ? used[number] : 0;
}

int instruction_set_is_here(int number) {
    SETS(HERE)
    return 0;
}
