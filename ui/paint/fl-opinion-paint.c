#include "fl-score-paint.h"

#include <math.h>
#include <stdlib.h>

#include "fl-text-private.h"

#define ROW 21.0
#define TEXT 12.0
#define NUMBER 48.0

typedef struct
{
  guint class_index;
  float share;
} Bar;

static int
largest_first (gconstpointer a, gconstpointer b)
{
  const Bar *x = a, *y = b;

  return x->share > y->share ? -1 : x->share < y->share ? 1 : (int) x->class_index - (int) y->class_index;
}

static int
by_class (gconstpointer a, gconstpointer b)
{
  return (int) ((const Bar *) a)->class_index - (int) ((const Bar *) b)->class_index;
}

static void
paint_bar (cairo_t *cr, const FlTheme *theme, const FlOpinion *o, const Bar *bar, gboolean best, double x, double y, double height,
           double width, double names)
{
  FlTextStyle name = { TEXT, best ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL, 1, 0.5 }, number = name;
  double full = MAX (width - fl_em (theme, NUMBER), 4), thick = CLAMP (floor (height * 0.6), 3, fl_em (theme, 14)), top = floor (y + (height - thick) / 2);
  char text[16];

  fl_draw_text_full (cr, theme, theme->text, name, x - 7, y + height / 2, o->names[bar->class_index], names, 0);
  fl_rounded_path (cr, x, top, full, thick, 3);
  fl_set_source (cr, theme->grid, 1);
  cairo_fill (cr);
  if (o->shares == NULL)
    return;
  if (bar->share >= 0.0005f) /* what reads "0 %" has no bar */
    {
      fl_rounded_path (cr, x, top, MAX (full * MIN (bar->share, 1), 1.5), thick, 3);
      fl_set_source (cr, best ? theme->accent : fl_color_mix (theme->card, theme->accent, 0.6), 1);
      cairo_fill (cr);
    }
  number.halign = 1;
  g_snprintf (text, sizeof text, bar->share < 0.9995f && bar->share >= 0.0005f ? "%.1f %%" : "%.0f %%", 100 * (double) bar->share);
  fl_draw_text (cr, theme, best ? theme->text : theme->dim, number, x + width, y + height / 2, text);
}

void
fl_opinion_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlOpinion *o)
{
  FlTextStyle style = { TEXT, PANGO_WEIGHT_BOLD, 0, 0 };
  guint shown = MIN (o->n, MAX ((guint) (height / fl_em (theme, 13)), 1));
  g_autofree Bar *bars = g_new0 (Bar, MAX (o->n, 1));
  double row = MIN (height / MAX (shown, 1), fl_em (theme, ROW * 1.4)), names = 0;
  guint best;

  for (guint i = 0; i < o->n; i++)
    bars[i] = (Bar){ i, o->shares != NULL ? o->shares[i] : 0 };
  qsort (bars, o->n, sizeof (Bar), largest_first);
  best = o->n > 0 ? bars[0].class_index : 0;
  qsort (bars, shown, sizeof (Bar), by_class);
  for (guint i = 0; i < shown; i++)
    names = MAX (names, fl_text_width (cr, theme, style, o->names[bars[i].class_index]));
  names = MIN (ceil (names), width * 0.35);
  for (guint i = 0; i < shown; i++)
    paint_bar (cr, theme, o, &bars[i], o->shares != NULL && bars[i].class_index == best, names + 9, i * row, row, width - names - 9, names);
}
