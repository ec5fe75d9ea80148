/* Triangles of the grid into a buffer of colours and depths, each pixel twice as fine as the screen's; then paths and axes with
 * Cairo, faint where the surface hides them. Coordinates: x and y of the plane to -1 .. 1, height to 0 .. 1 times
 * how tall the view is: a tall picture shows a taller surface, a low one a wider one, as the level lines' axes fill theirs. */
#include "fl-terrain.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-text-private.h"

#define TALL 0.9
#define TALLEST 1.5
#define WIDEST 1.5 /* times its height, what would be a square */
#define LEGEND_LEFT 14.0
#define MOST_PIXELS 6000000.0
#define LIFT 0.012 /* paths lie a little above the surface */

static const FlTextStyle label_style = { 11, PANGO_WEIGHT_NORMAL, 0.5, 0.5 };

typedef struct
{
  double sin_yaw, cos_yaw, sin_pitch, cos_pitch, scale_x, scale_y, middle_x, middle_y, width, tall;
} View;

typedef struct
{
  double x, y, depth; /* pixels; the larger the farther */
} Seen;

typedef struct
{
  int w, h;
  double fine;      /* buffer pixels a logical one */
  guint32 *color;
  float *depth;
  double shade;
} Raster;

static Seen
see (const View *view, double x, double y, double z)
{
  double rx = view->cos_yaw * x - view->sin_yaw * y, ry = view->sin_yaw * x + view->cos_yaw * y;
  double up = ry * view->sin_pitch + z * view->cos_pitch, depth = ry * view->cos_pitch - z * view->sin_pitch;
  double near = 4.2 / (4.2 + depth); /* a little perspective, to tell front from back */

  return (Seen){ view->middle_x + rx * near * view->scale_x, view->middle_y - up * near * view->scale_y, depth };
}

/* Around the box of the view, at scale 1: x0, x1, y0, y1. */
static void
measure_box (const View *view, double box[4])
{
  box[0] = box[2] = INFINITY;
  box[1] = box[3] = -INFINITY;
  for (guint i = 0; i < 8; i++)
    {
      Seen p = see (view, i & 1 ? 1 : -1, i & 2 ? 1 : -1, i & 4 ? view->tall : 0);

      box[0] = MIN (box[0], p.x);
      box[1] = MAX (box[1], p.x);
      box[2] = MIN (box[2], p.y);
      box[3] = MAX (box[3], p.y);
    }
}

/* As tall as it can be without becoming smaller. */
static void
make_tall (View *view, double width, double height)
{
  double box[4], low = TALL, high = TALLEST, wide;

  measure_box (view, box);
  wide = width / (box[1] - box[0]);
  for (guint i = 0; i < 10; i++)
    {
      view->tall = (low + high) / 2;
      measure_box (view, box);
      if (height / (box[3] - box[2]) >= wide && width / (box[1] - box[0]) >= 0.97 * wide)
        low = view->tall;
      else
        high = view->tall;
    }
  view->tall = low;
}

/* What the names of the axes need at each side, whichever way they are turned. */
static double
label_room (cairo_t *cr, const FlTheme *theme, const FlTerrain *terrain)
{
  const char *const names[] = { terrain->x_label, terrain->y_label };
  double most = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i] != NULL)
      most = MAX (most, fl_text_width (cr, theme, label_style, names[i]) + 12);
  return most;
}

/* Below `top`, with room for the numbers at the floor's corners and `room` for names, where it is not narrow. */
static View
view_of (const FlCamera *camera, const FlTheme *theme, double top, double room, double width, double height)
{
  View view = { sin (camera->yaw), cos (camera->yaw), sin (camera->pitch), cos (camera->pitch), 1, 1, 0, 0, width, TALL };
  double above = top + 8, side = MAX (MIN (fl_em (theme, 35), width / 8), MIN (room, width / 6)), below = fl_em (theme, 26), box[4];

  width -= 2 * side;
  height = MAX (height - above - below, 10);
  make_tall (&view, width, height);
  measure_box (&view, box);
  view.scale_y = MIN (width / (box[1] - box[0]), height / (box[3] - box[2]));
  view.scale_x = MIN (width / (box[1] - box[0]), view.scale_y * WIDEST);
  view.scale_x *= camera->zoom;
  view.scale_y *= camera->zoom;
  view.middle_x = side + width / 2 - (box[0] + box[1]) / 2 * view.scale_x;
  view.middle_y = above + height / 2 - (box[2] + box[3]) / 2 * view.scale_y;
  return view;
}

typedef struct
{
  Seen at;
  double height, u, v;
} Corner;

static guint32
shaded (guint32 color, double light)
{
  guint32 r = (guint32) MIN ((color >> 16 & 255) * light, 255), g = (guint32) MIN ((color >> 8 & 255) * light, 255);
  guint32 b = (guint32) MIN ((color & 255) * light, 255);

  return 0xff000000u | r << 16 | g << 8 | b;
}

static gboolean
on_mesh (double u)
{
  double cell = u * 16, off = fabs (cell - round (cell));

  return off < 0.025;
}

static void
triangle (Raster *raster, const Corner *a, const Corner *b, const Corner *c, double light)
{
  const guint32 *colors = fl_terrain_colors ();
  double f = raster->fine, ax = a->at.x * f, ay = a->at.y * f, bx = b->at.x * f, by = b->at.y * f, cx = c->at.x * f, cy = c->at.y * f;
  double area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
  int x0 = (int) MAX (floor (MIN (MIN (ax, bx), cx)), 0), x1 = (int) MIN (ceil (MAX (MAX (ax, bx), cx)), raster->w - 1.0);
  int y0 = (int) MAX (floor (MIN (MIN (ay, by), cy)), 0), y1 = (int) MIN (ceil (MAX (MAX (ay, by), cy)), raster->h - 1.0);

  if (fabs (area) < 1e-9)
    return;
  for (int y = y0; y <= y1; y++)
    for (int x = x0; x <= x1; x++)
      {
        double qx = x + 0.5, qy = y + 0.5;
        double wa = ((bx - qx) * (cy - qy) - (cx - qx) * (by - qy)) / area, wb = ((cx - qx) * (ay - qy) - (ax - qx) * (cy - qy)) / area;
        double wc = 1 - wa - wb, depth, t;
        gsize at = (gsize) y * (gsize) raster->w + (gsize) x;

        if (wa < -1e-6 || wb < -1e-6 || wc < -1e-6)
          continue;
        depth = wa * a->at.depth + wb * b->at.depth + wc * c->at.depth;
        if (depth >= (double) raster->depth[at])
          continue;
        t = wa * a->height + wb * b->height + wc * c->height;
        raster->depth[at] = (float) depth;
        raster->color[at] = shaded (colors[(int) (CLAMP (t, 0, 1) * 255 + 0.5)],
                                    on_mesh (wa * a->u + wb * b->u + wc * c->u) || on_mesh (wa * a->v + wb * b->v + wc * c->v) ? light * 0.86 : light);
      }
}

/* How much light a piece gets from above left. */
static double
light_of (double dx, double dy)
{
  double length = sqrt (dx * dx + dy * dy + 1);

  return 0.72 + 0.36 * MAX ((-0.45 * -dx + 0.35 * -dy + 0.82) / length, 0);
}

static void
draw_grid (Raster *raster, const FlTerrain *terrain, const View *view)
{
  guint n = terrain->size, step = n > 129 ? (n - 1) / 128 : 1, m = (n - 1) / step + 1;
  g_autofree Corner *corners = g_new (Corner, (gsize) m * m);

  for (guint j = 0; j < m; j++)
    for (guint i = 0; i < m; i++)
      {
        Corner *c = &corners[(gsize) j * m + i];

        c->u = (double) i / (m - 1);
        c->v = (double) j / (m - 1);
        c->height = fl_terrain_height (terrain, (double) terrain->values[(gsize) j * step * n + i * step]);
        c->at = see (view, 2 * c->u - 1, 1 - 2 * c->v, c->height * view->tall);
      }
  for (guint j = 0; j + 1 < m; j++)
    for (guint i = 0; i + 1 < m; i++)
      {
        const Corner *a = &corners[(gsize) j * m + i], *b = a + 1, *c = a + m, *d = c + 1;
        double slope = view->tall * (m - 1) / 2, light;

        if (isnan (a->height + b->height + c->height + d->height))
          continue;
        light = light_of (slope * (b->height - a->height + d->height - c->height) / 2, slope * (a->height - c->height + b->height - d->height) / 2);
        triangle (raster, a, b, c, light);
        triangle (raster, b, d, c, light);
      }
}

/* How high the surface is about a place of the edge, as the view has it. */
static double
edge_height (const FlTerrain *terrain, const View *view, double x, double y)
{
  const FlRange *box = &terrain->box;
  gboolean along_x = fabs (y) == 1;
  double most = 0;

  for (int i = -2; i <= 2; i++)
    {
      double u = CLAMP (x + (along_x ? 0.08 * i : 0), -1, 1), v = CLAMP (y + (along_x ? 0 : 0.08 * i), -1, 1);
      double height = fl_terrain_height (terrain, fl_terrain_value (terrain, box->x0 + (u + 1) / 2 * (box->x1 - box->x0),
                                                                    box->y0 + (v + 1) / 2 * (box->y1 - box->y0)));

      if (height > most) /* NaN is not */
        most = height;
    }
  return most * view->tall;
}

/* Beside an edge of the floor, and beside what stands on it: from above, the nearer a height the farther out it is seen. */
static void
tick (cairo_t *cr, const FlTheme *theme, const FlTerrain *terrain, const View *view, double x, double y, double away_x, double away_y, const char *text)
{
  Seen at = see (view, x, y, 0), out = see (view, x + away_x, y + away_y, 0), top = see (view, x, y, edge_height (terrain, view, x, y));
  double dx = out.x - at.x, dy = out.y - at.y, length = MAX (hypot (dx, dy), 1e-6), beyond = ((top.x - at.x) * dx + (top.y - at.y) * dy) / length;

  if (beyond > 0)
    at = (Seen){ at.x + beyond * dx / length, at.y + beyond * dy / length, at.depth };

  FlTextStyle style = { 11, PANGO_WEIGHT_NORMAL, 0.5 - 0.5 * dx / length, 0.5 - 0.5 * dy / length };
  double wide = fl_text_width (cr, theme, style, text), left = at.x + 6 * dx / length - style.halign * wide;

  fl_draw_text (cr, theme, theme->dim, style, CLAMP (left, 2, MAX (view->width - wide - 2, 2)) + style.halign * wide, at.y + 6 * dy / length, text);
}

/* The floor's frame, and its two near edges with the numbers at their ends. */
static void
draw_floor (cairo_t *cr, const FlTheme *theme, const FlTerrain *terrain, const View *view)
{
  static const double corners[4][2] = { { -1, -1 }, { 1, -1 }, { 1, 1 }, { -1, 1 } };

  for (guint i = 0; i < 4; i++)
    {
      Seen p = see (view, corners[i][0], corners[i][1], 0);

      cairo_line_to (cr, p.x, p.y);
    }
  cairo_close_path (cr);
  fl_set_source (cr, theme->grid, 0.35);
  cairo_fill_preserve (cr);
  cairo_set_line_width (cr, 1);
  fl_set_source (cr, theme->border, 1);
  cairo_stroke (cr);
}

static void
draw_labels (cairo_t *cr, const FlTheme *theme, const FlTerrain *terrain, const View *view)
{
  /* The near edge of each pair; from straight above the lower one, which that was on the way there. */
  double y = view->cos_yaw > 0 ? -1 : 1, x = view->sin_yaw > 0 ? -1 : 1;
  char text[32];

  tick (cr, theme, terrain, view, -0.96, y, 0, y, fl_format_number (terrain->box.x0, text, sizeof text));
  tick (cr, theme, terrain, view, 0.96, y, 0, y, fl_format_number (terrain->box.x1, text, sizeof text));
  tick (cr, theme, terrain, view, x, -0.96, x, 0, fl_format_number (terrain->box.y0, text, sizeof text));
  tick (cr, theme, terrain, view, x, 0.96, x, 0, fl_format_number (terrain->box.y1, text, sizeof text));
  if (terrain->x_label != NULL)
    tick (cr, theme, terrain, view, 0, y, 0, y, terrain->x_label);
  if (terrain->y_label != NULL)
    tick (cr, theme, terrain, view, x, 0, x, 0, terrain->y_label);
}

typedef struct
{
  Seen at;
  gboolean hidden, there;
} Step;

static Step
step_of (const FlTerrain *terrain, const View *view, const Raster *raster, FlSpot spot)
{
  const FlRange *box = &terrain->box;
  double height = fl_terrain_height (terrain, fl_terrain_value (terrain, spot.x, spot.y));
  Step step = { .there = !isnan (height) };
  int x, y;

  if (!step.there)
    return step;
  step.at = see (view, 2 * (spot.x - box->x0) / (box->x1 - box->x0) - 1, 2 * (spot.y - box->y0) / (box->y1 - box->y0) - 1, height * view->tall + LIFT);
  x = (int) (step.at.x * raster->fine);
  y = (int) (step.at.y * raster->fine);
  if (x >= 0 && y >= 0 && x < raster->w && y < raster->h)
    step.hidden = (double) raster->depth[(gsize) y * (gsize) raster->w + (gsize) x] < step.at.depth - 0.06;
  return step;
}

/* The part of a path that is hidden, or that is not. Long steps follow the surface. */
static void
path_part (cairo_t *cr, const FlTerrain *terrain, const View *view, const Raster *raster, const FlTerrainPath *path, gboolean hidden)
{
  gboolean open = FALSE;

  for (guint i = 0; i < path->shown; i++)
    {
      FlSpot from = path->spots[i > 0 ? i - 1 : 0], to = path->spots[i];
      gboolean inside = fl_terrain_clip (&terrain->box, &from, &to);
      double span = fabs (to.x - from.x) / (terrain->box.x1 - terrain->box.x0) + fabs (to.y - from.y) / (terrain->box.y1 - terrain->box.y0);
      guint pieces = (guint) CLAMP (span * 60, 1, 120);

      open = open && inside && i > 0 && from.x == path->spots[i - 1].x && from.y == path->spots[i - 1].y;
      for (guint k = open ? 1 : 0; inside && k <= pieces; k++)
        {
          double s = (double) k / pieces;
          Step step = step_of (terrain, view, raster, (FlSpot){ from.x + s * (to.x - from.x), from.y + s * (to.y - from.y) });

          if (!step.there)
            {
              open = FALSE;
              continue;
            }
          if (open)
            cairo_line_to (cr, step.at.x, step.at.y);
          else
            cairo_move_to (cr, step.at.x, step.at.y);
          open = step.hidden == hidden;
        }
    }
}

static void
draw_paths (cairo_t *cr, const FlTheme *theme, const FlTerrain *terrain, const View *view, const Raster *raster)
{
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (guint p = 0; p < terrain->n_paths; p++)
    {
      const FlTerrainPath *path = &terrain->paths[p];
      FlColor color = fl_theme_get (FALSE, theme->contrast)->classes[path->color % 10];
      Step last;

      if (path->shown == 0)
        continue;
      path_part (cr, terrain, view, raster, path, TRUE);
      cairo_set_line_width (cr, 1.6);
      fl_set_source (cr, color, 0.35);
      cairo_stroke (cr);
      path_part (cr, terrain, view, raster, path, FALSE);
      cairo_set_line_width (cr, 4.2);
      cairo_set_source_rgba (cr, 1, 1, 1, 0.9);
      cairo_stroke_preserve (cr);
      cairo_set_line_width (cr, 2.4);
      fl_set_source (cr, color, 1);
      cairo_stroke (cr);
      last = step_of (terrain, view, raster, path->spots[path->shown - 1]);
      if (!last.there)
        continue;
      cairo_new_sub_path (cr);
      cairo_arc (cr, last.at.x, last.at.y, 4.5, 0, 2 * G_PI);
      fl_set_source (cr, color, last.hidden ? 0.4 : 1);
      cairo_fill_preserve (cr);
      cairo_set_line_width (cr, 1.8);
      cairo_set_source_rgba (cr, 1, 1, 1, last.hidden ? 0.4 : 1);
      cairo_stroke (cr);
    }
}

static gboolean
raster_init (Raster *raster, cairo_t *cr, double width, double height)
{
  double sx = 1, sy = 1;
  gsize n;

  cairo_surface_get_device_scale (cairo_get_target (cr), &sx, &sy);
  raster->fine = 2 * sx;
  while (raster->fine > 1 && width * height * raster->fine * raster->fine > MOST_PIXELS)
    raster->fine /= 2;
  raster->w = (int) ceil (width * raster->fine);
  raster->h = (int) ceil (height * raster->fine);
  n = (gsize) raster->w * (gsize) raster->h;
  raster->color = g_try_malloc0_n (n, sizeof (guint32));
  raster->depth = g_try_malloc_n (n, sizeof (float));
  for (gsize i = 0; raster->depth != NULL && i < n; i++)
    raster->depth[i] = INFINITY;
  return raster->color != NULL && raster->depth != NULL;
}

static void
raster_show (const Raster *raster, cairo_t *cr)
{
  cairo_surface_t *image = cairo_image_surface_create_for_data ((guint8 *) raster->color, CAIRO_FORMAT_ARGB32, raster->w, raster->h, raster->w * 4);

  cairo_save (cr);
  cairo_scale (cr, 1 / raster->fine, 1 / raster->fine);
  cairo_set_source_surface (cr, image, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_GOOD);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (image);
}

void
fl_surface_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlTerrain *terrain, const FlCamera *camera,
                  FlLegendUse legend, const char *empty)
{
  Raster raster = { 0 };
  View view;
  double top = 0;

  if (terrain == NULL || terrain->size < 2 || width < 80 || height < 70)
    {
      if (empty != NULL)
        fl_draw_text_full (cr, theme, theme->dim, (FlTextStyle){ 13, PANGO_WEIGHT_NORMAL, 0.5, 0.5 }, width / 2, height / 2, empty, width - 16, 0);
      return;
    }
  if (fl_terrain_has_legend (cr, theme, terrain, legend, width - 2 * LEGEND_LEFT, height))
    top = fl_terrain_legend (cr, theme, terrain, LEGEND_LEFT, 0, width - 2 * LEGEND_LEFT, FL_LEGEND_PAINT);
  view = view_of (camera, theme, top, label_room (cr, theme, terrain), width, height);
  draw_floor (cr, theme, terrain, &view);
  if (raster_init (&raster, cr, width, height))
    {
      draw_grid (&raster, terrain, &view);
      raster_show (&raster, cr);
      draw_paths (cr, theme, terrain, &view, &raster);
    }
  draw_labels (cr, theme, terrain, &view);
  g_free (raster.color);
  g_free (raster.depth);
}
