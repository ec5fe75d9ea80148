/* The decision boundary as a whole: where things are, and the order they are drawn in. */
#include "fl-field-private.h"
#include "fl-text-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define ROUND 5.0
#define MOST_STRETCH 24.0

typedef struct
{
  cairo_t *cr;
  const FlTheme *theme;
  const FlBoundary *b;
  FlFieldScale scale;
  FlLegend legend;
  FlBoundaryLayout at;
  double width, height, text_size;
  gboolean titles;
  double title_x;         /* middle of the y title */
  char *x_name, *y_name;  /* owned */
} Painter;

static void
painter_clear (Painter *p)
{
  g_free (p->x_name);
  g_free (p->y_name);
}

static char *
axis_name (const DsPrepared *data, guint axis)
{
  return fl_pretty_name (data != NULL && data->raw_names != NULL && axis < data->raw_inputs ? data->raw_names[axis] : NULL);
}

static char *
make_y_name (const FlBoundary *b)
{
  if (b->axis_y != NN_PROBE_NO_AXIS)
    return axis_name (b->data, b->axis_y);
  if (b->data != NULL && b->data->options.task == DS_CLASSIFICATION)
    return g_strdup (_("output"));
  return fl_pretty_name (b->data != NULL ? b->data->target_name : NULL);
}

/* Names like "x₂" stand upright, longer ones are turned. */
static gboolean
upright (const char *name)
{
  return g_utf8_strlen (name, -1) <= 3;
}

static double
tick_room (Painter *p, const FlAxis *axis)
{
  FlTextStyle style = { p->text_size, PANGO_WEIGHT_NORMAL, 1, 0.5 };
  char text[32];
  double most = 0;

  for (guint i = 0; i < axis->n_ticks; i++)
    most = MAX (most, fl_text_width (p->cr, p->theme, style, fl_axis_label (axis, axis->ticks[i], text, sizeof text)));
  return ceil (most) + 6;
}

/* A line of text of the axes. */
static double
line_of (const Painter *p)
{
  return ceil (fl_em (p->theme, p->text_size * 1.5));
}

static guint
wanted (const Painter *p, double pixels)
{
  return (guint) CLAMP (pixels / fl_em (p->theme, 36), 2, 8);
}

static void
place_field (Painter *p, double left, double top, double width, double height)
{
  p->at.left = left;
  p->at.top = top;
  p->at.width = width;
  p->at.height = height;
  fl_axis_init (&p->at.x, p->b->x0, p->b->x1, left, left + width, FALSE, wanted (p, width));
  fl_axis_init (&p->at.y, p->b->y0, p->b->y1, top + height, top, FALSE, wanted (p, height));
}

/* The edge of a square field beside which the legend leaves `edge`: in a card that is narrow and high the names stand above it instead,
 * where that makes the field a good deal larger. */
static double
square (Painter *p, double beside, double height, double edge, double *top)
{
  double above = p->legend.width > 0 ? fl_legend_row (&p->legend, p->cr, p->theme, p->b, p->width - beside) : 0;
  double larger = floor (MIN (p->width - beside, height - above));

  if (above <= 0 || larger < 1.15 * edge)
    return edge;
  p->legend.above = above;
  p->legend.width = 0;
  *top += above;
  return larger;
}

static void
lay_out (Painter *p)
{
  const FlBoundary *b = p->b;
  gboolean curve = b->axis_y == NN_PROBE_NO_AXIS;
  double title_room = 0, left, bottom, top = 6, right = 6, w, h, span_x = b->x1 - b->x0, span_y = b->y1 - b->y0;
  FlAxis y;

  p->x_name = axis_name (b->data, b->axis_x);
  p->y_name = make_y_name (b);
  fl_field_scale_init (&p->scale, b->data, b->picture);
  if (b->bare)
    {
      w = MAX (p->width, 16);
      h = MAX (p->height, 16);
      if (!curve && span_x > 0 && span_y > 0 && span_x / span_y > 0.6 && span_x / span_y < 1.67)
        w = h = MIN (w, h);
      place_field (p, floor ((p->width - w) / 2), floor ((p->height - h) / 2), w, h);
      return;
    }
  p->text_size = p->width < fl_em (p->theme, 300) || p->height < fl_em (p->theme, 230) ? 10 : 11;
  p->titles = p->height >= 85 + fl_em (p->theme, 105) && p->width >= 100 + fl_em (p->theme, 120);
  fl_legend_init (&p->legend, p->cr, p->theme, b, &p->scale, p->width, p->height);
  if (p->titles)
    {
      FlTextStyle style = { p->text_size + 0.5, PANGO_WEIGHT_NORMAL, 0.5, 0.5 };

      title_room = upright (p->y_name) ? ceil (fl_text_width (p->cr, p->theme, style, p->y_name)) + 4 : ceil (fl_em (p->theme, style.size * 1.5)) + 4;
    }
  bottom = line_of (p) + 3 + (p->titles ? line_of (p) : 2);
  h = MAX (floor (p->height - top - bottom), 16);
  fl_axis_init (&y, b->y0, b->y1, top + h, top, FALSE, wanted (p, h));
  left = title_room + tick_room (p, &y);
  w = MAX (floor (p->width - left - p->legend.width - right), 16);
  /* Axes of about the same length are probably the same unit: a square keeps circles round. */
  if (!curve && span_x > 0 && span_y > 0 && span_x / span_y > 0.6 && span_x / span_y < 1.67)
    w = h = square (p, left + right, h, MIN (w, h), &top);
  /* What is left over goes to both sides, and above and below. */
  place_field (p, left + floor (MAX (p->width - left - p->legend.width - right - w, 0) / 2),
               top + floor (MAX (p->height - top - bottom - h, 0) / 2), w, h);
  p->title_x = p->at.left - left + title_room / 2;
}

void
fl_boundary_layout (cairo_t *cr, const FlTheme *theme, double width, double height, const FlBoundary *boundary,
                    FlBoundaryLayout *layout)
{
  Painter p = { .cr = cr, .theme = theme, .b = boundary, .width = width, .height = height };

  lay_out (&p);
  *layout = p.at;
  painter_clear (&p);
}

static double
snap (double v)
{
  return floor (v) + 0.5;
}

static void
paint_axes (Painter *p)
{
  FlTextStyle below = { p->text_size, PANGO_WEIGHT_NORMAL, 0.5, 0 }, beside = { p->text_size, PANGO_WEIGHT_NORMAL, 1, 0.5 };
  FlTextStyle title = { p->text_size + 0.5, PANGO_WEIGHT_NORMAL, 0.5, 1 };
  double bottom = p->at.top + p->at.height, end = -1e9;
  char text[32];

  for (guint i = 0; i < p->at.x.n_ticks; i++)
    {
      double x = fl_axis_pixel (&p->at.x, p->at.x.ticks[i]), w;

      fl_axis_label (&p->at.x, p->at.x.ticks[i], text, sizeof text);
      w = fl_text_width (p->cr, p->theme, below, text);
      if (x - w / 2 < end + 6 || x + w / 2 > p->width || x - w / 2 < 0)
        continue;
      end = x + w / 2;
      fl_draw_text (p->cr, p->theme, p->theme->dim, below, x, bottom + 4, text);
    }
  for (guint i = 0; i < p->at.y.n_ticks; i++)
    {
      double y = fl_axis_pixel (&p->at.y, p->at.y.ticks[i]);

      fl_draw_text (p->cr, p->theme, p->theme->dim, beside, p->at.left - 6, CLAMP (y, p->at.top + fl_em (p->theme, 3), bottom - fl_em (p->theme, 3)),
                    fl_axis_label (&p->at.y, p->at.y.ticks[i], text, sizeof text));
    }
  if (!p->titles)
    return;
  /* An index hangs below the line and must not hang out of the picture. */
  fl_draw_text_full (p->cr, p->theme, p->theme->text, title, p->at.left + p->at.width / 2,
                     MIN (bottom + 4 + line_of (p) * 2, p->height - 2), p->x_name, p->at.width, 0);
  title.valign = 0.5;
  if (upright (p->y_name))
    fl_draw_text (p->cr, p->theme, p->theme->text, title, p->title_x, p->at.top + p->at.height / 2, p->y_name);
  else
    fl_draw_text_up (p->cr, p->theme, p->theme->text, title, p->title_x, p->at.top + p->at.height / 2, p->y_name, p->at.height);
}

/* One to one where the surface is what the layout asked for, stretched smoothly while a new one is under way. */
static void
paint_surface (Painter *p, cairo_surface_t *surface, double x, double y, double width, double height)
{
  double sx, sy, w, h;
  cairo_pattern_t *pattern;

  cairo_surface_get_device_scale (surface, &sx, &sy);
  w = cairo_image_surface_get_width (surface) / sx;
  h = cairo_image_surface_get_height (surface) / sy;
  if (!(w > 0) || !(h > 0))
    return;
  cairo_save (p->cr);
  cairo_translate (p->cr, x, y);
  cairo_scale (p->cr, width / w, height / h);
  cairo_set_source_surface (p->cr, surface, 0, 0);
  pattern = cairo_get_source (p->cr);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (pattern, p->b->picture->fine && fabs (width / w - 1) < 1e-3 && fabs (height / h - 1) < 1e-3
                                         ? CAIRO_FILTER_NEAREST
                                         : CAIRO_FILTER_BILINEAR);
  cairo_rectangle (p->cr, 0, 0, w, h);
  cairo_fill (p->cr);
  cairo_restore (p->cr);
}

static void
paint_field (Painter *p)
{
  const NnPicture *picture = p->b->picture;
  cairo_surface_t *own = NULL, *field = p->b->field;
  double x0, x1, y0, y1;

  fl_set_source (p->cr, p->theme->neutral, 1);
  cairo_rectangle (p->cr, p->at.left, p->at.top, p->at.width, p->at.height);
  cairo_fill (p->cr);
  if (picture == NULL || picture->field == NULL || picture->width == 0 || picture->height == 0
      || !(picture->request.x1 > picture->request.x0) || !(picture->request.y1 > picture->request.y0))
    return;
  if (field == NULL)
    field = own = fl_field_surface (p->theme, picture, picture->width / p->at.width);
  x0 = fl_axis_pixel (&p->at.x, picture->request.x0);
  x1 = fl_axis_pixel (&p->at.x, picture->request.x1);
  y0 = fl_axis_pixel (&p->at.y, picture->request.y0);
  y1 = fl_axis_pixel (&p->at.y, picture->request.y1);
  /* A picture of far more than is shown says nothing here, and is beyond what an image can be stretched to. */
  if (x1 - x0 > MOST_STRETCH * p->at.width || y0 - y1 > MOST_STRETCH * p->at.height)
    {
      if (own)
        cairo_surface_destroy (own);
      return;
    }
  paint_surface (p, field, x0, y1, x1 - x0, y0 - y1);
  if (!picture->fine)
    fl_field_contours (p->cr, p->theme, picture, x0, y1, x1 - x0, y0 - y1);
  if (own)
    cairo_surface_destroy (own);
}

static void
paint_grid (Painter *p)
{
  cairo_set_line_width (p->cr, 1);
  fl_set_source (p->cr, p->theme->grid, 1);
  for (guint i = 0; i < p->at.x.n_ticks; i++)
    {
      double x = snap (fl_axis_pixel (&p->at.x, p->at.x.ticks[i]));

      cairo_move_to (p->cr, x, p->at.top);
      cairo_line_to (p->cr, x, p->at.top + p->at.height);
    }
  for (guint i = 0; i < p->at.y.n_ticks; i++)
    {
      double y = snap (fl_axis_pixel (&p->at.y, p->at.y.ticks[i]));

      cairo_move_to (p->cr, p->at.left, y);
      cairo_line_to (p->cr, p->at.left + p->at.width, y);
    }
  cairo_stroke (p->cr);
}

static void
paint_frame (Painter *p)
{
  if (!p->theme->contrast && p->b->picture != NULL && p->b->axis_y != NN_PROBE_NO_AXIS)
    return; /* a field is its own frame */
  fl_rounded_path (p->cr, p->at.left + 0.5, p->at.top + 0.5, p->at.width - 1, p->at.height - 1, ROUND);
  fl_set_source (p->cr, p->theme->border, 1);
  cairo_set_line_width (p->cr, 1);
  cairo_stroke (p->cr);
}

/* The picture's place under a point of the layout; FALSE outside or without a picture. */
static gboolean
field_index (const FlBoundary *b, const FlBoundaryLayout *layout, double px, double py, gsize *index)
{
  const NnPicture *picture = b->picture;
  double x, y, u, v = 0;

  if (!(px >= layout->left && px <= layout->left + layout->width && py >= layout->top && py <= layout->top + layout->height))
    return FALSE;
  if (picture == NULL || picture->field == NULL || picture->width == 0 || picture->height == 0)
    return FALSE;
  x = fl_axis_value (&layout->x, px);
  y = fl_axis_value (&layout->y, py);
  u = (x - picture->request.x0) / (picture->request.x1 - picture->request.x0);
  if (b->axis_y != NN_PROBE_NO_AXIS)
    v = (picture->request.y1 - y) / (picture->request.y1 - picture->request.y0);
  if (!(u >= 0 && u <= 1 && v >= 0 && v <= 1))
    return FALSE;
  *index = MIN ((gsize) (v * picture->height), picture->height - 1) * picture->width
           + MIN ((gsize) (u * picture->width), picture->width - 1);
  return TRUE;
}

/* Three digits are enough for a place on a screen. */
static void
add_place (GString *out, const char *name, double value)
{
  char number[32];
  double size = fabs (value), unit = size > 0 ? pow (10, floor (log10 (size)) - 2) : 1;

  if (out->len)
    g_string_append (out, " · ");
  g_string_append_printf (out, "%s %s", name, fl_format_number (isfinite (value) && unit > 0 ? round (value / unit) * unit : value, number, sizeof number));
}

static void
add_answer (GString *out, const FlBoundary *b, const FlFieldScale *scale, gsize index)
{
  const NnPicture *picture = b->picture;
  const DsPrepared *data = picture->data ? picture->data : b->data;
  gsize area = (gsize) picture->width * picture->height;
  double best = picture->field[index], shown;
  guint winner = 0;

  if (scale->kind == FL_FIELD_VALUE)
    {
      add_place (out, data->target_name ? data->target_name : _("output"), best);
      return;
    }
  if (scale->kind == FL_FIELD_ONE_UNIT)
    {
      winner = best > (scale->low + scale->high) / 2;
      shown = scale->low == 0 && scale->high == 1 && !winner ? 1 - best : best; /* how sure it is of its answer */
    }
  else
    {
      for (guint k = 1; k < picture->outputs; k++)
        if (picture->field[k * area + index] > best)
          {
            best = picture->field[k * area + index];
            winner = k;
          }
      shown = best;
    }
  g_autofree char *name = fl_class_label (data, winner, TRUE);

  add_place (out, name, shown);
}

char *
fl_boundary_read (const FlBoundary *boundary, const FlBoundaryLayout *layout, double px, double py)
{
  GString *out;
  FlFieldScale scale;
  g_autofree char *name = NULL;
  gsize index;

  if (!(px >= layout->left && px <= layout->left + layout->width && py >= layout->top && py <= layout->top + layout->height)
      || boundary->data == NULL)
    return NULL;
  out = g_string_new (NULL);
  name = axis_name (boundary->data, boundary->axis_x);
  add_place (out, name, fl_axis_value (&layout->x, px));
  if (boundary->axis_y != NN_PROBE_NO_AXIS)
    {
      g_free (name);
      name = axis_name (boundary->data, boundary->axis_y);
      add_place (out, name, fl_axis_value (&layout->y, py));
    }
  if (field_index (boundary, layout, px, py, &index))
    {
      fl_field_scale_init (&scale, boundary->data, boundary->picture);
      add_answer (out, boundary, &scale, index);
    }
  return g_string_free (out, FALSE);
}

static void
paint_cross_hair (Painter *p, double x, double y)
{
  for (guint pass = 0; pass < 2; pass++)
    {
      cairo_new_path (p->cr);
      cairo_arc (p->cr, x, y, 4.5, 0, 2 * G_PI);
      cairo_set_source_rgba (p->cr, pass, pass, pass, pass ? 1 : 0.7);
      cairo_set_line_width (p->cr, pass ? 1.6 : 3.2);
      cairo_stroke (p->cr);
    }
}

/* A box of lines of text near the pointer, kept inside the picture. */
static void
paint_box (Painter *p, char **lines)
{
  FlTextStyle style = { 12, PANGO_WEIGHT_MEDIUM, 0.5, 0.5 };
  guint n = g_strv_length (lines);
  double line = fl_em (p->theme, 18), w = 0, h = 8 + line * n, x, y;

  for (guint i = 0; i < n; i++)
    w = MAX (w, fl_text_width (p->cr, p->theme, style, lines[i]));
  w = MIN (ceil (w) + 18, p->width - 4);
  x = round (CLAMP (p->b->hover_x - w / 2, 2, MAX (p->width - w - 2, 2)));
  y = round (p->b->hover_y - h - 12 >= 2 ? p->b->hover_y - h - 12 : MIN (p->b->hover_y + 14, p->height - h - 2));
  fl_rounded_path (p->cr, x + 0.5, y + 2, w, h, 7);
  cairo_set_source_rgba (p->cr, 0, 0, 0, 0.2);
  cairo_fill (p->cr);
  fl_rounded_path (p->cr, x + 0.5, y + 0.5, w - 1, h - 1, 7);
  fl_set_source (p->cr, p->theme->card, 0.97);
  cairo_fill_preserve (p->cr);
  fl_set_source (p->cr, p->theme->border, 1);
  cairo_set_line_width (p->cr, 1);
  cairo_stroke (p->cr);
  for (guint i = 0; i < n; i++)
    fl_draw_text_full (p->cr, p->theme, p->theme->text, style, x + w / 2, y + 4 + line * (i + 0.5), lines[i], w - 10, 0);
}

static void
paint_hover (Painter *p)
{
  FlTextStyle style = { 12, PANGO_WEIGHT_MEDIUM, 0.5, 0.5 };
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!isfinite (p->b->hover_x) || !isfinite (p->b->hover_y))
    return;
  text = fl_boundary_read (p->b, &p->at, p->b->hover_x, p->b->hover_y);
  if (text == NULL)
    return;
  /* One line where it fits, else a line a value. */
  lines = g_strsplit (text, fl_text_width (p->cr, p->theme, style, text) + 22 > p->width ? " · " : "\n", -1);
  paint_cross_hair (p, p->b->hover_x, p->b->hover_y);
  paint_box (p, lines);
}

/* A ring that is seen on any field: light between two dark lines. */
static void
paint_mark (Painter *p)
{
  const DsPrepared *data = p->b->data;
  double x = p->b->place_x, y = p->b->place_y, px, py, r = fl_points_size (p->b, &p->at) * 0.5 + 6;
  gboolean marked = p->b->marked && p->b->marked_row < data->rows;

  if (!marked && !p->b->placed)
    return;
  if (marked)
    fl_point_place (p->b, &p->scale, p->b->marked_row, &x, &y);
  px = fl_axis_pixel (&p->at.x, x);
  py = fl_axis_pixel (&p->at.y, y);
  for (guint pass = 0; pass < 2; pass++)
    {
      cairo_new_path (p->cr);
      cairo_arc (p->cr, px, py, r, 0, 2 * G_PI);
      for (guint arm = 0; !marked && arm < 4; arm++) /* no point is here: a cross says where exactly */
        {
          double dx = arm == 0 ? 1 : arm == 1 ? -1 : 0, dy = arm == 2 ? 1 : arm == 3 ? -1 : 0;

          cairo_move_to (p->cr, px + 3 * dx, py + 3 * dy);
          cairo_line_to (p->cr, px + r * dx, py + r * dy);
        }
      cairo_set_source_rgba (p->cr, pass, pass, pass, pass ? 1 : 0.85);
      cairo_set_line_width (p->cr, pass ? 2.4 : 5);
      cairo_stroke (p->cr);
    }
}

void
fl_boundary_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlBoundary *boundary,
                   FlBoundaryLayout *layout)
{
  Painter p = { .cr = cr, .theme = theme, .b = boundary, .width = width, .height = height };

  cairo_save (cr);
  cairo_new_path (cr);
  lay_out (&p);
  if (!boundary->bare)
    paint_axes (&p);
  cairo_save (cr);
  fl_rounded_path (cr, p.at.left, p.at.top, p.at.width, p.at.height, ROUND);
  cairo_clip (cr);
  if (boundary->axis_y == NN_PROBE_NO_AXIS)
    paint_grid (&p);
  else
    paint_field (&p);
  if (boundary->data != NULL && boundary->show_points && boundary->data->rows > 0)
    fl_points_paint (cr, theme, boundary, &p.at, &p.scale);
  if (boundary->axis_y == NN_PROBE_NO_AXIS)
    fl_fit_paint (cr, theme, boundary, &p.at, &p.scale);
  if (boundary->data != NULL)
    paint_mark (&p);
  cairo_restore (cr);
  paint_frame (&p);
  if (!boundary->bare)
    fl_legend_paint (&p.legend, cr, theme, boundary, &p.scale, &p.at);
  paint_hover (&p);
  painter_clear (&p);
  cairo_restore (cr);
  if (layout)
    *layout = p.at;
}
