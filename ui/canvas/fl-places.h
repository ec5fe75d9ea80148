/* FlPlaces: where everything of a network stands on the canvas, in logical pixels. A value; pure arithmetic, any thread. */
#pragma once
#include "fl-topology.h"

G_BEGIN_DECLS

typedef struct
{
  double left, width;   /* the column's share of the canvas */
  double center;        /* of its neurons or card */
  double x, y, pitch;   /* neurons: left edge; top of the first; from one top to the next */
  double card_width, card_height; /* slim or folded: the card, centred on (center, middle) */
  guint shown;          /* neurons with a place of their own (folded: maps on the card; slim: 0) */
  guint grid;           /* folded: maps side by side */
} FlColumnPlace;

typedef struct
{
  double width, height;
  double text_scale;    /* as FlTheme's */
  double top, bottom;   /* room for the layers' headers; for the insert buttons and what a layer takes */
  double middle;        /* height of the line everything is centred on */
  double size;          /* edge of a neuron's map */
  double cell;          /* edge of a map's cell on a folded card */
  double name_width;    /* room for the inputs' names, left of them */
  double out_width;     /* room for the outputs' names, right of them */
  guint n_columns;
  FlColumnPlace columns[NN_MAX_LAYERS + 1];
} FlPlaces;

/* The least size a network can be shown in. */
void fl_places_minimum (const FlTopology *topology, double text_scale, int *width, int *height);
void fl_places_compute (FlPlaces *places, const FlTopology *topology, double text_scale, double width, double height);

/* The box of one neuron or of a card's map. FALSE where it has no place of its own. */
gboolean fl_places_unit (const FlPlaces *places, const FlTopology *topology, guint column, guint unit, double *x, double *y,
                         double *size);
/* The whole card of a slim or folded column. */
void fl_places_card (const FlPlaces *places, guint column, double *x, double *y, double *width, double *height);

typedef struct
{
  double x0, y0, x1, y1;
} FlSegment;
/* A link's ends. FALSE where one of them has no place of its own (folded). */
gboolean fl_places_link (const FlPlaces *places, const FlTopology *topology, guint column, guint unit, guint source_unit,
                         FlSegment *segment);

typedef struct
{
  int column, unit;   /* the neuron, or unit -1: the column's card; column -1: nothing here */
  int source_unit;    /* a link: its other end, else -1 */
} FlHit;
/* What is under a place: a neuron before a card before a link. */
FlHit fl_places_hit (const FlPlaces *places, const FlTopology *topology, double x, double y);

G_END_DECLS
