/* The level lines' picture: colours, labelled levels, axes, paths with a light rim, marks, arrows, read-out. */
#include "fl-terrain.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-contour.h"
#include "fl-label-room.h"
#include "fl-text-private.h"

#define SMALL 11.0
#define LEVEL_SIZE 10.0
#define LEGEND_LEFT 14.0

/* Where it is drawn: the plot area, and the shown range in pixels. */
static void
lay_out (cairo_t *cr, const FlTheme *theme, double width, double height, const FlContourMap *map, FlContourLayout *at)
{
  FlTextStyle style = { SMALL, PANGO_WEIGHT_NORMAL, 0, 0 };
  double widest = 0;
  char text[32];

  at->top = 8;
  if (fl_terrain_has_legend (cr, theme, map->terrain, map->legend, width - LEGEND_LEFT - 10, height))
    at->top += fl_terrain_legend (cr, theme, map->terrain, LEGEND_LEFT, 0, width - LEGEND_LEFT - 10, FL_LEGEND_MEASURE);
  at->height = MAX (height - at->top - fl_em (theme, 40), 1);
  fl_axis_init (&at->y, map->shown.y0, map->shown.y1, at->top + at->height, at->top, FALSE, (guint) CLAMP (at->height / fl_em (theme, 60), 2, 8));
  for (guint i = 0; i < at->y.n_ticks; i++)
    widest = MAX (widest, fl_text_width (cr, theme, style, fl_axis_label (&at->y, at->y.ticks[i], text, sizeof text)));
  at->left = 8 + fl_em (theme, 20) + widest;
  at->width = MAX (width - at->left - 10, 1);
  fl_axis_init (&at->x, map->shown.x0, map->shown.x1, at->left, at->left + at->width, FALSE, (guint) CLAMP (at->width / fl_em (theme, 80), 2, 8));
}

static double
px (const FlContourLayout *at, double x)
{
  return fl_axis_pixel (&at->x, x);
}

static double
py (const FlContourLayout *at, double y)
{
  return fl_axis_pixel (&at->y, y);
}

/* Between the grid's places, at every pixel of the device. */
static void
paint_field (cairo_t *cr, const FlTheme *theme, const FlTerrain *terrain, const FlContourLayout *at)
{
  double sx = 1, sy = 1;
  int w, h;
  cairo_surface_t *image;
  const guint32 *colors = fl_terrain_colors ();
  guint32 hole = fl_theme_diverging (theme, NAN), *pixels;
  gsize stride;

  cairo_surface_get_device_scale (cairo_get_target (cr), &sx, &sy);
  w = (int) ceil (at->width * sx);
  h = (int) ceil (at->height * sy);
  image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, w, h);
  if (cairo_surface_status (image) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (image);
      return;
    }
  pixels = (guint32 *) cairo_image_surface_get_data (image);
  stride = (gsize) cairo_image_surface_get_stride (image) / 4;
  for (int j = 0; j < h; j++)
    for (int i = 0; i < w; i++)
      {
        double x = fl_axis_value (&at->x, at->left + (i + 0.5) / sx), y = fl_axis_value (&at->y, at->top + (j + 0.5) / sy);
        double t = fl_terrain_height (terrain, fl_terrain_value (terrain, x, y));

        pixels[(gsize) j * stride + (gsize) i] = isnan (t) ? hole : colors[(int) (t * 255 + 0.5)];
      }
  cairo_surface_mark_dirty (image);
  cairo_surface_set_device_scale (image, sx, sy);
  cairo_set_source_surface (cr, image, at->left, at->top);
  cairo_rectangle (cr, at->left, at->top, at->width, at->height);
  cairo_fill (cr);
  cairo_surface_destroy (image);
}

/* On a small dark plate, so that it reads on every colour. */
static void
plate (cairo_t *cr, const FlTheme *theme, double x, double y, const char *text, double size)
{
  FlTextStyle style = { size, PANGO_WEIGHT_MEDIUM, 0.5, 0.5 };
  double w = 0, h = 0;

  fl_measure_text (cr, theme, style, text, &w, &h);
  fl_rounded_path (cr, x - w / 2 - 3, y - h / 2, w + 6, h, 4);
  cairo_set_source_rgba (cr, 0.05, 0.05, 0.1, 0.55);
  cairo_fill (cr);
  fl_draw_text (cr, theme, (FlColor){ 1, 1, 1 }, style, x, y, text);
}

/* On its longest line, off everything else; where paths run everywhere, at least off the marks. */
static void
label_level (cairo_t *cr, const FlTheme *theme, const FlContour *contour, const double origin[4], const char *text, FlLabelRoom *room)
{
  static const double places[7] = { 0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9 };
  guint best = 0, length = 0;
  double w = 0, h = 0;

  for (guint l = 0; l < contour->n_lines; l++)
    if (contour->starts[l + 1] - contour->starts[l] > length)
      {
        best = l;
        length = contour->starts[l + 1] - contour->starts[l];
      }
  fl_measure_text (cr, theme, (FlTextStyle){ LEVEL_SIZE, PANGO_WEIGHT_MEDIUM, 0, 0 }, text, &w, &h);
  for (guint k = 0; length > 0 && k < 2 * G_N_ELEMENTS (places); k++)
    {
      FlContourPoint p = contour->points[contour->starts[best] + (guint) (places[k % G_N_ELEMENTS (places)] * (length - 1))];
      double x = origin[0] + p.x * origin[2], y = origin[1] + p.y * origin[3];

      if (!fl_label_room_is_free (room, x, y, w + 14, h + 4, k < G_N_ELEMENTS (places)))
        continue;
      fl_label_room_add_box (room, x, y, w + 14, h + 4);
      plate (cr, theme, x, y, text, LEVEL_SIZE);
      return;
    }
}

static void
paint_levels (cairo_t *cr, const FlTheme *theme, const FlTerrain *terrain, const FlContourLayout *at, FlLabelRoom *room)
{
  double levels[16], step_x = (terrain->box.x1 - terrain->box.x0) / (terrain->size - 1.0), step_y = (terrain->box.y1 - terrain->box.y0) / (terrain->size - 1.0);
  double scale_x = px (at, 1) - px (at, 0), scale_y = py (at, 0) - py (at, 1);
  double origin[4] = { px (at, terrain->box.x0), py (at, terrain->box.y1), step_x * scale_x, step_y * scale_y };
  guint n = fl_terrain_levels (terrain, levels);
  FlContour contours[16];
  char text[32];

  for (guint i = 0; i < n; i++)
    {
      gboolean bright = fl_terrain_height (terrain, levels[i]) < 0.4;
      double ink = bright ? 0.1 : 1;

      fl_contour_trace (&contours[i], terrain->values, terrain->size, terrain->size, (float) levels[i]);
      fl_contour_path (cr, &contours[i], origin[0], origin[1], origin[2], origin[3]);
      cairo_set_line_width (cr, theme->contrast ? 1.6 : 1);
      cairo_set_source_rgba (cr, ink, ink, ink, theme->contrast ? 0.95 : 0.5);
      cairo_stroke (cr);
    }
  for (guint i = 0; i < n; i++)
    {
      if (MIN (at->width, at->height) > 120)
        label_level (cr, theme, &contours[i], origin, fl_format_number (levels[i], text, sizeof text), room);
      fl_contour_clear (&contours[i]);
    }
}

/* Steps that leave the picture are cut off beyond its edges: a path that diverges soon has places no picture can hold, and moving these to
 * where it can would turn the lines that lead there. */
static void
path_line (cairo_t *cr, const FlTerrainPath *path, const FlContourLayout *at)
{
  double wide = at->x.max - at->x.min, high = at->y.max - at->y.min;
  FlRange range = { at->x.min - wide, at->x.max + wide, at->y.min - high, at->y.max + high };
  guint last = 0; /* that was drawn to: shorter steps than can be seen are left out */
  gboolean open = FALSE;

  for (guint i = 1; i < path->shown; i++)
    {
      const FlSpot *begin = &path->spots[last], *end = &path->spots[i];
      FlSpot from = *begin, to = *end;

      if (i + 1 < path->shown && hypot (px (at, to.x) - px (at, from.x), py (at, to.y) - py (at, from.y)) < 0.5)
        continue;
      last = i;
      if (!fl_terrain_clip (&range, &from, &to))
        {
          open = FALSE;
          continue;
        }
      if (!open || from.x != begin->x || from.y != begin->y)
        cairo_move_to (cr, px (at, from.x), py (at, from.y));
      cairo_line_to (cr, px (at, to.x), py (at, to.y));
      open = to.x == end->x && to.y == end->y;
    }
}

static void
disc (cairo_t *cr, double x, double y, double radius, FlColor fill, FlColor rim, double width)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  fl_set_source (cr, fill, 1);
  cairo_fill_preserve (cr);
  cairo_set_line_width (cr, width);
  fl_set_source (cr, rim, 1);
  cairo_stroke (cr);
}

/* Each step a dot, where dots do not touch. */
static void
path_dots (cairo_t *cr, const FlTerrainPath *path, const FlContourLayout *at, FlColor color)
{
  const FlColor white = { 1, 1, 1 };
  double last_x = NAN, last_y = NAN;

  for (guint i = 0; i < path->shown; i++)
    {
      double x = px (at, path->spots[i].x), y = py (at, path->spots[i].y);

      if (!isfinite (x) || !isfinite (y) || hypot (x - last_x, y - last_y) < 7 || fabs (x) > 1e5 || fabs (y) > 1e5)
        continue;
      disc (cr, x, y, 2.2, white, color, 1.2);
      last_x = x;
      last_y = y;
    }
}

static void
paint_paths (cairo_t *cr, const FlTheme *theme, const FlTerrain *terrain, const FlContourLayout *at)
{
  const FlColor white = { 1, 1, 1 };

  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (guint p = 0; p < terrain->n_paths; p++)
    {
      const FlTerrainPath *path = &terrain->paths[p];
      FlColor color = fl_theme_get (FALSE, theme->contrast)->classes[path->color % 10];
      double x, y;

      if (path->shown == 0)
        continue;
      path_line (cr, path, at);
      cairo_set_line_width (cr, 4.4);
      fl_set_source (cr, white, 0.9);
      cairo_stroke_preserve (cr);
      cairo_set_line_width (cr, 2.4);
      fl_set_source (cr, color, 1);
      cairo_stroke (cr);
      path_dots (cr, path, at, color);
      x = px (at, path->spots[path->shown - 1].x);
      y = py (at, path->spots[path->shown - 1].y);
      if (isfinite (x) && isfinite (y) && fabs (x) < 1e5 && fabs (y) < 1e5)
        disc (cr, x, y, 5, color, white, 2);
    }
}

static void
paint_arrows (cairo_t *cr, const FlTheme *theme, const FlTerrain *terrain, const FlContourLayout *at)
{
  const double dashes[2] = { 4, 3 };

  for (guint i = 0; i < terrain->n_arrows; i++)
    {
      const FlTerrainArrow *arrow = &terrain->arrows[i];
      double x0 = px (at, arrow->x0), y0 = py (at, arrow->y0), x1 = px (at, arrow->x1), y1 = py (at, arrow->y1);
      double length = hypot (x1 - x0, y1 - y0), ux = (x1 - x0) / length, uy = (y1 - y0) / length;

      const FlColor white = { 1, 1, 1 };
      FlColor color = arrow->style == FL_ARROW_FAINT ? (FlColor){ 0.35, 0.35, 0.4 } : fl_theme_get (FALSE, theme->contrast)->classes[arrow->color % 10];

      if (!(length > 3) || length > 1e5)
        continue;
      for (guint pass = 0; pass < 2; pass++)
        {
          cairo_move_to (cr, x0, y0);
          cairo_line_to (cr, x1, y1);
          cairo_set_dash (cr, dashes, arrow->style != FL_ARROW_WHOLE ? 2 : 0, 0);
          cairo_set_line_width (cr, pass == 0 ? 4.5 : 2);
          fl_set_source (cr, pass == 0 ? white : color, arrow->style == FL_ARROW_FAINT && pass == 0 ? 0.6 : 1);
          cairo_stroke (cr);
          cairo_set_dash (cr, NULL, 0, 0);
          cairo_move_to (cr, x1 - 8 * ux + 4.5 * uy, y1 - 8 * uy - 4.5 * ux);
          cairo_line_to (cr, x1, y1);
          cairo_line_to (cr, x1 - 8 * ux - 4.5 * uy, y1 - 8 * uy + 4.5 * ux);
          cairo_set_line_width (cr, pass == 0 ? 4.5 : 2);
          cairo_stroke (cr);
        }
    }
}

static void
paint_marks (cairo_t *cr, const FlTheme *theme, const FlTerrain *terrain, const FlContourLayout *at)
{
  for (guint i = 0; i < terrain->n_marks; i++)
    {
      const FlTerrainMark *mark = &terrain->marks[i];
      double x = px (at, mark->x), y = py (at, mark->y);

      if (!(x >= at->left && x <= at->left + at->width && y >= at->top && y <= at->top + at->height))
        continue;
      if (mark->kind == FL_MARK_START)
        disc (cr, x, y, 7, (FlColor){ 0.05, 0.05, 0.08 }, (FlColor){ 1, 1, 1 }, 2);
      for (guint pass = 0; mark->kind == FL_MARK_OPTIMUM && pass < 2; pass++)
        {
          cairo_move_to (cr, x - 7, y);
          cairo_line_to (cr, x + 7, y);
          cairo_move_to (cr, x, y - 7);
          cairo_line_to (cr, x, y + 7);
          cairo_set_line_width (cr, pass == 0 ? 5 : 2.4);
          cairo_set_source_rgb (cr, pass == 0, pass == 0, pass == 0);
          cairo_stroke (cr);
        }
    }
}

/* Everything that labels should not cover, and then the labels of marks and arrows, which go before those of the levels. */
typedef struct
{
  const char *text; /* borrowed */
  double x, y, size;
} Label;

typedef struct
{
  FlLabelRoom room;
  Label labels[32];
  guint n;
} Labels;

static void
add_label (Labels *labels, cairo_t *cr, const FlTheme *theme, const char *text, double size, double x, double y, double gap)
{
  double w = 0, h = 0;

  if (labels->n == G_N_ELEMENTS (labels->labels))
    return;
  fl_measure_text (cr, theme, (FlTextStyle){ size, PANGO_WEIGHT_MEDIUM, 0, 0 }, text, &w, &h);
  fl_label_room_take (&labels->room, &x, &y, w + 8, h + 2, gap);
  labels->labels[labels->n++] = (Label){ text, x, y, size };
}

static gboolean
in_sight (const FlContourLayout *at, double x, double y)
{
  return x >= at->left && x <= at->left + at->width && y >= at->top && y <= at->top + at->height;
}

static void
reserve (Labels *labels, const FlTerrain *terrain, const FlContourLayout *at)
{
  FlLabelRoom *room = &labels->room;

  for (guint p = 0; p < terrain->n_paths; p++)
    {
      const FlTerrainPath *path = &terrain->paths[p];

      for (guint i = 1; i < path->shown; i++)
        fl_label_room_add_line (room, px (at, path->spots[i - 1].x), py (at, path->spots[i - 1].y), px (at, path->spots[i].x), py (at, path->spots[i].y));
      if (path->shown > 0)
        fl_label_room_add_box (room, px (at, path->spots[path->shown - 1].x), py (at, path->spots[path->shown - 1].y), 16, 16);
    }
  for (guint i = 0; i < terrain->n_arrows; i++)
    {
      const FlTerrainArrow *arrow = &terrain->arrows[i];

      fl_label_room_add_line (room, px (at, arrow->x0), py (at, arrow->y0), px (at, arrow->x1), py (at, arrow->y1));
    }
  for (guint i = 0; i < terrain->n_marks; i++)
    fl_label_room_add_box (room, px (at, terrain->marks[i].x), py (at, terrain->marks[i].y), 18, 18);
}

/* A part of a step is named beside its middle, the whole at its tip, so that names keep apart. */
static void
place_labels (Labels *labels, cairo_t *cr, const FlTheme *theme, const FlTerrain *terrain, const FlContourLayout *at)
{
  reserve (labels, terrain, at);
  for (guint i = 0; i < terrain->n_marks; i++)
    {
      const FlTerrainMark *mark = &terrain->marks[i];
      double x = px (at, mark->x), y = py (at, mark->y);

      if (mark->label != NULL && in_sight (at, x, y))
        add_label (labels, cr, theme, mark->label, 11, x, y, 10);
    }
  for (guint i = 0; i < terrain->n_arrows; i++)
    {
      const FlTerrainArrow *arrow = &terrain->arrows[i];
      double x0 = px (at, arrow->x0), y0 = py (at, arrow->y0), x1 = px (at, arrow->x1), y1 = py (at, arrow->y1), length = hypot (x1 - x0, y1 - y0);
      double middle = arrow->style == FL_ARROW_WHOLE ? 1 : 0.5, x = x0 + middle * (x1 - x0), y = y0 + middle * (y1 - y0);

      if (arrow->label != NULL && length > (arrow->style == FL_ARROW_WHOLE ? 3 : 30) && in_sight (at, x, y))
        add_label (labels, cr, theme, arrow->label, LEVEL_SIZE, x, y, 6);
    }
}

static void
paint_labels (cairo_t *cr, const FlTheme *theme, const Labels *labels)
{
  for (guint i = 0; i < labels->n; i++)
    plate (cr, theme, labels->labels[i].x, labels->labels[i].y, labels->labels[i].text, labels->labels[i].size);
}

static void
paint_axes (cairo_t *cr, const FlTheme *theme, const FlTerrain *terrain, const FlContourLayout *at)
{
  FlTextStyle small = { SMALL, PANGO_WEIGHT_NORMAL, 0.5, 0 };
  char text[32];
  double bottom = at->top + at->height;

  for (guint i = 0; i < at->x.n_ticks; i++)
    fl_draw_text (cr, theme, theme->dim, small, px (at, at->x.ticks[i]), bottom + 4, fl_axis_label (&at->x, at->x.ticks[i], text, sizeof text));
  small.halign = 1;
  small.valign = 0.5;
  for (guint i = 0; i < at->y.n_ticks; i++)
    fl_draw_text (cr, theme, theme->dim, small, at->left - 6, py (at, at->y.ticks[i]), fl_axis_label (&at->y, at->y.ticks[i], text, sizeof text));
  small.halign = 0.5;
  small.valign = 0;
  if (terrain->x_label != NULL)
    fl_draw_text_full (cr, theme, theme->text, small, at->left + at->width / 2, bottom + 4 + fl_em (theme, 16), terrain->x_label, at->width, 0);
  if (terrain->y_label != NULL)
    fl_draw_text_up (cr, theme, theme->text, small, fl_em (theme, 10), at->top + at->height / 2, terrain->y_label, at->height);
}

static void
paint_hover (cairo_t *cr, const FlTheme *theme, const FlContourMap *map, const FlContourLayout *at)
{
  double x, y, value, w = 0, h = 0, away = 8 + fl_em (theme, 12);
  char a[32], b[32], c[32];
  g_autofree char *text = NULL;

  if (!(map->hover_x >= at->left && map->hover_x <= at->left + at->width && map->hover_y >= at->top && map->hover_y <= at->top + at->height))
    return;
  x = fl_axis_value (&at->x, map->hover_x);
  y = fl_axis_value (&at->y, map->hover_y);
  value = fl_terrain_value (map->terrain, x, y);
  if (!isfinite (value))
    return;
  /* TRANSLATORS: the height of the surface at a place */
  text = g_strdup_printf (_("%s at %s, %s"), fl_format_number (value, a, sizeof a), fl_format_number (x, b, sizeof b), fl_format_number (y, c, sizeof c));
  fl_measure_text (cr, theme, (FlTextStyle){ 12, PANGO_WEIGHT_MEDIUM, 0, 0 }, text, &w, &h);
  x = CLAMP (map->hover_x, at->left + w / 2 + 6, at->left + at->width - w / 2 - 6);
  plate (cr, theme, x, map->hover_y - away < at->top + 8 ? map->hover_y + away + 4 : map->hover_y - away, text, 12);
}

void
fl_contour_map_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlContourMap *map, FlContourLayout *layout)
{
  const FlTerrain *terrain = map->terrain;
  FlContourLayout at = { 0 };
  Labels labels = { .n = 0 };

  if (terrain == NULL || terrain->size < 2 || width < 60 || height < 60)
    {
      if (map->empty != NULL)
        fl_draw_text_full (cr, theme, theme->dim, (FlTextStyle){ 13, PANGO_WEIGHT_NORMAL, 0.5, 0.5 }, width / 2, height / 2, map->empty, width - 16, 0);
      return;
    }
  lay_out (cr, theme, width, height, map, &at);
  if (layout != NULL)
    *layout = at;
  cairo_save (cr);
  cairo_rectangle (cr, at.left, at.top, at.width, at.height);
  cairo_clip (cr);
  paint_field (cr, theme, terrain, &at);
  fl_label_room_init (&labels.room, at.left, at.top, at.width, at.height);
  place_labels (&labels, cr, theme, terrain, &at);
  paint_levels (cr, theme, terrain, &at, &labels.room);
  paint_paths (cr, theme, terrain, &at);
  paint_arrows (cr, theme, terrain, &at);
  paint_marks (cr, theme, terrain, &at);
  paint_labels (cr, theme, &labels);
  fl_label_room_clear (&labels.room);
  paint_hover (cr, theme, map, &at);
  cairo_restore (cr);
  paint_axes (cr, theme, terrain, &at);
  if (fl_terrain_has_legend (cr, theme, terrain, map->legend, width - LEGEND_LEFT - 10, height))
    fl_terrain_legend (cr, theme, terrain, LEGEND_LEFT, 0, width - LEGEND_LEFT - 10, FL_LEGEND_PAINT);
}
