/* The menu of a plot. Pictures are drawn by the plots' worker, values are written and files saved on threads of their own. */
#include "fl-plot-hands.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ds-write.h"
#include "fl-copy.h"
#include "fl-popover.h"
#include "fl-toasts.h"
#include "fl-value-table.h"

#define MENU "fl-plot-menu" /* the menu, a child of the plot, once it has been open */
#define FIT "fl-plot-fit"   /* what fits it, or nothing */

typedef struct
{
  const char *title, *ending;
  FlPlotFormat format;
} Format;

static const Format formats[] = { { N_("PNG picture"), ".png", FL_PLOT_PNG },
                                  { N_("SVG drawing"), ".svg", FL_PLOT_SVG },
                                  { N_("PDF document"), ".pdf", FL_PLOT_PDF } };

static const FlPlotHands *
hands_of (gpointer plot)
{
  return g_object_get_data (plot, "fl-plot-hands");
}

/* What became of it, in the window the plot is in. */
static void
say (GtkWidget *plot, const char *text)
{
  fl_toasts_say (plot, text);
}

static void
copied_image_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = fl_plot_draw_finish (FL_PLOT (object), result, &error);
  g_autoptr (GdkContentProvider) content = NULL;

  if (bytes == NULL)
    {
      say (GTK_WIDGET (object), error->message);
      return;
    }
  content = gdk_content_provider_new_for_bytes ("image/png", bytes);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (object)), content);
  say (GTK_WIDGET (object), _("Image copied"));
}

static void
copy_image_cb (GSimpleAction *action, GVariant *parameter, gpointer plot)
{
  fl_plot_draw_async (plot, FL_PLOT_PNG, copied_image_cb, NULL);
}

static void
make_values (GTask *task, gpointer plot, gpointer values, GCancellable *cancellable)
{
  const FlPlotHands *hands = hands_of (plot);
  GError *error = NULL;
  char *text = hands->values_make (values, &error);

  if (text != NULL)
    g_task_return_pointer (task, text, g_free);
  else
    g_task_return_error (task, error);
}

static void
copied_values_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_task_propagate_pointer (G_TASK (result), &error);

  if (text != NULL)
    fl_copy_text (GTK_WIDGET (object), text);
  say (GTK_WIDGET (object), text != NULL ? _(hands_of (object)->copied) : error->message);
}

static const char *
no_values (const FlPlotHands *hands)
{
  return hands->nothing != NULL ? _(hands->nothing) : _("There are no values yet: press Train");
}

static void
copy_values_cb (GSimpleAction *action, GVariant *parameter, gpointer plot)
{
  const FlPlotHands *hands = hands_of (plot);
  gpointer values = hands->values_begin (plot);
  g_autoptr (GTask) task = NULL;

  if (values == NULL)
    {
      say (plot, no_values (hands));
      return;
    }
  task = g_task_new (plot, NULL, copied_values_cb, NULL);
  g_task_set_task_data (task, values, hands->values_end);
  g_task_run_in_thread (task, make_values);
}

/* The same values as a table */

typedef struct
{
  char *title;
  gpointer values;
  char *(*make) (gpointer values, GError **error);
  void (*end) (gpointer values);
} Table;

static void
table_free (gpointer data)
{
  Table *table = data;

  table->end (table->values);
  g_free (table->title);
  g_free (table);
}

static void
make_sheet (GTask *task, gpointer plot, gpointer data, GCancellable *cancellable)
{
  const Table *table = data;
  GError *error = NULL;
  char *text = table->make (table->values, &error);

  if (text != NULL)
    g_task_return_pointer (task, fl_value_sheet_new (text), (GDestroyNotify) fl_value_sheet_free);
  else
    g_task_return_error (task, error);
}

static void
made_sheet_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  const Table *table = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  FlValueSheet *sheet = g_task_propagate_pointer (G_TASK (result), &error);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (object));
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (object), GTK_TYPE_POPOVER);

  if (sheet == NULL)
    say (GTK_WIDGET (object), error->message);
  else if (root == NULL)
    fl_value_sheet_free (sheet);
  else
    {
      gtk_window_present (GTK_WINDOW (fl_value_table_new (GTK_WINDOW (root), table->title, sheet)));
      if (popover != NULL)
        gtk_popover_popdown (GTK_POPOVER (popover)); /* it would keep the keyboard from the table */
    }
}

void
fl_plot_show_table (GtkWidget *plot, const char *title, gpointer values, char *(*make) (gpointer values, GError **error),
                    void (*end) (gpointer values))
{
  g_autoptr (GTask) task = NULL;
  Table *table;

  if (values == NULL)
    {
      say (plot, _("There are no values yet: press Train"));
      return;
    }
  table = g_new (Table, 1);
  *table = (Table){ g_strdup (title), values, make, end };
  task = g_task_new (plot, NULL, made_sheet_cb, NULL);
  g_task_set_task_data (task, table, table_free);
  g_task_run_in_thread (task, make_sheet);
}

static void
show_table_cb (GSimpleAction *action, GVariant *parameter, gpointer plot)
{
  const FlPlotHands *hands = hands_of (plot);
  gpointer values = hands->values_begin (plot);

  if (values == NULL)
    say (plot, no_values (hands));
  else
    fl_plot_show_table (plot, _(hands->table), values, hands->values_make, hands->values_end);
}

/* Saving */

typedef struct
{
  char *path;
  GBytes *bytes;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_free (saving->path);
  g_clear_pointer (&saving->bytes, g_bytes_unref);
  g_free (saving);
}

static void
write_file (GTask *task, gpointer plot, gpointer data, GCancellable *cancellable)
{
  Saving *saving = data;
  GError *error = NULL;

  if (ds_write_file (saving->path, g_bytes_get_data (saving->bytes, NULL), g_bytes_get_size (saving->bytes), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = g_task_get_task_data (G_TASK (result));
  g_autofree char *name = g_path_get_basename (saving->path);
  g_autofree char *text = g_strdup_printf (_("Saved %s"), name);
  g_autoptr (GError) error = NULL;

  say (GTK_WIDGET (object), g_task_propagate_boolean (G_TASK (result), &error) ? text : error->message);
}

static void
drawn_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;

  saving->bytes = fl_plot_draw_finish (FL_PLOT (object), result, &error);
  if (saving->bytes == NULL)
    {
      say (GTK_WIDGET (object), error->message);
      saving_free (saving);
      return;
    }
  task = g_task_new (object, NULL, saved_cb, NULL);
  g_task_set_task_data (task, saving, saving_free);
  g_task_run_in_thread (task, write_file);
}

static const Format *
format_of (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_has_suffix (name, formats[i].ending))
      return &formats[i];
  return NULL;
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer plot)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  const Format *format = NULL;
  g_autofree char *path = NULL;

  if (file != NULL)
    {
      path = g_file_get_path (file);
      format = path != NULL ? format_of (path) : NULL;
      if (path == NULL)
        say (plot, _("Exports go to a folder of this computer; choose another place."));
      else if (format == NULL)
        say (plot, _("Nothing was saved: the name has to end in .png, .svg or .pdf"));
      else
        {
          Saving *saving = g_new0 (Saving, 1);

          saving->path = g_steal_pointer (&path);
          fl_plot_draw_async (plot, format->format, drawn_cb, saving);
        }
    }
  g_object_set_data (plot, "fl-plot-chooser", NULL);
}

static void
save_image_cb (GSimpleAction *action, GVariant *parameter, gpointer plot)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Save image"), GTK_WINDOW (gtk_widget_get_root (plot)),
                                                              GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  g_autofree char *name = g_strconcat (_(hands_of (plot)->file), formats[0].ending, NULL);
  GtkFileFilter *filter = gtk_file_filter_new ();

  /* One filter for all three: the ending says which. */
  gtk_file_filter_set_name (filter, _("Pictures (.png, .svg, .pdf)"));
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    gtk_file_filter_add_suffix (filter, formats[i].ending + 1);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  g_object_unref (filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), plot, 0);
  g_object_set_data_full (plot, "fl-plot-chooser", dialog, g_object_unref);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* The menu */

static void
fit_cb (GSimpleAction *action, GVariant *parameter, gpointer plot)
{
  void (*fit) (FlPlot *plot) = g_object_get_data (plot, FIT);

  if (fit != NULL)
    fit (plot);
}

static void
plot_destroyed_cb (GtkWidget *plot)
{
  GtkWidget *child;

  g_object_set_data (G_OBJECT (plot), MENU, NULL);
  while ((child = gtk_widget_get_first_child (plot)) != NULL)
    gtk_widget_unparent (child);
}

/* A menu goes before its window does: GTK still looks for the pointer on a popover that is open when its window ends. */
static void
plot_unmapped_cb (GtkWidget *plot)
{
  GtkWidget *menu = g_object_get_data (G_OBJECT (plot), MENU);

  if (menu != NULL)
    gtk_popover_popdown (GTK_POPOVER (menu));
}

static GMenuModel *
build_menu (gboolean fits)
{
  GMenu *menu = g_menu_new (), *pictures = g_menu_new (), *shown = g_menu_new ();

  g_menu_append (pictures, _("_Copy image"), "plot.copy-image");
  g_menu_append (pictures, _("_Save image…"), "plot.save-image");
  g_menu_append (pictures, _("Copy _values"), "plot.copy-values");
  g_menu_append (pictures, _("Show as _table"), "plot.show-table");
  if (fits)
    g_menu_append (shown, _("_Fit"), "plot.fit");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (pictures));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (shown));
  g_object_unref (pictures);
  g_object_unref (shown);
  return G_MENU_MODEL (menu);
}

void
fl_plot_menu_popup (FlPlot *plot, double x, double y)
{
  GtkWidget *widget = GTK_WIDGET (plot), *menu = g_object_get_data (G_OBJECT (plot), MENU);
  GdkRectangle at = { gtk_widget_get_width (widget) / 2, gtk_widget_get_height (widget) / 2, 1, 1 };

  if (isfinite (x) && isfinite (y))
    at = (GdkRectangle){ x, y, 1, 1 };
  if (menu == NULL)
    {
      g_autoptr (GMenuModel) model = build_menu (g_object_get_data (G_OBJECT (plot), FIT) != NULL);

      menu = gtk_popover_menu_new_from_model (model);
      gtk_widget_set_parent (menu, widget);
      g_object_set_data (G_OBJECT (plot), MENU, menu);
      gtk_popover_set_has_arrow (GTK_POPOVER (menu), FALSE);
      gtk_widget_set_halign (menu, GTK_ALIGN_START);
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (menu), &at);
  fl_popover_popup (GTK_POPOVER (menu));
}

static gboolean
table_key_cb (GtkWidget *plot, GVariant *args, gpointer user_data)
{
  return gtk_widget_activate_action (plot, "plot.show-table", NULL);
}

void
fl_plot_menu_install (FlPlot *plot, const FlPlotHands *hands, void (*fit) (FlPlot *plot))
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  static const GActionEntry entries[] = { { .name = "copy-image", .activate = copy_image_cb },
                                          { .name = "save-image", .activate = save_image_cb },
                                          { .name = "copy-values", .activate = copy_values_cb },
                                          { .name = "show-table", .activate = show_table_cb },
                                          { .name = "fit", .activate = fit_cb } };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_object_set_data (G_OBJECT (plot), "fl-plot-hands", (gpointer) hands);
  g_object_set_data (G_OBJECT (plot), FIT, fit);
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), plot);
  gtk_widget_insert_action_group (GTK_WIDGET (plot), "plot", G_ACTION_GROUP (group));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>t"),
                                                          gtk_callback_action_new (table_key_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (plot), keys);
  g_signal_connect (plot, "unmap", G_CALLBACK (plot_unmapped_cb), NULL);
  g_signal_connect (plot, "destroy", G_CALLBACK (plot_destroyed_cb), NULL);
}

char *
fl_plot_text_make (gpointer text, GError **error)
{
  return g_strdup (text);
}
