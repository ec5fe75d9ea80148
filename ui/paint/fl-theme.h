/* Colours and type of everything that is drawn. Cairo and Pango only, no GTK: the command line's --picture uses the same
 * painters as the window. Values; any thread. */
#pragma once
#include <cairo.h>
#include <pango/pangocairo.h>
#include <glib.h>

G_BEGIN_DECLS

typedef struct _FlPart FlPart; /* fl-part.h */

typedef struct
{
  double r, g, b;
} FlColor;

typedef struct
{
  gboolean dark, contrast;
  FlColor ground;     /* of the window behind cards */
  FlColor card;       /* of plots and cards */
  FlColor text, dim;  /* >= 4.5:1 on card */
  FlColor grid, border;
  FlColor accent;
  FlColor negative, neutral, positive; /* the diverging scale */
  FlColor train, validation;           /* curves */
  FlColor classes[10];                 /* colour-blind safe, >= 3:1 on card */
  const char *font;                    /* family for Pango */
  double text_scale;                   /* of every text, 1: as designed; lengths that go with text are fl_em() */
  FlPart *part;                        /* borrowed: what a person has zoomed to; NULL: everything is shown */
} FlTheme;

const FlTheme *fl_theme_get (gboolean dark, gboolean contrast);

/* A length that makes room for text: as designed, in logical pixels, times the theme's text scale. */
static inline double
fl_em (const FlTheme *theme, double pixels)
{
  return pixels * theme->text_scale;
}

/* Relative luminance contrast (WCAG 2.1), 1..21. */
double fl_color_contrast (FlColor a, FlColor b);
FlColor fl_color_mix (FlColor a, FlColor b, double t); /* t = 0: a */
void fl_set_source (cairo_t *cr, FlColor color, double alpha);

/* Diverging colour of t in -1..1 (clamped; NaN: grid colour), as 0xAARRGGBB with alpha 255. */
guint32 fl_theme_diverging (const FlTheme *theme, double t);
/* A table of 256 such, for t = -1 .. 1: what field painters index. */
const guint32 *fl_theme_diverging_table (const FlTheme *theme);

typedef enum
{
  FL_MARKER_CIRCLE,
  FL_MARKER_SQUARE,
  FL_MARKER_TRIANGLE,
  FL_MARKER_DIAMOND,
  FL_MARKER_CROSS,
  FL_MARKER_PLUS,
  FL_MARKER_TRIANGLE_DOWN,
  FL_MARKER_STAR,
  FL_MARKER_PENTAGON,
  FL_MARKER_BAR,
  FL_N_MARKERS
} FlMarker;
FlMarker fl_class_marker (guint class_index);
/* A path centred at x, y; the caller fills or strokes. size: the diameter of the equal circle. */
void fl_marker_path (cairo_t *cr, FlMarker marker, double x, double y, double size);

/* Text at a point. halign, valign: 0 left/top, 0.5 middle, 1 right/bottom. size in logical pixels before the theme's text scale, weight PANGO_WEIGHT_*. */
typedef struct
{
  double size;
  PangoWeight weight;
  double halign, valign;
} FlTextStyle;
void fl_draw_text (cairo_t *cr, const FlTheme *theme, FlColor color, FlTextStyle style, double x, double y, const char *text);
void fl_measure_text (cairo_t *cr, const FlTheme *theme, FlTextStyle style, const char *text, double *width, double *height);

G_END_DECLS
