/* FlStroke: one stroke of a painting tool over a document, from pressing to letting go: live, and one undo step. UI thread. */
#pragma once
#include "fl-paint.h"

G_BEGIN_DECLS

typedef enum
{
  FL_TOOL_BRUSH,
  FL_TOOL_ERASER,
  FL_TOOL_MOVE,
  FL_TOOL_FLIP,
  FL_TOOL_LASSO,
  FL_N_TOOLS
} FlTool;

typedef struct
{
  FlTool tool;
  double rx, ry;  /* of the tool, in data units */
  guint density;  /* BRUSH: points a dab */
  double jitter;  /* BRUSH: 0..1, see fl_paint_spray() */
  float label;    /* BRUSH, FLIP */
  DsPart part;    /* LASSO */
  /* What can be seen, in data units: BRUSH and MOVE put nothing outside of it. low >= high: no limits. */
  double low[2], high[2];
} FlToolSettings;

typedef struct _FlStroke FlStroke;

/* Begins at x, y (data units). data: those of the document, as for fl_paint_source(). number: counts the strokes of a sitting; with the
 * project's seed it keys the spray, so that the same strokes always make the same points. NULL where the data cannot be painted on. */
FlStroke *fl_stroke_begin (FlDocument *document, const DsPrepared *data, const FlToolSettings *settings, guint64 number, double x,
                           double y);
/* Goes on to x, y. The tool works at even distances along the way, however few places the pointer is seen at. */
void fl_stroke_to (FlStroke *self, double x, double y);
/* Lets go: a lasso acts here. Frees the stroke and returns how many points it has changed. */
gsize fl_stroke_end (FlStroke *self);
void fl_stroke_drop (FlStroke *self); /* the same, but a lasso does not act */

/* The loop drawn so far (n corners x, y), for a LASSO; else n is 0. */
const double *fl_stroke_get_loop (const FlStroke *self, guint *n);

G_END_DECLS
