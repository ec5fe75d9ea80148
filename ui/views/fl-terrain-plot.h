/* FlTerrainPlot: an FlTerrain as level lines or as a surface, painted on the plots' worker.
 *
 * Level lines: dragging moves and Ctrl+wheel zooms, a click picks a place, and a start mark can be dragged. Surface: dragging and the
 * arrows turn, Ctrl+wheel zooms. Both: double click or 0 shows everything, the right button has the menu.
 *
 * Signal "picked" (double x, double y): a click, or a place a start mark was dragged to. Only where it is made pickable.
 * Signal "nudged" (double dx, double dy): Alt and an arrow on the level lines: how much further the start is to be. Likewise.
 * Signal "range-changed" (): a person moved or zoomed the level lines; fl_terrain_plot_get_range() says where to. */
#pragma once
#include "fl-plot.h"
#include "fl-terrain.h"

G_BEGIN_DECLS

#define FL_TYPE_TERRAIN_PLOT (fl_terrain_plot_get_type ())
G_DECLARE_FINAL_TYPE (FlTerrainPlot, fl_terrain_plot, FL, TERRAIN_PLOT, FlPlot)

typedef enum
{
  FL_TERRAIN_LEVELS,
  FL_TERRAIN_SURFACE
} FlTerrainFace;

GtkWidget *fl_terrain_plot_new (FlTerrainFace face, const char *accessible_name, const char *empty);
void fl_terrain_plot_set_pickable (FlTerrainPlot *self, gboolean pickable);
/* The names of the paths stand beside the plot, too: while it is small it goes without; a saved picture has them all the same. */
void fl_terrain_plot_set_listed (FlTerrainPlot *self, gboolean listed);
/* terrain is ref'd, may be NULL. Until a person moves or zooms, its box is what is shown. */
void fl_terrain_plot_set (FlTerrainPlot *self, FlTerrain *terrain, FlPlotHurry hurry);
/* TRUE if a person chose the range. */
gboolean fl_terrain_plot_get_range (FlTerrainPlot *self, FlRange *range);
/* Everything again, without a signal: another terrain is to come. */
void fl_terrain_plot_forget_range (FlTerrainPlot *self);

G_END_DECLS
