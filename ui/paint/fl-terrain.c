#include "fl-terrain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MEASURED 20011 /* so many values of a large grid tell where its scale ends; a prime, to fall on all columns */

FlTerrain *
fl_terrain_new (void)
{
  return g_atomic_rc_box_new0 (FlTerrain);
}

FlTerrain *
fl_terrain_ref (FlTerrain *terrain)
{
  return g_atomic_rc_box_acquire (terrain);
}

static void
clear (gpointer data)
{
  FlTerrain *terrain = data;

  g_free (terrain->values);
  g_free (terrain->x_label);
  g_free (terrain->y_label);
  for (guint i = 0; i < terrain->n_paths; i++)
    {
      g_free (terrain->paths[i].name);
      g_free (terrain->paths[i].spots);
    }
  for (guint i = 0; i < terrain->n_marks; i++)
    g_free (terrain->marks[i].label);
  for (guint i = 0; i < terrain->n_arrows; i++)
    g_free (terrain->arrows[i].label);
}

void
fl_terrain_unref (FlTerrain *terrain)
{
  if (terrain != NULL)
    g_atomic_rc_box_release_full (terrain, clear);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

/* The ends of the scale. A few values near the edge, where a loss explodes, must not flatten all the others. */
static void
measure (FlTerrain *terrain)
{
  gsize n = (gsize) terrain->size * terrain->size, m = 0, every = n / MEASURED + 1;
  float *sorted = g_new (float, n / every + 2), low = INFINITY;

  for (gsize i = 0; i < n; i++)
    if (isfinite (terrain->values[i]))
      {
        low = MIN (low, terrain->values[i]);
        if (i % every == 0)
          sorted[m++] = terrain->values[i];
      }
  terrain->low = 0;
  terrain->high = 1;
  if (m > 0)
    {
      qsort (sorted, m, sizeof *sorted, compare);
      terrain->low = (double) low;
      terrain->high = (double) sorted[(m - 1) * 99 / 100];
    }
  g_free (sorted);
  if (!(terrain->high > terrain->low))
    terrain->high = terrain->low + MAX (fabs (terrain->low) * 1e-3, 1e-9);
  terrain->shift = terrain->low > 0 ? 0 : terrain->low;
  terrain->floor = MAX (terrain->low - terrain->shift, (terrain->high - terrain->shift) * 1e-4);
}

void
fl_terrain_set_grid (FlTerrain *terrain, const FlRange *box, guint size, const float *values, gboolean log)
{
  terrain->box = *box;
  terrain->size = size;
  g_free (terrain->values);
  terrain->values = g_memdup2 (values, (gsize) size * size * sizeof (float));
  terrain->log = log;
  measure (terrain);
}

void
fl_terrain_add_path (FlTerrain *terrain, const char *name, guint color, FlSpot *spots, guint n, guint shown)
{
  if (terrain->n_paths == FL_TERRAIN_PATHS)
    g_free (spots);
  else
    terrain->paths[terrain->n_paths++] = (FlTerrainPath){ g_strdup (name), color, spots, n, MIN (shown, n) };
}

void
fl_terrain_add_mark (FlTerrain *terrain, FlMarkKind kind, double x, double y, const char *label)
{
  if (terrain->n_marks < G_N_ELEMENTS (terrain->marks))
    terrain->marks[terrain->n_marks++] = (FlTerrainMark){ kind, x, y, g_strdup (label) };
}

void
fl_terrain_add_arrow (FlTerrain *terrain, double x0, double y0, double x1, double y1, guint color, FlArrowStyle style,
                      const char *label)
{
  if (terrain->n_arrows < G_N_ELEMENTS (terrain->arrows))
    terrain->arrows[terrain->n_arrows++] = (FlTerrainArrow){ x0, y0, x1, y1, color, style, g_strdup (label) };
}

double
fl_terrain_height (const FlTerrain *terrain, double value)
{
  double t;

  if (!isfinite (value))
    return NAN;
  if (terrain->log)
    t = log (MAX (value - terrain->shift, terrain->floor) / terrain->floor) / log ((terrain->high - terrain->shift) / terrain->floor);
  else
    t = (value - terrain->low) / (terrain->high - terrain->low);
  return CLAMP (t, 0, 1);
}

double
fl_terrain_value (const FlTerrain *terrain, double x, double y)
{
  const FlRange *box = &terrain->box;
  double u = (x - box->x0) / (box->x1 - box->x0) * (terrain->size - 1.0), v = (box->y1 - y) / (box->y1 - box->y0) * (terrain->size - 1.0);
  guint i, j;
  const float *p;

  if (terrain->size < 2 || !(u >= 0 && v >= 0 && u <= terrain->size - 1.0 && v <= terrain->size - 1.0))
    return NAN;
  i = MIN ((guint) u, terrain->size - 2);
  j = MIN ((guint) v, terrain->size - 2);
  p = terrain->values + (gsize) j * terrain->size + i;
  u -= i;
  v -= j;
  return (1 - v) * ((1 - u) * (double) p[0] + u * (double) p[1])
         + v * ((1 - u) * (double) p[terrain->size] + u * (double) p[terrain->size + 1]);
}

/* One of the two directions (Liang and Barsky, 1984): what is inside of [low, high] begins at *begin and ends at *end, as shares of the step. */
static void
cut (double from, double to, double low, double high, double *begin, double *end)
{
  double d = to - from, a = (low - from) / d, b = (high - from) / d;

  if (d != 0)
    {
      *begin = MAX (*begin, MIN (a, b));
      *end = MIN (*end, MAX (a, b));
    }
  else if (from < low || from > high)
    *end = -1;
}

gboolean
fl_terrain_clip (const FlRange *range, FlSpot *from, FlSpot *to)
{
  FlSpot step = { to->x - from->x, to->y - from->y };
  double begin = 0, end = 1;

  if (!isfinite (step.x) || !isfinite (step.y))
    return FALSE;
  cut (from->x, to->x, range->x0, range->x1, &begin, &end);
  cut (from->y, to->y, range->y0, range->y1, &begin, &end);
  if (begin > end)
    return FALSE;
  if (end < 1)
    *to = (FlSpot){ from->x + end * step.x, from->y + end * step.y };
  if (begin > 0)
    *from = (FlSpot){ from->x + begin * step.x, from->y + begin * step.y };
  return TRUE;
}

/* 1, 2, 5 of every power of ten, or the powers alone where that is too many. */
static guint
decade_levels (double from, double to, double levels[16])
{
  static const double digits[] = { 1, 2, 5 };

  for (guint some = 3;; some = 1)
    {
      guint n = 0, total = 0;

      for (double k = floor (log10 (from)); k <= ceil (log10 (to)); k++)
        for (guint d = 0; d < some; d++)
          {
            double level = digits[d] * pow (10, k);

            if (level <= from || level >= to)
              continue;
            if (n < 16)
              levels[n++] = level;
            total++;
          }
      if (total <= 14 || some == 1)
        return n;
    }
}

guint
fl_terrain_levels (const FlTerrain *terrain, double levels[16])
{
  FlAxis axis;
  guint n = 0;

  if (terrain->size < 2)
    return 0;
  if (terrain->log && terrain->shift == 0)
    n = decade_levels (terrain->floor, terrain->high, levels);
  if (terrain->log && terrain->shift != 0) /* equal heights, since the logarithm is not of the value itself */
    for (n = 0; n < 9; n++)
      levels[n] = terrain->shift + terrain->floor * pow ((terrain->high - terrain->shift) / terrain->floor, (n + 1) / 10.0);
  if (n >= 4)
    return n;
  fl_axis_init (&axis, terrain->low, terrain->high, 0, 1, FALSE, 9);
  for (n = 0; n < axis.n_ticks && n < 16; n++)
    levels[n] = axis.ticks[n];
  return n;
}

static gpointer
make_colors (gpointer data)
{
  static guint32 table[256];
  static const guint8 stops[9][3] = { { 253, 231, 37 }, { 170, 220, 50 }, { 92, 200, 99 },  { 39, 173, 129 }, { 33, 144, 141 },
                                      { 44, 113, 142 }, { 59, 81, 139 },  { 71, 44, 122 }, { 68, 1, 84 } };

  for (guint k = 0; k < 256; k++)
    {
      double t = k / 255.0 * 8;
      guint s = MIN ((guint) t, 7), c[3];

      for (guint i = 0; i < 3; i++)
        c[i] = (guint) (stops[s][i] + (t - s) * (stops[s + 1][i] - stops[s][i]) + 0.5);
      table[k] = 0xff000000u | c[0] << 16 | c[1] << 8 | c[2];
    }
  return table;
}

const guint32 *
fl_terrain_colors (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, make_colors, NULL);
}

