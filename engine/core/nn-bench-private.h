/* The landscapes among the reference workloads. */
#pragma once
#include "nn-bench.h"

gboolean nn_bench_is_landscape (const char *name);
/* Blocking. Fills in threads and milliseconds. */
gboolean nn_bench_landscape (const char *name, NnBench *result, GError **error);
