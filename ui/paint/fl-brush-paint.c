#include "fl-brush-paint.h"

#include <math.h>

/* A light line within a dark one is seen on any field, in both styles. */
static void
stroke_twice (cairo_t *cr, const FlTheme *theme, FlColor inner)
{
  double width = theme->contrast ? 2.2 : 1.5;

  cairo_set_line_width (cr, width + 2);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.75);
  cairo_stroke_preserve (cr);
  cairo_set_line_width (cr, width);
  fl_set_source (cr, inner, 1);
  cairo_stroke (cr);
}

static void
paint_loop (cairo_t *cr, const FlTheme *theme, const FlBrush *brush)
{
  static const double dashes[] = { 5, 4 };

  cairo_new_path (cr);
  for (guint i = 0; i < brush->n_loop; i++)
    cairo_line_to (cr, brush->loop[2 * i], brush->loop[2 * i + 1]);
  cairo_close_path (cr);
  fl_set_source (cr, theme->accent, 0.15);
  cairo_fill_preserve (cr);
  cairo_set_line_width (cr, 3.5);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.75);
  cairo_stroke_preserve (cr);
  cairo_set_line_width (cr, 1.5);
  cairo_set_dash (cr, dashes, 2, 0);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
paint_cross (cairo_t *cr, const FlTheme *theme, double x, double y)
{
  cairo_new_path (cr);
  cairo_move_to (cr, x - 6, y);
  cairo_line_to (cr, x + 6, y);
  cairo_move_to (cr, x, y - 6);
  cairo_line_to (cr, x, y + 6);
  stroke_twice (cr, theme, (FlColor){ 1, 1, 1 });
}

static void
paint_marker (cairo_t *cr, const FlBrush *brush)
{
  double away = MAX (brush->radius, 4) * M_SQRT1_2 + 7;

  cairo_new_path (cr);
  fl_marker_path (cr, (FlMarker) brush->marker, brush->x + away, brush->y + away, 8);
  fl_set_source (cr, brush->color, 1);
  cairo_fill_preserve (cr);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.9);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

void
fl_brush_paint (cairo_t *cr, const FlTheme *theme, const FlBrush *brush)
{
  cairo_save (cr);
  if (brush->loop != NULL && brush->n_loop > 1)
    paint_loop (cr, theme, brush);
  if (isfinite (brush->x) && isfinite (brush->y))
    {
      if (brush->radius > 0)
        {
          cairo_new_path (cr);
          cairo_arc (cr, brush->x, brush->y, brush->radius, 0, 2 * G_PI);
          if (brush->has_color)
            {
              fl_set_source (cr, brush->color, 0.12);
              cairo_fill_preserve (cr);
            }
          stroke_twice (cr, theme, brush->has_color ? brush->color : (FlColor){ 1, 1, 1 });
        }
      if (brush->keyboard || brush->radius <= 0)
        paint_cross (cr, theme, brush->x, brush->y);
      if (brush->has_color && brush->marker >= 0)
        paint_marker (cr, brush);
    }
  cairo_restore (cr);
}
