/* The room the window has and needs: small, in large letters, and from right to left. Needs a display. */
#include "feel-stage.h"

#include "fl-plot.h"

/* ---- small ---- */

static int
least (GtkWidget *widget, GtkOrientation orientation)
{
  int minimum;

  gtk_widget_measure (widget, orientation, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static void
report (GtkWidget *widget, gpointer depth)
{
  int width = least (widget, GTK_ORIENTATION_HORIZONTAL);

  if (width > 300)
    g_test_message ("%*s%s %d", GPOINTER_TO_INT (depth), "", gtk_widget_get_css_name (widget), width);
}

static void
small (Stage *stage, const char *view)
{
  int width = least (GTK_WIDGET (stage->window), GTK_ORIENTATION_HORIZONTAL);
  int height = least (GTK_WIDGET (stage->window), GTK_ORIENTATION_VERTICAL);

  g_test_message ("%s needs %d × %d", view, width, height);
  if (width > 800)
    walk (GTK_WIDGET (stage->window), report, NULL);
  g_assert_cmpint (width, <=, 800);
  g_assert_cmpint (height, <=, 600);
}

static void
test_small (void)
{
  Stage stage;

  if (!stage_open (&stage))
    return;
  in_every_view (&stage, small);
  stage_close (&stage);
}

/* ---- large letters from right to left ---- */

static gboolean
scrolls (GtkWidget *widget)
{
  return gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW) != NULL;
}

/* Without its margins, as it is given room. */
static int
least_inside (GtkWidget *widget, GtkOrientation orientation, int for_size)
{
  int minimum;

  gtk_widget_measure (widget, orientation, for_size, &minimum, NULL, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return minimum - gtk_widget_get_margin_start (widget) - gtk_widget_get_margin_end (widget);
  return minimum - gtk_widget_get_margin_top (widget) - gtk_widget_get_margin_bottom (widget);
}

static void
check_room (GtkWidget *widget, gpointer window)
{
  graphene_rect_t bounds;
  int width = gtk_widget_get_allocated_width (widget), height = gtk_widget_get_allocated_height (widget);

  if (GTK_IS_LABEL (widget) && width > 0)
    {
      int wide = least_inside (widget, GTK_ORIENTATION_HORIZONTAL, -1);
      int high = least_inside (widget, GTK_ORIENTATION_VERTICAL,
                               width + gtk_widget_get_margin_start (widget) + gtk_widget_get_margin_end (widget));

      if (width < wide || height < high)
        {
          g_test_message ("%d × %d of %d × %d for “%s”", width, height, wide, high, gtk_label_get_text (GTK_LABEL (widget)));
          fault (widget, "a label with too little room");
        }
    }
  /* what scrolls may be out of sight; a popover is a surface of its own */
  if (scrolls (widget) || gtk_widget_get_root (widget) != window || GTK_IS_NATIVE (widget) ||
      !gtk_widget_compute_bounds (widget, window, &bounds) || bounds.size.width <= 0)
    return;
  if (bounds.origin.x < -1 || bounds.origin.y < -1 || bounds.origin.x + bounds.size.width > gtk_widget_get_width (window) + 1 ||
      bounds.origin.y + bounds.size.height > gtk_widget_get_height (window) + 1)
    {
      g_test_message ("%g, %g, %g × %g", bounds.origin.x, bounds.origin.y, bounds.size.width, bounds.size.height);
      fault (widget, "outside the window");
    }
}

static void
find_cards (GtkWidget *widget, gpointer found)
{
  GtkWidget **cards = found;

  if (g_str_equal (gtk_widget_get_css_name (widget), "network"))
    cards[0] = widget;
  if (g_str_equal (gtk_widget_get_css_name (widget), "losscurve"))
    cards[1] = widget;
}

/* What is read first lies at the right. */
static void
check_mirrored (GtkWidget *window)
{
  GtkWidget *cards[2] = { NULL, NULL };
  graphene_rect_t network, loss;

  walk (window, find_cards, cards);
  g_assert_true (cards[0] != NULL && cards[1] != NULL);
  g_assert_true (gtk_widget_compute_bounds (cards[0], window, &network) && gtk_widget_compute_bounds (cards[1], window, &loss));
  if (network.origin.x < loss.origin.x + loss.size.width - 1 && network.origin.y < loss.origin.y + loss.size.height)
    fault (cards[0], "not mirrored");
}

/* What is drawn keeps its room beside larger letters. */
static void
check_plot (GtkWidget *widget, gpointer least)
{
  if (FL_IS_PLOT (widget) && gtk_widget_get_mapped (widget) && gtk_widget_get_height (widget) < *(int *) least)
    fault (widget, "a plot that is too low");
}

static void
large (Stage *stage, const char *view)
{
  GtkWidget *window = GTK_WIDGET (stage->window);

  g_assert_cmpfloat_with_epsilon (fl_plot_theme ()->text_scale, 2, 0.1); /* what is drawn grows with what is written */
  if (g_str_equal (view, "train"))
    check_mirrored (window);

  g_test_message ("-- %s: %d × %d", view, gtk_widget_get_width (window), gtk_widget_get_height (window));
  if (gtk_widget_get_width (window) > 1024 || gtk_widget_get_height (window) > 768)
    {
      walk (window, report, NULL);
      fault (window, "a window larger than the screen");
    }
  walk (window, check_room, window);
  if (g_str_equal (view, "landscape"))
    walk (window, check_plot, &(int){ 240 });
}

static void
test_large (void)
{
  Stage stage;
  GtkSettings *settings;
  int dpi;

  if (application == NULL)
    {
      g_test_skip ("no display");
      return;
    }
  settings = gtk_settings_get_default ();
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", (dpi > 0 ? dpi : 96 * 1024) * 2, NULL);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  faults = 0;
  if (stage_open_at (&stage, 1024, 768))
    {
      in_every_view (&stage, large);
      stage_close (&stage);
    }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  gtk_settings_reset_property (settings, "gtk-xft-dpi");
  g_assert_cmpuint (faults, ==, 0);
}

/* ---- the panel beside the views: where letters of that size leave these the room ---- */

static void
find_flap (GtkWidget *widget, gpointer folded)
{
  if (ADW_IS_FLAP (widget))
    *(gboolean *) folded = adw_flap_get_folded (ADW_FLAP (widget));
}

static gboolean
is_folded (double times, int width)
{
  GtkSettings *settings = gtk_settings_get_default ();
  Stage stage;
  gboolean folded = FALSE;
  int dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", (int) ((dpi > 0 ? dpi : 96 * 1024) * times), NULL);
  if (stage_open_at (&stage, width, 768))
    {
      g_action_group_activate_action (G_ACTION_GROUP (stage.window), "view", g_variant_new_string ("landscape"));
      run_for (400);
      walk (GTK_WIDGET (stage.window), find_flap, &folded);
      stage_close (&stage);
    }
  gtk_settings_reset_property (settings, "gtk-xft-dpi");
  return folded;
}

static void
test_fold (void)
{
  if (application == NULL)
    {
      g_test_skip ("no display");
      return;
    }
  g_assert_false (is_folded (1, 1024));
  g_assert_true (is_folded (1.5, 1024));
  g_assert_false (is_folded (1.5, 1280));
}

/* ---- large letters: words that are cut short, pages wider than the window ---- */

static void
check_cut (GtkWidget *widget, gpointer window)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);
  graphene_rect_t bounds;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_child_visible (widget) && gtk_widget_get_tooltip_text (widget) == NULL &&
      pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    {
      g_test_message ("“%s”", gtk_label_get_text (GTK_LABEL (widget)));
      fault (widget, "words cut short, and no tooltip has the rest");
    }
  if (parent != NULL && (g_str_equal (gtk_widget_get_css_name (widget), "box") || GTK_IS_BUTTON (widget)) && !GTK_IS_SCROLLABLE (parent) &&
      gtk_widget_compute_bounds (widget, parent, &bounds) && (bounds.origin.x < -1 || bounds.origin.x + bounds.size.width > (float) gtk_widget_get_width (parent) + 1))
    {
      walk (widget, report, NULL);
      fault (widget, "wider than where it is");
    }
  /* A table may be wider, and the network: they scroll by themselves. */
  if (GTK_IS_SCROLLED_WINDOW (widget) && g_str_has_suffix (gtk_widget_get_css_name (parent), "view") && gtk_widget_get_mapped (widget) &&
      least (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (widget)), GTK_ORIENTATION_HORIZONTAL) > gtk_widget_get_width (widget))
    {
      walk (widget, report, NULL);
      fault (widget, "a page wider than the window");
    }
}

static void
cut (Stage *stage, const char *view)
{
  GtkWidget *window = GTK_WIDGET (stage->window);

  g_test_message ("-- %s: %d × %d", view, gtk_widget_get_width (window), gtk_widget_get_height (window));
  walk (window, check_cut, window);
}

static void
test_cut (void)
{
  static const int sizes[][2] = { { 800, 600 }, { 1024, 768 }, { 1440, 900 } };
  GtkSettings *settings;
  Stage stage;
  int dpi;

  if (application == NULL)
    {
      g_test_skip ("no display");
      return;
    }
  settings = gtk_settings_get_default ();
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", (dpi > 0 ? dpi : 96 * 1024) * 2, NULL);
  faults = 0;
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (stage_open_at (&stage, sizes[i][0], sizes[i][1]))
      {
        in_every_view (&stage, cut);
        stage_close (&stage);
      }
  gtk_settings_reset_property (settings, "gtk-xft-dpi");
  g_assert_cmpuint (faults, ==, 0);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  feel_stage_init ();
  if (application != NULL) /* where things are in the end, not on the way there */
    g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_test_add_func ("/room/fold", test_fold);
  g_test_add_func ("/room/small", test_small);
  g_test_add_func ("/room/large", test_large);
  g_test_add_func ("/room/cut", test_cut);
  status = g_test_run ();
  g_clear_object (&application);
  return status;
}
