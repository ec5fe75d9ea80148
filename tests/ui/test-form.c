/* Forms: each kind of parameter gets its control, shows its value, and reports what a person does once, and only that. */
#include "stage.h"

#include <gdk/x11/gdkx.h>
#include <math.h>
#include "fl-form-private.h"
#include "fl-number-field.h"
#include "fl-tooltip.h"

/* ---- a type with one parameter of every kind ---- */

static const DsType red = { "red", "Red", "Like tomatoes", NULL, NULL, 0 };
static const DsType blue = { "blue", "Blue", NULL, NULL, NULL, 0 };

static const DsType *const *
colours (guint *n)
{
  static const DsType *const list[] = { &red, &blue };

  *n = G_N_ELEMENTS (list);
  return list;
}

enum
{
  NOISE,
  RATE,
  UNITS,
  COLOUR,
  BIAS,
  LIMIT
};

static const DsParam params[] = {
  { "noise", "Noise", "%", "A share", DS_PARAM_REAL, DS_PARAM_PLAIN, 0, 1, 0.1 },
  { "rate", "Learning rate", NULL, NULL, DS_PARAM_REAL, DS_PARAM_LOG, 0, 1e6, 0.01 },
  { "units", "Neurons", NULL, NULL, DS_PARAM_INT, DS_PARAM_AUTO, 1, 1000, 8 },
  { "colour", "Colour", NULL, NULL, DS_PARAM_CHOICE, DS_PARAM_PLAIN, 0, 0, 0, 0, colours, "red" },
  { "bias", "Bias", NULL, NULL, DS_PARAM_BOOL, DS_PARAM_PLAIN, 0, 1, 1 },
  { "limit", "Limit", NULL, NULL, DS_PARAM_REAL, DS_PARAM_NULLABLE, 0.5, 10, NAN },
};
static const DsType everything = { "everything", "Everything", NULL, NULL, params, G_N_ELEMENTS (params) };
static const DsType little = { "little", "Little", NULL, NULL, params, 1 };

/* ---- what the form reports ---- */

typedef struct
{
  guint calls;
  DsItem item;
  char param[32];
} Report;

static void
changed_cb (const DsItem *item, const char *param, gpointer user_data)
{
  Report *report = user_data;

  report->calls++;
  report->item = *item;
  g_strlcpy (report->param, param, sizeof report->param);
}

static GtkWidget *
new_form (Report *report, DsItem *item)
{
  GtkWidget *form = g_object_ref_sink (fl_form_new (2, NULL, changed_cb, report));

  *item = ds_item (&everything);
  memset (report, 0, sizeof *report);
  fl_form_set_item (FL_FORM (form), item);
  return form;
}

#define SPIN(form, n) GTK_SPIN_BUTTON (nth (form, GTK_TYPE_SPIN_BUTTON, n))
#define TEXT(form, n) gtk_editable_get_text (GTK_EDITABLE (SPIN (form, n)))

static void
assert_name (GtkWidget *widget, const char *name)
{
  g_autofree char *difference = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name);

  g_assert_cmpstr (difference, ==, NULL);
}

/* ---- tests ---- */

static void
test_shows (void)
{
  Report report;
  DsItem item;
  GtkWidget *form = new_form (&report, &item);

  g_assert_cmpstr (TEXT (form, NOISE), ==, "10 %");
  g_assert_cmpstr (TEXT (form, RATE), ==, "0.01");
  g_assert_cmpstr (TEXT (form, UNITS), ==, "8");
  g_assert_cmpstr (TEXT (form, 3), ==, "none");
  g_assert_cmpfloat_with_epsilon (gtk_range_get_value (GTK_RANGE (nth (form, GTK_TYPE_SCALE, 0))), 10.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (gtk_range_get_value (GTK_RANGE (nth (form, GTK_TYPE_SCALE, 1))), -2.0, 1e-9);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (nth (form, GTK_TYPE_DROP_DOWN, 0))), ==, 0);
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (nth (form, GTK_TYPE_SWITCH, 0))));

  item.values[NOISE] = 0.25;
  item.values[RATE] = 3e-5;
  item.values[UNITS] = 0;
  item.values[BIAS] = 0;
  item.values[LIMIT] = 2.5;
  g_assert_true (ds_item_set_choice (&item, "colour", "blue", NULL));
  fl_form_set_item (FL_FORM (form), &item);
  g_assert_cmpstr (TEXT (form, NOISE), ==, "25 %");
  g_assert_cmpstr (TEXT (form, RATE), ==, "3e−5");
  g_assert_cmpstr (TEXT (form, UNITS), ==, "auto");
  g_assert_cmpstr (TEXT (form, 3), ==, "2.5");
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (nth (form, GTK_TYPE_DROP_DOWN, 0))), ==, 1);
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (nth (form, GTK_TYPE_SWITCH, 0))));
  g_assert_cmpuint (report.calls, ==, 0);
  g_object_unref (form);
}

static void
test_names (void)
{
  Report report;
  DsItem item;
  GtkWidget *form = new_form (&report, &item);

  assert_name (nth (form, GTK_TYPE_SCALE, 0), "Noise");
  assert_name (GTK_WIDGET (SPIN (form, RATE)), "Learning rate");
  assert_name (GTK_WIDGET (SPIN (form, UNITS)), "Neurons");
  assert_name (nth (form, GTK_TYPE_DROP_DOWN, 0), "Colour");
  assert_name (nth (form, GTK_TYPE_SWITCH, 0), "Bias");
  g_object_unref (form);
}

static void
test_reports (void)
{
  Report report;
  DsItem item;
  GtkWidget *form = new_form (&report, &item);

  gtk_range_set_value (GTK_RANGE (nth (form, GTK_TYPE_SCALE, 0)), 12.2);
  g_assert_cmpuint (report.calls, ==, 1);
  g_assert_cmpstr (report.param, ==, "noise");
  g_assert_cmpfloat (report.item.values[NOISE], ==, 0.12);
  g_assert_cmpstr (TEXT (form, NOISE), ==, "12 %");

  gtk_range_set_value (GTK_RANGE (nth (form, GTK_TYPE_SCALE, 1)), log10 (0.00421));
  g_assert_cmpuint (report.calls, ==, 2);
  g_assert_cmpstr (report.param, ==, "rate");
  g_assert_cmpfloat (report.item.values[RATE], ==, 0.0042);

  gtk_drop_down_set_selected (GTK_DROP_DOWN (nth (form, GTK_TYPE_DROP_DOWN, 0)), 1);
  g_assert_cmpuint (report.calls, ==, 3);
  g_assert_cmpstr (report.param, ==, "colour");
  g_assert_true (ds_item_choice (&report.item, "colour") == &blue);

  gtk_switch_set_active (GTK_SWITCH (nth (form, GTK_TYPE_SWITCH, 0)), FALSE);
  g_assert_cmpuint (report.calls, ==, 4);
  g_assert_cmpfloat (report.item.values[BIAS], ==, 0.0);

  /* Earlier changes are all kept in the item. */
  g_assert_cmpfloat (report.item.values[NOISE], ==, 0.12);
  g_object_unref (form);
}

static void
type_text (GtkSpinButton *spin, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (spin), text);
  gtk_spin_button_update (spin);
}

static void
test_typing (void)
{
  Report report;
  DsItem item;
  GtkWidget *form = new_form (&report, &item);

  type_text (SPIN (form, RATE), "0,03");
  g_assert_cmpuint (report.calls, ==, 1);
  g_assert_cmpfloat (report.item.values[RATE], ==, 0.03);
  type_text (SPIN (form, RATE), "2e−4");
  g_assert_cmpfloat (report.item.values[RATE], ==, 2e-4);
  type_text (SPIN (form, NOISE), "33 %");
  g_assert_cmpfloat (report.item.values[NOISE], ==, 0.33);
  type_text (SPIN (form, NOISE), "44");
  g_assert_cmpfloat (report.item.values[NOISE], ==, 0.44);
  type_text (SPIN (form, UNITS), "12");
  g_assert_cmpfloat (report.item.values[UNITS], ==, 12.0);
  type_text (SPIN (form, 3), "4");
  g_assert_cmpfloat (report.item.values[LIMIT], ==, 4.0);
  type_text (SPIN (form, 3), "none");
  g_assert_true (isnan (report.item.values[LIMIT]));
  g_assert_cmpuint (report.calls, ==, 7);
  g_object_unref (form);
}

static void
test_refuses (void)
{
  static const char *const nonsense[] = { "", "fast", "1e999", "nan", "0.1x", "--3" };
  Report report;
  DsItem item;
  GtkWidget *form = new_form (&report, &item);

  for (guint i = 0; i < G_N_ELEMENTS (nonsense); i++)
    {
      type_text (SPIN (form, RATE), nonsense[i]);
      g_assert_cmpstr (TEXT (form, RATE), ==, "0.01");
    }
  g_assert_cmpuint (report.calls, ==, 0);
  type_text (SPIN (form, UNITS), "5000"); /* beyond the range: not what was asked for, so nothing happens */
  g_assert_cmpuint (report.calls, ==, 0);
  type_text (SPIN (form, UNITS), "1000");
  g_assert_cmpfloat (report.item.values[UNITS], ==, 1000.0);
  type_text (SPIN (form, UNITS), "1");
  gtk_spin_button_spin (SPIN (form, UNITS), GTK_SPIN_STEP_BACKWARD, 1); /* not to "auto", which is the output's alone */
  type_text (SPIN (form, UNITS), "auto");
  type_text (SPIN (form, UNITS), "");
  g_assert_cmpuint (report.calls, ==, 2);
  g_assert_cmpstr (TEXT (form, UNITS), ==, "1");
  g_object_unref (form);
}

static void
ignore_cb (double value, gpointer user_data)
{
}

/* What is refused is said in words, with what would be possible. */
static void
test_says_why (void)
{
  static const FlNumber share = { .min = 0, .max = 1, .factor = 100, .unit = "%" }, limit = { .min = 0, .max = INFINITY, .word = "none", .special = NAN };
  g_autofree char *range = fl_number_range (&share);
  g_autofree char *endless = fl_number_range (&limit);
  GtkWidget *overlay = g_object_ref_sink (adw_toast_overlay_new ()), *field = fl_number_field_new ("Share", &share, FALSE, ignore_cb, NULL);
  GtkWidget *label;

  g_assert_cmpstr (range, ==, "from 0 % to 100 %");
  g_assert_cmpstr (endless, ==, "from 0 on, or “none”");
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), field);
  fl_number_field_set (field, 0.25);
  type_text (GTK_SPIN_BUTTON (field), "120");
  g_assert_cmpfloat (fl_number_field_get (field), ==, 0.25);
  type_text (GTK_SPIN_BUTTON (field), "-1");
  g_assert_cmpuint (count (overlay, g_type_from_name ("AdwToastWidget")), ==, 1);
  label = nth (nth (overlay, g_type_from_name ("AdwToastWidget"), 0), GTK_TYPE_LABEL, 0);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (label)), ==, "Share takes a number from 0 % to 100 %. “-1” is none, so it stays 25 %.");
  type_text (GTK_SPIN_BUTTON (field), "");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (label)), ==, "Share takes a number from 0 % to 100 %, so it stays 25 %.");
  type_text (GTK_SPIN_BUTTON (field), "120");
  label = nth (nth (overlay, g_type_from_name ("AdwToastWidget"), 0), GTK_TYPE_LABEL, 0);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (label)), ==, "Share takes a number from 0 % to 100 %. “120” is none, so it stays 25 %.");
  g_object_unref (overlay);
}

/* A value of more digits than are shown stays what it is when its field is only visited. */
static void
test_keeps_precision (void)
{
  Report report;
  DsItem item;
  GtkWidget *form = new_form (&report, &item);

  item.values[RATE] = 1.0 / 3.0;
  fl_form_set_item (FL_FORM (form), &item);
  g_assert_cmpstr (TEXT (form, RATE), ==, "0.333333");
  gtk_spin_button_update (SPIN (form, RATE));
  g_assert_cmpuint (report.calls, ==, 0);
  gtk_switch_set_active (GTK_SWITCH (nth (form, GTK_TYPE_SWITCH, 0)), FALSE);
  g_assert_cmpfloat (report.item.values[RATE], ==, 1.0 / 3.0);
  g_object_unref (form);
}

/* The slider's left end means zero where zero is possible. */
static void
test_slider_zero (void)
{
  Report report;
  DsItem item;
  GtkWidget *form = new_form (&report, &item), *scale = nth (form, GTK_TYPE_SCALE, 1);

  gtk_range_set_value (GTK_RANGE (scale), -1e9);
  g_assert_cmpfloat (report.item.values[RATE], ==, 0.0);
  g_assert_cmpuint (report.calls, ==, 1);
  g_object_unref (form);
}

static void
echo_cb (const DsItem *item, const char *param, gpointer user_data)
{
  gpointer *data = user_data;

  (*(guint *) data[1])++;
  g_assert_cmpuint (*(guint *) data[1], <, 10);
  fl_form_set_item (FL_FORM (data[0]), item);
}

/* As in the window: each change becomes an edit, and the edit shows the item again. */
static void
test_no_loop (void)
{
  guint calls = 0;
  gpointer data[2] = { NULL, &calls };
  DsItem item = ds_item (&everything);
  GtkWidget *form = g_object_ref_sink (fl_form_new (3, NULL, echo_cb, data));

  data[0] = form;
  fl_form_set_item (FL_FORM (form), &item);
  for (int i = 1; i <= 5; i++)
    gtk_range_set_value (GTK_RANGE (nth (form, GTK_TYPE_SCALE, 1)), -2.0 + 0.317 * i);
  g_assert_cmpuint (calls, ==, 5);
  /* A slider in the hand is not moved to the rounded value. */
  g_assert_cmpfloat_with_epsilon (gtk_range_get_value (GTK_RANGE (nth (form, GTK_TYPE_SCALE, 1))), -2.0 + 0.317 * 5, 1e-9);
  g_object_unref (form);
}

static void
test_rebuild_and_skip (void)
{
  static const char *const skip[] = { "noise", NULL }, *const only[] = { "bias", NULL };
  DsItem item = ds_item (&everything), other = ds_item (&little);
  GtkWidget *form = g_object_ref_sink (fl_form_new (2, skip, NULL, NULL));
  GtkWidget *bias = g_object_ref_sink (fl_form_new_only (2, only, NULL, NULL));

  fl_form_set_item (FL_FORM (form), &item);
  g_assert_nonnull (find (form, GTK_TYPE_SWITCH));
  g_assert_true (fl_form_shows_anything (FL_FORM (form)));
  fl_form_set_item (FL_FORM (form), &other);
  g_assert_null (find (form, GTK_TYPE_SWITCH));
  g_assert_false (fl_form_shows_anything (FL_FORM (form)));
  fl_form_set_item (FL_FORM (bias), &item);
  g_assert_nonnull (find (bias, GTK_TYPE_SWITCH));
  g_assert_null (find (bias, GTK_TYPE_SPIN_BUTTON));
  g_object_unref (form);
  g_object_unref (bias);
}

/* Narrow, the same form is higher. */
static void
test_wraps (void)
{
  DsItem item = ds_item (&everything);
  GtkWidget *form = g_object_ref_sink (fl_form_new (6, NULL, NULL, NULL));
  int minimum, natural, low, high;

  gtk_widget_measure (form, GTK_ORIENTATION_VERTICAL, 300, NULL, &natural, NULL, NULL); /* empty */
  g_assert_cmpint (natural, ==, 0);
  fl_form_set_item (FL_FORM (form), &item);
  gtk_widget_measure (form, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (natural, >, 2 * minimum);
  gtk_widget_measure (form, GTK_ORIENTATION_VERTICAL, natural, NULL, &low, NULL, NULL);
  gtk_widget_measure (form, GTK_ORIENTATION_VERTICAL, minimum, NULL, &high, NULL, NULL);
  g_assert_cmpint (high, >=, 2 * low);
  g_object_unref (form);
}

static void
type_changed_cb (const DsType *type, gpointer user_data)
{
  *(const DsType **) user_data = type;
}

static guint
count_wheels (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) one = g_list_model_get_item (controllers, i);

      n += GTK_IS_EVENT_CONTROLLER_SCROLL (one) && gtk_event_controller_get_propagation_phase (one) != GTK_PHASE_NONE;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_wheels (child);
  return n;
}

/* Scrolling the panel once turned the seed and the batch size that came to lie under the pointer. */
static void
test_wheel (void)
{
  const FlNumber number = { .min = 1, .max = 10, .whole = TRUE };
  const FlSlider slider = { .number = number };
  GtkWidget *field = g_object_ref_sink (fl_number_field_new ("Seed", &number, FALSE, ignore_cb, NULL));
  GtkWidget *row = g_object_ref_sink (fl_slider_row_new ("Size", NULL, &slider, ignore_cb, NULL));

  g_assert_cmpuint (count_wheels (field), ==, 0);
  g_assert_cmpuint (count_wheels (row), ==, 0);
  g_object_unref (field);
  g_object_unref (row);
}

static void
test_type_chooser (void)
{
  const DsType *chosen = NULL;
  guint n;
  const DsType *const *types = colours (&n);
  GtkWidget *chooser = g_object_ref_sink (fl_type_chooser_new ("Colour", types, n, type_changed_cb, &chosen));

  assert_name (chooser, "Colour");
  fl_type_chooser_set (chooser, &blue);
  g_assert_null (chosen);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (chooser)), ==, 1);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (chooser), 0);
  g_assert_true (chosen == &red);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (chooser), ==, "Like tomatoes");
  g_object_unref (chooser);
}

/* A question to the display server for every button there is makes up a tenth of the start. */
static void
test_tooltip (void)
{
  Display *display = gdk_x11_display_get_xdisplay (gdk_display_get_default ());
  GtkWidget *button = g_object_ref_sink (gtk_button_new ());
  unsigned long asked = NextRequest (display);

  fl_set_tooltip (button, "Go");
  g_assert_cmpuint (NextRequest (display), ==, asked);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "Go");
  g_assert_true (gtk_widget_get_visible (button));
  gtk_widget_set_visible (button, FALSE);
  fl_set_tooltip (button, NULL);
  g_assert_null (gtk_widget_get_tooltip_text (button));
  g_assert_false (gtk_widget_get_visible (button));
  g_object_unref (button);
}

static gboolean
asked_cb (void)
{
  return TRUE;
}

static gboolean
shows_tooltip (GtkWidget *widget)
{
  gboolean shows = FALSE;

  g_signal_emit_by_name (widget, "query-tooltip", 0, 0, FALSE, NULL, &shows);
  return shows;
}

/* What lies around an open popover says nothing over it; GTK asks a box where its button has no answer. */
static void
test_tooltip_of_opened (void)
{
  GtkWidget *box, *menu, *popover;
  GtkWindow *window;

  window = GTK_WINDOW (gtk_window_new ());
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  menu = gtk_menu_button_new ();
  popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (popover), gtk_button_new_with_label ("Inside"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (menu), popover);
  fl_set_tooltip (box, "Head");
  fl_set_tooltip (menu, "More");
  g_signal_connect (box, "query-tooltip", G_CALLBACK (asked_cb), NULL);
  g_signal_connect (menu, "query-tooltip", G_CALLBACK (asked_cb), NULL);
  gtk_box_append (GTK_BOX (box), menu);
  gtk_window_set_child (window, box);
  gtk_window_present (window);
  WAIT_FOR (gtk_widget_get_mapped (box));
  g_assert_true (shows_tooltip (box) && shows_tooltip (menu));
  gtk_menu_button_popup (GTK_MENU_BUTTON (menu));
  WAIT_FOR (gtk_widget_get_mapped (popover));
  g_assert_false (shows_tooltip (box) || shows_tooltip (menu));
  gtk_menu_button_popdown (GTK_MENU_BUTTON (menu));
  WAIT_FOR (!gtk_widget_get_mapped (popover));
  g_assert_true (shows_tooltip (box) && shows_tooltip (menu));
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display to open widgets on\n");
      return 0;
    }
  g_test_add_func ("/form/shows", test_shows);
  g_test_add_func ("/form/names", test_names);
  g_test_add_func ("/form/reports", test_reports);
  g_test_add_func ("/form/typing", test_typing);
  g_test_add_func ("/form/refuses", test_refuses);
  g_test_add_func ("/form/says-why", test_says_why);
  g_test_add_func ("/form/keeps-precision", test_keeps_precision);
  g_test_add_func ("/form/slider-zero", test_slider_zero);
  g_test_add_func ("/form/no-loop", test_no_loop);
  g_test_add_func ("/form/rebuild-and-skip", test_rebuild_and_skip);
  g_test_add_func ("/form/wraps", test_wraps);
  g_test_add_func ("/form/wheel", test_wheel);
  g_test_add_func ("/form/type-chooser", test_type_chooser);
  if (GDK_IS_X11_DISPLAY (gdk_display_get_default ()))
    g_test_add_func ("/form/tooltip", test_tooltip);
  g_test_add_func ("/form/tooltip-of-opened", test_tooltip_of_opened);
  return g_test_run ();
}
