/* More text for painters: widths, halos, turned text. */
#pragma once
#include "fl-theme.h"

G_BEGIN_DECLS

/* As fl_draw_text(), ellipsized at its end to fit `max_width` (<= 0: no limit). halo: alpha of a card-coloured outline. */
void fl_draw_text_full (cairo_t *cr, const FlTheme *theme, FlColor color, FlTextStyle style, double x, double y, const char *text,
                        double max_width, double halo);
/* Reads upward; x, y is the middle. */
void fl_draw_text_up (cairo_t *cr, const FlTheme *theme, FlColor color, FlTextStyle style, double x, double y, const char *text,
                      double max_length);
/* "x1" as people write it: "x₁"; other names stay. Caller frees. */
char *fl_pretty_name (const char *name);
double fl_text_width (cairo_t *cr, const FlTheme *theme, FlTextStyle style, const char *text);

/* A rectangle with round corners, as a path. */
void fl_rounded_path (cairo_t *cr, double x, double y, double width, double height, double radius);

G_END_DECLS
