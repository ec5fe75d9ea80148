/* Where the curves of a race cross. Each crossing is marked; its label takes the nearest place that covers no curve and no other label, and
 * whose line back runs through none. Crossings close together share one where somebody passes several or several pass one. What finds no
 * place for its words has its number in the list of crossings, or where there is no such list, where on the axis it is. */
#include "fl-lanes-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-curve-private.h"
#include "fl-label-room.h"
#include "fl-text-private.h"

#define MOST_LABELS 6 /* in words; others are short */
#define LABEL_LINE 14.0
#define TOGETHER 11.0 /* pixels: marks so near share a label */
#define NEAR_RINGS 4
#define RINGS 16      /* places for a label that are tried: as many distances and directions */
#define WAYS 24

typedef enum
{
  CLEAR,     /* of curves, with a line back that meets nothing */
  ON_CURVES, /* over them, near by */
  CROWDED,   /* and whose line back may meet another mark or label: where many crossings lie together */
  LED        /* clear, but nearer to another crossing: its line tells whose it is, in a corner with no room beside the mark */
} Place;

static const FlTextStyle title_style = { FL_LANES_LABEL_SIZE - 0.5, PANGO_WEIGHT_MEDIUM, 0, 0.5 };
static const FlTextStyle label_style = { FL_LANES_LABEL_SIZE - 0.5, PANGO_WEIGHT_NORMAL, 0, 0.5 };

static void
note_curve (FlLanesPainter *p, const FlCurve *curve, FlLabelRoom *room)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (double));
  double was_x = NAN, was_y = NAN;

  fl_curve_thin (curve, NULL, p->at.x.min, p->at.x.max, (p->at.x.max - p->at.x.min) / p->at.width, points);
  for (guint k = 0; k < points->len; k += 2)
    {
      double x = fl_axis_pixel (&p->at.x, g_array_index (points, double, k)), y = fl_axis_pixel (&p->at.y, g_array_index (points, double, k + 1));

      if (k > 0)
        fl_label_room_add_line (room, was_x, was_y, x, y);
      was_x = x;
      was_y = y;
    }
}

typedef struct
{
  guint first, last; /* of the crossings it names */
  guint n, winner, loser;
  gboolean one_winner, one_loser;
  char *title, *text; /* owned; no title: a short one, which says only where */
  double width, height;
  double mark_x, mark_y, x, y; /* of the first crossing, and of the label's middle */
  gboolean placed;
} Label;

void
fl_lanes_crossing_words (const FlLanesPainter *p, const NnCrossing *c, char **title, char **text)
{
  char at[32], loss[32];

  *title = g_strdup_printf (_("%s passes %s"), p->chart->lines[c->winner].name, p->chart->lines[c->loser].name);
  *text = g_strdup_printf (_("%s %s, loss %s"), p->chart->x_word, fl_format_number (c->x, at, sizeof at), fl_format_number (c->y, loss, sizeof loss));
}

/* The names of the lanes that are no longer the same, joined. */
static char *
others (const FlLanesPainter *p, const Label *label, gboolean winners)
{
  GString *names = g_string_new (NULL);

  for (guint i = label->first; i <= label->last; i++)
    {
      const NnCrossing *c = &p->chart->crossings[i];

      if (winners ? c->loser == label->loser : c->winner == label->winner)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", p->chart->lines[winners ? c->winner : c->loser].name);
    }
  return g_string_free (names, FALSE);
}

static void
label_write (FlLanesPainter *p, Label *label)
{
  const NnCrossing *first = &p->chart->crossings[label->first], *last = &p->chart->crossings[label->last];
  g_autofree char *names = label->n > 1 ? others (p, label, !label->one_winner) : NULL;
  char from[32], to[32];

  fl_lanes_crossing_words (p, first, &label->title, &label->text);
  if (label->n > 1)
    {
      g_free (label->title);
      g_free (label->text);
      label->title = label->one_winner ? g_strdup_printf (_("%s passes %s"), p->chart->lines[label->winner].name, names)
                                       : g_strdup_printf (_("%s pass %s"), names, p->chart->lines[label->loser].name);
      fl_format_number (first->x, from, sizeof from);
      fl_format_number (last->x, to, sizeof to);
      label->text = g_str_equal (from, to) ? g_strdup_printf ("%s %s", p->chart->x_word, from)
                                           : g_strdup_printf (_("%s %s to %s"), p->chart->x_word, from, to);
    }
  label->height = 2 * fl_em (p->theme, LABEL_LINE) + 4;
  label->width = MAX (fl_text_width (p->cr, p->theme, title_style, label->title), fl_text_width (p->cr, p->theme, label_style, label->text)) + 10;
}

/* May the crossing share the label: beside it, and its winner passes once more, or its loser is passed once more? */
static gboolean
label_takes (Label *label, const NnCrossing *c, double x, double y)
{
  gboolean winner = label->one_winner && c->winner == label->winner, loser = label->one_loser && c->loser == label->loser;

  if (hypot (x - label->mark_x, y - label->mark_y) > TOGETHER || !(winner || loser))
    return FALSE;
  label->one_winner = winner;
  label->one_loser = loser;
  label->n++;
  return TRUE;
}

/* What fits nearly everywhere: its number in the list, or the place on the horizontal axis. The colour of the mark tells who has passed. */
static void
label_shorten (FlLanesPainter *p, Label *label)
{
  char at[32];

  g_clear_pointer (&label->title, g_free);
  g_free (label->text);
  if (!p->chart->numbered)
    label->text = g_strdup (fl_format_number (fl_axis_value (&p->at.x, label->mark_x), at, sizeof at));
  else if (label->n == 1)
    label->text = g_strdup_printf ("%u", label->first + 1);
  else
    label->text = g_strdup_printf ("%u–%u", label->first + 1, label->last + 1);
  label->width = fl_text_width (p->cr, p->theme, label_style, label->text) + 6;
  label->height = fl_em (p->theme, LABEL_LINE);
}

static void
label_clear (gpointer data)
{
  Label *label = data;

  g_free (label->title);
  g_free (label->text);
}

/* Where a line from the crossing meets the label. */
static void
nearest_of (const Label *label, double *near_x, double *near_y)
{
  *near_x = CLAMP (label->mark_x, label->x - label->width / 2, label->x + label->width / 2);
  *near_y = CLAMP (label->mark_y, label->y - label->height / 2, label->y + label->height / 2);
}

/* Does nobody take the label for that of another crossing? */
static gboolean
own_is_nearest (const Label *label, const GArray *labels)
{
  for (guint i = 0; i < labels->len; i++)
    {
      const Label *other = &g_array_index (labels, Label, i);

      if (hypot (other->mark_x - label->x, other->mark_y - label->y) < hypot (label->mark_x - label->x, label->mark_y - label->y))
        return FALSE;
    }
  return TRUE;
}

/* A place about its crossing that covers no other, and is no worse than it may be: the nearest first. In short a label is beside its own. */
static gboolean
find_place (const FlLabelRoom *room, Label *label, const GArray *labels, Place worst)
{
  gboolean clear = worst == CLEAR || worst == LED;

  for (guint ring = 0; ring < (clear ? RINGS : NEAR_RINGS); ring++)
    for (guint way = 0; way < WAYS; way++)
      {
        double angle = 2 * G_PI / WAYS * way - G_PI / 3, out = 9 + 14.0 * ring, near_x, near_y; /* up at the right first */

        label->x = label->mark_x + cos (angle) * (out + label->width / 2);
        label->y = label->mark_y + sin (angle) * (out + label->height / 2);
        if (worst == LED) /* at the edge of the chart, too */
          label->x = CLAMP (label->x, room->area.x0 + label->width / 2, room->area.x1 - label->width / 2);
        if (!fl_label_room_is_free (room, label->x, label->y, label->width, label->height, clear))
          continue;
        nearest_of (label, &near_x, &near_y);
        if ((label->title != NULL || worst == LED || own_is_nearest (label, labels))
            && (worst == CROWDED || fl_label_room_may_lead (room, label->mark_x, label->mark_y, near_x, near_y)))
          return TRUE;
      }
  return FALSE;
}

static void
paint_label (FlLanesPainter *p, const Label *label)
{
  double left = label->x - label->width / 2, top = label->y - label->height / 2, line = fl_em (p->theme, LABEL_LINE), near_x, near_y;

  nearest_of (label, &near_x, &near_y);
  cairo_move_to (p->cr, label->mark_x, label->mark_y); /* the mark covers its beginning */
  cairo_line_to (p->cr, near_x, near_y);
  fl_set_source (p->cr, p->theme->dim, 0.8);
  cairo_set_line_width (p->cr, 1);
  cairo_stroke (p->cr);
  fl_rounded_path (p->cr, left, top, label->width, label->height, 4);
  fl_set_source (p->cr, p->theme->card, 0.85);
  cairo_fill (p->cr);
  if (label->title == NULL)
    {
      fl_draw_text (p->cr, p->theme, p->theme->text, label_style, left + 3, top + line / 2, label->text);
      return;
    }
  fl_draw_text (p->cr, p->theme, p->theme->text, title_style, left + 5, top + 2 + line / 2, label->title);
  fl_draw_text (p->cr, p->theme, p->theme->dim, label_style, left + 5, top + 2 + 1.5 * line, label->text);
}

/* Gives labels that have none their places, the last or the first first, and says how many got one. */
static guint
place_labels (FlLabelRoom *room, GArray *labels, gboolean last_first, guint most, Place worst)
{
  guint placed = 0;

  for (guint i = 0; i < labels->len && placed < most; i++)
    {
      Label *label = &g_array_index (labels, Label, last_first ? labels->len - 1 - i : i);
      double near_x, near_y;

      if (label->placed || !find_place (room, label, labels, worst))
        continue;
      label->placed = TRUE;
      placed++;
      nearest_of (label, &near_x, &near_y);
      fl_label_room_add_box (room, label->x, label->y, label->width, label->height);
      fl_label_room_add_leader (room, label->mark_x, label->mark_y, near_x, near_y);
    }
  return placed;
}

static guint
count_places (FlLabelRoom room, GArray *labels, gboolean last_first)
{
  guint placed = place_labels (&room, labels, last_first, MOST_LABELS, CLEAR);

  for (guint i = 0; i < labels->len; i++)
    g_array_index (labels, Label, i).placed = FALSE;
  return placed;
}

gboolean
fl_lanes_place_crossing (const FlLanesPainter *p, const NnCrossing *c, double *x, double *y)
{
  *x = fl_axis_pixel (&p->at.x, c->x);
  *y = fl_axis_pixel (&p->at.y, c->y);
  return *x >= p->at.left && *x <= p->at.left + p->at.width && *y >= p->at.top && *y <= p->at.top + p->at.height;
}

/* Neighbours in the order of the list share a label where they can: what it says is then true of all between its first and last. */
static GArray *
gather_labels (FlLanesPainter *p)
{
  GArray *labels = g_array_new (FALSE, FALSE, sizeof (Label));

  g_array_set_clear_func (labels, label_clear);
  for (guint i = 0; i < p->chart->n_crossings; i++)
    {
      const NnCrossing *c = &p->chart->crossings[i];
      Label *before = labels->len > 0 ? &g_array_index (labels, Label, labels->len - 1) : NULL;
      Label label = { .first = i, .last = i, .n = 1, .winner = c->winner, .loser = c->loser, .one_winner = TRUE, .one_loser = TRUE };

      if (!fl_lanes_place_crossing (p, c, &label.mark_x, &label.mark_y))
        continue;
      if (before != NULL && before->last + 1 == i && label_takes (before, c, label.mark_x, label.mark_y))
        before->last = i;
      else
        g_array_append_val (labels, label);
    }
  for (guint i = 0; i < labels->len; i++)
    label_write (p, &g_array_index (labels, Label, i));
  return labels;
}

/* In words as many as there is room for: the last crossings hold longest and come first, unless the other way round leaves room for more.
 * The others in short, over curves where there is no other room. */
static void
name_crossings (FlLanesPainter *p, FlLabelRoom *room)
{
  g_autoptr (GArray) labels = gather_labels (p);
  gboolean last_first;

  last_first = count_places (*room, labels, TRUE) >= count_places (*room, labels, FALSE);
  place_labels (room, labels, last_first, MOST_LABELS, CLEAR);
  for (guint i = 0; i < labels->len; i++)
    if (!g_array_index (labels, Label, i).placed)
      label_shorten (p, &g_array_index (labels, Label, i));
  for (Place worst = CLEAR; worst <= LED; worst++)
    place_labels (room, labels, last_first, labels->len, worst);
  for (guint i = 0; i < labels->len; i++)
    if (g_array_index (labels, Label, i).placed)
      paint_label (p, &g_array_index (labels, Label, i));
}

/* All are marked; the read-out names those that it is near. */
void
fl_lanes_paint_crossings (FlLanesPainter *p)
{
  FlLabelRoom room;
  double x, y;

  fl_label_room_init (&room, p->at.left, p->at.top, p->at.width, p->at.height);
  for (guint i = 0; i < p->chart->n; i++)
    if (p->chart->lines[i].curve != NULL)
      note_curve (p, p->chart->lines[i].curve, &room);
  for (guint i = 0; i < p->chart->n_crossings; i++)
    if (fl_lanes_place_crossing (p, &p->chart->crossings[i], &x, &y))
      fl_label_room_add_box (&room, x, y, 10, 10);
  if (!fl_lanes_is_hovered (p))
    name_crossings (p, &room);
  for (guint i = 0; i < p->chart->n_crossings; i++)
    if (fl_lanes_place_crossing (p, &p->chart->crossings[i], &x, &y))
      {
        cairo_arc (p->cr, x, y, 4, 0, 2 * G_PI);
        fl_set_source (p->cr, p->theme->card, 1);
        cairo_fill_preserve (p->cr);
        fl_set_source (p->cr, fl_lane_color (p->theme, p->chart->lines[p->chart->crossings[i].winner].color), 1);
        cairo_set_line_width (p->cr, 1.6);
        cairo_stroke (p->cr);
      }
  fl_label_room_clear (&room);
}
