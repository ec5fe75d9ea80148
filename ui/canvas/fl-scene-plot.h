/* FlScenePlot: a plot whose scene is handed to it: for pictures that need no subclass of their own.
 *
 * Signal "painted" (gpointer scene): that scene is on show now; what its painting found out may be read. */
#pragma once
#include "fl-plot.h"

G_BEGIN_DECLS

#define FL_TYPE_SCENE_PLOT (fl_scene_plot_get_type ())
G_DECLARE_FINAL_TYPE (FlScenePlot, fl_scene_plot, FL, SCENE_PLOT, FlPlot)

typedef void (*FlScenePaint) (gpointer scene, cairo_t *cr, const FlTheme *theme, double width, double height);

/* label: its accessible name. */
GtkWidget *fl_scene_plot_new (const char *label, FlScenePaint paint);
/* scene: of g_atomic_rc_box_alloc(), taken; clear (may be NULL) frees what it holds. NULL: nothing is shown. */
void fl_scene_plot_take (FlScenePlot *self, gpointer scene, GDestroyNotify clear, FlPlotHurry hurry);
gpointer fl_scene_plot_get_scene (FlScenePlot *self); /* borrowed; NULL: nothing is shown */
/* What assistive technology reads; kept to once a second unless at_once. */
void fl_scene_plot_describe (FlScenePlot *self, const char *text, gboolean at_once);

G_END_DECLS
