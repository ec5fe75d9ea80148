/* The curve of one class against the rest. */
#pragma once
#include "nn-metrics.h"

G_BEGIN_DECLS

typedef struct
{
  double score;
  gboolean positive;
} NnRocRow;

/* Sorts rows (n). FALSE without memory; a curve without points is no error. */
gboolean nn_roc_fill (NnRoc *roc, NnRocRow *rows, gsize n);
void nn_roc_clear (NnRoc *roc);

G_END_DECLS
