#include "nn-blas.h"
#include <dlfcn.h>

static NnBlas blas;

static gboolean
find (void *library, const char *name, void *function)
{
  /* POSIX lets a function's address lie in a void *, C does not. */
  *(void **) function = dlsym (library, name);
  return *(void **) function != NULL;
}

static gpointer
load (gpointer unused)
{
  void *library = dlopen ("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  void (*set_num_threads) (int);
  if (library == NULL || !find (library, "openblas_set_num_threads", &set_num_threads) || !find (library, "cblas_sgemm", &blas.sgemm)
      || !find (library, "cblas_dgemm", &blas.dgemm) || !find (library, "cblas_dsyrk", &blas.dsyrk)
      || !find (library, "dsyev_", &blas.dsyev) || !find (library, "dgeqrf_", &blas.dgeqrf) || !find (library, "dgesvd_", &blas.dgesvd)
      || !find (library, "openblas_get_corename", &blas.corename))
    return NULL;
  set_num_threads (1);
  return &blas;
}

const NnBlas *
nn_blas (void)
{
  static GOnce once = G_ONCE_INIT;
  return g_once (&once, load, NULL);
}
