/* The reference workloads, measured. Blocking, several seconds each. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char name[16];
  guint threads;
  double samples_per_second; /* median of five windows; 0 where it is milliseconds */
  double milliseconds;       /* median. "field": one 512x512 decision field of 2-8-8-1; of landscapes: one, complete */
  double processor_milliseconds; /* of landscapes, the mean: what other programs on the machine do not change */
  char openblas_core[32];
  char kernels[16];
} NnBench;

/* name: "spiral", "digits", "wide", "field"; "landscape": 65x65 places of 2-8-8-1 on 500 rows, "landscape-wide": 17x17 of 784-512-10 on
 * 2,000. threads: 0 for one a core; fields take one, landscapes one a core. Errors: unknown name. */
gboolean nn_bench_run (const char *name, guint threads, NnBench *result, GError **error);
const char *const *nn_bench_names (void); /* NULL-terminated */

/* The kernel set in use ("ref", "avx2", "avx512"): the best the CPU has, or what NN_KERNELS forces. */
const char *nn_kernels_name (void);

G_END_DECLS
