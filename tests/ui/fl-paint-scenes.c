/* The tools of a painting hand on fields as light and as dark as they come. */
#include "fl-scenes.h"

#include <math.h>

#include "fl-brush-paint.h"

/* Both ends of the boundary's colours and the card between them: the tool must be seen on each. */
static void
field (cairo_t *cr, const FlTheme *theme, double width, double height)
{
  for (guint i = 0; i < 3; i++)
    {
      guint32 argb = fl_theme_diverging (theme, (double) i - 1);

      cairo_set_source_rgb (cr, (argb >> 16 & 255) / 255.0, (argb >> 8 & 255) / 255.0, (argb & 255) / 255.0);
      cairo_rectangle (cr, width * i / 3, 0, width / 3, height);
      cairo_fill (cr);
    }
}

static FlBrush
brush_at (double x, double y)
{
  return (FlBrush){ .x = x, .y = y, .radius = 16, .marker = -1 };
}

/* The brush with the class it gives, the eraser, and the brush of a value led by keys. */
void
fl_scene_brush_tools (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  FlBrush brush = brush_at (width / 6, height / 2), eraser = brush_at (width / 2, height / 2), value = brush_at (width * 5 / 6, height / 2);

  field (cr, theme, width, height);
  brush.has_color = value.has_color = TRUE;
  brush.color = theme->classes[1];
  brush.marker = (int) fl_class_marker (1);
  value.color = theme->classes[0];
  value.keyboard = TRUE;
  value.radius = 28;
  fl_brush_paint (cr, theme, &brush);
  fl_brush_paint (cr, theme, &eraser);
  fl_brush_paint (cr, theme, &value);
}

/* The loop of a lasso across everything, and its cross at the end. */
void
fl_scene_brush_lasso (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  enum
  {
    CORNERS = 40
  };
  double loop[2 * CORNERS];
  FlBrush lasso = brush_at (0, 0), none = brush_at (NAN, NAN);

  for (guint i = 0; i < CORNERS; i++)
    {
      double turn = 2 * G_PI * i / CORNERS, r = 1 + 0.15 * sin (5 * turn);

      loop[2 * i] = width / 2 + r * width * 0.38 * cos (turn);
      loop[2 * i + 1] = height / 2 + r * height * 0.36 * sin (turn);
    }
  field (cr, theme, width, height);
  lasso.radius = 0;
  lasso.loop = loop;
  lasso.n_loop = CORNERS;
  lasso.x = loop[2 * CORNERS - 2];
  lasso.y = loop[2 * CORNERS - 1];
  fl_brush_paint (cr, theme, &lasso);
  fl_brush_paint (cr, theme, &none); /* no tool: nothing */
}
