/* The network as a curve, where there is one input. */
#include "fl-field-private.h"

#include <math.h>

static FlColor
output_color (const FlTheme *theme, const FlFieldScale *scale, guint output)
{
  if (scale->kind == FL_FIELD_WINNER || scale->kind == FL_FIELD_PAIR)
    return theme->classes[output % 10];
  return scale->kind == FL_FIELD_VALUE ? theme->positive : theme->text;
}

void
fl_fit_paint (cairo_t *cr, const FlTheme *theme, const FlBoundary *boundary, const FlBoundaryLayout *layout,
              const FlFieldScale *scale)
{
  const NnPicture *picture = boundary->picture;

  if (picture == NULL || picture->field == NULL || picture->width < 2)
    return;
  cairo_save (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (guint k = 0; k < picture->outputs && k < 10; k++)
    {
      const float *f = picture->field + (gsize) k * picture->width * picture->height;
      gboolean pen = FALSE;

      cairo_new_path (cr);
      for (guint i = 0; i < picture->width; i++)
        {
          double u = (i + 0.5) / picture->width;
          double x = fl_axis_pixel (&layout->x, picture->request.x0 + u * (picture->request.x1 - picture->request.x0));
          double y = fl_axis_pixel (&layout->y, f[i]);

          if (!isfinite (y))
            {
              pen = FALSE;
              continue;
            }
          y = CLAMP (y, layout->top - 4000, layout->top + layout->height + 4000);
          if (pen)
            cairo_line_to (cr, x, y);
          else
            cairo_move_to (cr, x, y);
          pen = TRUE;
        }
      fl_set_source (cr, theme->card, 0.9); /* lifts the line off the points */
      cairo_set_line_width (cr, 6);
      cairo_stroke_preserve (cr);
      fl_set_source (cr, output_color (theme, scale, k), 1);
      cairo_set_line_width (cr, 3);
      cairo_stroke (cr);
    }
  cairo_restore (cr);
}
