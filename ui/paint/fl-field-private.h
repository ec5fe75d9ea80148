/* What the painters of the decision boundary share: how predictions become colours, contours, points, legend. */
#pragma once
#include "fl-field-paint.h"

G_BEGIN_DECLS

/* The share of the diverging scale a field uses: its fullest colour stays nearer to the ground than the points on it, and a
 * dark room is not dazzled. */
#define FL_FIELD_STRENGTH(theme) ((theme)->dark ? 0.76 : 0.88)

typedef enum
{
  FL_FIELD_ONE_UNIT, /* two classes on one unit, between low and high */
  FL_FIELD_PAIR,     /* two classes on two units: their difference */
  FL_FIELD_WINNER,   /* several classes, a unit each */
  FL_FIELD_VALUE     /* regression, between low and high */
} FlFieldKind;

typedef struct
{
  FlFieldKind kind;
  guint outputs;
  double low, high; /* values with the full negative and positive colour */
} FlFieldScale;

/* Either may be NULL. */
void fl_field_scale_init (FlFieldScale *scale, const DsPrepared *data, const NnPicture *picture);
gboolean fl_field_is_diverging (const FlFieldScale *scale);
/* -1 .. 1 (NaN stays) of a value between low and high. */
double fl_field_position (const FlFieldScale *scale, double value);

/* Decision lines, or level lines with their values, into the rectangle; vectors. */
void fl_field_contours (cairo_t *cr, const FlTheme *theme, const NnPicture *picture, double x, double y, double width, double height);

/* The colour of a row: its class's, or its value's. */
FlColor fl_row_color (const FlTheme *theme, const DsPrepared *data, const FlFieldScale *scale, gsize row);
FlColor fl_color_unpack (guint32 argb);

/* One marker, training rows with a dark edge, others outlined in white. */
void fl_point_paint (cairo_t *cr, const FlTheme *theme, FlMarker marker, FlColor color, gboolean outlined, double x, double y,
                     double size);
void fl_points_paint (cairo_t *cr, const FlTheme *theme, const FlBoundary *boundary, const FlBoundaryLayout *layout,
                      const FlFieldScale *scale);
double fl_points_size (const FlBoundary *boundary, const FlBoundaryLayout *layout);
/* Where a row lies, in data units. */
void fl_point_place (const FlBoundary *boundary, const FlFieldScale *scale, gsize row, double *x, double *y);

/* Fit of one input: curves of every output. */
void fl_fit_paint (cairo_t *cr, const FlTheme *theme, const FlBoundary *boundary, const FlBoundaryLayout *layout,
                   const FlFieldScale *scale);

typedef struct
{
  double width;      /* room it wants, its gap to the field included; 0: none */
  double text_size;
  double name_width;
  guint columns;      /* of names: 1 or 2 */
  double above;       /* height of a row above the field where the names stand instead, without the bar; 0: beside it */
} FlLegend;

void fl_legend_init (FlLegend *legend, cairo_t *cr, const FlTheme *theme, const FlBoundary *boundary, const FlFieldScale *scale,
                     double width, double height);
/* What `above` would be; 0: the names do not fit one row of that width. */
double fl_legend_row (const FlLegend *legend, cairo_t *cr, const FlTheme *theme, const FlBoundary *boundary, double width);
void fl_legend_paint (const FlLegend *legend, cairo_t *cr, const FlTheme *theme, const FlBoundary *boundary,
                      const FlFieldScale *scale, const FlBoundaryLayout *layout);

/* "class A" for short letters, the name as it is else; caller frees. sentence: numbers too become "class 5". */
char *fl_class_label (const DsPrepared *data, guint class_index, gboolean sentence);

G_END_DECLS
