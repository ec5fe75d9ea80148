#include "fl-contour.h"

#include <math.h>
#include <string.h>

#define MOST_POINTS 60000

typedef struct
{
  const float *v;
  guint w, h;
  float level;
  gint32 *edge_point; /* (2, h, w): the point on each horizontal and vertical edge, or -1 */
  GArray *points;     /* FlContourPoint */
  GArray *links;      /* gint32[2] a point: its neighbours, or -1 */
} Tracer;

static gint32
point_on (Tracer *t, guint i, guint j, gboolean vertical)
{
  gsize edge = ((gsize) vertical * t->h + j) * t->w + i;
  gint32 none[2] = { -1, -1 };

  if (t->edge_point[edge] < 0)
    {
      float a = t->v[(gsize) j * t->w + i], b = t->v[(gsize) (j + vertical) * t->w + i + !vertical];
      float s = b == a ? 0.5f : CLAMP ((t->level - a) / (b - a), 0.f, 1.f);
      FlContourPoint p = { i + (vertical ? 0 : s), j + (vertical ? s : 0) };

      t->edge_point[edge] = (gint32) t->points->len;
      g_array_append_val (t->points, p);
      g_array_append_vals (t->links, none, 2);
    }
  return t->edge_point[edge];
}

static void
join_points (Tracer *t, gint32 a, gint32 b)
{
  gint32 *la = &g_array_index (t->links, gint32, 2 * a), *lb = &g_array_index (t->links, gint32, 2 * b);

  la[la[0] >= 0] = b;
  lb[lb[0] >= 0] = a;
}

/* Edges of the cell (i, j): 0 top, 1 right, 2 bottom, 3 left. */
static gint32
cell_edge (Tracer *t, guint i, guint j, guint edge)
{
  switch (edge)
    {
    case 0:
      return point_on (t, i, j, FALSE);
    case 1:
      return point_on (t, i + 1, j, TRUE);
    case 2:
      return point_on (t, i, j + 1, FALSE);
    default:
      return point_on (t, i, j, TRUE);
    }
}

static void
cell (Tracer *t, guint i, guint j, guint mask)
{
  /* Bits: 1 top left, 2 top right, 4 bottom right, 8 bottom left are above the level. */
  static const gint8 cuts[16][4] = { { -1 },         { 3, 0, -1 },   { 0, 1, -1 }, { 3, 1, -1 }, { 1, 2, -1 }, { 3, 0, 1, 2 },
                                     { 0, 2, -1 },   { 3, 2, -1 },   { 2, 3, -1 }, { 2, 0, -1 }, { 0, 1, 2, 3 }, { 2, 1, -1 },
                                     { 1, 3, -1 },   { 1, 0, -1 },   { 0, 3, -1 }, { -1 } };
  static const gint8 crossed[2][4] = { { 0, 1, 2, 3 }, { 3, 0, 1, 2 } }; /* saddles with a centre above, for masks 5 and 10 */
  const gint8 *cut = cuts[mask];
  const float *v = t->v + (gsize) j * t->w + i;

  if ((mask == 5 || mask == 10) && (v[0] + v[1] + v[t->w] + v[t->w + 1]) / 4 > t->level)
    cut = crossed[mask == 10];
  join_points (t, cell_edge (t, i, j, cut[0]), cell_edge (t, i, j, cut[1]));
  if (mask == 5 || mask == 10)
    join_points (t, cell_edge (t, i, j, cut[2]), cell_edge (t, i, j, cut[3]));
}

static void
march (Tracer *t)
{
  for (guint j = 0; j + 1 < t->h; j++)
    {
      const float *up = t->v + (gsize) j * t->w, *down = up + t->w;
      float level = t->level;

      for (guint i = 0; i + 1 < t->w; i++)
        {
          guint mask = (up[i] > level) | (up[i + 1] > level) << 1 | (down[i + 1] > level) << 2 | (down[i] > level) << 3;

          if (mask == 0 || mask == 15)
            continue;
          if (!isfinite (up[i] + up[i + 1] + down[i] + down[i + 1]))
            continue;
          cell (t, i, j, mask);
        }
      if (t->points->len > MOST_POINTS)
        return;
    }
}

/* Two passes of (1 2 1)/4, in place: takes the stairs out of steep fields. A ring's last point repeats its first. */
static void
smooth (FlContourPoint *p, guint n, gboolean closed)
{
  for (guint pass = 0; pass < 2 && n > 4; pass++)
    {
      FlContourPoint before = closed ? p[n - 2] : p[0];

      for (guint i = closed ? 0 : 1; i + 1 < n; i++)
        {
          FlContourPoint here = p[i], next = p[i + 1];

          p[i].x = (before.x + 2 * here.x + next.x) / 4;
          p[i].y = (before.y + 2 * here.y + next.y) / 4;
          before = here;
        }
      if (closed)
        p[n - 1] = p[0];
    }
}

/* Walks from `start`, taking points out of the net as it goes. */
static void
walk (Tracer *t, gint32 start, gboolean *taken, GArray *out, GArray *starts)
{
  guint first = out->len;
  gint32 at = start;
  gboolean closed = FALSE;

  while (at >= 0)
    {
      const gint32 *link = &g_array_index (t->links, gint32, 2 * at);

      taken[at] = TRUE;
      g_array_append_val (out, g_array_index (t->points, FlContourPoint, at));
      if (link[0] >= 0 && !taken[link[0]])
        at = link[0];
      else if (link[1] >= 0 && !taken[link[1]])
        at = link[1];
      else
        {
          closed = at != start && (link[0] == start || link[1] == start) && out->len - first > 2;
          at = -1;
        }
    }
  if (closed)
    g_array_append_val (out, g_array_index (out, FlContourPoint, first));
  smooth (&g_array_index (out, FlContourPoint, first), out->len - first, closed);
  g_array_append_val (starts, out->len);
}

static void
gather (Tracer *t, FlContour *contour)
{
  guint n = t->points->len, zero = 0;
  gboolean *taken = g_new0 (gboolean, n + 1);
  GArray *out = g_array_sized_new (FALSE, FALSE, sizeof (FlContourPoint), n + 16);
  GArray *starts = g_array_new (FALSE, FALSE, sizeof (guint));

  g_array_append_val (starts, zero);
  for (guint pass = 0; pass < 2; pass++) /* open lines from their ends, then rings */
    for (guint i = 0; i < n; i++)
      if (!taken[i] && (pass == 1 || g_array_index (t->links, gint32, 2 * i + 1) < 0))
        walk (t, (gint32) i, taken, out, starts);
  contour->n_points = out->len;
  contour->points = (FlContourPoint *) g_array_free (out, FALSE);
  contour->n_lines = starts->len - 1;
  contour->starts = (guint *) g_array_free (starts, FALSE);
  g_free (taken);
}

void
fl_contour_trace (FlContour *contour, const float *values, guint width, guint height, float level)
{
  Tracer t = { .v = values, .w = width, .h = height, .level = level };
  gsize edges = 2 * (gsize) width * height;

  memset (contour, 0, sizeof *contour);
  if (width < 2 || height < 2 || width > 16384 || height > 16384)
    return;
  t.edge_point = g_try_malloc_n (edges, sizeof (gint32));
  if (t.edge_point == NULL)
    return;
  memset (t.edge_point, 0xff, edges * sizeof (gint32));
  t.points = g_array_new (FALSE, FALSE, sizeof (FlContourPoint));
  t.links = g_array_new (FALSE, FALSE, sizeof (gint32));
  march (&t);
  if (t.points->len > 0 && t.points->len <= MOST_POINTS)
    gather (&t, contour);
  g_array_unref (t.points);
  g_array_unref (t.links);
  g_free (t.edge_point);
}

void
fl_contour_clear (FlContour *contour)
{
  g_free (contour->points);
  g_free (contour->starts);
  memset (contour, 0, sizeof *contour);
}

void
fl_contour_path (cairo_t *cr, const FlContour *contour, double x, double y, double dx, double dy)
{
  for (guint l = 0; l < contour->n_lines; l++)
    {
      guint from = contour->starts[l], to = contour->starts[l + 1];
      double last_x = NAN, last_y = NAN;

      cairo_new_sub_path (cr);
      for (guint i = from; i < to; i++)
        {
          double px = x + contour->points[i].x * dx, py = y + contour->points[i].y * dy;

          /* Steps of less than half a pixel cost time and show nothing. */
          if (i > from && i + 1 < to && fabs (px - last_x) + fabs (py - last_y) < 0.75)
            continue;
          cairo_line_to (cr, px, py);
          last_x = px;
          last_y = py;
        }
    }
}
