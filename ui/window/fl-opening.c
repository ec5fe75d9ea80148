#include "fl-opening.h"
#include <glib/gi18n-lib.h>
#include "fl-tooltip.h"

#define PATIENCE_MS 400 /* what is shorter needs no row that comes and goes */
#define POLL_MS 100
#define WINDOW_WIDTH 480

/* Kept on the widget that shows it; widgets borrowed. */
typedef struct
{
  FlProgress *progress; /* ref */
  GtkWidget *row, *bar, *detail;
  guint poll, patience; /* sources, or 0 */
} Opening;

static void
opening_free (gpointer data)
{
  Opening *self = data;

  g_clear_handle_id (&self->poll, g_source_remove);
  g_clear_handle_id (&self->patience, g_source_remove);
  fl_progress_unref (self->progress);
  g_free (self);
}

static gboolean
poll_cb (gpointer data)
{
  Opening *self = data;
  double share = fl_progress_get_share (self->progress);
  g_autofree char *text = share < 0    ? g_strdup (_("Reading its data…"))
                          : share >= 1 ? g_strdup (_("Preparing its data…"))
                                       : g_strdup_printf (_("Reading its data: %.0f %%"), 100 * share);

  if (fl_progress_is_cancelled (self->progress))
    gtk_label_set_text (GTK_LABEL (self->detail), _("Cancelling…"));
  else if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->detail)), text) != 0)
    gtk_label_set_text (GTK_LABEL (self->detail), text);
  if (share < 0)
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->bar));
  else
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), share);
  return G_SOURCE_CONTINUE;
}

static void
cancel_cb (Opening *self)
{
  fl_progress_cancel (self->progress);
  poll_cb (self);
}

static gboolean
patience_cb (gpointer data)
{
  Opening *self = data;

  self->patience = 0;
  gtk_widget_set_visible (self->row, TRUE);
  return G_SOURCE_REMOVE;
}

static GtkWidget *
new_words (Opening *self, const char *name)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *title = gtk_label_new (NULL);
  g_autofree char *text = g_strdup_printf (_("Opening “%s”"), name);

  self->detail = gtk_label_new (NULL);
  gtk_label_set_text (GTK_LABEL (title), text);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_xalign (GTK_LABEL (self->detail), 0);
  fl_set_tooltip (title, name);
  gtk_widget_add_css_class (title, "hint-title");
  gtk_widget_add_css_class (self->detail, "hint-detail");
  gtk_box_append (GTK_BOX (words), title);
  gtk_box_append (GTK_BOX (words), self->detail);
  return words;
}

static GtkWidget *
new_cancel (Opening *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Cancel"));

  gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL); /* it has the underscore in it */
  fl_set_tooltip (button, _("Stop reading and leave everything as it is"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (cancel_cb), self);
  return button;
}

static Opening *
opening_new (GtkWidget *owner, FlProgress *progress)
{
  Opening *self = g_new0 (Opening, 1);

  self->row = owner;
  self->progress = fl_progress_ref (progress);
  self->bar = gtk_progress_bar_new ();
  self->poll = g_timeout_add (POLL_MS, poll_cb, self);
  gtk_widget_set_valign (self->bar, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (self->bar, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Reading"), -1);
  g_object_set_data_full (G_OBJECT (owner), "fl-opening", self, opening_free);
  return self;
}

GtkWidget *
fl_opening_row_new (const char *name, FlProgress *progress)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  Opening *self = opening_new (outer, progress);

  gtk_widget_add_css_class (outer, "below-header");
  gtk_widget_add_css_class (row, "train-card");
  gtk_widget_add_css_class (row, "hint");
  gtk_box_append (GTK_BOX (row), new_words (self, name));
  gtk_box_append (GTK_BOX (row), self->bar);
  gtk_box_append (GTK_BOX (row), new_cancel (self));
  gtk_box_append (GTK_BOX (outer), row);
  gtk_widget_set_visible (outer, FALSE);
  self->patience = g_timeout_add (PATIENCE_MS, patience_cb, self);
  poll_cb (self);
  return outer;
}

/* Out of sight at once; whoever made it takes it away when reading has come to its end. */
static gboolean
close_cb (GtkWindow *window, Opening *self)
{
  fl_progress_cancel (self->progress);
  gtk_widget_hide (GTK_WIDGET (window));
  return TRUE;
}

static gboolean
escape_cb (GtkWidget *window, GVariant *args, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (window));
  return TRUE;
}

GtkWidget *
fl_opening_window_new (GtkApplication *application, const char *name, FlProgress *progress)
{
  GtkWidget *window = g_object_new (ADW_TYPE_WINDOW, "application", application, "title", g_get_application_name (), "resizable", FALSE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14), *cancel;
  Opening *self = opening_new (window, progress);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  cancel = new_cancel (self);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (gtk_window_close), window);
  gtk_widget_set_halign (cancel, GTK_ALIGN_END);
  gtk_widget_set_margin_start (body, 18);
  gtk_widget_set_margin_end (body, 18);
  gtk_widget_set_margin_top (body, 12);
  gtk_widget_set_margin_bottom (body, 18);
  gtk_widget_set_size_request (body, WINDOW_WIDTH, -1);
  gtk_box_append (GTK_BOX (body), new_words (self, name));
  gtk_box_append (GTK_BOX (body), self->bar);
  gtk_box_append (GTK_BOX (body), cancel);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), body);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_callback_action_new (escape_cb, NULL, NULL)));
  gtk_widget_add_controller (window, keys);
  g_signal_connect (window, "close-request", G_CALLBACK (close_cb), self);
  gtk_window_set_default_widget (GTK_WINDOW (window), cancel);
  gtk_widget_grab_focus (cancel);
  poll_cb (self);
  return window;
}
