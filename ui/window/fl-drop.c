/* Files dragged onto the window: a project is opened, all else is imported. A frame over the whole window says that they may be let go. */
#include "fl-window-private.h"
#include <glib/gi18n-lib.h>

static gboolean
is_project (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return g_str_has_suffix (name, ".fallline");
}

gboolean
fl_window_drop_files (FlWindow *self, GSList *files)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  for (GSList *at = files; at != NULL; at = at->next)
    {
      if (is_project (at->data)) /* a project brings its data along */
        {
          fl_window_open_file (self, at->data);
          return TRUE;
        }
      g_ptr_array_add (list, at->data);
    }
  if (list->len == 0)
    return FALSE;
  if (list->len == 1)
    fl_window_open_file (self, list->pdata[0]);
  else
    fl_window_import_files (self, (GFile *const *) list->pdata, list->len);
  return TRUE;
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  return fl_window_drop_files (user_data, g_value_get_boxed (value));
}

static void
current_cb (GtkDropTarget *target, GParamSpec *pspec, gpointer user_data)
{
  gtk_widget_set_visible (user_data, gtk_drop_target_get_current_drop (target) != NULL);
}

GtkWidget *
fl_window_drop_area_new (FlWindow *self, GtkWidget *child)
{
  GtkWidget *overlay = gtk_overlay_new (), *shade = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *label = gtk_label_new (_("Drop to open or import"));
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_add_css_class (shade, "fl-drop");
  gtk_widget_add_css_class (label, "title-1");
  gtk_widget_set_vexpand (label, TRUE);
  gtk_box_append (GTK_BOX (shade), label);
  gtk_widget_set_can_target (shade, FALSE);
  gtk_widget_set_visible (shade, FALSE);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), child);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), shade);
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  g_signal_connect (drop, "notify::current-drop", G_CALLBACK (current_cb), shade);
  gtk_widget_add_controller (overlay, GTK_EVENT_CONTROLLER (drop));
  return overlay;
}
