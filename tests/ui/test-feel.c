/* The whole window as a person meets it: its keys, its names, tooltips and targets, the way of Tab, and values as tables. Needs a display. */
#include "feel-stage.h"

#include "fl-application.h"
#include "fl-network.h"
#include "fl-plot.h"
#include "fl-shortcuts.h"
#include "fl-value-sheet.h"

#include <string.h>

/* ---- the way of Tab ---- */

/* Later in reading order, or the head of a column further on. */
static gboolean
reads_on (const graphene_rect_t *from, const graphene_rect_t *to)
{
  float from_right = from->origin.x + from->size.width, from_bottom = from->origin.y + from->size.height;
  float to_right = to->origin.x + to->size.width, to_bottom = to->origin.y + to->size.height;

  if (to_bottom <= from->origin.y + 1) /* up: only into a column that follows */
    return to->origin.x >= from_right - 1;
  return to->origin.y >= from_bottom - 1 || to_right > from->origin.x + 1;
}

/* Where a widget is seen; what is scrolled out of sight counts as at the edge it lies behind. */
static graphene_rect_t
place_of (GtkWidget *widget, GtkWidget *window)
{
  GtkWidget *scroll = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds, seen;

  g_assert_true (gtk_widget_compute_bounds (widget, window, &bounds));
  if (scroll != NULL && gtk_widget_compute_bounds (scroll, window, &seen))
    bounds.origin.y = CLAMP (bounds.origin.y, seen.origin.y, seen.origin.y + seen.size.height);
  return bounds;
}

static gboolean
jumps_back (GtkWidget *last, GtkWidget *at, GtkWidget *window)
{
  GtkWidget *scroll = gtk_widget_get_ancestor (at, GTK_TYPE_SCROLLED_WINDOW);
  gboolean together = scroll != NULL && gtk_widget_is_ancestor (last, scroll);
  graphene_rect_t from = place_of (last, window), to = place_of (at, window);

  if (together) /* both as they lie, seen or not */
    g_assert_true (gtk_widget_compute_bounds (last, window, &from) && gtk_widget_compute_bounds (at, window, &to));
  if (gtk_widget_is_ancestor (at, last) || reads_on (&from, &to))
    return FALSE;
  g_test_message ("from %g, %g to %g, %g", from.origin.x, from.origin.y, to.origin.x, to.origin.y);
  return TRUE;
}

static void
follow_tab (Stage *stage, const char *view)
{
  GtkWidget *window = GTK_WIDGET (stage->window), *first = NULL, *last = NULL;
  g_autoptr (GHashTable) met = g_hash_table_new (NULL, NULL);
  guint steps = 0;

  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  while (gtk_widget_child_focus (window, GTK_DIR_TAB_FORWARD) && ++steps < 600)
    {
      GtkWidget *at = gtk_window_get_focus (GTK_WINDOW (window));

      if (at == NULL || !gtk_widget_get_mapped (at))
        {
          fault (last != NULL ? last : window, at == NULL ? "focus is lost after" : "focus goes out of sight after");
          if (at != NULL)
            fault (at, "to");
          break;
        }
      if (at == last) /* a widget may lead through its own parts */
        continue;
      if (at == first) /* all the way round */
        break;
      if (!g_hash_table_add (met, at))
        {
          fault (at, "focus is trapped at");
          break;
        }
      if (last != NULL && jumps_back (last, at, window))
        {
          fault (last, "focus jumps back from");
          fault (at, "to");
        }
      if (first == NULL)
        first = at;
      last = at;
      run_for (5);
    }
  g_test_message ("-- %s: %u steps to %u widgets", view, steps, g_hash_table_size (met));
  g_assert_cmpuint (steps, <, 600);
  g_assert_cmpuint (g_hash_table_size (met), >, 10);
}

static void
test_tab (void)
{
  Stage stage;

  faults = 0;
  if (!stage_open_at (&stage, 1440, 900))
    return;
  in_every_view (&stage, follow_tab);
  g_assert_cmpuint (faults, ==, 0);
  stage_close (&stage);
}

/* ---- names, tooltips, targets ---- */

/* The widget assistive technology sees in its place: parts of a drop-down or spin button stand for the whole. */
static GtkWidget *
whole_of (GtkWidget *widget)
{
  for (GtkWidget *at = gtk_widget_get_parent (widget); at != NULL; at = gtk_widget_get_parent (at))
    if (GTK_IS_DROP_DOWN (at) || GTK_IS_MENU_BUTTON (at) || GTK_IS_SPIN_BUTTON (at) || GTK_IS_ENTRY (at))
      return at;
    else if (GTK_IS_POPOVER (at) || GTK_IS_WINDOW (at))
      break;
  return widget;
}

/* Parts GTK makes that only hold others. */
static gboolean
only_holds (GtkWidget *widget)
{
  const char *name = gtk_widget_get_css_name (widget);

  return GTK_IS_SCROLLED_WINDOW (widget) || GTK_IS_PANED (widget) || GTK_IS_LABEL (widget) || GTK_IS_LIST_BOX (widget) ||
         GTK_IS_LIST_VIEW (widget) || GTK_IS_POPOVER (widget) || g_str_equal (name, "header") || g_str_equal (name, "listview");
}

static void
check_name (GtkWidget *widget)
{
  GtkWidget *whole = whole_of (widget);
  GtkAccessible *accessible = GTK_ACCESSIBLE (whole);
  gboolean labelled = gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gboolean label = gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL);

  if (only_holds (whole))
    return;
  if (!label && !labelled)
    fault (widget, "no name");
}

static gboolean
has_words (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_child_visible (child) && has_words (child))
      return TRUE;
  return FALSE;
}

static gboolean
has_tooltip (GtkWidget *widget)
{
  for (GtkWidget *at = widget; at != NULL && !GTK_IS_NATIVE (at); at = gtk_widget_get_parent (at))
    if (gtk_widget_get_has_tooltip (at))
      return TRUE;
  return FALSE;
}

static void
inspect (GtkWidget *widget, gpointer data)
{
  gboolean button = GTK_IS_BUTTON (widget);
  graphene_rect_t bounds;

  if (g_str_equal (gtk_widget_get_css_name (widget), "windowcontrols") ||
      gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW_CONTROLS) != NULL)
    return;
  if (gtk_widget_get_focusable (widget) && gtk_widget_is_sensitive (widget))
    check_name (widget);
  if (button && !has_words (widget) && !has_tooltip (widget))
    fault (widget, "a picture without a tooltip");
  /* The words of these are their value, and do not say what it is for. */
  if ((GTK_IS_DROP_DOWN (widget) || GTK_IS_SWITCH (widget) || GTK_IS_SCALE (widget) || GTK_IS_SPIN_BUTTON (widget)) && !has_tooltip (widget))
    fault (widget, "a control without a tooltip");
  /* with its padding: what a pointer meets */
  if (button && gtk_widget_compute_bounds (widget, widget, &bounds) && (bounds.size.width < 24 || bounds.size.height < 24))
    fault (widget, "a small target");
  if (FL_IS_PLOT (widget) && gtk_widget_get_focusable (widget) &&
      !gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION))
    fault (widget, "a plot without a description");
  if (FL_IS_PLOT (widget) && !FL_IS_NETWORK (widget) && g_object_get_data (G_OBJECT (widget), "fl-plot-hold") == NULL)
    fault (widget, "a plot that cannot be zoomed, moved and fitted");
}

static void
collect_lists (GtkWidget *widget, gpointer list)
{
  if (GTK_IS_DROP_DOWN (widget) && gtk_widget_is_sensitive (widget))
    g_ptr_array_add (list, g_object_ref (widget));
}

static gboolean
is_in_sight (GtkWidget *widget, GtkWidget *window)
{
  graphene_rect_t at;

  return gtk_widget_compute_bounds (widget, window, &at) && at.origin.y >= 0 && at.origin.y + at.size.height <= gtk_widget_get_height (window);
}

static void
inspect_view (Stage *stage, const char *view)
{
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func (g_object_unref);

  g_test_message ("-- %s", view);
  walk (GTK_WIDGET (stage->window), inspect, NULL);
  walk (GTK_WIDGET (stage->window), collect_lists, lists);
  for (guint i = 0; i < lists->len; i++)
    {
      GtkWidget *popover = gtk_widget_get_last_child (lists->pdata[i]);

      g_assert_true (GTK_IS_POPOVER (popover));
      gtk_widget_grab_focus (lists->pdata[i]); /* scrolled into view: GTK finds no monitor for a list that hangs below the screen */
      for (guint tries = 0; tries < 500 && !is_in_sight (lists->pdata[i], GTK_WIDGET (stage->window)); tries++)
        run_for (10);
      gtk_popover_popup (GTK_POPOVER (popover));
      run_for (80);
      walk (popover, inspect, NULL);
      gtk_popover_popdown (GTK_POPOVER (popover));
      run_for (20);
    }
}

static void
test_names (void)
{
  Stage stage;

  if (!stage_open (&stage))
    return;
  faults = 0;
  g_action_group_activate_action (G_ACTION_GROUP (stage.window), "train", NULL);
  run_for (1500);
  in_every_view (&stage, inspect_view);
  g_assert_cmpuint (faults, ==, 0);
  stage_close (&stage);
}

/* ---- keys ---- */

/* The keys in the shortcuts window. */
static void
read_shortcuts (GtkWidget *widget, GPtrArray *keys)
{
  if (GTK_IS_SHORTCUT_LABEL (widget))
    g_ptr_array_add (keys, g_strdup (gtk_shortcut_label_get_accelerator (GTK_SHORTCUT_LABEL (widget))));
  else
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
      read_shortcuts (child, keys);
}

static gboolean
lists_key (GPtrArray *listed, const char *wanted)
{
  guint key, listed_key;
  GdkModifierType modifiers, listed_modifiers;

  g_assert_true (gtk_accelerator_parse (wanted, &key, &modifiers));
  for (guint i = 0; i < listed->len; i++)
    if (gtk_accelerator_parse (listed->pdata[i], &listed_key, &listed_modifiers) && key == listed_key && modifiers == listed_modifiers)
      return TRUE;
  return FALSE;
}

/* What is found by what is typed: rows that are to be seen, beyond those lists have none of. */
static guint
count_found (GtkWidget *widget)
{
  guint n = 0;

  if (!gtk_widget_get_visible (widget))
    return 0;
  if (ADW_IS_ACTION_ROW (widget))
    return 1;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_found (child);
  return n;
}

static void
check_search (GtkWidget *window, const char *wanted, guint least, guint most)
{
  GtkWidget *entry = find_named (window, "entry");

  gtk_editable_set_text (GTK_EDITABLE (entry), wanted);
  g_signal_emit_by_name (entry, "search-changed");
  g_test_message ("%s: %u", wanted, count_found (window));
  g_assert_cmpuint (count_found (window), >=, least);
  g_assert_cmpuint (count_found (window), <=, most);
}

/* Every key of an action is in the shortcuts window, which fits the smallest screen, and is found by its name and by what it does. */
static void
test_shortcuts (void)
{
  Stage stage;
  g_autoptr (GPtrArray) listed = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) actions = NULL;
  GtkWidget *window;
  int width;

  if (!stage_open (&stage))
    return;
  window = GTK_WIDGET (fl_shortcuts_window (GTK_WINDOW (stage.window)));
  read_shortcuts (window, listed);
  g_assert_cmpuint (listed->len, >, 40);
  for (guint i = 0; i < listed->len; i++)
    g_assert_cmpstr (listed->pdata[i], !=, ""); /* that of an action that has none */
  actions = gtk_application_list_action_descriptions (GTK_APPLICATION (application));
  for (guint i = 0; actions[i] != NULL; i++)
    {
      g_auto (GStrv) keys = gtk_application_get_accels_for_action (GTK_APPLICATION (application), actions[i]);
      GActionGroup *group = *actions[i] == 'w' ? G_ACTION_GROUP (stage.window) : G_ACTION_GROUP (application);

      g_test_message ("%s", actions[i]);
      g_assert_true (g_action_group_has_action (group, actions[i] + 4));
      for (guint k = 0; keys[k] != NULL; k++)
        g_assert_true (lists_key (listed, keys[k]));
    }
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  g_assert_cmpint (width, <=, 800);
  check_search (window, "", 50, 100);
  check_search (window, "UNDO", 1, 2);
  check_search (window, "ctrl+z", 1, 2);
  check_search (window, "pony", 0, 0);
  check_search (window, "", 50, 100);
  gtk_window_close (GTK_WINDOW (window));
  g_assert_true (fl_shortcuts_window (GTK_WINDOW (stage.window)) == GTK_WINDOW (window));
  stage_close (&stage);
}

/* ---- the header stays where it is ---- */

static graphene_rect_t tabs_first;

static void
look_at_tabs (Stage *stage, const char *view)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (find_named (GTK_WIDGET (stage->window), "viewswitcher"), GTK_WIDGET (stage->window), &bounds));
  g_test_message ("%s: %g, %g wide", view, bounds.origin.x, bounds.size.width);
  if (tabs_first.size.width == 0)
    tabs_first = bounds;
  g_assert_true (graphene_rect_equal (&bounds, &tabs_first));
}

/* Neither the view that is chosen nor what Train is called moves a tab away from under the pointer. */
static void
test_steady (void)
{
  Stage stage;

  if (!stage_open_at (&stage, 1440, 900))
    return;
  in_every_view (&stage, look_at_tabs);
  gtk_widget_activate_action (GTK_WIDGET (stage.window), "win.train", NULL);
  run_for (100);
  look_at_tabs (&stage, "training");
  stage_close (&stage);
}

/* The letters of a menu's items, its sections' included; of those below, their own. */
static void
check_letters (GMenuModel *menu, GHashTable *letters)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autoptr (GMenuModel) below = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);
      g_autoptr (GHashTable) own = g_hash_table_new (NULL, NULL);
      g_autofree char *label = NULL;
      const char *letter;

      if (section != NULL)
        check_letters (section, letters);
      if (below != NULL)
        check_letters (below, own);
      if (section != NULL || !g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label) ||
          (letter = strchr (label, '_')) == NULL)
        continue;
      g_test_message ("%s", label);
      g_assert_true (g_hash_table_add (letters, GINT_TO_POINTER (g_ascii_tolower (letter[1]))));
    }
}

static void
check_menu (GtkWidget *widget, gpointer menus)
{
  g_autoptr (GHashTable) letters = g_hash_table_new (NULL, NULL);
  GMenuModel *menu;

  if (!GTK_IS_MENU_BUTTON (widget))
    return;
  if (gtk_menu_button_get_popover (GTK_MENU_BUTTON (widget)) == NULL) /* made when it is first wanted */
    {
      gtk_menu_button_popup (GTK_MENU_BUTTON (widget));
      run_for (300);
      gtk_menu_button_popdown (GTK_MENU_BUTTON (widget));
      run_for (100);
    }
  menu = gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (widget));
  if (menu == NULL)
    return;
  check_letters (menu, letters);
  ++*(guint *) menus;
}

/* A letter stands for one item of a menu: of two GTK would choose neither. */
static void
test_mnemonics (void)
{
  Stage stage;
  guint menus = 0;

  if (!stage_open (&stage))
    return;
  run_for (200);
  walk (GTK_WIDGET (stage.window), check_menu, &menus);
  g_assert_cmpuint (menus, >=, 2);
  stage_close (&stage);
}

/* ---- values as tables ---- */

static void
test_sheet (void)
{
  g_autoptr (FlValueSheet) sheet = fl_value_sheet_new (g_strdup ("a,\"b, \"\"c\"\"\"\n1,2\n\"x\ny\",\n3\n"));
  g_autoptr (FlValueSheet) none = fl_value_sheet_new (g_strdup (""));
  g_auto (GStrv) names = fl_value_sheet_row (sheet, 0), broken = fl_value_sheet_row (sheet, 2), brief = fl_value_sheet_row (sheet, 3);

  g_assert_cmpuint (fl_value_sheet_n_columns (sheet), ==, 2);
  g_assert_cmpuint (fl_value_sheet_n_rows (sheet), ==, 3);
  g_assert_cmpstrv (names, ((const char *[]){ "a", "b, \"c\"", NULL }));
  g_assert_cmpstrv (broken, ((const char *[]){ "x\ny", "", NULL }));
  g_assert_cmpstrv (brief, ((const char *[]){ "3", "", NULL }));
  g_assert_cmpuint (fl_value_sheet_n_rows (none), ==, 0);
  g_assert_cmpuint (fl_value_sheet_n_columns (none), ==, 0);
}

static void
find_table (GtkWidget *widget, gpointer found)
{
  if (GTK_IS_COLUMN_VIEW (widget))
    *(GtkWidget **) found = widget;
}

static void
check_table (Stage *stage, const char *css_name, const char *action, guint n_columns)
{
  GtkWidget *plot = find_named (GTK_WIDGET (stage->window), css_name), *table = NULL;

  g_assert_nonnull (plot);
  g_assert_true (gtk_widget_activate_action (plot, action, NULL));
  for (guint i = 0; i < 500 && table == NULL; i++)
    {
      run_for (10);
      if (newest_window () != NULL)
        walk (GTK_WIDGET (newest_window ()), find_table, &table);
    }
  g_assert_nonnull (table);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (table)))), >, 0);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_column_view_get_columns (GTK_COLUMN_VIEW (table))), ==, n_columns);
  gtk_window_close (newest_window ());
  run_for (100);
  g_assert_null (newest_window ());
}

/* The table of a plot, and of the states kept, has its rows, and goes with its key. */
static void
test_table (void)
{
  Stage stage;

  if (!stage_open (&stage))
    return;
  check_table (&stage, "losscurve", "plot.show-table", 9);
  check_table (&stage, "timeline", "timeline.show-table", 4);
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  feel_stage_init ();
  g_test_add_func ("/feel/tab", test_tab);
  g_test_add_func ("/feel/names", test_names);
  g_test_add_func ("/feel/shortcuts", test_shortcuts);
  g_test_add_func ("/feel/mnemonics", test_mnemonics);
  g_test_add_func ("/feel/steady", test_steady);
  g_test_add_func ("/feel/sheet", test_sheet);
  g_test_add_func ("/feel/table", test_table);
  status = g_test_run ();
  g_clear_object (&application);
  return status;
}
