/* Where the curves of a race cross. Each crossing is marked; its label takes the nearest place that covers no curve and no other label, and
 * whose line back runs through none. What finds no place for its words says at least where on the axis it is. */
#include "fl-lanes-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-curve-private.h"
#include "fl-label-room.h"
#include "fl-text-private.h"

#define MOST_LABELS 6 /* in words; others are short */
#define LABEL_LINE 14.0
#define RINGS 16      /* places for a label that are tried: as many distances and directions */
#define WAYS 24

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
  char *title, *text; /* owned; no title: a short one, which says only where */
  double width, height;
  double mark_x, mark_y, x, y; /* of the crossing, and of the label's middle */
  gboolean placed;
} Label;

void
fl_lanes_crossing_words (const FlLanesPainter *p, const NnCrossing *c, char **title, char **text)
{
  char at[32], loss[32];

  *title = g_strdup_printf (_("%s passes %s"), p->chart->lines[c->winner].name, p->chart->lines[c->loser].name);
  *text = g_strdup_printf (_("%s %s, loss %s"), p->chart->x_word, fl_format_number (c->x, at, sizeof at), fl_format_number (c->y, loss, sizeof loss));
}

static Label
label_new (FlLanesPainter *p, const NnCrossing *c, double x, double y)
{
  Label label = { .mark_x = x, .mark_y = y, .height = 2 * fl_em (p->theme, LABEL_LINE) + 4 };

  fl_lanes_crossing_words (p, c, &label.title, &label.text);
  label.width = MAX (fl_text_width (p->cr, p->theme, title_style, label.title), fl_text_width (p->cr, p->theme, label_style, label.text)) + 10;
  return label;
}

/* What fits nearly everywhere: the place on the horizontal axis. The colour of the mark tells who has passed. */
static void
label_shorten (FlLanesPainter *p, Label *label)
{
  char at[32];

  g_clear_pointer (&label->title, g_free);
  g_free (label->text);
  label->text = g_strdup (fl_format_number (fl_axis_value (&p->at.x, label->mark_x), at, sizeof at));
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

/* A place about its crossing that covers no other and no curve, and whose line back runs through none: the nearest first. */
static gboolean
find_place (const FlLabelRoom *room, Label *label)
{
  for (guint ring = 0; ring < RINGS; ring++)
    for (guint way = 0; way < WAYS; way++)
      {
        double angle = 2 * G_PI / WAYS * way - G_PI / 3, out = 9 + 14.0 * ring, near_x, near_y; /* up at the right first */

        label->x = label->mark_x + cos (angle) * (out + label->width / 2);
        label->y = label->mark_y + sin (angle) * (out + label->height / 2);
        if (!fl_label_room_is_free (room, label->x, label->y, label->width, label->height, TRUE))
          continue;
        nearest_of (label, &near_x, &near_y);
        if (fl_label_room_may_lead (room, label->mark_x, label->mark_y, near_x, near_y))
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
place_labels (FlLabelRoom *room, GArray *labels, gboolean last_first, guint most)
{
  guint placed = 0;

  for (guint i = 0; i < labels->len && placed < most; i++)
    {
      Label *label = &g_array_index (labels, Label, last_first ? labels->len - 1 - i : i);
      double near_x, near_y;

      if (label->placed || !find_place (room, label))
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
  guint placed = place_labels (&room, labels, last_first, MOST_LABELS);

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

/* As many as there is room for. The last crossings hold longest and come first, unless the other way round leaves room for more. */
static void
name_crossings (FlLanesPainter *p, FlLabelRoom *room)
{
  g_autoptr (GArray) labels = g_array_new (FALSE, FALSE, sizeof (Label));
  gboolean last_first;
  double x, y;

  g_array_set_clear_func (labels, label_clear);
  for (guint i = 0; i < p->chart->n_crossings; i++)
    if (fl_lanes_place_crossing (p, &p->chart->crossings[i], &x, &y))
      {
        Label label = label_new (p, &p->chart->crossings[i], x, y);

        g_array_append_val (labels, label);
      }
  last_first = count_places (*room, labels, TRUE) >= count_places (*room, labels, FALSE);
  place_labels (room, labels, last_first, MOST_LABELS);
  for (guint i = 0; i < labels->len; i++)
    if (!g_array_index (labels, Label, i).placed)
      label_shorten (p, &g_array_index (labels, Label, i));
  place_labels (room, labels, last_first, FL_LABEL_LEADERS - MOST_LABELS);
  for (guint i = 0; i < labels->len; i++)
    if (g_array_index (labels, Label, i).placed)
      paint_label (p, &g_array_index (labels, Label, i));
}

/* All are marked; those for whose names there is no room are named by the read-out. */
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
