#include "fl-score-paint.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-part.h"
#include "fl-text-private.h"

#define TEXT 11.0
#define LEGEND 60.0  /* this and what follows goes with text */
#define WIDEST 120.0 /* of a cell */
#define TALLEST 64.0

static double
name_room (cairo_t *cr, const FlTheme *theme, const FlConfusion *c, double most)
{
  FlTextStyle style = { TEXT, PANGO_WEIGHT_NORMAL, 0, 0 };
  double room = 0;

  for (guint i = 0; i < MIN (c->n, 100); i++)
    room = MAX (room, fl_text_width (cr, theme, style, c->names[i]));
  return MIN (ceil (room), most);
}

static void
lay_out (cairo_t *cr, const FlTheme *theme, double width, double height, const FlConfusion *c, double *names, FlConfusionLayout *at)
{
  double line = ceil (fl_em (theme, TEXT * 1.6)), free_width, free_height;

  *names = name_room (cr, theme, c, width * 0.24);
  at->n = c->n;
  at->left = line + *names + 6;
  at->top = 2 * line;
  free_width = width - at->left - fl_em (theme, LEGEND);
  free_height = height - at->top - 4;
  at->cell_width = MAX (MIN (free_width / c->n, fl_em (theme, WIDEST)), 1);
  at->cell_height = MAX (MIN (free_height / c->n, fl_em (theme, TALLEST)), 1);
  if (at->cell_width >= 12) /* sharp edges where there are any to see */
    at->cell_width = floor (at->cell_width);
  if (at->cell_height >= 12)
    at->cell_height = floor (at->cell_height);
  at->left += floor (MAX (free_width - at->cell_width * c->n, 0) / 2);
  at->x0 = at->left;
  at->y0 = at->top;
  at->x1 = at->left + c->n * at->cell_width;
  at->y1 = at->top + c->n * at->cell_height;
}

/* The cells a person has zoomed to, larger, behind a window where all of them were. */
static void
zoom (const FlTheme *theme, FlConfusionLayout *at)
{
  FlAxis x, y;

  fl_part_axis (fl_part_x (theme), &x, 0, at->n, at->x0, at->x1, FALSE, 2);
  fl_part_axis (fl_part_y (theme), &y, 0, at->n, at->y0, at->y1, FALSE, 2);
  at->left = fl_axis_pixel (&x, 0);
  at->top = fl_axis_pixel (&y, 0);
  at->cell_width = fl_axis_pixel (&x, 1) - at->left;
  at->cell_height = fl_axis_pixel (&y, 1) - at->top;
}

static FlColor
cell_color (const FlTheme *theme, gboolean right, double share)
{
  return fl_color_mix (theme->card, right ? theme->accent : theme->validation, share > 0 ? 0.1 + 0.9 * MIN (share, 1) : 0);
}

static FlColor
ink_on (const FlTheme *theme, FlColor ground)
{
  FlColor black = { 0, 0, 0 }, white = { 1, 1, 1 };

  if (fl_color_contrast (ground, theme->text) >= 4.5)
    return theme->text;
  return fl_color_contrast (ground, black) > fl_color_contrast (ground, white) ? black : white;
}

static const char *
count_text (guint64 count, char *buffer, gsize size)
{
  if (count >= 1000000)
    g_snprintf (buffer, size, "%.1f M", (double) count / 1e6);
  else if (count >= 10000)
    g_snprintf (buffer, size, "%.0f k", (double) count / 1e3);
  else
    {
      g_autofree char *whole = fl_format_whole (count);

      g_strlcpy (buffer, whole, size);
    }
  return buffer;
}

static void
paint_row (cairo_t *cr, const FlTheme *theme, const FlConfusion *c, const FlConfusionLayout *at, guint row)
{
  FlTextStyle style = { TEXT + 0.5, PANGO_WEIGHT_MEDIUM, 0.5, 0.5 };
  const guint64 *counts = c->counts + (gsize) row * c->n;
  double y = at->top + row * at->cell_height, gap = at->cell_width >= 12 && at->cell_height >= 12 ? 1 : 0;
  guint64 sum = 0;
  char text[32];

  for (guint k = 0; k < c->n; k++)
    sum += counts[k];
  for (guint k = 0; k < c->n; k++)
    {
      FlColor color = cell_color (theme, k == row, sum > 0 ? (double) counts[k] / (double) sum : 0);
      double x = at->left + k * at->cell_width;

      fl_set_source (cr, color, 1);
      cairo_rectangle (cr, x, y, at->cell_width - gap, at->cell_height - gap);
      cairo_fill (cr);
      if (counts[k] == 0 || at->cell_height < fl_em (theme, 14))
        continue;
      count_text (counts[k], text, sizeof text);
      if (fl_text_width (cr, theme, style, text) <= at->cell_width - 2)
        fl_draw_text (cr, theme, ink_on (theme, color), style, x + (at->cell_width - gap) / 2, y + (at->cell_height - gap) / 2, text);
    }
}

static gboolean
is_within (double at, double low, double high)
{
  return at >= low && at <= high;
}

/* Every name, or every second, third ... where lines would touch. */
static void
paint_names (cairo_t *cr, const FlTheme *theme, const FlConfusion *c, const FlConfusionLayout *at, double names)
{
  FlTextStyle beside = { TEXT, PANGO_WEIGHT_NORMAL, 1, 0.5 }, above = { TEXT, PANGO_WEIGHT_NORMAL, 0.5, 1 };
  guint each_row = MAX (1, (guint) ceil (fl_em (theme, TEXT * 1.3) / at->cell_height));
  guint each_column = MAX (1, (guint) ceil (fl_em (theme, 16) / at->cell_width));

  for (guint i = 0; i < c->n; i += each_row)
    if (is_within (at->top + (i + 0.5) * at->cell_height, at->y0, at->y1))
      fl_draw_text_full (cr, theme, theme->text, beside, at->x0 - 6, at->top + (i + 0.5) * at->cell_height, c->names[i], names, 0);
  for (guint i = 0; i < c->n; i += each_column)
    if (is_within (at->left + (i + 0.5) * at->cell_width, at->x0, at->x1))
      fl_draw_text_full (cr, theme, theme->text, above, at->left + (i + 0.5) * at->cell_width, at->y0 - 3, c->names[i],
                         each_column * at->cell_width - 3, 0);
}

static void
paint_titles (cairo_t *cr, const FlTheme *theme, const FlConfusionLayout *at, double names)
{
  FlTextStyle title = { TEXT, PANGO_WEIGHT_NORMAL, 0.5, 0 };
  double line = ceil (fl_em (theme, TEXT * 1.6));

  fl_draw_text (cr, theme, theme->dim, title, (at->x0 + at->x1) / 2, 0, _("predicted"));
  fl_draw_text_up (cr, theme, theme->dim, title, at->x0 - 6 - names - line / 2, (at->y0 + at->y1) / 2, _("truth"), at->y1 - at->y0);
}

static void
paint_scale (cairo_t *cr, const FlTheme *theme, const FlConfusionLayout *at)
{
  FlTextStyle style = { TEXT - 1, PANGO_WEIGHT_NORMAL, 0, 0 };
  double x = at->x1 + 8, height = at->y1 - at->y0;

  if (height < 40)
    return;
  for (guint side = 0; side < 2; side++)
    for (guint i = 0; i < 24; i++)
      {
        fl_set_source (cr, cell_color (theme, side == 0, 1 - (i + 0.5) / 24), 1);
        cairo_rectangle (cr, x + 7 * side, at->y0 + height * i / 24, 6, ceil (height / 24));
        cairo_fill (cr);
      }
  fl_draw_text (cr, theme, theme->dim, style, x + 17, at->y0 - 3, "100 %");
  style.valign = 1;
  fl_draw_text (cr, theme, theme->dim, style, x + 17, at->y1 + 3, "0");
}

void
fl_confusion_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlConfusion *c, FlConfusionLayout *layout)
{
  FlConfusionLayout at = { 0 };
  double names;

  if (c->n > 0 && c->counts != NULL)
    {
      lay_out (cr, theme, width, height, c, &names, &at);
      zoom (theme, &at);
      cairo_save (cr);
      cairo_rectangle (cr, at.x0, at.y0, at.x1 - at.x0, at.y1 - at.y0);
      cairo_clip (cr);
      for (guint row = 0; row < c->n; row++)
        paint_row (cr, theme, c, &at, row);
      cairo_restore (cr);
      fl_set_source (cr, theme->border, 1);
      cairo_set_line_width (cr, 1);
      cairo_rectangle (cr, at.x0 - 0.5, at.y0 - 0.5, at.x1 - at.x0, at.y1 - at.y0);
      cairo_stroke (cr);
      paint_names (cr, theme, c, &at, names);
      paint_titles (cr, theme, &at, names);
      paint_scale (cr, theme, &at);
      if (c->row >= 0 && c->column >= 0 && (guint) c->row < c->n && (guint) c->column < c->n)
        {
          cairo_save (cr);
          cairo_rectangle (cr, at.x0 - 1, at.y0 - 1, at.x1 - at.x0 + 2, at.y1 - at.y0 + 2);
          cairo_clip (cr);
          fl_set_source (cr, theme->text, 1);
          cairo_set_line_width (cr, 2);
          cairo_rectangle (cr, at.left + c->column * at.cell_width, at.top + c->row * at.cell_height, MAX (at.cell_width - 1, 3),
                           MAX (at.cell_height - 1, 3));
          cairo_stroke (cr);
          cairo_restore (cr);
        }
    }
  if (layout != NULL)
    *layout = at;
}

gboolean
fl_confusion_at (const FlConfusionLayout *layout, double x, double y, int *row, int *column)
{
  double u = (x - layout->left) / layout->cell_width, v = (y - layout->top) / layout->cell_height;

  if (layout->n == 0 || !is_within (x, layout->x0, layout->x1) || !is_within (y, layout->y0, layout->y1))
    return FALSE;
  if (!(u >= 0 && v >= 0 && u < layout->n && v < layout->n))
    return FALSE;
  *row = (int) v;
  *column = (int) u;
  return TRUE;
}
