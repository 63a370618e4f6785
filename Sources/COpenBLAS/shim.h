#ifndef ACCESSLAB_COPENBLAS_SHIM_H
#define ACCESSLAB_COPENBLAS_SHIM_H

#include <cblas.h>

/* LAPACKE's header pulls in C99 complex numbers, which Swift cannot import; these are the real routines used here. */
extern int LAPACKE_sposv_work(int layout, char uplo, int n, int nrhs, float *a, int lda, float *b, int ldb);
extern int LAPACKE_dposv_work(int layout, char uplo, int n, int nrhs, double *a, int lda, double *b, int ldb);
extern int LAPACKE_dpotrf_work(int layout, char uplo, int n, double *a, int lda);
extern int LAPACKE_dpotri_work(int layout, char uplo, int n, double *a, int lda);
extern int LAPACKE_dgeqrf(int layout, int m, int n, double *a, int lda, double *tau);
extern int LAPACKE_dorgqr(int layout, int m, int n, int k, double *a, int lda, const double *tau);
extern int LAPACKE_dgesdd(
    int layout, char jobz, int m, int n, double *a, int lda, double *s, double *u, int ldu, double *vt, int ldvt);
extern int LAPACKE_dsyevd(int layout, char jobz, char uplo, int n, double *a, int lda, double *w);

/* Only the library that was built for threads has it. */
extern int blas_thread_shutdown_(void) __attribute__((weak));

/* Makes the library work on the thread that calls it, and ends its own, which waits for work on a processor of its own
   for the first tenth of a second. */
static inline void accesslab_use_one_blas_thread(void) {
    openblas_set_num_threads(1);
    if (blas_thread_shutdown_) blas_thread_shutdown_();
}

#endif
