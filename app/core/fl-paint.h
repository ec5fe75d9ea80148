/* What a hand can do to points: pure functions on an array of DsPoint, and the way from any two-input data to points. GTK-free. */
#pragma once
#include "ds-rng.h"
#include "fl-document.h"

G_BEGIN_DECLS

#define FL_PAINT_MAX_POINTS 20000u /* more are refused: every stroke keeps a copy of them on the undo stack */
#define FL_PAINT_MAX_CLASSES 9u    /* a key each */

/* A round place on the screen is an ellipse in the units of the data. rx, ry > 0. */
typedef struct
{
  double x, y, rx, ry;
} FlDisc;

/* All below: points is a GArray of DsPoint. The number of points changed is returned. */

/* n new points, spread evenly over the disc shrunk by jitter (0: all at its centre, 1: all of it). Draws two numbers a point. */
gsize fl_paint_spray (GArray *points, const FlDisc *disc, guint n, double jitter, float label, DsRng *rng);
/* Takes out the points in the disc; the others keep their order. */
gsize fl_paint_erase (GArray *points, const FlDisc *disc);
/* Gives the points in the disc the label. */
gsize fl_paint_flip (GArray *points, const FlDisc *disc, float label);
/* The indices of the points in the disc, as a GArray of guint32. Caller unrefs. */
GArray *fl_paint_pick (const GArray *points, const FlDisc *disc);
void fl_paint_move (GArray *points, const GArray *picked, double dx, double dy);
/* Puts the points inside the loop (n corners x, y; even-odd, closed by itself) into a part. */
gsize fl_paint_set_part (GArray *points, const double *loop, guint n, DsPart part);

/* Can these data be painted on? NULL: yes; else why not, translated. data: those of the project, or NULL. */
const char *fl_paint_refusal (const FlProject *project, const DsPrepared *data);
/* The project's rows as a source of points with the same order, names and classes. data: those of the project; they may be NULL
 * where it is a source of points already. NULL where the data cannot be painted on. */
DsSource *fl_paint_source (const FlProject *project, const DsPrepared *data);
/* What classes are called before there is a point: A and B. Borrowed, for good. */
char **fl_paint_first_classes (void);
/* A source without points; its names and classes as in `source`, or two classes A and B where it is NULL. */
DsSource *fl_paint_empty (const DsSource *source);

/* Edits as one undo step each. FALSE where they are not possible or change nothing. */
gboolean fl_paint_clear (FlDocument *document, const DsPrepared *data);
/* Starts an empty canvas of two classes: what the gallery offers. */
gboolean fl_paint_start (FlDocument *document);
/* One more class, with the next free letter for a name. */
gboolean fl_paint_add_class (FlDocument *document, const DsPrepared *data);

G_END_DECLS
