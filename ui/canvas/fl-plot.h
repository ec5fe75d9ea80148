/* FlPlot: a widget whose picture is painted by Cairo on a worker thread, so that the UI thread only copies pixels.
 *
 * A subclass gathers what is to be seen as an immutable scene (UI thread), paints it (worker) and takes back what the
 * painting found out, a layout for hit tests for instance (UI thread). One worker serves all plots, one scene at a time
 * each; a plot never takes more than about a quarter of the worker's time. */
#pragma once
#include <gtk/gtk.h>
#include "fl-part.h"

G_BEGIN_DECLS

#define FL_TYPE_PLOT (fl_plot_get_type ())
G_DECLARE_DERIVABLE_TYPE (FlPlot, fl_plot, FL, PLOT, GtkWidget)

struct _FlPlotClass
{
  GtkWidgetClass parent_class;

  gpointer (*begin) (FlPlot *self); /* UI thread: a scene, or NULL to keep the picture that is there */
  void (*paint) (gpointer scene, cairo_t *cr, const FlTheme *theme, double width, double height); /* worker */
  void (*done) (FlPlot *self, gpointer scene); /* UI thread, the picture is about to be shown; may be NULL */
  void (*scene_free) (gpointer scene);         /* UI thread */
  /* The part of the widget a picture can change, so that no more is drawn anew; NULL: all of it. UI thread. */
  void (*area) (FlPlot *self, graphene_rect_t *area);
  /* Takes out of a scene what belongs to the pointer, for a picture that is kept; may be NULL. UI thread. */
  void (*still) (gpointer scene);
};

typedef enum
{
  FL_PLOT_PACED, /* when its turn comes: new data */
  FL_PLOT_NOW    /* as soon as the worker is free: a person did something */
} FlPlotHurry;

/* Asks for a new picture; many calls before it is made are one. Size, theme and scale changes ask by themselves. */
void fl_plot_queue (FlPlot *self, FlPlotHurry hurry);
gboolean fl_plot_is_pending (FlPlot *self); /* a picture is asked for or under way */

typedef enum
{
  FL_PLOT_PNG, /* two pixels a unit, or more on a finer screen */
  FL_PLOT_SVG,
  FL_PLOT_PDF
} FlPlotFormat;

/* What is shown, as the bytes of a file, drawn by the worker when its turn comes. Cannot be cancelled. */
void fl_plot_draw_async (FlPlot *self, FlPlotFormat format, GAsyncReadyCallback callback, gpointer user_data);
GBytes *fl_plot_draw_finish (FlPlot *self, GAsyncResult *result, GError **error); /* G_IO_ERROR */

/* The part of the whole that a person has zoomed to, for plots that have no range of their own to show (fl-part.h); changed by hands of
 * FlPlotHands' shape (fl-plot-hands.h). UI thread. */
void fl_plot_part_grip (FlPlot *self);
void fl_plot_part_move (FlPlot *self, double dx, double dy);
void fl_plot_part_zoom (FlPlot *self, double x, double y, double factor);
void fl_plot_part_fit (FlPlot *self);
/* A place of the widget as it would be with everything shown; for what fl_part_magnify() has drawn. */
void fl_plot_part_whole (FlPlot *self, double *x, double *y);
void fl_plot_part_shown (FlPlot *self, double *x, double *y); /* the other way */

/* The theme that goes with the present style (dark, high contrast, size of text): valid until the next call. UI thread. */
const FlTheme *fl_plot_theme (void);
/* Text of the desktop over text as designed, 1 for most people. UI thread. */
double fl_plot_text_scale (void);

G_END_DECLS
