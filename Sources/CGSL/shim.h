#ifndef ACCESSLAB_CGSL_SHIM_H
#define ACCESSLAB_CGSL_SHIM_H

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_statistics_double.h>
#include <gsl/gsl_version.h>

/* GSL's generator types are C globals, which strict concurrency cannot accept as Swift values. */
static inline gsl_rng *accesslab_mt19937(void) { return gsl_rng_alloc(gsl_rng_mt19937); }

/* GSL aborts the process on an error unless told otherwise; its functions then return NaN or a code. */
static inline void accesslab_gsl_errors_return(void) { gsl_set_error_handler_off(); }

static inline const char *accesslab_gsl_version(void) { return GSL_VERSION; }

#endif
