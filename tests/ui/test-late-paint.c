/* Another scale: placed in one frame, painted in the next. Needs a display. */
#include "stage.h"

#include "fl-late-paint.h"
#include <gdk/x11/gdkx.h>

typedef struct
{
  GtkWidget *area;
  int frames_at_2; /* frames of the window that have its new scale */
  int painted_in;  /* the first of them in which the area was painted, from 1 on; or 0 */
  int scale;       /* painted last */
} Painted;

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  Painted *painted = data;

  painted->scale = gtk_widget_get_scale_factor (GTK_WIDGET (area));
  if (painted->scale == 2 && painted->painted_in == 0)
    painted->painted_in = painted->frames_at_2 + 1;
}

static void
after_paint_cb (GdkFrameClock *clock, Painted *painted)
{
  if (gtk_widget_get_scale_factor (painted->area) == 2)
    painted->frames_at_2++;
}

static GtkWidget *
new_view (FlSession *session)
{
  return fl_late_paint_new (gtk_drawing_area_new ());
}

static void
test_scale (void)
{
  Painted painted = { 0 };
  Stage stage;
  gulong handler;

  if (!stage_open (&stage, NULL, new_view))
    return;
  if (!GDK_IS_X11_DISPLAY (gdk_display_get_default ()))
    {
      g_test_skip ("needs X11, where a program may set its scale");
      stage_close (&stage);
      return;
    }
  painted.area = adw_bin_get_child (ADW_BIN (stage.view));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (painted.area), draw_cb, &painted, NULL);
  WAIT_FOR (painted.scale == 1);
  handler = g_signal_connect (gtk_widget_get_frame_clock (painted.area), "after-paint", G_CALLBACK (after_paint_cb), &painted);
  gdk_x11_display_set_surface_scale (gdk_display_get_default (), 2);
  WAIT_FOR (painted.scale == 2); /* though nobody moves anything */
  g_assert_cmpint (painted.painted_in, ==, 2);
  gdk_x11_display_set_surface_scale (gdk_display_get_default (), 1);
  WAIT_FOR (painted.scale == 1);
  g_signal_handler_disconnect (gtk_widget_get_frame_clock (painted.area), handler);
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv);
  g_test_add_func ("/late-paint/scale", test_scale);
  return g_test_run ();
}
