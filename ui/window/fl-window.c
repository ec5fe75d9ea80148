/* The window: puts header, side panel and views together, and keeps them in step with document and session. */
#include "fl-window-private.h"
#include <glib/gi18n-lib.h>
#include "fl-comparison.h"
#include "fl-data-panel.h"
#include "fl-frame-log.h"
#include "fl-late-paint.h"
#include "fl-play-keys.h"
#include "fl-plot.h"
#include "fl-popover.h"
#include "fl-toasts.h"
#include "fl-training-panel.h"
#include "fl-undo-toast.h"
#include "fl-view.h"

#define PANEL_WIDTH 272
#define FOLD_BELOW 900 /* width under which the side panel lies over the views instead of beside them, ... */
#define FOLD_LARGE_TEXT 400 /* ... and how much more text of twice the size needs */
#define SCHEMA_ID "org.fallline.Workbench"

G_DEFINE_FINAL_TYPE (FlWindow, fl_window, ADW_TYPE_APPLICATION_WINDOW)

FlDocument *
fl_window_get_document (FlWindow *self)
{
  return self->document;
}

gboolean
fl_window_is_untouched (FlWindow *self)
{
  return fl_document_get_file (self->document) == NULL && !fl_document_is_modified (self->document);
}

void
fl_window_toast (FlWindow *self, const char *text)
{
  fl_toasts_say (self->toasts, text);
}

/* A project is settings; who has trained for an afternoon is told once that the weights are not among them. */
void
fl_window_say_saved (FlWindow *self)
{
  const NnFrame *frame = fl_session_get_frame (self->session);
  gboolean tell = !self->told_of_weights && frame != NULL && frame->step > 0;

  self->told_of_weights |= tell;
  fl_window_toast (self, tell ? _("Saved without weights: the Export menu keeps them, and loads them again.") : _("Saved"));
}

void
fl_window_add_row (FlWindow *self, GtkWidget *row)
{
  gtk_box_insert_child_after (GTK_BOX (gtk_widget_get_parent (self->toasts)), row, gtk_widget_get_prev_sibling (self->toasts));
}

void
fl_window_show_error (FlWindow *self, const char *heading, const GError *error)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, error->message);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
fl_window_add_busy (FlWindow *self, int change)
{
  self->busy = (guint) MAX (0, (int) self->busy + change);
  if (self->spinner != NULL)
    fl_window_header_update (self);
}

/* ---- following document and session ---- */

static void
document_changed_cb (FlWindow *self)
{
  fl_window_header_update (self);
}

static void
document_state_cb (FlWindow *self)
{
  fl_window_header_update (self);
  fl_window_header_update_undo (self);
  fl_window_update_actions (self);
}

static void
session_changed_cb (FlWindow *self)
{
  fl_window_header_update (self);
  fl_window_update_actions (self);
  fl_window_time_update (self);
  if (self->toasts != NULL)
    fl_offer_check (self->toasts);
}

gboolean
fl_window_is_comparing (FlWindow *self)
{
  return self->stack != NULL && g_strcmp0 (adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (self->stack)), FL_COMPARE_VIEW_ID) == 0;
}

/* Another view, or the race is on or off: whose Train it is, and what it does, may differ. */
static void
race_changed_cb (FlWindow *self)
{
  fl_window_header_update (self);
  fl_window_update_actions (self);
}

/* ---- layout ---- */

/* As wide as its text needs. */
static void
fit_panel_cb (GtkWidget *panel)
{
  gtk_widget_set_size_request (panel, (int) (PANEL_WIDTH * CLAMP (fl_plot_text_scale (), 1, 1.4)), -1);
}

static GtkWidget *
new_panel (FlWindow *self)
{
  GtkWidget *scroll = gtk_scrolled_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 22);

  gtk_box_append (GTK_BOX (box), fl_data_panel_new (self->session));
  gtk_box_append (GTK_BOX (box), fl_training_panel_new (self->session));
  gtk_widget_add_css_class (box, "fl-panel-content");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), box);
  fit_panel_cb (scroll);
  g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-xft-dpi", G_CALLBACK (fit_panel_cb), scroll, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (scroll, "fl-panel");
  return scroll;
}

#define VIEW_TYPE "fl-view-type" /* of a place whose view is not built yet */

static void
build_view (FlWindow *self, GtkWidget *place)
{
  const FlViewType *type = g_object_steal_data (G_OBJECT (place), VIEW_TYPE);

  if (type != NULL)
    adw_bin_set_child (ADW_BIN (place), type->create (self->session));
}

/* One at a time, so that the window answers in between. */
static gboolean
build_views_idle (gpointer data)
{
  FlWindow *self = data;

  for (GtkWidget *place = gtk_widget_get_first_child (self->stack); place != NULL; place = gtk_widget_get_next_sibling (place))
    if (g_object_get_data (G_OBJECT (place), VIEW_TYPE) != NULL)
      {
        build_view (self, place);
        return G_SOURCE_CONTINUE;
      }
  self->views_source = 0;
  return G_SOURCE_REMOVE;
}

/* The first view stands in the window's first picture. The others are built behind it while there is nothing else to do, because they
 * may follow the training from its start; one that is shown sooner is built then. */
static void
painted_cb (FlWindow *self, GdkFrameClock *clock)
{
  g_signal_handlers_disconnect_by_func (clock, painted_cb, self);
  if (self->views_source == 0)
    self->views_source = g_idle_add_full (G_PRIORITY_LOW, build_views_idle, self, NULL);
}

static void
add_views (FlWindow *self)
{
  guint n;
  const FlViewType *const *views = fl_views (&n);

  self->stack = adw_view_stack_new ();
  adw_view_stack_set_hhomogeneous (ADW_VIEW_STACK (self->stack), FALSE); /* measures the view on show, not all five at every change */
  adw_view_stack_set_vhomogeneous (ADW_VIEW_STACK (self->stack), FALSE);
  gtk_widget_set_hexpand (self->stack, TRUE);
  gtk_widget_set_vexpand (self->stack, TRUE);
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *place = adw_bin_new ();
      AdwViewStackPage *page = adw_view_stack_add_titled (ADW_VIEW_STACK (self->stack), place, views[i]->id, _(views[i]->title));

      adw_view_stack_page_set_icon_name (page, views[i]->icon);
      g_object_set_data (G_OBJECT (place), VIEW_TYPE, (gpointer) views[i]);
      if (i == 0)
        build_view (self, place);
      else
        g_signal_connect_object (place, "map", G_CALLBACK (build_view), self, G_CONNECT_SWAPPED);
      if (strcmp (views[i]->id, "train") == 0)
        self->train_view = adw_bin_get_child (ADW_BIN (place));
    }
}

static int
fold_below (void)
{
  return FOLD_BELOW + (int) (FOLD_LARGE_TEXT * MAX (fl_plot_text_scale () - 1, 0));
}

/* Below a certain width, the more the larger the text, the panel folds, and above it wherever a view does not fit beside it.
 * Folded, it starts hidden: it would cover what it is about. */
static gboolean
fold_idle (gpointer data)
{
  FlWindow *self = data;
  AdwFlap *flap = ADW_FLAP (self->flap);
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));
  gboolean folded;

  self->fold_source = 0;
  if (surface == NULL)
    return G_SOURCE_REMOVE;
  adw_flap_set_fold_policy (flap, gdk_surface_get_width (surface) < fold_below () ? ADW_FLAP_FOLD_POLICY_ALWAYS : ADW_FLAP_FOLD_POLICY_AUTO);
  folded = adw_flap_get_folded (flap);
  if (folded == self->folded)
    return G_SOURCE_REMOVE;
  self->folded = folded;
  gtk_widget_set_visible (self->panel_button, folded);
  adw_flap_set_swipe_to_open (flap, folded);
  adw_flap_set_reveal_flap (flap, !folded);
  return G_SOURCE_REMOVE;
}

/* The width changes in the middle of laying out, when nothing may ask for another layout. */
static void
width_cb (FlWindow *self)
{
  if (self->fold_source == 0)
    self->fold_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fold_idle, self, NULL);
}

/* The bar of narrow windows gets its tabs when there first is one. It does not slide: at the end of its way GTK 4.8 painted the window
 * once without having placed everything, and complained. */
static void
narrow_cb (FlWindow *self, GParamSpec *pspec, GObject *header)
{
  gboolean narrow;

  g_object_get (header, "narrow", &narrow, NULL);
  if (narrow && adw_view_switcher_bar_get_stack (ADW_VIEW_SWITCHER_BAR (self->tabs_bar)) == NULL)
    adw_view_switcher_bar_set_stack (ADW_VIEW_SWITCHER_BAR (self->tabs_bar), ADW_VIEW_STACK (self->stack));
  gtk_widget_set_visible (self->tabs_bar, narrow);
}

static void
build (FlWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  add_views (self);
  self->flap = adw_flap_new ();
  adw_flap_set_flap (ADW_FLAP (self->flap), new_panel (self));
  adw_flap_set_separator (ADW_FLAP (self->flap), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  adw_flap_set_content (ADW_FLAP (self->flap), self->stack);
  adw_flap_set_fold_policy (ADW_FLAP (self->flap), ADW_FLAP_FOLD_POLICY_AUTO);
  adw_flap_set_swipe_to_open (ADW_FLAP (self->flap), FALSE);
  gtk_box_append (GTK_BOX (box), fl_window_header_new (self));
  self->toasts = adw_toast_overlay_new (); /* over the views, not over the bar below them */
  gtk_widget_set_vexpand (self->toasts, TRUE);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (self->toasts), self->flap);
  gtk_box_append (GTK_BOX (box), self->toasts);
  self->tabs_bar = adw_view_switcher_bar_new ();
  adw_view_switcher_bar_set_reveal (ADW_VIEW_SWITCHER_BAR (self->tabs_bar), TRUE);
  gtk_widget_set_visible (self->tabs_bar, FALSE);
  g_signal_connect_object (self->header, "notify::narrow", G_CALLBACK (narrow_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->tabs_bar);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), fl_late_paint_new (fl_window_drop_area_new (self, box)));
  g_object_bind_property (self->flap, "reveal-flap", self->panel_button, "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_swapped (self->flap, "notify::folded", G_CALLBACK (width_cb), self);
  g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-xft-dpi", G_CALLBACK (width_cb), self, G_CONNECT_SWAPPED);
  fl_play_keys_add (GTK_WIDGET (self));
}

static void
fl_window_realize (GtkWidget *widget)
{
  FlWindow *self = FL_WINDOW (widget);
  GdkSurface *surface;

  GTK_WIDGET_CLASS (fl_window_parent_class)->realize (widget);
  surface = gtk_native_get_surface (GTK_NATIVE (widget));
  g_signal_connect_object (surface, "notify::width", G_CALLBACK (width_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_widget_get_frame_clock (widget), "after-paint", G_CALLBACK (painted_cb), self, G_CONNECT_SWAPPED);
  fl_frame_log_attach (widget);
}

/* ---- size and closing ---- */

/* The schema, if every key is there: GSettings ends a program that asks for one an older schema does not have. */
static GSettingsSchema *
find_schema (GSettingsSchemaSource *source, gboolean recursive)
{
  static const char *const keys[] = { "window-size", "window-maximized", "speed", "history-megabytes" };
  g_autoptr (GSettingsSchema) schema = source != NULL ? g_settings_schema_source_lookup (source, SCHEMA_ID, recursive) : NULL;

  for (guint i = 0; schema != NULL && i < G_N_ELEMENTS (keys); i++)
    if (!g_settings_schema_has_key (schema, keys[i]))
      return NULL;
  return g_steal_pointer (&schema);
}

/* The schema may be installed, or lie beside the program in its build folder; without it nothing is remembered. */
static GSettings *
open_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = find_schema (source, TRUE);
  g_autoptr (GSettingsSchemaSource) beside = NULL;
  g_autofree char *program = NULL, *folder = NULL, *schemas = NULL;

  if (schema == NULL && (program = g_file_read_link ("/proc/self/exe", NULL)) != NULL)
    {
      folder = g_path_get_dirname (program);
      schemas = g_build_filename (folder, "desktop", NULL);
      beside = g_settings_schema_source_new_from_directory (schemas, source, FALSE, NULL);
      schema = find_schema (beside, FALSE);
    }
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

/* A window as large as the screen, but not maximized, hides what lies behind it and cannot be taken by its edge: some air is left. */
static void
leave_air (FlWindow *self, int *width, int *height)
{
  g_autoptr (GdkMonitor) monitor = g_list_model_get_item (gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (self))), 0);
  GdkRectangle area;

  if (monitor == NULL)
    return;
  gdk_monitor_get_geometry (monitor, &area);
  *width = MIN (*width, area.width * 96 / 100);
  *height = MIN (*height, area.height * 96 / 100);
}

static void
restore_size (FlWindow *self)
{
  int width = 1440, height = 900;

  if (self->settings != NULL)
    {
      g_settings_get (self->settings, "window-size", "(ii)", &width, &height);
      if (g_settings_get_boolean (self->settings, "window-maximized"))
        gtk_window_maximize (GTK_WINDOW (self));
    }
  leave_air (self, &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), CLAMP (width, 360, 16384), CLAMP (height, 294, 16384));
}

static void
keep_size (FlWindow *self)
{
  int width, height;

  if (self->settings == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set (self->settings, "window-size", "(ii)", width, height);
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
}

static void
close_now (FlWindow *self, gpointer data)
{
  self->closing = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
fl_window_close_request (GtkWindow *window)
{
  FlWindow *self = FL_WINDOW (window);

  if (!self->closing && fl_document_is_modified (self->document))
    {
      fl_window_confirm (self, close_now, NULL, NULL);
      return GDK_EVENT_STOP;
    }
  keep_size (self);
  fl_session_pause (self->session);
  fl_window_stop_opening (self);
  fl_window_recovery_end (self);
  return GTK_WINDOW_CLASS (fl_window_parent_class)->close_request (window);
}

/* ---- life ---- */

static void
fl_window_dispose (GObject *object)
{
  FlWindow *self = FL_WINDOW (object);

  fl_window_focus_end (self);
  g_clear_handle_id (&self->fold_source, g_source_remove);
  g_clear_handle_id (&self->views_source, g_source_remove);
  fl_window_recovery_end (self);
  G_OBJECT_CLASS (fl_window_parent_class)->dispose (object);
  g_clear_handle_id (&self->fold_source, g_source_remove);
  self->spinner = NULL;
  self->train_view = NULL;
  self->stack = NULL;
  g_clear_object (&self->session);
  g_clear_object (&self->document);
  g_clear_object (&self->settings);
  g_clear_object (&self->undo_section);
  g_clear_object (&self->recent_menu);
  g_clear_pointer (&self->undo_text, g_free);
  g_clear_pointer (&self->opening, g_free);
  g_clear_pointer (&self->opening_progress, fl_progress_unref);
  g_clear_pointer (&self->redo_text, g_free);
}

static void
fl_window_class_init (FlWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  guint n;
  const FlViewType *const *views = fl_views (&n);

  fl_popovers_hush_hidden ();
  G_OBJECT_CLASS (klass)->dispose = fl_window_dispose;
  widget_class->realize = fl_window_realize;
  GTK_WINDOW_CLASS (klass)->close_request = fl_window_close_request;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F6, 0, "win.next-pane", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F6, GDK_SHIFT_MASK, "win.previous-pane", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F9, 0, "win.toggle-panel", NULL);
  for (guint i = 0; i < MIN (n, 9); i++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1 + i, GDK_ALT_MASK, "win.view", "s", views[i]->id);
}

static void
fl_window_init (FlWindow *self)
{
}

FlWindow *
fl_window_new (AdwApplication *application, FlDocument *document)
{
  FlWindow *self = g_object_new (FL_TYPE_WINDOW, "application", application, NULL);

  self->document = g_object_ref (document);
  self->session = fl_session_new (document);
  self->settings = open_settings ();
  gtk_widget_set_size_request (GTK_WIDGET (self), 360, 294);
  restore_size (self);
  build (self);
  fl_window_add_actions (self);
  fl_window_focus_start (self);
  fl_window_speed_start (self);
  fl_window_time_start (self);
  fl_window_recovery_start (self);
  fl_window_header_update (self);
  g_signal_connect_object (document, "changed", G_CALLBACK (document_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "state-changed", G_CALLBACK (document_state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "changed", G_CALLBACK (session_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "said", G_CALLBACK (fl_window_toast), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (fl_session_get_comparison (self->session), "changed", G_CALLBACK (race_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (race_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}
