/* Histograms of one layer over time, one ridge behind the other. A histogram's bins are its own; each ridge is drawn as a density
 * (count over bin width and sum) on the axis that all share, so that areas compare. */
#include "fl-layers-paint.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-part.h"
#include "fl-text-private.h"

#define LABEL 11.0
#define MOST 22     /* ridges */
#define OVERLAP 3.2 /* of a ridge's highest place over the distance to the next */

typedef struct
{
  guint64 step;
  const NnHistogram *histogram;
  double total, peak; /* sum of counts; highest density */
} Ridge;

typedef struct
{
  guint n;
  Ridge ridges[MOST];
  double low, high, peak;
} Ridges;

/* Densities of wide and narrow ridges differ by orders: their root is drawn. */
static double
ridge_height (double density)
{
  return sqrt (MAX (density, 0));
}

static const NnHistogram *
histogram_of (const NnLayerRow *row, const FlRidgelineScene *scene)
{
  const NnLayerHistograms *all = row->histograms != NULL ? &row->histograms[scene->layer] : NULL;

  if (all == NULL)
    return NULL;
  return scene->what == FL_RIDGES_WEIGHTS ? &all->weights : scene->what == FL_RIDGES_GRADIENTS ? &all->gradients : &all->activations;
}

static void
measure (Ridge *ridge)
{
  guint most = 0;

  ridge->total = 0;
  for (guint i = 0; i < NN_HISTOGRAM_BINS; i++)
    {
      ridge->total += ridge->histogram->counts[i];
      most = MAX (most, ridge->histogram->counts[i]);
    }
  double bin = ((double) ridge->histogram->high - (double) ridge->histogram->low) / NN_HISTOGRAM_BINS;
  ridge->peak = ridge->total > 0 && bin > 0 ? most / (bin * ridge->total) : 0;
}

/* Rows with a histogram worth drawing, as many as fit, evenly spread over the rows and thus densest at the start; the last is among
 * them. */
static void
gather (const FlRidgelineScene *scene, guint most, Ridges *out)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  guint64 n = scene->series != NULL ? nn_layer_series_length (scene->series) : 0;

  out->n = 0;
  out->low = INFINITY;
  out->high = -INFINITY;
  out->peak = 0;
  if (scene->series == NULL || scene->layer >= nn_layer_series_n_layers (scene->series))
    return;
  for (guint64 r = 0; r < n; r++)
    {
      const NnLayerRow *row = nn_layer_series_row (scene->series, r);
      const NnHistogram *h = row->step <= scene->until ? histogram_of (row, scene) : NULL;

      if (h != NULL && h->high > h->low)
        g_ptr_array_add (rows, (gpointer) row);
    }
  most = MIN (most, MOST);
  for (guint i = 0; i < MIN (rows->len, most); i++)
    {
      guint at = rows->len <= most ? i : rows->len - 1 - (guint) ((guint64) (most - 1 - i) * (rows->len - 1) / (most - 1));
      const NnLayerRow *row = g_ptr_array_index (rows, at);
      Ridge *ridge = &out->ridges[out->n++];

      *ridge = (Ridge){ .step = row->step, .histogram = histogram_of (row, scene) };
      measure (ridge);
      out->low = MIN (out->low, (double) ridge->histogram->low);
      out->high = MAX (out->high, (double) ridge->histogram->high);
    }
  /* the tallest sets the scale, but one spike does not flatten all others */
  for (guint i = 0; i < out->n; i++)
    out->peak += ridge_height (out->ridges[i].peak) / out->n;
}

static void
paint_ridge (cairo_t *cr, const FlTheme *theme, const Ridge *ridge, const FlAxis *x, double base, double tallest, double peak, double age)
{
  const NnHistogram *h = ridge->histogram;
  double bin = ((double) h->high - (double) h->low) / NN_HISTOGRAM_BINS;
  FlColor color = fl_color_mix (theme->accent, theme->card, theme->contrast ? 0 : 0.55 * age);

  cairo_new_path (cr);
  cairo_move_to (cr, fl_axis_pixel (x, (double) h->low), base);
  for (guint i = 0; i < NN_HISTOGRAM_BINS; i++)
    {
      double density = h->counts[i] / (bin * MAX (ridge->total, 1));

      cairo_line_to (cr, fl_axis_pixel (x, (double) h->low + (i + 0.5) * bin), base - MIN (ridge_height (density) / peak, 1.4) * tallest);
    }
  cairo_line_to (cr, fl_axis_pixel (x, (double) h->high), base);
  fl_set_source (cr, fl_color_mix (color, theme->card, 0.82), 0.92);
  cairo_fill_preserve (cr);
  fl_set_source (cr, color, 1);
  cairo_set_line_width (cr, 1.3);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
  cairo_move_to (cr, x->from, round (base) + 0.5);
  cairo_line_to (cr, x->to, round (base) + 0.5);
  fl_set_source (cr, theme->grid, 0.8);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static void
paint_axis (cairo_t *cr, const FlTheme *theme, const FlAxis *x, double top, double bottom)
{
  FlTextStyle below = { LABEL, PANGO_WEIGHT_NORMAL, 0.5, 0 };
  char text[32];

  for (guint i = 0; i < x->n_ticks; i++)
    {
      double at = round (fl_axis_pixel (x, x->ticks[i])) + 0.5;

      fl_set_source (cr, theme->grid, 1);
      cairo_set_line_width (cr, 1);
      cairo_move_to (cr, at, top);
      cairo_line_to (cr, at, bottom);
      cairo_stroke (cr);
      fl_draw_text (cr, theme, theme->dim, below, at, bottom + 4, fl_axis_label (x, x->ticks[i], text, sizeof text));
    }
}

/* The value under the pointer, and the ridge's step. */
static void
paint_hover (cairo_t *cr, const FlTheme *theme, const FlRidgelineScene *scene, const Ridges *ridges, const FlAxis *x, double top, double first,
             double gap)
{
  FlTextStyle style = { LABEL, PANGO_WEIGHT_BOLD, 0, 0 };
  char value[32], step[32];
  int at = (int) lround ((scene->hover_y - first) / gap);

  if (isnan (scene->hover_x) || scene->hover_x < x->from || scene->hover_x > x->to)
    return;
  const Ridge *ridge = &ridges->ridges[CLAMP (at, 0, (int) ridges->n - 1)];
  fl_format_number (fl_axis_value (x, scene->hover_x), value, sizeof value);
  fl_format_number ((double) ridge->step, step, sizeof step);
  g_autofree char *text = g_strdup_printf (_("step %s · value %s"), step, value);
  double w = fl_text_width (cr, theme, style, text), left = scene->hover_x + 8 + w < x->to ? scene->hover_x + 8 : MAX (scene->hover_x - 8 - w, x->from);

  fl_set_source (cr, theme->dim, 0.8);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, round (scene->hover_x) + 0.5, top);
  cairo_line_to (cr, round (scene->hover_x) + 0.5, first + gap * (ridges->n - 1));
  cairo_stroke (cr);
  fl_draw_text_full (cr, theme, theme->text, style, left, top, text, 0, 0.9);
}

void
fl_ridgeline_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlRidgelineScene *scene)
{
  FlTextStyle middle = { 12, PANGO_WEIGHT_NORMAL, 0.5, 0.5 }, beside = { LABEL, PANGO_WEIGHT_NORMAL, 0, 0.5 };
  double left = 14, right = width - 6 - fl_em (theme, 52), top = 6, bottom = height - 4 - fl_em (theme, 18);
  Ridges ridges;
  FlAxis x;
  char text[32];

  gather (scene, (guint) MAX ((bottom - top) / 10, 4), &ridges);
  if (ridges.n == 0 || right - left < 20 || bottom - top < 30)
    {
      fl_draw_text_full (cr, theme, theme->dim, middle, width / 2, height / 2,
                         scene->what == FL_RIDGES_ACTIVATIONS || scene->series == NULL || nn_layer_series_length (scene->series) == 0
                           ? _("Train to see how values spread over time")
                           : _("This layer has no weights"),
                         width - 16, 0);
      return;
    }
  /* room above the first ridge for its height */
  double gap = (bottom - top) / (ridges.n - 1 + (ridges.n > 1 ? OVERLAP : 1)), tallest = gap * (ridges.n > 1 ? OVERLAP : 0.9);
  double first = bottom - gap * (ridges.n - 1);

  fl_part_axis (fl_part_x (theme), &x, ridges.low, ridges.high, left, right, FALSE, (guint) CLAMP ((right - left) / fl_em (theme, 40), 2, 5));
  paint_axis (cr, theme, &x, top, bottom);
  cairo_save (cr);
  cairo_rectangle (cr, left, 0, right - left, height);
  cairo_clip (cr);
  for (guint i = 0; i < ridges.n; i++)
    paint_ridge (cr, theme, &ridges.ridges[i], &x, first + gap * i, tallest * 0.75, MAX (ridges.peak, 1e-30),
                 ridges.n > 1 ? 1 - i / (ridges.n - 1.0) : 0);
  cairo_restore (cr);
  for (guint i = 0; i < ridges.n; i += MAX (1, (guint) ceil (fl_em (theme, LABEL * 1.3) / gap)))
    {
      fl_format_number ((double) ridges.ridges[i].step, text, sizeof text);
      fl_draw_text (cr, theme, theme->dim, beside, right + 6, first + gap * i, text);
    }
  paint_hover (cr, theme, scene, &ridges, &x, top, first, gap);
}
