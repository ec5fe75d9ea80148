/* Which backend this process uses: the best the CPU has, or what NN_KERNELS names if the CPU has it. */
#include <string.h>
#include "nn-bench.h"
#include "nn-gemm.h"
#include "nn-network.h"

gboolean nn_gemm_use_blas = TRUE;

extern const NnBackend nn_backend_table_ref;
#ifdef NN_HAVE_AVX
extern const NnBackend nn_backend_table_avx2;
extern const NnBackend nn_backend_table_avx512;
#endif

static const NnBackend *
best_backend (const char *wanted)
{
#ifdef NN_HAVE_AVX
  gboolean avx512 = __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512dq") && __builtin_cpu_supports ("avx512bw")
                    && __builtin_cpu_supports ("avx512vl") && __builtin_cpu_supports ("fma");
  gboolean avx2 = __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
  if (avx512 && (wanted == NULL || g_str_equal (wanted, "avx512")))
    return &nn_backend_table_avx512;
  if (avx2 && !(wanted != NULL && g_str_equal (wanted, "ref")))
    return &nn_backend_table_avx2;
#endif
  return &nn_backend_table_ref;
}

static gpointer
choose (gpointer unused)
{
  const char *wanted = g_getenv ("NN_KERNELS");
  const NnBackend *backend = best_backend (wanted);
  /* The reference stands by itself when it is asked for by name. */
  nn_gemm_use_blas = !(wanted != NULL && g_str_equal (wanted, "ref"));
  return (gpointer) backend;
}

const NnBackend *
nn_backend (void)
{
  static GOnce once = G_ONCE_INIT;
  return g_once (&once, choose, NULL);
}

const char *
nn_kernels_name (void)
{
  return nn_backend ()->name;
}
