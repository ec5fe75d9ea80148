/* GTK's own window for this stands two wide columns side by side, which needs 1,200 pixels; this one scrolls, and fits any window. */
#include "fl-shortcuts.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "fl-wrap-box.h"

#define WINDOW "fl-shortcuts" /* the window, at its parent */
#define WORDS "fl-words"      /* what a row is found by: its title and keys, folded */
#define WIDTH 720
#define MOST_HEIGHT 720
#define BESIDE 60 /* pixels of the parent that stay in sight above and below */

/* A row without keys and action begins a group. keys: as gtk_accelerator_parse() takes them, with blanks between alternatives. */
static const struct
{
  const char *title, *keys, *action; /* of an action the keys are known */
} table[] = {
  { N_("Training"), NULL, NULL },
  { N_("Train or pause"), "space", NULL },
  { N_("One step"), "period", NULL },
  { N_("One step back in time"), "comma", NULL },
  { N_("Reset"), "r", NULL },
  { N_("Editing"), NULL, NULL },
  { N_("Undo"), NULL, "win.undo" },
  { N_("Redo"), NULL, "win.redo" },
  { N_("Remove the selected layer"), "Delete", NULL },
  { N_("Duplicate the selected layer"), "<Control>d", NULL },
  { N_("Freeze or unfreeze the selected layer"), "f", NULL },
  { N_("Move the selected layer"), "<Alt>Left <Alt>Right", NULL },
  { N_("More or fewer neurons in the selected layer"), "plus minus", NULL },
  { N_("Everything that can be done to a layer"), "<Shift>F10 Menu", NULL },
  { N_("Larger or smaller network (or Ctrl+wheel)"), "<Control>plus <Control>minus", NULL },
  { N_("All of the network (or double click beside it)"), "<Control>0", NULL },
  { N_("Views"), NULL, NULL },
  { N_("Go to a view"), "<Alt>1...9", NULL },
  { N_("Copy rows of the data"), "<Control>c", NULL },
  { N_("Plots"), NULL, NULL },
  { N_("Zoom (or Ctrl+wheel)"), "plus minus", NULL },
  { N_("Move (or drag)"), "Left Right Up Down", NULL },
  { N_("Move, where arrows alone read values"), "<Shift>Left <Shift>Right <Shift>Up <Shift>Down", NULL },
  { N_("Move the start on a surface (with Shift: finer)"), "<Alt>Left <Alt>Right <Alt>Up <Alt>Down", NULL },
  { N_("Read values off a curve (or point at it)"), "<Shift>Left <Shift>Right", NULL },
  { N_("Map, formula and value of a neuron"), "F1", NULL },
  { N_("Edit or freeze a neuron’s weights"), "F2", NULL },
  { N_("Move a place on the decision boundary"), "<Shift>Left <Shift>Right <Shift>Up <Shift>Down", NULL },
  { N_("Worked example of a point or place"), NULL, "win.explain" },
  { N_("Slow motion through the next step"), NULL, "win.slow-motion" },
  { N_("Slow motion: stage back and forward"), "Left Right", NULL },
  { N_("Fit (or double click)"), "0", NULL },
  { N_("Menu: copy, save"), "<Shift>F10 Menu", NULL },
  { N_("Show the values as a table"), "<Control>t", NULL },
  { N_("Choose a layer of the charts"), "Up Down", NULL },
  { N_("Choose a learning rate on the range test, and take it"), "Left Right Return", NULL },
  { N_("Time travel"), NULL, NULL },
  { N_("A step back or forward on the timeline"), "Left Right", NULL },
  { N_("A tenth back or forward"), "Page_Down Page_Up", NULL },
  { N_("The first step, the present"), "Home End", NULL },
  { N_("Zoom the timeline (or Ctrl+wheel)"), "plus minus", NULL },
  { N_("Move what is shown of it (or drag with Shift)"), "<Shift>Left <Shift>Right", NULL },
  { N_("All of the run (or double click)"), "0", NULL },
  { N_("Begin and end of the range to loop"), "<Shift>Home <Shift>End", NULL },
  { N_("Painting and drawing"), NULL, NULL },
  { N_("Paint on the decision boundary"), "<Alt>p", NULL },
  { N_("Use the tool where the arrows have brought it"), "space", NULL },
  { N_("Brush, eraser, move, flip label, lasso"), "b e m f l", NULL },
  { N_("Class to paint with"), "1...9", NULL },
  { N_("Smaller or larger tool"), "bracketleft bracketright", NULL },
  { N_("Close the lasso"), "Return", NULL },
  { N_("Take back a stroke on the drawing pad"), "BackSpace", NULL },
  { N_("Leave painting, clear the drawing pad"), "Escape", NULL },
  { N_("Files"), NULL, NULL },
  { N_("Open a project"), NULL, "win.open" },
  { N_("Save"), NULL, "win.save" },
  { N_("Save as"), NULL, "win.save-as" },
  { N_("Import data"), NULL, "win.import-data" },
  { N_("Export a picture"), NULL, "win.export" },
  { N_("Load weights"), NULL, "win.load-weights" },
  { N_("Window"), NULL, NULL },
  { N_("Next or previous part of the window"), "F6 <Shift>F6", NULL },
  { N_("Show or hide data and training"), "F9", NULL },
  { N_("Main menu"), "F10", NULL },
  { N_("Keyboard shortcuts"), NULL, "app.shortcuts" },
  { N_("Close"), NULL, "win.close" },
  { N_("Quit"), NULL, "app.quit" },
};

typedef struct
{
  GtkWidget *groups; /* AdwPreferencesGroups */
  GtkWidget *stack;  /* "keys", or "nothing" where none is found */
} Found;

static gboolean
is_found (GtkWidget *row, const char *wanted)
{
  return strstr (g_object_get_data (G_OBJECT (row), WORDS), wanted) != NULL;
}

/* Rows lie somewhere below their group; FALSE: none is found in it. */
static gboolean
filter_rows (GtkWidget *widget, const char *wanted)
{
  gboolean any = FALSE;

  if (g_object_get_data (G_OBJECT (widget), WORDS) != NULL)
    {
      any = is_found (widget, wanted);
      gtk_widget_set_visible (widget, any);
      return any;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    any |= filter_rows (child, wanted);
  return any;
}

static void
search_cb (GtkSearchEntry *entry, Found *found)
{
  g_autofree char *wanted = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (entry)), -1);
  gboolean any = FALSE;

  for (GtkWidget *group = gtk_widget_get_first_child (found->groups); group != NULL; group = gtk_widget_get_next_sibling (group))
    {
      gboolean here = filter_rows (group, g_strstrip (wanted));

      gtk_widget_set_visible (group, here);
      any |= here;
    }
  gtk_stack_set_visible_child_name (GTK_STACK (found->stack), any ? "keys" : "nothing");
}

static char *
keys_of (GtkWindow *parent, guint i)
{
  g_auto (GStrv) keys = NULL;

  if (table[i].keys != NULL)
    return g_strdup (table[i].keys);
  keys = gtk_application_get_accels_for_action (gtk_window_get_application (parent), table[i].action);
  return g_strjoinv (" ", keys);
}

/* "Ctrl+Z" for what is typed into the search. */
static void
add_words (GString *words, const char *key)
{
  guint code;
  GdkModifierType modifiers;

  if (gtk_accelerator_parse (key, &code, &modifiers))
    {
      g_autofree char *label = gtk_accelerator_get_label (code, modifiers);

      g_string_append_printf (words, " %s", label);
    }
}

static GtkWidget *
new_row (GtkWindow *parent, guint i)
{
  GtkWidget *row = adw_action_row_new (), *labels = fl_wrap_box_new (10, GTK_ALIGN_END);
  g_autofree char *all = keys_of (parent, i);
  g_auto (GStrv) keys = g_strsplit (all, " ", -1);
  g_autoptr (GString) words = g_string_new (_(table[i].title));

  for (char **key = keys; *key != NULL; key++)
    {
      fl_wrap_box_append (FL_WRAP_BOX (labels), gtk_shortcut_label_new (*key));
      add_words (words, *key);
    }
  gtk_widget_set_valign (labels, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (row, "shortcut");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(table[i].title));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), labels);
  g_object_set_data_full (G_OBJECT (row), WORDS, g_utf8_casefold (words->str, -1), g_free);
  return row;
}

static GtkWidget *
new_groups (GtkWindow *parent)
{
  GtkWidget *groups = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18), *group = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].keys == NULL && table[i].action == NULL)
      {
        group = adw_preferences_group_new ();
        adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _(table[i].title));
        gtk_box_append (GTK_BOX (groups), group);
      }
    else
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), new_row (parent, i));
  gtk_widget_set_margin_top (groups, 12);
  gtk_widget_set_margin_bottom (groups, 18);
  gtk_widget_set_margin_start (groups, 18);
  gtk_widget_set_margin_end (groups, 18);
  return groups;
}

static GtkWidget *
new_page (GtkWidget *groups)
{
  GtkWidget *scroll = gtk_scrolled_window_new (), *clamp = adw_clamp_new ();

  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), groups);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), clamp);
  gtk_widget_set_vexpand (scroll, TRUE);
  return scroll;
}

static GtkWidget *
new_nothing (void)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "system-search-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _("No such shortcut"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page), _("Search for what is to be done, or for a key."));
  return page;
}

static GtkWidget *
new_search (GtkWindow *window, Found *found)
{
  GtkWidget *entry = gtk_search_entry_new (), *clamp = adw_clamp_new ();

  g_object_set (entry, "placeholder-text", _("Search"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search"), -1);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (entry), GTK_WIDGET (window)); /* one types, wherever the focus is */
  g_signal_connect (entry, "search-changed", G_CALLBACK (search_cb), found);
  g_signal_connect_swapped (entry, "stop-search", G_CALLBACK (gtk_window_close), window);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 320);
  adw_clamp_set_child (ADW_CLAMP (clamp), entry);
  gtk_widget_set_margin_start (clamp, 18);
  gtk_widget_set_margin_end (clamp, 18);
  gtk_widget_set_margin_top (clamp, 6);
  gtk_widget_set_margin_bottom (clamp, 6);
  return clamp;
}

static GtkWindow *
new_window (GtkWindow *parent)
{
  GtkWindow *window = GTK_WINDOW (adw_window_new ());
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkEventController *keys = gtk_shortcut_controller_new ();
  Found *found = g_new0 (Found, 1);

  g_object_set_data_full (G_OBJECT (window), "fl-found", found, g_free);
  found->groups = new_groups (parent);
  found->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (found->stack), new_page (found->groups), "keys");
  gtk_stack_add_named (GTK_STACK (found->stack), new_nothing (), "nothing");
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), new_search (window, found));
  gtk_box_append (GTK_BOX (box), found->stack);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_title (window, _("Keyboard shortcuts"));
  gtk_window_set_modal (window, TRUE);
  gtk_window_set_transient_for (window, parent);
  gtk_window_set_destroy_with_parent (window, TRUE);
  gtk_window_set_hide_on_close (window, TRUE);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0), gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
  return window;
}

GtkWindow *
fl_shortcuts_window (GtkWindow *parent)
{
  GtkWindow *window = g_object_get_data (G_OBJECT (parent), WINDOW);
  int height = gtk_widget_get_height (GTK_WIDGET (parent));

  if (window == NULL)
    {
      window = new_window (parent);
      gtk_window_set_default_size (window, WIDTH, height > 2 * BESIDE ? MIN (height - 2 * BESIDE, MOST_HEIGHT) : MOST_HEIGHT);
      g_object_set_data (G_OBJECT (parent), WINDOW, window);
    }
  return window;
}
