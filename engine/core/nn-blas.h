/* OpenBLAS, loaded when its first product comes. Linked to, it would cost every start of the program: 4 ms to load, and a thread of its
 * own that keeps the other core busy for 60 ms waiting for work, which never comes because each call here stays on the thread it is made
 * on. Most networks never need it. */
#pragma once
#include <cblas.h>
#include <glib.h>

/* LAPACK in Fortran's calling convention. */
typedef struct
{
  __typeof__ (cblas_sgemm) *sgemm;
  __typeof__ (cblas_dgemm) *dgemm;
  __typeof__ (cblas_dsyrk) *dsyrk;
  void (*dsyev) (const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w, double *work, const int *lwork,
                 int *info);
  void (*dgeqrf) (const int *m, const int *n, double *a, const int *lda, double *tau, double *work, const int *lwork, int *info);
  void (*dgesvd) (const char *jobu, const char *jobvt, const int *m, const int *n, double *a, const int *lda, double *s, double *u,
                  const int *ldu, double *vt, const int *ldvt, double *work, const int *lwork, int *info);
  char *(*corename) (void);
} NnBlas;

/* Any thread. NULL where the library is missing: the engine's own kernels do without. */
const NnBlas *nn_blas (void);
