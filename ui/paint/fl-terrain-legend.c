/* Which path is whose: discs and names in lines above the picture, so that a saved picture says it, too. Paths meet where it is lowest:
 * names at their ends would lie on top of one another. */
#include "fl-terrain.h"

#include "fl-text-private.h"

#define SIZE 11.0
#define LINE 17.0 /* goes with text, as what follows */
#define DISC 12.0 /* with its gap to the name */
#define GAP 12.0
#define SHARE 6 /* one part in so many of a picture's height, at most, where it may go without */

gboolean
fl_terrain_has_legend (cairo_t *cr, const FlTheme *theme, const FlTerrain *terrain, FlLegendUse use, double width, double height)
{
  return use == FL_LEGEND_ALWAYS || SHARE * fl_terrain_legend (cr, theme, terrain, 0, 0, width, FL_LEGEND_MEASURE) <= height;
}

void
fl_terrain_disc (cairo_t *cr, const FlTheme *theme, guint color, double x, double y, double radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  fl_set_source (cr, fl_theme_get (FALSE, theme->contrast)->classes[color % 10], 1);
  if (!theme->dark)
    return cairo_fill (cr);
  cairo_fill_preserve (cr);
  cairo_set_line_width (cr, 1.2);
  fl_set_source (cr, (FlColor){ 1, 1, 1 }, 0.9);
  cairo_stroke (cr);
}

double
fl_terrain_legend (cairo_t *cr, const FlTheme *theme, const FlTerrain *terrain, double left, double top, double width, FlLegendWork work)
{
  FlTextStyle style = { SIZE, PANGO_WEIGHT_NORMAL, 0, 0.5 };
  double line = fl_em (theme, LINE), disc = fl_em (theme, DISC), radius = fl_em (theme, 4), x = left, y = top + line / 2;
  guint named = 0;

  for (guint i = 0; i < terrain->n_paths; i++)
    named += terrain->paths[i].name != NULL && terrain->paths[i].n > 0;
  if (named < 2)
    return 0;
  for (guint i = 0; i < terrain->n_paths; i++)
    {
      const FlTerrainPath *path = &terrain->paths[i];
      double room;

      if (path->name == NULL || path->n == 0)
        continue;
      room = disc + MIN (fl_text_width (cr, theme, style, path->name), width - disc);
      if (x > left && x + room > left + width)
        {
          x = left;
          y += line;
        }
      if (work == FL_LEGEND_PAINT)
        {
          fl_terrain_disc (cr, theme, path->color, x + radius, y, radius);
          fl_draw_text_full (cr, theme, theme->text, style, x + disc, y, path->name, width - disc, 0);
        }
      x += room + fl_em (theme, GAP);
    }
  return y + line / 2 - top + 4;
}
