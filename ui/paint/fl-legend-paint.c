/* Beside the field: the classes with their markers, and the colour bar. */
#include "fl-field-private.h"
#include "fl-text-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define GAP 14.0
#define MARKER 8.5
#define MARKER_ROOM 17.0 /* goes with text */
#define BAR_WIDTH 12.0
#define COLUMN_GAP 10.0

char *
fl_class_label (const DsPrepared *data, guint class_index, gboolean sentence)
{
  const char *name = data->class_names && class_index < data->n_classes ? data->class_names[class_index] : NULL;

  if (name == NULL)
    return g_strdup_printf (_("class %u"), class_index);
  if (*name && strspn (name, "0123456789.-") == strlen (name))
    return sentence ? g_strdup_printf (_("class %s"), name) : g_strdup (name);
  if (g_utf8_strlen (name, -1) == 1)
    return g_strdup_printf (_("class %s"), name);
  return g_strdup (name);
}

static gboolean
has_bar (const FlBoundary *boundary, const FlFieldScale *scale)
{
  return boundary->axis_y != NN_PROBE_NO_AXIS && fl_field_is_diverging (scale) && boundary->data != NULL;
}

static guint
n_names (const FlBoundary *boundary)
{
  return boundary->data != NULL && boundary->data->options.task == DS_CLASSIFICATION ? boundary->data->n_classes : 0;
}

static gboolean
has_held_out (const FlBoundary *boundary)
{
  return boundary->show_points && boundary->data != NULL && boundary->data->n_validation + boundary->data->n_test > 0;
}

/* What the colour bar says: the network's output, or how sure it is of the second class. */
static void
bar_axis (FlAxis *axis, const FlFieldScale *scale, double bottom, double top)
{
  double low = scale->kind == FL_FIELD_PAIR ? 0 : scale->low, high = scale->kind == FL_FIELD_PAIR ? 1 : scale->high;

  fl_axis_init (axis, low, high, bottom, top, FALSE, scale->kind == FL_FIELD_VALUE ? 5 : 2);
}

static const char *
bar_label (const FlAxis *axis, const FlFieldScale *scale, double value, char *buffer, gsize size)
{
  fl_axis_label (axis, value, buffer, size);
  if (scale->kind == FL_FIELD_ONE_UNIT && scale->low < 0 && value > 0) /* "+1" against "−1" */
    {
      g_autofree char *plain = g_strdup (buffer);

      g_snprintf (buffer, size, "+%s", plain);
    }
  return buffer;
}

static double
bar_room (cairo_t *cr, const FlTheme *theme, const FlFieldScale *scale, FlTextStyle style)
{
  FlAxis axis;
  char text[32];
  double most = 0;

  bar_axis (&axis, scale, 100, 0);
  for (guint i = 0; i < axis.n_ticks; i++)
    most = MAX (most, fl_text_width (cr, theme, style, bar_label (&axis, scale, axis.ticks[i], text, sizeof text)));
  return BAR_WIDTH + 6 + ceil (most);
}

static double
row_height (const FlLegend *legend, const FlTheme *theme)
{
  return ceil (fl_em (theme, legend->text_size * 1.55));
}

/* Rows of names that fit `height`. The bar is left out before a name is: it takes what room is left. */
static guint
rows_in (const FlLegend *legend, const FlTheme *theme, double height)
{
  return (guint) MAX (1, floor (height / row_height (legend, theme)));
}

void
fl_legend_init (FlLegend *legend, cairo_t *cr, const FlTheme *theme, const FlBoundary *boundary, const FlFieldScale *scale,
                double width, double height)
{
  FlTextStyle style = { 0 };
  double most = 0, limit, all = 0, marker_room = fl_em (theme, MARKER_ROOM);
  guint n = n_names (boundary);

  legend->text_size = width < fl_em (theme, 300) || height < fl_em (theme, 230) ? 10.5 : 12;
  style.size = legend->text_size;
  legend->width = legend->name_width = legend->above = 0;
  legend->columns = n > rows_in (legend, theme, height - 40) ? 2 : 1;
  if (boundary->data == NULL || width < 150)
    return;
  for (guint i = 0; i < MIN (n, 64); i++)
    {
      g_autofree char *name = fl_class_label (boundary->data, i, FALSE);

      most = MAX (most, fl_text_width (cr, theme, style, name));
    }
  if (has_held_out (boundary) && n > 0)
    most = MAX (most, fl_text_width (cr, theme, style, _("validation")));
  limit = CLAMP (width * MIN (fl_em (theme, 0.26), 0.4) - marker_room, 26, fl_em (theme, 150)); /* large names need a larger share */
  if (legend->columns == 2)
    limit = MAX (limit / 2 - marker_room, fl_em (theme, 18));
  legend->name_width = MIN (ceil (most) + 1, limit);
  if (n > 0)
    all = legend->columns * (marker_room + legend->name_width) + (legend->columns - 1) * COLUMN_GAP;
  if (has_bar (boundary, scale))
    all = MAX (all, bar_room (cr, theme, scale, style));
  legend->width = all > 0 ? GAP + all : 0;
}

static double
paint_names (const FlLegend *legend, cairo_t *cr, const FlTheme *theme, const FlBoundary *boundary, double left, double top,
             double height)
{
  guint n = n_names (boundary), columns = legend->columns;
  guint rows = MIN ((n + columns - 1) / columns, rows_in (legend, theme, height));
  double row = row_height (legend, theme), marker_room = fl_em (theme, MARKER_ROOM), column = marker_room + legend->name_width + COLUMN_GAP;
  FlTextStyle style = { legend->text_size, PANGO_WEIGHT_NORMAL, 0, 0.5 };

  for (guint i = 0; i < n && i < columns * rows; i++)
    {
      double x = left + (i / rows) * column, y = top + row * (i % rows + 0.5);
      g_autofree char *name = fl_class_label (boundary->data, i, FALSE);

      if (i + 1 == columns * rows && n > columns * rows)
        {
          g_autofree char *more = g_strdup_printf (_("+ %u more"), n - i);

          fl_draw_text_full (cr, theme, theme->dim, style, x, y, more, legend->name_width + marker_room, 0);
          break;
        }
      fl_point_paint (cr, theme, fl_class_marker (i), theme->classes[i % 10], FALSE, x + fl_em (theme, 5.5), y, fl_em (theme, MARKER));
      fl_draw_text_full (cr, theme, theme->text, style, x + marker_room, y, name, legend->name_width, 0);
    }
  return top + rows * row;
}

static void
paint_bar (const FlLegend *legend, cairo_t *cr, const FlTheme *theme, const FlFieldScale *scale, double left, double top,
           double bottom)
{
  FlTextStyle style = { legend->text_size - 1, PANGO_WEIGHT_NORMAL, 0, 0.5 };
  cairo_pattern_t *fade = cairo_pattern_create_linear (0, bottom, 0, top);
  FlAxis axis;
  char text[32];

  for (guint i = 0; i <= 32; i++)
    {
      FlColor c = fl_color_unpack (fl_theme_diverging (theme, FL_FIELD_STRENGTH (theme) * (i / 16.0 - 1)));

      cairo_pattern_add_color_stop_rgb (fade, i / 32.0, c.r, c.g, c.b);
    }
  fl_rounded_path (cr, left, top, BAR_WIDTH, bottom - top, 3);
  cairo_set_source (cr, fade);
  cairo_fill (cr);
  cairo_pattern_destroy (fade);
  if (theme->contrast)
    {
      fl_rounded_path (cr, left + 0.5, top + 0.5, BAR_WIDTH - 1, bottom - top - 1, 3);
      cairo_set_line_width (cr, 1);
      fl_set_source (cr, theme->border, 1);
      cairo_stroke (cr);
    }
  bar_axis (&axis, scale, bottom, top);
  for (guint i = 0; i < axis.n_ticks; i++)
    {
      double y = CLAMP (fl_axis_pixel (&axis, axis.ticks[i]), top + fl_em (theme, 5), bottom - fl_em (theme, 5));

      fl_draw_text (cr, theme, theme->dim, style, left + BAR_WIDTH + 6, y, bar_label (&axis, scale, axis.ticks[i], text, sizeof text));
    }
}

/* All names in a row from left, painted or only measured; its width. */
static double
names_row (const FlLegend *legend, cairo_t *cr, const FlTheme *theme, const FlBoundary *boundary, double left, double y, gboolean paint)
{
  FlTextStyle style = { legend->text_size, PANGO_WEIGHT_NORMAL, 0, 0.5 };
  double x = left, marker_room = fl_em (theme, MARKER_ROOM);
  guint n = n_names (boundary);

  for (guint i = 0; i < n + has_held_out (boundary); i++)
    {
      g_autofree char *name = i < n ? fl_class_label (boundary->data, i, FALSE) : g_strdup (_("validation"));

      if (paint)
        {
          fl_point_paint (cr, theme, i < n ? fl_class_marker (i) : FL_MARKER_CIRCLE, i < n ? theme->classes[i % 10] : theme->dim, i == n,
                          x + fl_em (theme, 5.5), y, fl_em (theme, MARKER));
          fl_draw_text (cr, theme, i < n ? theme->text : theme->dim, style, x + marker_room, y, name);
        }
      x += marker_room + fl_text_width (cr, theme, style, name) + COLUMN_GAP;
    }
  return x - COLUMN_GAP - left;
}

double
fl_legend_row (const FlLegend *legend, cairo_t *cr, const FlTheme *theme, const FlBoundary *boundary, double width)
{
  guint n = n_names (boundary);

  return n > 0 && n <= 4 && names_row (legend, cr, theme, boundary, 0, 0, FALSE) <= width ? row_height (legend, theme) + 4 : 0;
}

void
fl_legend_paint (const FlLegend *legend, cairo_t *cr, const FlTheme *theme, const FlBoundary *boundary,
                 const FlFieldScale *scale, const FlBoundaryLayout *layout)
{
  double left = layout->left + layout->width + GAP, top = layout->top, bottom = layout->top + layout->height;
  double row = row_height (legend, theme), marker_room = fl_em (theme, MARKER_ROOM);
  FlTextStyle style = { legend->text_size, PANGO_WEIGHT_NORMAL, 0, 0.5 };
  gboolean held_out = has_held_out (boundary) && n_names (boundary) > 0 && layout->height > 120;

  if (legend->above > 0)
    names_row (legend, cr, theme, boundary, layout->left + (layout->width - names_row (legend, cr, theme, boundary, 0, 0, FALSE)) / 2,
               layout->top - legend->above / 2 - 2, TRUE);
  if (legend->width <= 0)
    return;
  if (n_names (boundary) > 0)
    top = paint_names (legend, cr, theme, boundary, left, top - 2, layout->height - (held_out ? row + 6 : 0));
  if (held_out && top + 4 + row <= bottom)
    {
      fl_point_paint (cr, theme, FL_MARKER_CIRCLE, theme->dim, TRUE, left + fl_em (theme, 5.5), top + 4 + row / 2, fl_em (theme, MARKER));
      fl_draw_text_full (cr, theme, theme->dim, style, left + marker_room, top + 4 + row / 2, _("validation"),
                         layout->left + layout->width + legend->width - left - marker_room + 2, 0);
      top += 4 + row;
    }
  if (!has_bar (boundary, scale))
    return;
  if (scale->kind == FL_FIELD_VALUE && boundary->data->target_name != NULL && layout->height > 110)
    {
      fl_draw_text_full (cr, theme, theme->text, style, left, top + row / 2 - 2, boundary->data->target_name, legend->width - GAP, 0);
      top += row;
    }
  top += n_names (boundary) > 0 ? 10 : 2;
  if (bottom - top >= fl_em (theme, 40))
    paint_bar (legend, cr, theme, scale, left, top, bottom);
}
