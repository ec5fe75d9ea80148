/* The plots under a person's hands, in a real window: what keys, drags and the menu do to what is shown, asked for, copied and
 * saved. Needs a display. */
#include "stage.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include "fl-boundary-plot.h"
#include "fl-copy.h"
#include "fl-edit.h"
#include "fl-loss-plot.h"
#include "fl-plot-values.h"
#include "fl-view.h"

static GtkWidget *
boundary (Stage *stage)
{
  return find (stage->view, FL_TYPE_BOUNDARY_PLOT);
}

static GtkWidget *
loss (Stage *stage)
{
  return find (stage->view, FL_TYPE_LOSS_PLOT);
}

static NnProbeRequest
request_of (Stage *stage)
{
  NnProbeRequest request = { 0 };

  g_assert_true (fl_boundary_plot_get_request (FL_BOUNDARY_PLOT (boundary (stage)), &request));
  return request;
}

static gboolean
is_laid_out (Stage *stage)
{
  NnProbeRequest request;

  return fl_session_get_frame (stage->session) != NULL && fl_boundary_plot_get_request (FL_BOUNDARY_PLOT (boundary (stage)), &request) &&
         !fl_plot_is_pending (FL_PLOT (boundary (stage))) && !fl_plot_is_pending (FL_PLOT (loss (stage)));
}

static gboolean
open_plots (Stage *stage)
{
  if (!stage_open (stage, NULL, fl_train_view_new))
    return FALSE;
  WAIT_FOR (is_laid_out (stage));
  return TRUE;
}

static gpointer
controller (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) all = gtk_widget_observe_controllers (widget);
  gpointer found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GObject) one = g_list_model_get_item (all, i);

      if (G_OBJECT_TYPE (one) == type)
        found = one;
    }
  g_assert_nonnull (found);
  return found;
}

static gboolean
press_with (GtkWidget *plot, guint key, GdkModifierType state)
{
  gboolean used = FALSE;

  g_signal_emit_by_name (controller (plot, GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed", key, 0, state, &used);
  return used;
}

static gboolean
press (GtkWidget *plot, guint key)
{
  return press_with (plot, key, 0);
}

static void
count_cb (GtkWidget *plot, gboolean zoomed, int *state)
{
  *state = zoomed;
}

/* The probe is asked for just what is seen; training and new noise leave it, fitting and another dataset do not. */
static void
test_boundary (void)
{
  Stage stage;
  NnProbeRequest all, now;
  DsItem generator = { 0 };
  const DsType *const *types;
  guint n;
  int zoomed = -1;
  gpointer drag;

  if (!open_plots (&stage))
    return;
  g_signal_connect (boundary (&stage), "zoomed", G_CALLBACK (count_cb), &zoomed);
  all = request_of (&stage);
  g_assert_true (press (boundary (&stage), GDK_KEY_plus));
  g_assert_cmpint (zoomed, ==, TRUE);
  now = request_of (&stage);
  g_assert_cmpfloat_with_epsilon (now.x1 - now.x0, (all.x1 - all.x0) / 1.25, 1e-9);
  g_assert_cmpfloat_with_epsilon (now.x1 + now.x0, all.x1 + all.x0, 1e-9); /* about the middle */
  g_assert_cmpfloat_with_epsilon (now.y1 - now.y0, (all.y1 - all.y0) / 1.25, 1e-9);

  g_assert_true (press (boundary (&stage), GDK_KEY_Right));
  g_assert_cmpfloat (request_of (&stage).x0, >, now.x0);
  g_assert_cmpfloat (request_of (&stage).y0, ==, now.y0);
  g_assert_true (press (boundary (&stage), GDK_KEY_Up));
  g_assert_cmpfloat (request_of (&stage).y0, >, now.y0);

  now = request_of (&stage);
  fl_session_play (stage.session);
  run_for (400);
  g_assert_cmpfloat (request_of (&stage).x0, ==, now.x0);
  g_assert_cmpfloat (request_of (&stage).y1, ==, now.y1);

  drag = controller (boundary (&stage), GTK_TYPE_GESTURE_DRAG); /* to the right: smaller values come */
  g_signal_emit_by_name (drag, "drag-begin", 100.0, 100.0);
  g_signal_emit_by_name (drag, "drag-update", 1.0, 1.0); /* not yet a drag */
  g_assert_cmpfloat (request_of (&stage).x0, ==, now.x0);
  g_signal_emit_by_name (drag, "drag-update", 30.0, 0.0);
  g_assert_cmpfloat (request_of (&stage).x0, <, now.x0);
  g_assert_cmpfloat (request_of (&stage).y0, ==, now.y0);
  g_signal_emit_by_name (drag, "drag-update", 0.0, 0.0); /* back where it began */
  g_assert_cmpfloat_with_epsilon (request_of (&stage).x0, now.x0, 1e-9);
  g_signal_emit_by_name (drag, "drag-end", 0.0, 0.0);

  g_assert_true (press (boundary (&stage), GDK_KEY_0));
  g_assert_cmpint (zoomed, ==, FALSE);
  g_assert_cmpfloat (request_of (&stage).x0, ==, all.x0);
  g_assert_false (press (boundary (&stage), GDK_KEY_space)); /* the window's */

  press (boundary (&stage), GDK_KEY_plus);
  types = ds_generators (&n);
  for (guint i = 0; i < n; i++)
    if (strcmp (types[i]->id, "xor") == 0)
      generator = ds_item (types[i]);
  g_assert_nonnull (generator.type);
  g_assert_true (fl_edit_set_generator (stage.document, &generator, NULL));
  for (guint i = 0; i < 500 && zoomed; i++)
    run_for (10);
  g_assert_cmpint (zoomed, ==, FALSE);
  stage_close (&stage);
}

static void
test_loss (void)
{
  Stage stage;
  int zoomed = -1;

  if (!open_plots (&stage))
    return;
  g_signal_connect (loss (&stage), "zoomed", G_CALLBACK (count_cb), &zoomed);
  fl_session_play (stage.session);
  run_for (500);
  g_assert_true (press (loss (&stage), GDK_KEY_plus));
  g_assert_cmpint (zoomed, ==, TRUE);
  for (guint unit = 0; unit < 3; unit++) /* all while it trains */
    for (guint i = 0; i < 8; i++)
      {
        fl_loss_plot_set_unit (FL_LOSS_PLOT (loss (&stage)), (unit + 1) % 3);
        fl_loss_plot_set_smoothing (FL_LOSS_PLOT (loss (&stage)), i % 2 ? 0.9 : 0);
        g_assert_true (press (loss (&stage), i % 3 == 0 ? GDK_KEY_plus : i % 3 == 1 ? GDK_KEY_Left : GDK_KEY_Down));
        run_for (25);
      }
  g_assert_cmpint (zoomed, ==, TRUE);
  fl_chart_plot_set_log (FL_CHART_PLOT (loss (&stage)), FALSE); /* another scale: everything again */
  g_assert_cmpint (zoomed, ==, FALSE);
  run_for (100);
  press (loss (&stage), GDK_KEY_minus);
  g_assert_cmpint (zoomed, ==, TRUE);
  fl_session_reset (stage.session); /* another run too */
  for (guint i = 0; i < 500 && zoomed; i++)
    run_for (10);
  g_assert_cmpint (zoomed, ==, FALSE);
  stage_close (&stage);
}

/* Shift and an arrow reads values off the chart, from its end on, and moves nothing; Escape ends it, and is the window's otherwise. */
static void
test_read (void)
{
  Stage stage;
  double end;
  FlAxis x, y;
  int zoomed = -1;

  if (!open_plots (&stage))
    return;
  g_signal_connect (loss (&stage), "zoomed", G_CALLBACK (count_cb), &zoomed);
  fl_session_play (stage.session);
  run_for (300);
  fl_session_pause (stage.session);
  run_for (200);
  g_assert_false (press (loss (&stage), GDK_KEY_Escape));
  g_assert_true (press_with (loss (&stage), GDK_KEY_Left, GDK_SHIFT_MASK));
  g_assert_true (fl_chart_plot_get_axes (FL_CHART_PLOT (loss (&stage)), &x, &y));
  end = fl_chart_plot_look (FL_CHART_PLOT (loss (&stage))).hover_x;
  g_assert_cmpfloat (end, ==, MAX (x.from, x.to));
  g_assert_true (press_with (loss (&stage), GDK_KEY_Left, GDK_SHIFT_MASK));
  g_assert_cmpfloat (fl_chart_plot_look (FL_CHART_PLOT (loss (&stage))).hover_x, <, end);
  WAIT_FOR (fl_chart_plot_get_layout (FL_CHART_PLOT (loss (&stage)))->read[0] != '\0');
  g_assert_nonnull (strstr (fl_chart_plot_get_layout (FL_CHART_PLOT (loss (&stage)))->read, "training"));
  g_assert_cmpint (zoomed, ==, -1);
  g_assert_true (press (loss (&stage), GDK_KEY_Escape));
  g_assert_true (isnan (fl_chart_plot_look (FL_CHART_PLOT (loss (&stage))).hover_x));
  stage_close (&stage);
}

typedef struct
{
  GBytes *bytes;
  char *text;
  gboolean done;
} Got;

static void
drawn_cb (GObject *plot, GAsyncResult *result, gpointer data)
{
  Got *got = data;

  got->bytes = fl_plot_draw_finish (FL_PLOT (plot), result, NULL);
  got->done = TRUE;
}

static void
check_picture (GtkWidget *plot, FlPlotFormat format, const char *start)
{
  Got got = { 0 };

  fl_plot_draw_async (FL_PLOT (plot), format, drawn_cb, &got);
  for (guint i = 0; i < 1000 && !got.done; i++)
    run_for (10);
  g_assert_nonnull (got.bytes);
  g_assert_cmpuint (g_bytes_get_size (got.bytes), >, 1000);
  g_assert_cmpmem (g_bytes_get_data (got.bytes, NULL), strlen (start), start, strlen (start));
  g_bytes_unref (got.bytes);
}

static void
test_pictures (void)
{
  Stage stage;

  if (!open_plots (&stage))
    return;
  fl_session_play (stage.session);
  run_for (300);
  for (guint i = 0; i < 2; i++)
    {
      check_picture (i ? loss (&stage) : boundary (&stage), FL_PLOT_PNG, "\211PNG");
      check_picture (i ? loss (&stage) : boundary (&stage), FL_PLOT_SVG, "<?xml");
      check_picture (i ? loss (&stage) : boundary (&stage), FL_PLOT_PDF, "%PDF");
    }
  stage_close (&stage);
}

static void
text_cb (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  Got *got = data;

  got->text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
  got->done = TRUE;
}

static char *
copied (GtkWidget *plot)
{
  Got got = { 0 };

  g_assert_true (gtk_widget_activate_action (plot, "plot.copy-values", NULL));
  run_for (300);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (plot), NULL, text_cb, &got);
  for (guint i = 0; i < 500 && !got.done; i++)
    run_for (10);
  g_assert_nonnull (got.text);
  return got.text;
}

/* As much text as a fine landscape has, asked for through a connection of its own, as another program would: that once stopped the window for good. */
static void
test_copied_much (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GdkDisplay *other;
  Stage stage;
  Got got = { 0 };

  if (!open_plots (&stage))
    return;
  other = gdk_display_open (gdk_display_get_name (gtk_widget_get_display (loss (&stage))));
  for (guint i = 0; text->len < 1 << 20; i++)
    g_string_append_printf (text, "%u\t%g\n", i, i / 7.0);
  fl_copy_text (loss (&stage), text->str);
  run_for (200);
  alarm (60); /* the loop itself would stand still */
  gdk_clipboard_read_text_async (gdk_display_get_clipboard (other), NULL, text_cb, &got);
  for (guint i = 0; i < 3000 && !got.done; i++)
    run_for (10);
  alarm (0);
  g_assert_cmpstr (got.text, ==, text->str);
  g_free (got.text);
  gdk_display_close (other);
  stage_close (&stage);
}

static void
texture_cb (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  Got *got = data;
  GdkTexture *texture = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (clipboard), result, NULL);

  g_assert_nonnull (texture);
  got->text = g_strdup_printf ("%dx%d", gdk_texture_get_width (texture), gdk_texture_get_height (texture));
  g_object_unref (texture);
  got->done = TRUE;
}

static void
test_copied_image (void)
{
  Stage stage;
  Got got = { 0 };
  g_autofree char *size = NULL;

  if (!open_plots (&stage))
    return;
  size = g_strdup_printf ("%dx%d", 2 * gtk_widget_get_width (loss (&stage)), 2 * gtk_widget_get_height (loss (&stage)));
  g_assert_true (gtk_widget_activate_action (loss (&stage), "plot.copy-image", NULL));
  run_for (800);
  gdk_clipboard_read_texture_async (gtk_widget_get_clipboard (loss (&stage)), NULL, texture_cb, &got);
  for (guint i = 0; i < 500 && !got.done; i++)
    run_for (10);
  if (gtk_widget_get_scale_factor (loss (&stage)) == 1)
    g_assert_cmpstr (got.text, ==, size);
  g_free (got.text);
  stage_close (&stage);
}

/* Closing the window takes a menu that is open along. */
static void
test_menu_and_close (void)
{
  Stage stage;

  if (!open_plots (&stage))
    return;
  g_assert_true (press (boundary (&stage), GDK_KEY_Menu));
  run_for (200);
  g_assert_nonnull (find (boundary (&stage), GTK_TYPE_POPOVER_MENU));
  gtk_popover_popdown (GTK_POPOVER (find (boundary (&stage), GTK_TYPE_POPOVER_MENU)));
  run_for (200);
  g_assert_true (press (boundary (&stage), GDK_KEY_Menu)); /* the same again */
  run_for (100);
  g_assert_true (gtk_widget_get_mapped (find (boundary (&stage), GTK_TYPE_POPOVER_MENU)));
  g_assert_null (gtk_widget_get_next_sibling (find (boundary (&stage), GTK_TYPE_POPOVER_MENU)));
  gtk_popover_popdown (GTK_POPOVER (find (boundary (&stage), GTK_TYPE_POPOVER_MENU)));
  run_for (200);
  g_assert_true (press (loss (&stage), GDK_KEY_Menu));
  run_for (100);
  g_assert_true (gtk_widget_activate_action (loss (&stage), "plot.copy-image", NULL)); /* and what is under way */
  stage_close (&stage);
  run_for (500);
}

static void
test_values (void)
{
  Stage stage;
  g_autofree char *points = NULL, *losses = NULL;
  g_auto (GStrv) rows = NULL, cells = NULL;
  const DsPrepared *data;

  if (!open_plots (&stage))
    return;
  data = fl_session_get_data (stage.session);
  points = copied (boundary (&stage));
  rows = g_strsplit (points, "\n", -1);
  g_assert_cmpuint (g_strv_length (rows), ==, data->rows + 2); /* a header, and the end of the last line */
  cells = g_strsplit (rows[1], ",", -1);
  g_assert_cmpuint (g_strv_length (cells), ==, 1 + data->raw_inputs + 1 + 1 + 1);
  g_assert_cmpstr (cells[0], ==, "training");
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (cells[1], NULL), data->raw[0], 1e-6);
  g_assert_true (g_strv_contains ((const char *const *) data->class_names, cells[3]));
  g_assert_true (g_strv_contains ((const char *const *) data->class_names, cells[4]));
  /* The class named is the one its output means. */
  g_assert_cmpstr (cells[4], ==, data->class_names[g_ascii_strtod (cells[5], NULL) > 0.5]);

  losses = copied (loss (&stage));
  g_assert_true (g_str_has_prefix (losses, "epoch,step,batch_loss,train_loss,"));
  g_assert_nonnull (strstr (losses, "\n0,0,"));
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv);
  g_test_add_func ("/plots/boundary", test_boundary);
  g_test_add_func ("/plots/loss", test_loss);
  g_test_add_func ("/plots/read", test_read);
  g_test_add_func ("/plots/pictures", test_pictures);
  g_test_add_func ("/plots/values", test_values);
  g_test_add_func ("/plots/copied-much", test_copied_much);
  g_test_add_func ("/plots/copied-image", test_copied_image);
  g_test_add_func ("/plots/menu-and-close", test_menu_and_close);
  return g_test_run ();
}
