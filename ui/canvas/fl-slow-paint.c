#include "fl-slow-paint.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fl-network-paint.h"
#include "fl-text-private.h"

#define MOST_LABELS 16 /* numbers at the links of one neuron */
#define LINE 15.0      /* of the numbers on a card; goes with text */

int
fl_slow_column (const NnStepWalk *walk, guint stage)
{
  int layer;

  nn_step_walk_stage (walk, stage, &layer);
  return layer >= 0 ? layer + 1 : -1;
}

static double
gradient_of (const NnStepWalk *walk, guint layer, guint unit)
{
  guint first, end;
  const NnStepPart *part;

  nn_step_walk_layer (walk, layer, &first, &end);
  part = &walk->parts[first];
  if (part->sums)
    return part->dy[unit];
  return unit < part->in ? part->dx[unit] : NAN;
}

static double
output_of (const NnStepWalk *walk, guint column, guint unit)
{
  guint first, end;

  if (column == 0)
    return walk->parts[0].x[unit];
  nn_step_walk_layer (walk, column - 1, &first, &end);
  return walk->parts[end - 1].y[unit];
}

/* The number on a neuron in a stage, or NaN where it has none: forward what it gives, backward its gradient, in the update the change of
 * its bias. */
static double
value_on (const NnStepWalk *walk, guint stage, guint column, guint unit)
{
  int at = fl_slow_column (walk, stage), layer;
  gssize bias;

  switch (nn_step_walk_stage (walk, stage, &layer))
    {
    case NN_STAGE_FORWARD: return (int) column <= at ? output_of (walk, column, unit) : NAN;
    case NN_STAGE_LOSS: return output_of (walk, column, unit);
    case NN_STAGE_BACKWARD: return (int) column >= at ? gradient_of (walk, column - 1, unit) : NAN;
    case NN_STAGE_UPDATE:
    default:
      bias = column > 0 ? nn_step_walk_weight (walk, column - 1, unit, -1) : -1;
      return bias >= 0 ? (double) walk->after[bias] - (double) walk->before[bias] : NAN;
    }
}

/* What goes along a link: forward its share of the sum, backward its gradient, in the update its change. */
static double
link_value (const NnStepWalk *walk, NnStageKind kind, guint column, guint unit, guint source)
{
  gssize w = nn_step_walk_weight (walk, column - 1, unit, (int) source);
  guint first, end;

  if (w < 0)
    return NAN;
  if (kind == NN_STAGE_BACKWARD)
    return (double) walk->mean[w];
  if (kind == NN_STAGE_UPDATE)
    return (double) walk->after[w] - (double) walk->before[w];
  nn_step_walk_layer (walk, column - 1, &first, &end);
  return (double) walk->before[w] * walk->parts[first].x[source];
}

/* --- numbers ------------------------------------------------------------------------------------- */

/* Three digits at most, which fit on a tile: "−0.31", "0.048", "6e−4". */
static void
write_number (double value, gboolean signed_, char *text, gsize size)
{
  double magnitude = fabs (value);
  char digits[32];

  if (magnitude > 0 && magnitude < 0.001)
    {
      char plain[32]; /* "6e-04" */

      g_ascii_formatd (plain, sizeof plain, "%.0e", magnitude);
      g_snprintf (digits, sizeof digits, "%ce−%d", plain[0], abs (atoi (strchr (plain, 'e') + 1)));
    }
  else
    g_snprintf (digits, sizeof digits, magnitude < 0.1 && magnitude > 0 ? "%.3f" : magnitude < 10 ? "%.2f" : "%.3g", magnitude);
  g_snprintf (text, size, "%s%s", value < 0 ? "−" : signed_ ? "+" : "", digits);
}

static void
paint_pill (cairo_t *cr, const FlTheme *theme, const char *text, double x, double y, FlColor border)
{
  FlTextStyle style = { 11, PANGO_WEIGHT_BOLD, 0.5, 0.5 };
  double width, height;

  fl_measure_text (cr, theme, style, text, &width, &height);
  height = fl_em (theme, 16);
  fl_rounded_path (cr, x - width / 2 - 4, y - height / 2, width + 8, height, height / 2);
  fl_set_source (cr, theme->card, 1);
  cairo_fill_preserve (cr);
  cairo_set_line_width (cr, 1.2);
  fl_set_source (cr, border, 1);
  cairo_stroke (cr);
  fl_draw_text (cr, theme, theme->text, style, x, y, text);
}

/* --- neurons -------------------------------------------------------------------------------------- */

static double
largest (const NnStepWalk *walk, guint stage, guint column, guint units)
{
  double most = 0;

  for (guint u = 0; u < units; u++)
    {
      double value = fabs (value_on (walk, stage, column, u));

      if (isfinite (value))
        most = MAX (most, value);
    }
  return most > 0 ? most : 1;
}

static void
paint_tile (cairo_t *cr, const FlTheme *theme, double x, double y, double size, double value, double most, gboolean active)
{
  FlTextStyle style = { size < 24 ? 10 : 11.5, PANGO_WEIGHT_BOLD, 0.5, 0.5 };
  double share = MIN (1, fabs (value) / most) * (theme->contrast ? 0.45 : 0.65); /* its number stays readable */
  FlColor fill = fl_color_mix (theme->card, value < 0 ? theme->negative : theme->positive, isfinite (value) ? share : 0), ink = theme->text;
  double width = size;
  char text[32];

  style.size = MIN (style.size, 0.7 * size / theme->text_scale); /* no higher than its tile */
  if (isfinite (value)) /* wide enough for its number */
    {
      write_number (value, FALSE, text, sizeof text);
      width = MAX (size, fl_text_width (cr, theme, style, text) + 10);
    }
  fl_rounded_path (cr, x + (size - width) / 2, y, width, size, 8);
  fl_set_source (cr, fill, 1);
  cairo_fill_preserve (cr);
  cairo_set_line_width (cr, active ? 2 : 1);
  fl_set_source (cr, active ? theme->accent : theme->border, 1);
  cairo_stroke (cr);
  if (!isfinite (value))
    return;
  if (fl_color_contrast (fill, theme->text) < fl_color_contrast (fill, theme->card))
    ink = theme->card;
  fl_draw_text (cr, theme, ink, style, x + size / 2, y + size / 2, text);
}

static void
paint_chosen (cairo_t *cr, const FlTheme *theme, double x, double y, double size)
{
  double width = MAX (size, 44);

  fl_rounded_path (cr, x + (size - width) / 2 - 4, y - 4, width + 8, size + 8, 11);
  cairo_set_line_width (cr, 2);
  fl_set_source (cr, theme->text, 1);
  cairo_stroke (cr);
}

/* The largest of a wide layer, one below the other. */
static void
paint_wide (cairo_t *cr, const FlTheme *theme, const FlColumn *column, const FlPlaces *places, const FlSlow *slow, guint c, gboolean active)
{
  FlTextStyle style = { 11, PANGO_WEIGHT_NORMAL, 0.5, 0.5 };
  double x, y, width, height, line = fl_em (theme, LINE), values[32];
  guint units[32], shown = 0, room;
  g_autofree char *more = NULL;

  fl_places_card (places, c, &x, &y, &width, &height);
  fl_rounded_path (cr, x, y, width, height, 9);
  fl_set_source (cr, theme->card, 1);
  cairo_fill_preserve (cr);
  cairo_set_line_width (cr, active ? 2 : 1);
  fl_set_source (cr, active ? theme->accent : theme->border, 1);
  cairo_stroke (cr);
  room = CLAMP ((int) ((height - 10 - fl_em (theme, 14)) / line) - 1, 1, 30);
  for (guint u = 0; u < column->units; u++) /* kept in falling order of size: the smallest falls out at the end */
    {
      double value = value_on (slow->walk, slow->stage, c, u);
      guint at = shown;

      if (!isfinite (value))
        continue;
      while (at > 0 && fabs (values[at - 1]) < fabs (value))
        at--;
      if (at >= room)
        continue;
      for (guint k = MIN (shown, room - 1); k > at; k--)
        {
          values[k] = values[k - 1];
          units[k] = units[k - 1];
        }
      values[at] = value;
      units[at] = u;
      shown = MIN (shown + 1, room);
    }
  for (guint k = 0; k < shown; k++)
    {
      char number[32], text[64];

      write_number (values[k], FALSE, number, sizeof number);
      g_snprintf (text, sizeof text, "%u: %s", units[k] + 1, number);
      fl_draw_text_full (cr, theme, theme->text, style, x + width / 2, y + fl_em (theme, 14) + k * line, text, width - 8, 0);
    }
  if (shown == 0 || shown == column->units)
    return;
  more = g_strdup_printf (_("… and %u more"), column->units - shown);
  style.size = 10;
  fl_draw_text_full (cr, theme, theme->dim, style, x + width / 2, y + fl_em (theme, 14) + shown * line, more, width - 2, 0);
}

static void
paint_slim (cairo_t *cr, const FlTheme *theme, const FlColumn *column, const FlPlaces *places, guint c, gboolean active)
{
  FlTextStyle style = { 12, PANGO_WEIGHT_NORMAL, 0.5, 0.5 };
  double x, y, width, height;

  fl_places_card (places, c, &x, &y, &width, &height);
  fl_rounded_path (cr, x, y, width, height, 9);
  fl_set_source (cr, theme->card, 1);
  cairo_fill_preserve (cr);
  cairo_set_line_width (cr, active ? 2 : 1);
  fl_set_source (cr, active ? theme->accent : theme->border, 1);
  cairo_stroke (cr);
  cairo_save (cr);
  cairo_translate (cr, places->columns[c].center, places->middle);
  cairo_rotate (cr, -G_PI_2);
  fl_draw_text (cr, theme, theme->text, style, 0, 0, column->title);
  cairo_restore (cr);
}

static void
paint_column (cairo_t *cr, const FlTheme *theme, const FlTopology *topology, const FlPlaces *places, const FlSlow *slow, guint c)
{
  const FlColumn *column = &topology->columns[c];
  int at = fl_slow_column (slow->walk, slow->stage), layer;
  NnStageKind kind = nn_step_walk_stage (slow->walk, slow->stage, &layer);
  gboolean active = (int) c == at || (kind == NN_STAGE_LOSS && column->output) || (kind == NN_STAGE_UPDATE && column->linked);
  double most, x, y, size;

  if (column->slim)
    paint_slim (cr, theme, column, places, c, active);
  else if (column->folded)
    paint_wide (cr, theme, column, places, slow, c, active);
  else
    {
      most = largest (slow->walk, slow->stage, c, column->units);
      for (guint u = 0; u < column->units; u++)
        if (fl_places_unit (places, topology, c, u, &x, &y, &size))
          {
            paint_tile (cr, theme, x, y, size, value_on (slow->walk, slow->stage, c, u), most, active);
            if ((int) c == slow->column && (int) u == slow->unit && kind != NN_STAGE_LOSS)
              paint_chosen (cr, theme, x, y, size);
          }
    }
}

/* --- links ---------------------------------------------------------------------------------------- */

static void
collect (const FlTopology *topology, const FlPlaces *places, const FlSlow *slow, NnStageKind kind, guint c, GArray *links, double *scale)
{
  const FlColumn *column = &topology->columns[c];

  if (!column->linked || column->folded || topology->columns[column->source].folded)
    return;
  for (guint u = 0; u < column->units; u++)
    for (guint s = 0; s < topology->columns[column->source].units; s++)
      {
        double value = link_value (slow->walk, kind, c, u, s);
        FlSegment segment;

        if (!isfinite (value) || !fl_places_link (places, topology, c, u, s, &segment))
          continue;
        *scale = MAX (*scale, fabs (value));
        g_array_append_val (links, ((FlLink){ segment.x0, segment.y0, segment.x1, segment.y1, (float) value }));
      }
}

/* At the chosen neuron's links, near their sources, where they do not yet lie together. In the update: from the old weight to the new. */
static void
paint_labels (cairo_t *cr, const FlTheme *theme, const FlTopology *topology, const FlPlaces *places, const FlSlow *slow, NnStageKind kind)
{
  const FlColumn *column = &topology->columns[slow->column];
  guint sources = topology->columns[column->source].units;

  if (!column->linked || column->folded || sources > MOST_LABELS || slow->unit >= (int) column->units)
    return;
  for (guint s = 0; s < sources; s++)
    {
      double value = link_value (slow->walk, kind, slow->column, slow->unit, s);
      gssize w = nn_step_walk_weight (slow->walk, slow->column - 1, slow->unit, (int) s);
      FlSegment link;
      char text[80], old[32], new[32];

      if (!isfinite (value) || !fl_places_link (places, topology, slow->column, slow->unit, s, &link))
        continue;
      write_number (value, TRUE, text, sizeof text);
      if (kind == NN_STAGE_UPDATE && link.x1 - link.x0 > fl_em (theme, 110))
        {
          write_number ((double) slow->walk->before[w], FALSE, old, sizeof old);
          write_number ((double) slow->walk->after[w], FALSE, new, sizeof new);
          if (strcmp (old, new) != 0) /* else the change alone says more */
            g_snprintf (text, sizeof text, "%s → %s", old, new);
        }
      /* The link's Bézier curve at t = 0.4: 0.424 of its width, 0.352 of its height. */
      paint_pill (cr, theme, text, link.x0 + 0.424 * (link.x1 - link.x0), link.y0 + 0.352 * (link.y1 - link.y0),
                  value < 0 ? theme->negative : theme->positive);
    }
}

static gboolean
fits (const FlTopology *topology, const NnStepWalk *walk)
{
  if (topology->n_columns != walk->spec->n_layers + 1 || topology->columns[0].units != walk->parts[0].in)
    return FALSE;
  for (guint c = 1; c < topology->n_columns; c++)
    {
      guint first, end;

      nn_step_walk_layer (walk, c - 1, &first, &end);
      if (walk->parts[end - 1].layer != c - 1 || walk->parts[end - 1].out != topology->columns[c].units)
        return FALSE;
    }
  return TRUE;
}

gboolean
fl_slow_paint (cairo_t *cr, const FlTheme *theme, const FlTopology *topology, const FlPlaces *places, const FlSlow *slow)
{
  g_autoptr (GArray) links = NULL;
  double scale = 0;
  int layer;
  NnStageKind kind;

  if (!fits (topology, slow->walk))
    return FALSE;
  kind = nn_step_walk_stage (slow->walk, slow->stage, &layer);
  cairo_rectangle (cr, 0, places->top - 4, places->width, places->height - places->top - places->bottom + 10);
  fl_set_source (cr, theme->card, 0.86);
  cairo_fill (cr);
  links = g_array_new (FALSE, FALSE, sizeof (FlLink));
  for (guint c = 1; c < topology->n_columns && kind != NN_STAGE_LOSS; c++)
    if ((int) c == layer + 1 || kind == NN_STAGE_UPDATE)
      collect (topology, places, slow, kind, c, links, &scale);
  if (links->len > 0 && scale > 0)
    fl_links_paint (cr, theme, (const FlLink *) links->data, links->len, scale);
  for (guint c = 0; c < topology->n_columns; c++)
    paint_column (cr, theme, topology, places, slow, c);
  if (kind != NN_STAGE_LOSS && slow->column > 0 && slow->column < (int) topology->n_columns && slow->unit >= 0)
    paint_labels (cr, theme, topology, places, slow, kind);
  return TRUE;
}
