/* The decision boundary: field, contour, points, legend and axes; or the fitted curve where there is one input.
 * Also the small pictures: neuron maps and dataset thumbnails. */
#pragma once
#include "ds-prepared.h"
#include "fl-axis.h"
#include "nn-probe.h"

G_BEGIN_DECLS

/* The field as an image surface (ARGB32, picture->width x height device pixels, device scale set to `scale`). Two classes on one
 * unit and regression: diverging scale (regression: between y_min and y_max); several classes: the colour of the winning class
 * mixed with the ground by its lead; contour lines where the decision changes (regression: at round values). Caller owns. */
cairo_surface_t *fl_field_surface (const FlTheme *theme, const NnPicture *picture, double scale);

/* One neuron's map, (size, size) floats, as an image surface; range: value that gets the full colour (<= 0: the largest |value|). */
cairo_surface_t *fl_map_surface (const FlTheme *theme, const float *map, guint size, double range, double scale);

typedef struct
{
  const DsPrepared *data;     /* may be NULL: nothing but the empty frame */
  const NnPicture *picture;   /* may be NULL: points only */
  cairo_surface_t *field;     /* of the picture, cached by the caller; NULL: made and dropped inside */
  guint axis_x, axis_y;       /* raw inputs; axis_y NN_PROBE_NO_AXIS for one input */
  double x0, x1, y0, y1;      /* shown rectangle in data units (one input: y is the target's range) */
  gboolean show_points;
  gboolean bare;              /* small: no axes, no legend, the field takes all the room */
  gboolean marked;            /* a ring around the point of marked_row */
  gsize marked_row;
  gboolean placed;            /* a ring with a cross at (place_x, place_y), in data units */
  double place_x, place_y;
  double hover_x, hover_y;    /* pixels, or NaN: a read-out "x₁ 0.31 · x₂ −0.2 · class B 0.93" is drawn */
} FlBoundary;

typedef struct
{
  double left, top, width, height; /* of the field */
  FlAxis x, y;
} FlBoundaryLayout;

/* Where the field will be inside (width, height), so that the caller can ask for exactly its pixels. */
void fl_boundary_layout (cairo_t *cr, const FlTheme *theme, double width, double height, const FlBoundary *boundary,
                         FlBoundaryLayout *layout);
void fl_boundary_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlBoundary *boundary,
                        FlBoundaryLayout *layout);

/* Value under a place of the field, as words for a read-out; caller frees; NULL outside. */
char *fl_boundary_read (const FlBoundary *boundary, const FlBoundaryLayout *layout, double px, double py);

/* A dataset's thumbnail (points or curve), into (0, 0, size, size). data may be any number of inputs. */
void fl_thumbnail_paint (cairo_t *cr, const FlTheme *theme, double size, const DsPrepared *data);

G_END_DECLS
