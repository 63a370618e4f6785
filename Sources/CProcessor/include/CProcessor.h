#ifndef ACCESSLAB_CPROCESSOR_H
#define ACCESSLAB_CPROCESSOR_H

/* Asks the processor to bring the cache line at an address near, for reading; any address will do. */
static inline void prefetch_line(const void *address) { __builtin_prefetch(address, 0, 3); }

typedef float sixteen_floats __attribute__((ext_vector_type(16)));

/* The same vector, of which the compiler knows nothing. Where it knows that only sums of parts are wanted, it takes the
   operations before them apart too, and loses their width. */
static inline sixteen_floats whole(sixteen_floats vector) {
#if defined(__AVX512F__)
    __asm__("" : "+v"(vector));
#endif
    return vector;
}

/* The square roots of sixteen numbers. */
static inline void square_roots(const float *numbers, float *roots) {
    typedef float lanes __attribute__((vector_size(64)));
    *(lanes *)roots = __builtin_elementwise_sqrt(*(const lanes *)numbers);
}

/* The instruction sets that kernels use, by number from 0 on; NULL after the last. */
const char *instruction_set_name(int number);

/* Whether the program was compiled to use an instruction set. */
int instruction_set_is_used(int number);

/* Whether this processor has it. */
int instruction_set_is_here(int number);

#endif
