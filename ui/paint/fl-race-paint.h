/* What a race of optimizers looks like beside its surface: the loss of each by step, and what a model of two parameters makes of its
 * points. Pure; any thread. */
#pragma once
#include "fl-axis.h"
#include "fl-terrain.h"

G_BEGIN_DECLS

typedef struct
{
  guint color;
  guint n;         /* points: what there is of them */
  double *values;  /* (n) loss after each step, or NULL */
  double w, b, c;  /* of the step shown: prediction = w x + b (of a plane: w x + b y + c), or its logistic function */
} FlRaceLine;

typedef struct
{
  guint n_lines;
  FlRaceLine lines[FL_TERRAIN_PATHS];
  guint steps, shown;
  gboolean log;
  /* The data of the fit; n_points 0: none. Of one input points are (input, target); of two (plane) they are the inputs, and: */
  FlSpot *points;
  guint n_points;
  gboolean logistic, plane;
  double *values;   /* (n_points) of a plane: targets; of classes 0 or 1 */
  gboolean classes;
  double low, high; /* predictions with the full negative and positive colour */
  double middle;    /* w x + b y + c where a racer's line runs: its decision turns there, or half way between low and high */
  guint chosen;     /* the line whose predictions the field shows */
  char *x_label, *y_label;
} FlRaceScene;

void fl_race_scene_free (FlRaceScene *scene); /* and everything it holds */

void fl_race_curves_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlRaceScene *scene);
void fl_race_fit_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlRaceScene *scene);

G_END_DECLS
