/* How a page of a step is written: by nn-step-text.c, and the update by nn-step-update.c. */
#pragma once
#include "nn-step-walk.h"

G_BEGIN_DECLS

#define NN_PAGE_ROWS 8 /* weights of a neuron that are written out */

typedef struct
{
  const NnStepWalk *walk;
  NnStageKind kind;
  int layer;
  guint unit, first, end; /* modules of the layer */
  GPtrArray *lines, *cells;
  guint n_rows;
  NnStepPage *page;
} NnPageWriter;

void nn_page_line (NnPageWriter *w, const char *format, ...) G_GNUC_PRINTF (2, 3);
void nn_page_cell (NnPageWriter *w, const char *text);
void nn_page_number (NnPageWriter *w, double value);
/* Which of a neuron's weights are written out: the largest by size, in their order; how many. The bias comes last. */
guint nn_page_choose (const double *size, guint n, guint chosen[NN_PAGE_ROWS]);
void nn_page_say_more (NnPageWriter *w, guint n, guint shown);
char *nn_page_weight_name (const NnPageWriter *w, guint source); /* "w₃", and in the first layer what it weighs; owned */
const NnStepPart *nn_page_first_part (const NnPageWriter *w);
/* Of `values` (n_weights), the neuron's from this source, -1 the bias; 0 where there is none. */
double nn_page_weight (const NnPageWriter *w, const float *values, int source);
/* The name ("weight") and the place of what a part's tensor has for the neuron; NULL where nobody trains it (running statistics). */
const char *nn_page_own_weight (const NnPageWriter *w, const NnStepPart *part, guint tensor, gsize *at);

void nn_page_write_update (NnPageWriter *w);

G_END_DECLS
