#include "fl-label-room.h"

#include <math.h>

#define CELL 6.0
#define FAR 1e5 /* lines beyond this are not followed */

void
fl_label_room_init (FlLabelRoom *room, double left, double top, double width, double height)
{
  *room = (FlLabelRoom){ .area = { left, top, left + width, top + height } };
  room->columns = (guint) ceil (width / CELL) + 1;
  room->rows = (guint) ceil (height / CELL) + 1;
  room->lines = g_new0 (guint8, (gsize) room->columns * room->rows);
}

void
fl_label_room_clear (FlLabelRoom *room)
{
  g_clear_pointer (&room->lines, g_free);
}

void
fl_label_room_add_box (FlLabelRoom *room, double x, double y, double width, double height)
{
  if (room->n < FL_LABEL_BOXES)
    room->boxes[room->n++] = (FlLabelBox){ x - width / 2, y - height / 2, x + width / 2, y + height / 2 };
}

static gboolean
cell_of (const FlLabelRoom *room, double x, double y, guint *column, guint *row)
{
  if (!(x >= room->area.x0 && x <= room->area.x1 && y >= room->area.y0 && y <= room->area.y1))
    return FALSE;
  *column = (guint) ((x - room->area.x0) / CELL);
  *row = (guint) ((y - room->area.y0) / CELL);
  return TRUE;
}

void
fl_label_room_add_line (FlLabelRoom *room, double x0, double y0, double x1, double y1)
{
  double length = hypot (x1 - x0, y1 - y0);
  guint steps, column, row;

  if (!(fabs (x0) < FAR && fabs (y0) < FAR && length < FAR))
    return;
  steps = (guint) (length / (CELL / 2)) + 1;
  for (guint i = 0; i <= steps; i++)
    if (cell_of (room, x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps, &column, &row))
      room->lines[(gsize) row * room->columns + column] = 1;
}

/* The part of the straight line that lies in the box begins before it ends (Liang and Barsky, 1984). */
static gboolean
runs_through (const FlLabelBox *line, const FlLabelBox *box)
{
  double from = 0, to = 1, d[2] = { line->x1 - line->x0, line->y1 - line->y0 };
  double low[2] = { box->x0 - line->x0, box->y0 - line->y0 }, high[2] = { box->x1 - line->x0, box->y1 - line->y0 };

  for (guint i = 0; i < 2; i++)
    {
      if (d[i] == 0 && (low[i] >= 0 || high[i] <= 0))
        return FALSE;
      if (d[i] == 0)
        continue;
      from = MAX (from, MIN (low[i] / d[i], high[i] / d[i]));
      to = MIN (to, MAX (low[i] / d[i], high[i] / d[i]));
    }
  return from < to;
}

/* > 0: x, y lies to the one side of the line, < 0: to the other. */
static double
side (const FlLabelBox *line, double x, double y)
{
  return (line->x1 - line->x0) * (y - line->y0) - (line->y1 - line->y0) * (x - line->x0);
}

static gboolean
lines_cross (const FlLabelBox *a, const FlLabelBox *b)
{
  return side (a, b->x0, b->y0) * side (a, b->x1, b->y1) < 0 && side (b, a->x0, a->y0) * side (b, a->x1, a->y1) < 0;
}

void
fl_label_room_add_leader (FlLabelRoom *room, double x0, double y0, double x1, double y1)
{
  if (room->n_leaders < FL_LABEL_LEADERS)
    room->leaders[room->n_leaders++] = (FlLabelBox){ x0, y0, x1, y1 };
}

gboolean
fl_label_room_may_lead (const FlLabelRoom *room, double x0, double y0, double x1, double y1)
{
  FlLabelBox line = { x0, y0, x1, y1 };

  for (guint i = 0; i < room->n; i++)
    {
      const FlLabelBox *box = &room->boxes[i];

      if (!(x0 >= box->x0 && x0 <= box->x1 && y0 >= box->y0 && y0 <= box->y1) && runs_through (&line, box))
        return FALSE;
    }
  for (guint i = 0; i < room->n_leaders; i++)
    if (lines_cross (&line, &room->leaders[i]))
      return FALSE;
  return TRUE;
}

static gboolean
covers_leader (const FlLabelRoom *room, const FlLabelBox *box)
{
  for (guint i = 0; i < room->n_leaders; i++)
    if (runs_through (&room->leaders[i], box))
      return TRUE;
  return FALSE;
}

static guint
boxes_covered (const FlLabelRoom *room, const FlLabelBox *box)
{
  guint n = 0;

  for (guint i = 0; i < room->n; i++)
    {
      const FlLabelBox *other = &room->boxes[i];

      n += box->x0 < other->x1 && box->x1 > other->x0 && box->y0 < other->y1 && box->y1 > other->y0;
    }
  return n;
}

static guint
cells_covered (const FlLabelRoom *room, const FlLabelBox *box)
{
  guint n = 0;

  for (double y = box->y0; y < box->y1 + CELL; y += CELL)
    for (double x = box->x0; x < box->x1 + CELL; x += CELL)
      {
        guint column, row;

        n += cell_of (room, MIN (x, box->x1), MIN (y, box->y1), &column, &row) && room->lines[(gsize) row * room->columns + column];
      }
  return n;
}

static FlLabelBox
box_at (double x, double y, double width, double height)
{
  return (FlLabelBox){ x - width / 2, y - height / 2, x + width / 2, y + height / 2 };
}

static gboolean
is_inside (const FlLabelRoom *room, const FlLabelBox *box)
{
  return box->x0 >= room->area.x0 && box->x1 <= room->area.x1 && box->y0 >= room->area.y0 && box->y1 <= room->area.y1;
}

gboolean
fl_label_room_is_free (const FlLabelRoom *room, double x, double y, double width, double height, gboolean lines_too)
{
  FlLabelBox box = box_at (x, y, width, height);

  return is_inside (room, &box) && boxes_covered (room, &box) == 0 && !covers_leader (room, &box) && (!lines_too || cells_covered (room, &box) == 0);
}

void
fl_label_room_take (FlLabelRoom *room, double *x, double *y, double width, double height, double gap)
{
  /* Up at the right first, where people look for it. */
  static const double ways[8][2] = { { 1, -1 }, { 1, 1 }, { -1, -1 }, { -1, 1 }, { 0, -1 }, { 0, 1 }, { 1, 0 }, { -1, 0 } };
  double best = INFINITY, best_x = *x, best_y = *y;

  for (guint ring = 0; ring < 4; ring++)
    for (guint w = 0; w < G_N_ELEMENTS (ways); w++)
      {
        double out = gap + 9 * ring;
        FlLabelBox box = box_at (*x + ways[w][0] * (out + width / 2), *y + ways[w][1] * (ways[w][0] != 0 ? out : out + height / 2), width, height);
        double cost = 40.0 * boxes_covered (room, &box) + cells_covered (room, &box) + 0.8 * ring + 0.05 * w;

        if (is_inside (room, &box) && cost < best)
          {
            best = cost;
            best_x = (box.x0 + box.x1) / 2;
            best_y = (box.y0 + box.y1) / 2;
          }
      }
  *x = best_x;
  *y = best_y;
  fl_label_room_add_box (room, best_x, best_y, width, height);
}
