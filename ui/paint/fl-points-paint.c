/* The points of a dataset over its field. Each look is drawn once and stamped, so that 4,000 points cost about as much as 40. */
#include "fl-field-private.h"

#include <math.h>
#include <string.h>

#define MOST_POINTS 4000
#define LEVELS 32 /* shades of a regression's points */

FlColor
fl_row_color (const FlTheme *theme, const DsPrepared *data, const FlFieldScale *scale, gsize row)
{
  double y = data->y[row * data->targets];

  if (data->options.task == DS_CLASSIFICATION)
    return theme->classes[(guint) CLAMP (y, 0, 1e6) % 10];
  return fl_color_unpack (fl_theme_diverging (theme, fl_field_position (scale, y)));
}

void
fl_point_paint (cairo_t *cr, const FlTheme *theme, FlMarker marker, FlColor color, gboolean outlined, double x, double y,
                double size)
{
  double edge = MAX (size / 7.5, MIN (0.7, size / 5)); /* of a tiny point more must be left than its rim */

  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  if (outlined) /* white ring with a dark rim: seen on white, on black and on either colour */
    {
      cairo_new_path (cr);
      fl_marker_path (cr, marker, x, y, size * 0.94);
      cairo_set_source_rgba (cr, 0.06, 0.06, 0.08, 0.75);
      cairo_set_line_width (cr, edge * 3.1);
      cairo_stroke (cr);
      fl_marker_path (cr, marker, x, y, size * 0.94);
      fl_set_source (cr, color, 1);
      cairo_fill_preserve (cr);
      cairo_set_source_rgb (cr, 1, 1, 1);
      cairo_set_line_width (cr, edge * 1.7);
      cairo_stroke (cr);
      return;
    }
  cairo_new_path (cr);
  fl_marker_path (cr, marker, x, y, size);
  fl_set_source (cr, color, 1);
  cairo_fill_preserve (cr);
  if (theme->dark && fl_color_contrast (color, (FlColor){ 0, 0, 0 }) < 3) /* a value near the middle, on a dark field */
    cairo_set_source_rgba (cr, 0.8, 0.8, 0.82, 0.9);
  else
    cairo_set_source_rgba (cr, 0.06, 0.06, 0.08, 0.95);
  cairo_set_line_width (cr, edge * 1.25);
  cairo_stroke (cr);
}

double
fl_points_size (const FlBoundary *boundary, const FlBoundaryLayout *layout)
{
  const DsPrepared *data = boundary->data;
  /* Where nothing is to be pointed at, what the network makes of the plane must be seen between them. */
  double room = CLAMP (MIN (layout->width, layout->height) / 330, boundary->bare ? 0.45 : 0.7, 2);
  double size = data->rows <= 350 ? 7.5 : data->rows <= 900 ? 6.5 : data->rows <= 2000 ? 5.5 : 4.2;

  return size * room;
}

void
fl_point_place (const FlBoundary *boundary, const FlFieldScale *scale, gsize row, double *x, double *y)
{
  const DsPrepared *data = boundary->data;
  const float *raw = data->raw + row * data->raw_inputs;

  *x = boundary->axis_x < data->raw_inputs ? raw[boundary->axis_x] : 0;
  if (boundary->axis_y != NN_PROBE_NO_AXIS)
    *y = boundary->axis_y < data->raw_inputs ? raw[boundary->axis_y] : 0;
  else if (data->options.task == DS_REGRESSION)
    *y = data->y[row * data->targets];
  else if (scale->kind == FL_FIELD_ONE_UNIT) /* where the network should be */
    *y = data->y[row * data->targets] > 0.5 ? scale->high : scale->low;
  else
    *y = 1;
}

typedef struct
{
  guint look; /* (class or shade, outlined) */
  double x, y;
} Stamp;

typedef struct
{
  const FlTheme *theme;
  const DsPrepared *data;
  const FlFieldScale *scale;
  double size;
  gboolean curve; /* one input */
} Looks;

static guint
n_looks (const Looks *looks)
{
  return 2 * (looks->data->options.task == DS_CLASSIFICATION ? MAX (looks->data->n_classes, 1) : LEVELS);
}

static guint
look_of (const Looks *looks, gsize row)
{
  double y = looks->data->y[row * looks->data->targets];
  guint outlined = row >= looks->data->n_train;

  if (looks->data->options.task == DS_CLASSIFICATION)
    return 2 * (guint) CLAMP (y, 0, MAX (looks->data->n_classes, 1) - 1) + outlined;
  y = fl_field_position (looks->scale, y);
  return 2 * (guint) (isfinite (y) ? CLAMP ((y + 1) / 2 * (LEVELS - 1) + 0.5, 0, LEVELS - 1) : 0) + outlined;
}

static void
draw_look (cairo_t *cr, const Looks *looks, guint look, double x, double y)
{
  guint k = look / 2;

  if (looks->data->options.task == DS_CLASSIFICATION)
    fl_point_paint (cr, looks->theme, fl_class_marker (k), looks->theme->classes[k % 10], look & 1, x, y, looks->size);
  else if (looks->curve) /* its height shows the value */
    fl_point_paint (cr, looks->theme, FL_MARKER_CIRCLE, looks->theme->negative, look & 1, x, y, looks->size);
  else
    fl_point_paint (cr, looks->theme, FL_MARKER_CIRCLE,
                    fl_color_unpack (fl_theme_diverging (looks->theme, 2.0 * k / (LEVELS - 1) - 1)), look & 1, x, y, looks->size);
}

/* Training rows first, so that what was held out lies on top; evenly thinned. */
static GArray *
gather (const FlBoundary *boundary, const FlBoundaryLayout *layout, const Looks *looks)
{
  GArray *stamps = g_array_new (FALSE, FALSE, sizeof (Stamp));
  gsize rows = boundary->data->rows, shown = MIN (rows, MOST_POINTS), before = (gsize) -1;

  for (gsize k = 0; k < shown; k++)
    {
      gsize row = rows <= MOST_POINTS ? k : (gsize) ((double) k * rows / shown);
      Stamp stamp = { look_of (looks, row) };
      double x, y;

      if (row == before)
        continue;
      before = row;
      fl_point_place (boundary, looks->scale, row, &x, &y);
      stamp.x = fl_axis_pixel (&layout->x, x);
      stamp.y = fl_axis_pixel (&layout->y, y);
      if (stamp.x < layout->left - 8 || stamp.x > layout->left + layout->width + 8 || !isfinite (stamp.x)
          || stamp.y < layout->top - 8 || stamp.y > layout->top + layout->height + 8 || !isfinite (stamp.y))
        continue;
      g_array_append_val (stamps, stamp);
    }
  return stamps;
}

/* source over destination, both premultiplied */
static inline guint32
over (guint32 s, guint32 d)
{
  guint32 a = 255 - (s >> 24);
  guint32 rb = (d & 0xff00ff) * a + 0x800080, ag = (d >> 8 & 0xff00ff) * a + 0x800080;

  rb = (rb + (rb >> 8 & 0xff00ff)) >> 8 & 0xff00ff;
  ag = (ag + (ag >> 8 & 0xff00ff)) & 0xff00ff00;
  return s + (rb | ag);
}

static void
stamp_on (cairo_surface_t *layer, cairo_surface_t *look, int x, int y)
{
  int w = cairo_image_surface_get_width (layer), h = cairo_image_surface_get_height (layer);
  int n = cairo_image_surface_get_width (look);
  const guint8 *from = cairo_image_surface_get_data (look);
  guint8 *to = cairo_image_surface_get_data (layer);
  int from_stride = cairo_image_surface_get_stride (look), to_stride = cairo_image_surface_get_stride (layer);

  for (int j = MAX (0, -y); j < n && y + j < h; j++)
    {
      const guint32 *s = (const guint32 *) (from + (gsize) j * from_stride);
      guint32 *d = (guint32 *) (to + (gsize) (y + j) * to_stride) + x;

      for (int i = MAX (0, -x); i < n && x + i < w; i++)
        if (s[i])
          d[i] = s[i] >> 24 == 255 ? s[i] : over (s[i], d[i]);
    }
}

static cairo_surface_t *
make_look (const Looks *looks, guint look, double scale)
{
  int n = 2 * (int) ceil ((looks->size + 3) * scale) / 2 + 1;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, n, n);
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, scale, scale);
  draw_look (cr, looks, look, n / scale / 2, n / scale / 2);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static void
paint_stamps (cairo_t *cr, const FlBoundaryLayout *layout, const Looks *looks, GArray *stamps, double scale)
{
  int w = (int) ceil (layout->width * scale), h = (int) ceil (layout->height * scale);
  cairo_surface_t *layer = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, w, h), **cache;

  if (cairo_surface_status (layer) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (layer);
      return;
    }
  cache = g_new0 (cairo_surface_t *, n_looks (looks));
  cairo_surface_flush (layer);
  for (guint i = 0; i < stamps->len; i++)
    {
      const Stamp *s = &g_array_index (stamps, Stamp, i);
      double n;

      if (cache[s->look] == NULL)
        cache[s->look] = make_look (looks, s->look, scale);
      n = cairo_image_surface_get_width (cache[s->look]);
      if (n > 0)
        stamp_on (layer, cache[s->look], (int) lrint ((s->x - layout->left) * scale - n / 2),
                  (int) lrint ((s->y - layout->top) * scale - n / 2));
    }
  cairo_surface_mark_dirty (layer);
  cairo_surface_set_device_scale (layer, scale, scale);
  cairo_set_source_surface (cr, layer, layout->left, layout->top);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  for (guint i = 0; i < n_looks (looks); i++)
    if (cache[i])
      cairo_surface_destroy (cache[i]);
  g_free (cache);
  cairo_surface_destroy (layer);
}

/* Device pixels a unit, or 0 where only vectors are right: files of vectors, and recordings nobody gave a scale for. */
static double
raster_scale (cairo_t *cr, const FlBoundary *boundary)
{
  cairo_surface_t *target = cairo_get_group_target (cr);
  double sx = 1, sy = 1;

  switch (cairo_surface_get_type (target))
    {
    case CAIRO_SURFACE_TYPE_IMAGE:
      {
        cairo_matrix_t m;

        cairo_surface_get_device_scale (target, &sx, &sy);
        cairo_get_matrix (cr, &m);
        return m.xy == 0 && m.yx == 0 && m.xx > 0 ? sx * m.xx : 0;
      }
    case CAIRO_SURFACE_TYPE_RECORDING:
      if (boundary->field == NULL)
        return 0;
      cairo_surface_get_device_scale (boundary->field, &sx, &sy);
      return sx;
    default:
      return 0;
    }
}

void
fl_points_paint (cairo_t *cr, const FlTheme *theme, const FlBoundary *boundary, const FlBoundaryLayout *layout,
                 const FlFieldScale *scale)
{
  Looks looks = { theme, boundary->data, scale, fl_points_size (boundary, layout),
                  boundary->axis_y == NN_PROBE_NO_AXIS };
  GArray *stamps = gather (boundary, layout, &looks);
  double raster = raster_scale (cr, boundary);

  if (raster > 0)
    paint_stamps (cr, layout, &looks, stamps, raster);
  else
    for (guint i = 0; i < stamps->len; i++)
      {
        const Stamp *s = &g_array_index (stamps, Stamp, i);

        draw_look (cr, &looks, s->look, s->x, s->y);
      }
  g_array_unref (stamps);
}
