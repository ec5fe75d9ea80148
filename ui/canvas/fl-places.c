/* Columns share the width by weight (slim ones take less), their neurons stand on one raster centred on one line, so that
 * rows of neighbouring columns with equally many neurons lie level. */
#include "fl-places.h"

#include <math.h>

#define MARGIN 14
#define TOP 30          /* the buttons of a layer's header ... */
#define TOP_TEXT 30     /* ... and its name, which goes with text */
#define BOTTOM 32       /* insert buttons ... */
#define BOTTOM_TEXT 44  /* ... and what a layer takes */
#define CAPTION 18      /* of a folded layer's card */
#define SLOT_MIN 79      /* three buttons side by side; six layers, input and output in a window of 1440x900 */
#define SLOT_TEXT 50     /* more for text of twice the size */
#define SLOT_MAX 190
#define PITCH_MIN 24 /* ten in a window of 1024x768; no two nearer than a finger's target */
#define PITCH_MAX 62
#define SIZE_MIN 22
#define SIZE_MAX 44
#define CELL 26
#define ROOMY 560     /* from this height on everything grows with the canvas... */
#define GROWTH_MAX 6 /* ...up to so many times its size */
#define CARD_MAPS 24
#define CARD_GRID 3

/* A slim card still has a name above it and "1,024 params" below. */
static double
column_weight (const FlColumn *column)
{
  return column->slim ? 0.95 : column->folded ? 1.2 : 1;
}

static guint
most_units (const FlTopology *topology)
{
  guint most = 1;

  for (guint i = 0; i < topology->n_columns; i++)
    if (!topology->columns[i].slim && !topology->columns[i].folded)
      most = MAX (most, topology->columns[i].units);
  return most;
}

/* Names are measured by their length: near enough for a margin, and no font is needed here. */
static double
names_width (char *const *names, guint n, double text_scale, double most)
{
  glong longest = 0;

  for (guint i = 0; i < n; i++)
    longest = MAX (longest, g_utf8_strlen (names[i], -1));
  return CLAMP (7.0 * text_scale * longest + 10, 24, most);
}

/* width: of the canvas; a wide one has room for long names. */
static void
measure_names (const FlTopology *topology, double text_scale, double width, double *inputs, double *outputs)
{
  double most = MAX (88 * text_scale, width * 0.16);
  const FlColumn *last = &topology->columns[topology->n_columns - 1];
  const DsPrepared *data = topology->data;

  *inputs = *outputs = 0;
  if (data != NULL && !topology->columns[0].folded && topology->columns[0].units > 0)
    *inputs = names_width (data->input_names, data->inputs, text_scale, most);
  if (data != NULL && !last->folded && last->units > 1 && data->n_classes == last->units)
    *outputs = names_width (data->class_names, data->n_classes, text_scale, most);
}

static double
total_weight (const FlTopology *topology)
{
  double sum = 0;

  for (guint i = 0; i < topology->n_columns; i++)
    sum += column_weight (&topology->columns[i]);
  return sum;
}

/* Less than half of a column is its maps, the rest is words. */
static double
least_slot (double text_scale)
{
  return SLOT_MIN + SLOT_TEXT * (text_scale - 1);
}

static double
room_above (double text_scale)
{
  return round (TOP + TOP_TEXT * text_scale);
}

static double
room_below (double text_scale)
{
  return round (BOTTOM + BOTTOM_TEXT * text_scale);
}

void
fl_places_minimum (const FlTopology *topology, double text_scale, int *width, int *height)
{
  double inputs, outputs;

  measure_names (topology, text_scale, 0, &inputs, &outputs);
  *width = ceil (2 * MARGIN + inputs + outputs + least_slot (text_scale) * total_weight (topology));
  *height = (int) (room_above (text_scale) + room_below (text_scale)) + MAX (5, most_units (topology)) * PITCH_MIN;
}

static void
place_card (FlPlaces *places, const FlColumn *column, FlColumnPlace *place, const FlColumnPlace *before)
{
  double room = places->height - places->top - places->bottom, caption = CAPTION * places->text_scale;

  if (column->slim)
    {
      double span = before->card_height > 0 ? before->card_height : before->shown * places->columns[0].pitch + 8;

      place->card_width = round (12 + caption);
      place->card_height = CLAMP (span, MIN (132, room), room);
    }
  else
    {
      guint rows;

      place->grid = CARD_GRID;
      rows = MIN ((guint) MAX (1, (room - 16 - caption) / places->cell), (CARD_MAPS + CARD_GRID - 1) / CARD_GRID);
      place->shown = MIN (column->units, rows * CARD_GRID);
      rows = (place->shown + CARD_GRID - 1) / CARD_GRID;
      place->card_width = CARD_GRID * places->cell + 12;
      place->card_height = round (rows * places->cell + 14 + caption);
      if (column->image_width > 0)
        place->shown = 0; /* pictures stand there instead of maps */
    }
}

void
fl_places_compute (FlPlaces *places, const FlTopology *topology, double text_scale, double width, double height)
{
  double top = room_above (text_scale), bottom = room_below (text_scale), room = MAX (PITCH_MIN, height - top - bottom), slot, x;
  double growth = CLAMP (room / ROOMY, 1, GROWTH_MAX), least = least_slot (text_scale);
  double pitch = CLAMP (room / most_units (topology), PITCH_MIN, PITCH_MAX * growth);

  *places = (FlPlaces){ .width = width, .height = height, .text_scale = text_scale, .top = top, .bottom = bottom,
                        .n_columns = topology->n_columns };
  measure_names (topology, text_scale, width, &places->name_width, &places->out_width);
  places->middle = floor (top + room / 2);
  slot = (width - 2 * MARGIN - places->name_width - places->out_width) / total_weight (topology);
  slot = CLAMP (slot, least, MAX (SLOT_MAX * growth, least));
  places->size = floor (CLAMP (pitch * 0.8, SIZE_MIN, MAX (SIZE_MAX, MIN (SIZE_MAX * growth, slot / 2))));
  /* in slow motion numbers take the maps' place */
  places->cell = floor (CELL * MAX (CLAMP (slot / SLOT_MAX, 1, growth), (1 + text_scale) / 2));
  x = (width - slot * total_weight (topology) - places->name_width - places->out_width) / 2 + places->name_width;
  x = MAX (x, MARGIN + places->name_width);
  for (guint i = 0; i < topology->n_columns; i++)
    {
      const FlColumn *column = &topology->columns[i];
      FlColumnPlace *place = &places->columns[i];

      place->left = floor (x);
      place->width = floor (slot * column_weight (column));
      place->center = floor (place->left + place->width / 2);
      place->pitch = floor (pitch);
      x += slot * column_weight (column);
      if (column->slim || column->folded)
        place_card (places, column, place, i > 0 ? place - 1 : place);
      else
        {
          place->shown = column->units;
          place->x = floor (place->center - places->size / 2);
          place->y = floor (places->middle - (place->pitch * (column->units - 1) + places->size) / 2);
        }
    }
}

void
fl_places_card (const FlPlaces *places, guint column, double *x, double *y, double *width, double *height)
{
  const FlColumnPlace *place = &places->columns[column];

  *width = place->card_width;
  *height = place->card_height;
  *x = floor (place->center - place->card_width / 2);
  *y = floor (places->middle - place->card_height / 2);
}

gboolean
fl_places_unit (const FlPlaces *places, const FlTopology *topology, guint column, guint unit, double *x, double *y, double *size)
{
  const FlColumnPlace *place = &places->columns[column];

  if (unit >= place->shown)
    return FALSE;
  if (topology->columns[column].folded)
    {
      double left, top, card_width, card_height;

      fl_places_card (places, column, &left, &top, &card_width, &card_height);
      *x = left + 7 + unit % place->grid * places->cell;
      *y = top + 7 + unit / place->grid * places->cell;
      *size = places->cell - 2;
      return TRUE;
    }
  *x = place->x;
  *y = place->y + unit * place->pitch;
  *size = places->size;
  return TRUE;
}

gboolean
fl_places_link (const FlPlaces *places, const FlTopology *topology, guint column, guint unit, guint source_unit, FlSegment *segment)
{
  const FlColumn *to = &topology->columns[column];
  double x, y, size;

  if (to->folded || topology->columns[to->source].folded ||
      !fl_places_unit (places, topology, to->source, source_unit, &x, &y, &size))
    return FALSE;
  segment->x0 = x + size;
  segment->y0 = y + size / 2;
  if (!fl_places_unit (places, topology, column, unit, &x, &y, &size))
    return FALSE;
  segment->x1 = x;
  segment->y1 = y + size / 2;
  return TRUE;
}

/* Height of the link's curve at x: a cubic with both inner points at half the way, which makes x a function of t alone. */
static double
segment_height (const FlSegment *segment, double x)
{
  double low = 0, high = 1, t = 0.5;

  for (guint i = 0; i < 12; i++)
    {
      double at;

      t = (low + high) / 2;
      at = segment->x0 + (segment->x1 - segment->x0) * (1.5 * t * (1 - t) + t * t * t);
      if (at < x)
        low = t;
      else
        high = t;
    }
  return segment->y0 + (segment->y1 - segment->y0) * (3 * t * t - 2 * t * t * t);
}

static FlHit
hit_link (const FlPlaces *places, const FlTopology *topology, double x, double y)
{
  FlHit hit = { -1, -1, -1 };
  double nearest = 5;

  for (guint c = 1; c < topology->n_columns; c++)
    {
      const FlColumn *column = &topology->columns[c];

      if (!column->linked || column->folded || topology->columns[column->source].folded)
        continue;
      for (guint u = 0; u < column->units; u++)
        for (guint s = 0; s < topology->columns[column->source].units; s++)
          {
            FlSegment segment;
            double away;

            if (!fl_places_link (places, topology, c, u, s, &segment) || x <= segment.x0 || x >= segment.x1)
              continue;
            away = fabs (segment_height (&segment, x) - y);
            if (away < nearest)
              {
                nearest = away;
                hit = (FlHit){ c, u, s };
              }
          }
    }
  return hit;
}

FlHit
fl_places_hit (const FlPlaces *places, const FlTopology *topology, double x, double y)
{
  for (guint c = 0; c < topology->n_columns; c++)
    {
      const FlColumnPlace *place = &places->columns[c];
      double ux, uy, width, height;

      if (x < place->left || x >= place->left + place->width)
        continue;
      for (guint u = 0; u < place->shown; u++)
        if (fl_places_unit (places, topology, c, u, &ux, &uy, &width) && x >= ux && x < ux + width && y >= uy && y < uy + width)
          return (FlHit){ c, u, -1 };
      if (place->card_width > 0)
        {
          fl_places_card (places, c, &ux, &uy, &width, &height);
          if (x >= ux && x < ux + width && y >= uy && y < uy + height)
            return (FlHit){ c, -1, -1 };
        }
    }
  return hit_link (places, topology, x, y);
}
