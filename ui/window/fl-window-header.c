/* The header bar: what one does all the time at the left, the project's name, and what one does now and then at the right. */
#include "fl-window-private.h"
#include "fl-axis.h"
#include "fl-comparison.h"
#include <glib/gi18n-lib.h>
#include "fl-edit.h"
#include "fl-header-layout.h"
#include "fl-steady.h"
#include "fl-time-strip.h"
#include "fl-tooltip.h"
#include "fl-view.h"

#define SUMMARY_CHARS 30 /* asked for at most; the summary of a plain network */
#define TAB_AROUND 22    /* pixels beside a tab's name and between two tabs */

/* The ready projects in data/samples, in the order of the menu. */
static const struct
{
  const char *id, *title;
} examples[] = {
  { "spirals", N_("Two spirals") },
  { "xor", N_("Exclusive or") },
  { "linear-regression", N_("Linear regression") },
  { "iris", N_("Iris flowers") },
  { "wine", N_("Wines") },
  { "digits", N_("Handwritten digits") },
};

static void
name_button (GtkWidget *button, const char *name, const char *tooltip)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  fl_set_tooltip (button, tooltip);
}

/* ---- left: the run ---- */

/* What a button shows: its name, or where the header is short of room, a picture. The button's accessible name is set apart:
 * a label of its own would be read as well. */
GtkWidget *
fl_window_squeezed (GtkWidget *wide, GtkWidget *narrow)
{
  GtkWidget *squeezer = adw_squeezer_new ();

  adw_squeezer_set_homogeneous (ADW_SQUEEZER (squeezer), FALSE);
  adw_squeezer_add (ADW_SQUEEZER (squeezer), wide);
  adw_squeezer_add (ADW_SQUEEZER (squeezer), narrow);
  return squeezer;
}

static GtkWidget *
new_action_button (const char *name, const char *icon, const char *action, const char *tooltip)
{
  GtkWidget *button = gtk_button_new ();

  gtk_button_set_child (GTK_BUTTON (button), fl_window_squeezed (gtk_label_new (name), gtk_image_new_from_icon_name (icon)));
  gtk_widget_add_css_class (button, "fl-header-button");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  /* Space stays the key of Train after a click here. */
  gtk_widget_set_focus_on_click (button, FALSE);
  name_button (button, name, tooltip);
  return button;
}

static GtkWidget *
new_train_button (FlWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->train_label = gtk_label_new (NULL);
  fl_hold_width (self->train_label, (const char *const[]){ _("Train"), _("Pause"), _("Race"), NULL }, FALSE, 0, 1);
  for (guint i = 0; i < G_N_ELEMENTS (self->train_icons); i++)
    self->train_icons[i] = gtk_image_new ();
  gtk_box_append (GTK_BOX (box), self->train_icons[0]);
  gtk_box_append (GTK_BOX (box), self->train_label);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  self->train_button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->train_button), fl_window_squeezed (box, self->train_icons[1]));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->train_button), "win.train");
  gtk_widget_set_focus_on_click (self->train_button, FALSE);
  gtk_widget_add_css_class (self->train_button, "suggested-action");
  gtk_widget_add_css_class (self->train_button, "fl-train-button");
  return self->train_button;
}

static void
update_train_button (FlWindow *self)
{
  gboolean comparing = fl_window_is_comparing (self);
  gboolean playing = comparing ? fl_comparison_is_playing (fl_session_get_comparison (self->session)) : fl_session_is_playing (self->session);
  const char *label = playing ? _("Pause") : comparing ? _("Race") : _("Train");

  if (g_str_equal (gtk_label_get_text (GTK_LABEL (self->train_label)), label))
    return;
  gtk_label_set_text (GTK_LABEL (self->train_label), label);
  for (guint i = 0; i < G_N_ELEMENTS (self->train_icons); i++)
    gtk_image_set_from_icon_name (GTK_IMAGE (self->train_icons[i]),
                                  playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  name_button (self->train_button, label,
               playing ? _("Stop after this step (Space)") : comparing ? _("All start together (Space)") : _("Start learning (Space)"));
}

/* ---- the name ---- */

static void
rename_cb (FlWindow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->name_entry));
  FlProject *project = fl_document_get_project (self->document);
  g_autoptr (FlProject) next = NULL;

  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (self->name_entry, GTK_TYPE_POPOVER)));
  if (*text == '\0' || g_strcmp0 (text, project->name) == 0)
    return;
  next = fl_project_with_name (project, text);
  fl_document_edit (self->document, next, _("rename project"), NULL);
}

static void
show_name_cb (FlWindow *self)
{
  const char *name = fl_document_get_project (self->document)->name;

  gtk_editable_set_text (GTK_EDITABLE (self->name_entry), name != NULL ? name : "");
  gtk_editable_select_region (GTK_EDITABLE (self->name_entry), 0, -1);
}

static GtkWidget *
new_name_popover (FlWindow *self)
{
  GtkWidget *popover = gtk_popover_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Rename"));

  self->name_entry = gtk_entry_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->name_entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Project name"), -1);
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_box_append (GTK_BOX (box), self->name_entry);
  gtk_box_append (GTK_BOX (box), button);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  g_signal_connect_swapped (popover, "show", G_CALLBACK (show_name_cb), self);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (rename_cb), self);
  g_signal_connect_swapped (self->name_entry, "activate", G_CALLBACK (rename_cb), self);
  return popover;
}

static GtkWidget *
new_line (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_name_button (FlWindow *self)
{
  GtkWidget *button = gtk_menu_button_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->name_label = new_line ("fl-project-name");
  gtk_label_set_max_width_chars (GTK_LABEL (self->name_label), SUMMARY_CHARS);
  self->summary_label = new_line ("fl-project-summary");
  gtk_label_set_max_width_chars (GTK_LABEL (self->summary_label), SUMMARY_CHARS);
  gtk_box_append (GTK_BOX (box), self->name_label);
  gtk_box_append (GTK_BOX (box), self->summary_label);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), new_name_popover (self));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "fl-name-button");
  gtk_widget_set_focus_on_click (button, FALSE);
  name_button (button, _("Rename project"), _("Rename project"));
  return button;
}

static void
update_name (FlWindow *self)
{
  const char *name = fl_document_get_project (self->document)->name;
  const char *shown = name != NULL && *name != '\0' ? name : _("Untitled");
  g_autofree char *marked = fl_document_is_modified (self->document) ? g_strdup_printf ("• %s", shown) : g_strdup (shown);
  /* Translators: title of a window: project, program */
  g_autofree char *title = g_strdup_printf (_("%s — Fall Line"), marked);

  gtk_label_set_text (GTK_LABEL (self->name_label), marked);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
update_summary (FlWindow *self)
{
  const NnPlan *plan = fl_session_get_plan (self->session);
  const char *problem = self->opening == NULL ? fl_session_get_problem (self->session, NULL) : NULL;
  g_autofree char *summary = NULL;

  if (self->opening != NULL)
    summary = g_strdup_printf (_("Loading “%s”…"), self->opening);
  else if (problem != NULL)
    summary = g_strdup (problem);
  else if (!fl_session_is_live (self->session))
    {
      g_autofree char *step = fl_format_whole (fl_session_get_live_frame (self->session)->step);

      summary = g_strdup_printf (_("Train goes on from step %s"), step);
    }
  else if (plan != NULL)
    summary = nn_plan_summary (plan);
  else if (fl_session_is_loading (self->session))
    summary = g_strdup (_("Loading…"));
  gtk_label_set_text (GTK_LABEL (self->summary_label), summary != NULL ? summary : "");
  fl_set_tooltip (self->summary_label, summary); /* a narrow window cuts it short */
  if (problem != NULL)
    gtk_widget_add_css_class (self->summary_label, "error");
  else
    gtk_widget_remove_css_class (self->summary_label, "error");
}

void
fl_window_header_update (FlWindow *self)
{
  gboolean busy = self->busy > 0 || fl_session_is_loading (self->session);

  update_train_button (self);
  update_name (self);
  update_summary (self);
  gtk_widget_set_visible (self->spinner, busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy);
}

/* ---- menus ---- */

static void
make_menu (GtkMenuButton *button, gpointer menu)
{
  if (gtk_menu_button_get_menu_model (button) != NULL)
    return;
  gtk_menu_button_set_menu_model (button, menu);
  /* The tooltip would stand before the open menu. */
  g_object_bind_property (gtk_menu_button_get_popover (button), "visible", button, "has-tooltip",
                          G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
}

/* GTK would make a widget of every item as the window opens. */
void
fl_window_set_menu (GtkWidget *button, GMenu *menu)
{
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), make_menu, g_object_ref (menu), g_object_unref);
}

static void
append_section (GMenu *menu, GMenuModel *section)
{
  g_menu_append_section (menu, NULL, section);
  g_object_unref (section);
}

static GMenu *
new_export_menu (void)
{
  GMenu *menu = g_menu_new (), *back = g_menu_new ();

  g_menu_append (menu, _("_Picture…"), "win.export");
  g_menu_append (menu, _("_Weights…"), "win.export-weights");
  g_menu_append (menu, _("_Loss history…"), "win.export-history");
  g_menu_append (menu, _("_Data as CSV…"), "win.save-data");
  g_menu_append (back, _("Load w_eights…"), "win.load-weights");
  append_section (menu, G_MENU_MODEL (back));
  return menu;
}

static GMenuModel *
new_file_section (FlWindow *self)
{
  GMenu *section = g_menu_new (), *list = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autofree char *action = g_strdup_printf ("win.new-example::%s", examples[i].id);
      g_autofree char *path = fl_samples_path (examples[i].id);

      if (path != NULL)
        g_menu_append (list, _(examples[i].title), action);
    }
  g_menu_append_submenu (section, _("_New from example"), G_MENU_MODEL (list));
  g_menu_append (section, _("_Open…"), "win.open");
  g_menu_append_submenu (section, _("Open re_cent"), G_MENU_MODEL (self->recent_menu));
  g_menu_append (section, _("_Import data…"), "win.import-data");
  g_menu_append (section, _("Import a _folder of images…"), "win.import-folder");
  g_object_unref (list);
  return G_MENU_MODEL (section);
}

static GMenu *
new_primary_menu (FlWindow *self)
{
  g_autoptr (GMenuModel) history = fl_window_history_menu_new ();
  GMenu *menu = g_menu_new (), *save = g_menu_new (), *time = g_menu_new (), *help = g_menu_new ();

  g_menu_append (save, _("_Save"), "win.save");
  g_menu_append (save, _("Save _as…"), "win.save-as");
  g_menu_append (help, _("_Worked example"), "win.explain");
  g_menu_append (help, _("Show weight _hash"), "win.weight-hash");
  g_menu_append (help, _("Slow _motion"), "win.slow-motion");
  g_menu_append (help, _("_Keyboard shortcuts"), "app.shortcuts");
  g_menu_append (help, _("A_bout Fall Line"), "app.about");
  g_menu_append (help, _("_Quit"), "app.quit");
  append_section (menu, new_file_section (self));
  append_section (menu, g_object_ref (G_MENU_MODEL (self->undo_section)));
  g_menu_append_submenu (time, _("Memory for _time travel"), history);
  append_section (menu, G_MENU_MODEL (time));
  append_section (menu, G_MENU_MODEL (save));
  append_section (menu, G_MENU_MODEL (help));
  return menu;
}

void
fl_window_header_update_undo (FlWindow *self)
{
  const char *undo = fl_document_undo_label (self->document), *redo = fl_document_redo_label (self->document);
  g_autofree char *undo_text = undo != NULL ? g_strdup_printf (_("_Undo %s"), undo) : g_strdup (_("_Undo"));
  g_autofree char *redo_text = redo != NULL ? g_strdup_printf (_("_Redo %s"), redo) : g_strdup (_("_Redo"));

  /* A slider being dragged changes the document sixty times a second, and its label once. */
  if (g_strcmp0 (undo_text, self->undo_text) == 0 && g_strcmp0 (redo_text, self->redo_text) == 0)
    return;
  g_free (self->undo_text);
  g_free (self->redo_text);
  self->undo_text = g_strdup (undo_text);
  self->redo_text = g_strdup (redo_text);
  g_menu_remove_all (self->undo_section);
  g_menu_append (self->undo_section, undo_text, "win.undo");
  g_menu_append (self->undo_section, redo_text, "win.redo");
}

static int
newest_first (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified ((GtkRecentInfo *) b), gtk_recent_info_get_modified ((GtkRecentInfo *) a));
}

static void
recent_changed_cb (FlWindow *self)
{
  GList *items = g_list_sort (gtk_recent_manager_get_items (gtk_recent_manager_get_default ()), newest_first);
  guint shown = 0;

  g_menu_remove_all (self->recent_menu);
  for (GList *at = items; at != NULL && shown < 8; at = at->next)
    {
      GtkRecentInfo *info = at->data;
      g_autoptr (GMenuItem) item = NULL;

      if (!g_str_has_suffix (gtk_recent_info_get_uri (info), ".fallline") || !gtk_recent_info_exists (info))
        continue;
      item = g_menu_item_new (gtk_recent_info_get_display_name (info), NULL);
      g_menu_item_set_action_and_target (item, "win.open-file", "s", gtk_recent_info_get_uri (info));
      g_menu_append_item (self->recent_menu, item);
      shown++;
    }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
}

static GtkWidget *
new_export_button (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = new_export_menu ();

  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), fl_window_squeezed (gtk_label_new (_("Export")),
                                                                           gtk_image_new_from_icon_name ("document-send-symbolic")));
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (button), TRUE);
  fl_window_set_menu (button, menu);
  gtk_widget_set_focus_on_click (button, FALSE);
  name_button (button, _("Export"), _("Take picture, weights or numbers along; load weights"));
  return button;
}

static GtkWidget *
new_menu_button (FlWindow *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = new_primary_menu (self);

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "open-menu-symbolic");
  fl_window_set_menu (button, menu);
  gtk_menu_button_set_primary (GTK_MENU_BUTTON (button), TRUE);
  gtk_widget_set_focus_on_click (button, FALSE);
  name_button (button, _("Main menu"), _("Main menu (F10)"));
  return button;
}

/* ---- together ---- */

static GtkWidget *
new_panel_button (FlWindow *self)
{
  self->panel_button = gtk_toggle_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (self->panel_button), "sidebar-show-symbolic");
  gtk_widget_set_focus_on_click (self->panel_button, FALSE);
  name_button (self->panel_button, _("Data and training"), _("Show data and training (F9)"));
  gtk_widget_set_visible (self->panel_button, FALSE);
  return self->panel_button;
}

static GtkWidget *
new_start (FlWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (box), new_panel_button (self));
  gtk_box_append (GTK_BOX (box), new_train_button (self));
  gtk_box_append (GTK_BOX (box), new_action_button (_("Step"), "media-skip-forward-symbolic", "win.step",
                                                    _("One step of the optimizer (.)")));
  gtk_box_append (GTK_BOX (box), new_action_button (_("Reset"), "view-refresh-symbolic", "win.reset",
                                                    _("Back to the first weights of this seed (R)")));
  gtk_box_append (GTK_BOX (box), fl_window_speed_button_new (self));
  return box;
}

static GtkWidget *
new_name (FlWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->spinner = gtk_spinner_new ();
  gtk_box_append (GTK_BOX (box), new_name_button (self));
  gtk_box_append (GTK_BOX (box), self->spinner);
  return box;
}

/* The tab that is chosen is bold, and all are as wide as the widest: without this each click moved them. */
static void
hold_tabs (FlWindow *self, GtkWidget *tabs)
{
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (ADW_VIEW_STACK (self->stack));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (pages));
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (AdwViewStackPage) page = g_list_model_get_item (G_LIST_MODEL (pages), i);

      g_ptr_array_add (titles, g_strdup (adw_view_stack_page_get_title (page)));
    }
  g_ptr_array_add (titles, NULL);
  fl_hold_width (tabs, (const char *const *) titles->pdata, TRUE, TAB_AROUND, (int) n);
}

static GtkWidget *
new_tabs (FlWindow *self)
{
  GtkWidget *tabs = adw_view_switcher_new ();

  adw_view_switcher_set_policy (ADW_VIEW_SWITCHER (tabs), ADW_VIEW_SWITCHER_POLICY_WIDE);
  adw_view_switcher_set_stack (ADW_VIEW_SWITCHER (tabs), ADW_VIEW_STACK (self->stack));
  hold_tabs (self, tabs);
  return tabs;
}

static GtkWidget *
new_end (FlWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (box), new_export_button ());
  gtk_box_append (GTK_BOX (box), new_menu_button (self));
  return box;
}

GtkWidget *
fl_window_header_new (FlWindow *self)
{
  GtkWidget *bar = adw_header_bar_new ();
  guint n_views;

  self->recent_menu = g_menu_new ();
  self->undo_section = g_menu_new ();
  fl_views (&n_views);
  self->header = fl_header_layout_new (new_start (self), new_name (self), n_views > 1 ? new_tabs (self) : NULL, new_end (self));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), self->header);
  recent_changed_cb (self);
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed", G_CALLBACK (recent_changed_cb), self, G_CONNECT_SWAPPED);
  fl_window_header_update_undo (self);
  return bar;
}
