#ifndef ACCESSLAB_CGSL_SHIM_H
#define ACCESSLAB_CGSL_SHIM_H

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_multimin.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_roots.h>
#include <gsl/gsl_sf_erf.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_psi.h>
#include <gsl/gsl_statistics_double.h>
#include <gsl/gsl_version.h>

/*
 * SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014) as a generator of
 * GSL's. GSL's own generators take 32 bits of seed: with one stream for each of 200,000 users some would coincide.
 */
static inline unsigned long accesslab_splitmix64_next(void *state) {
    unsigned long word = (*(unsigned long *)state += 0x9e3779b97f4a7c15UL);
    word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9UL;
    word = (word ^ (word >> 27)) * 0x94d049bb133111ebUL;
    return word ^ (word >> 31);
}

static inline void accesslab_splitmix64_set(void *state, unsigned long seed) { *(unsigned long *)state = seed; }

static inline unsigned long accesslab_splitmix64_get(void *state) { return accesslab_splitmix64_next(state) >> 32; }

static inline double accesslab_splitmix64_get_double(void *state) {
    return (double)(accesslab_splitmix64_next(state) >> 11) * 0x1p-53;
}

/* Behind a function: a C global is not something that strict concurrency accepts as a Swift value. */
static inline gsl_rng *accesslab_splitmix64(void) {
    static const gsl_rng_type type = {
        "splitmix64", 0xffffffffUL, 0, sizeof(unsigned long), accesslab_splitmix64_set, accesslab_splitmix64_get,
        accesslab_splitmix64_get_double,
    };
    return gsl_rng_alloc(&type);
}

/* Behind a function for the same reason. NULL only where memory is exhausted. */
static inline gsl_multimin_fminimizer *accesslab_nmsimplex2(size_t dimensions) {
    return gsl_multimin_fminimizer_alloc(gsl_multimin_fminimizer_nmsimplex2, dimensions);
}

/* Behind a function for the same reason. NULL only where memory is exhausted. */
static inline gsl_root_fsolver *accesslab_brent(void) { return gsl_root_fsolver_alloc(gsl_root_fsolver_brent); }

/* GSL aborts the process on an error unless told otherwise; its functions then return NaN or a code. */
static inline void accesslab_gsl_errors_return(void) { gsl_set_error_handler_off(); }

static inline const char *accesslab_gsl_version(void) { return GSL_VERSION; }

#endif
