/* The reference workloads, measured. Blocking, several seconds each. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char name[16];
  guint threads;
  double samples_per_second; /* median of five windows; 0 for "field" */
  double milliseconds;       /* "field": one 512x512 decision field of 2-8-8-1 */
  char openblas_core[32];
  char kernels[16];
} NnBench;

/* name: "spiral", "digits", "wide" or "field". threads: 0 for one a core. Errors: unknown name. */
gboolean nn_bench_run (const char *name, guint threads, NnBench *result, GError **error);
const char *const *nn_bench_names (void); /* NULL-terminated */

/* The kernel set in use ("ref", "avx2", "avx512"): the best the CPU has, or what NN_KERNELS forces. */
const char *nn_kernels_name (void);

G_END_DECLS
