/* How good a network is, as pictures: confusion matrix, predicted against true values, ROC curves, and its opinion of one sample.
 * Cairo and Pango only; any thread. */
#pragma once
#include "fl-axis.h"

G_BEGIN_DECLS

typedef struct
{
  guint n;                 /* classes; 0: an empty frame */
  const guint64 *counts;   /* (n, n): rows are the truth, columns what was predicted */
  const char *const *names; /* (n) */
  int row, column;         /* the cell pointed out, or -1 */
} FlConfusion;

typedef struct
{
  guint n;
  double left, top, cell_width, cell_height; /* of the cells, which may be larger than what is shown of them */
  double x0, y0, x1, y1;                     /* what is shown */
} FlConfusionLayout;

/* Colour is the share of the row: of the accent colour where right, of the warning colour where wrong. */
void fl_confusion_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlConfusion *confusion,
                         FlConfusionLayout *layout);
/* The cell under a place; FALSE outside. */
gboolean fl_confusion_at (const FlConfusionLayout *layout, double x, double y, int *row, int *column);

typedef struct
{
  gsize n;
  const float *truth, *predicted; /* (n) */
  const char *name;               /* of the target */
} FlScatter;

/* Every point on the diagonal would be met exactly. */
void fl_scatter_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlScatter *scatter);

typedef struct
{
  guint n_points;
  const double *x, *y; /* false and true positive rate, 0 .. 1 */
  guint class_index;
} FlRocCurve;

void fl_roc_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlRocCurve *curves, guint n);

typedef struct
{
  guint n;
  const float *shares;      /* (n) 0 .. 1; NULL: no opinion yet */
  const char *const *names; /* (n) */
} FlOpinion;

/* One bar a class; the largest in full colour. Where there are more than fit, the largest ones. */
void fl_opinion_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlOpinion *opinion);

G_END_DECLS
