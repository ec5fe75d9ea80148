/* The numbers behind the small pictures (scores, histogram, opinion) as CSV text. Pure; any thread. The caller frees. */
#pragma once
#include "fl-data-paint.h"
#include "fl-score-paint.h"

G_BEGIN_DECLS

char *fl_confusion_csv (const FlConfusion *confusion); /* a row a true class, a column a predicted one */
char *fl_scatter_csv (const FlScatter *scatter);
/* names: of the classes. */
char *fl_roc_csv (const FlRocCurve *curves, guint n, const char *const *names);
char *fl_opinion_csv (const FlOpinion *opinion);
/* values: (height, width), a line a row of pixels. */
char *fl_image_csv (const float *values, guint width, guint height);
/* group_names: (n_groups), or NULL if there is one. */
char *fl_histogram_csv (const FlHistogramScene *histogram, const char *const *group_names);

G_END_DECLS
