#ifndef ACCESSLAB_CPROCESSOR_H
#define ACCESSLAB_CPROCESSOR_H

/* Asks the processor to bring the cache line at an address near, for reading; any address will do. */
static inline void prefetch_line(const void *address) { __builtin_prefetch(address, 0, 3); }

/* Asks for the memory at an address ahead of its use, for writing. */
static inline void prefetch_for_writing(const void *address) { __builtin_prefetch(address, 1); }

typedef float sixteen_floats __attribute__((ext_vector_type(16)));

/* The same vector, of which the compiler knows nothing. Where it knows that only sums of parts are wanted, it takes the
   operations before them apart too, and loses their width. */
static inline sixteen_floats whole(sixteen_floats vector) {
#if defined(__AVX512F__)
    __asm__("" : "+v"(vector));
#endif
    return vector;
}

/* The square root of each number. */
static inline sixteen_floats square_roots(sixteen_floats numbers) { return __builtin_elementwise_sqrt(numbers); }

/* The instruction sets that a compiler uses of its own accord, a line for each: the name, and the macro that the
   compiler defines where it is allowed the set. */
#if defined(__x86_64__)
#define INSTRUCTION_SETS(SET)                   \
    SET("sse3", __SSE3__)                       \
    SET("ssse3", __SSSE3__)                     \
    SET("sse4.1", __SSE4_1__)                   \
    SET("sse4.2", __SSE4_2__)                   \
    SET("sse4a", __SSE4A__)                     \
    SET("popcnt", __POPCNT__)                   \
    SET("lzcnt", __LZCNT__)                     \
    SET("movbe", __MOVBE__)                     \
    SET("bmi", __BMI__)                         \
    SET("bmi2", __BMI2__)                       \
    SET("f16c", __F16C__)                       \
    SET("fma", __FMA__)                         \
    SET("fma4", __FMA4__)                       \
    SET("xop", __XOP__)                         \
    SET("tbm", __TBM__)                         \
    SET("avx", __AVX__)                         \
    SET("avx2", __AVX2__)                       \
    SET("avxvnni", __AVXVNNI__)                 \
    SET("gfni", __GFNI__)                       \
    SET("avx512f", __AVX512F__)                 \
    SET("avx512bw", __AVX512BW__)               \
    SET("avx512cd", __AVX512CD__)               \
    SET("avx512dq", __AVX512DQ__)               \
    SET("avx512vl", __AVX512VL__)               \
    SET("avx512ifma", __AVX512IFMA__)           \
    SET("avx512vbmi", __AVX512VBMI__)           \
    SET("avx512vbmi2", __AVX512VBMI2__)         \
    SET("avx512vnni", __AVX512VNNI__)           \
    SET("avx512bitalg", __AVX512BITALG__)       \
    SET("avx512vpopcntdq", __AVX512VPOPCNTDQ__) \
    SET("avx512bf16", __AVX512BF16__)           \
    SET("avx512fp16", __AVX512FP16__)
#else
#define INSTRUCTION_SETS(SET)
#endif

struct instruction_set {
    const char *name;
    int is_used;
};

/* What CProcessor.c was compiled for; the last has no name. */
extern const struct instruction_set instruction_sets[];

/* The functions that read it are compiled where they are called, for any processor: compiled for what they tell of,
   they could themselves be too much for the processor at hand. */

/* The instruction sets by number from 0 on; NULL after the last. */
static inline const char *instruction_set_name(int number) { return instruction_sets[number].name; }

/* Whether the program was compiled to use an instruction set. */
static inline int instruction_set_is_used(int number) { return instruction_sets[number].is_used; }

/* Whether this processor has it. */
static inline int instruction_set_is_here(int number) {
#define RETURN_WHETHER_HERE(name, macro) \
    if (number-- == 0) return __builtin_cpu_supports(name) != 0;
    INSTRUCTION_SETS(RETURN_WHETHER_HERE)
#undef RETURN_WHETHER_HERE
    return 0;
}

#endif
