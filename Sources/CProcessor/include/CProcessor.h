#ifndef ACCESSLAB_CPROCESSOR_H
#define ACCESSLAB_CPROCESSOR_H

/* Asks the processor to bring the cache line at an address near, for reading; any address will do. */
static inline void prefetch_line(const void *address) { __builtin_prefetch(address, 0, 3); }

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
