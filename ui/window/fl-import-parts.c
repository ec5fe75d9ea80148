#include "fl-import-parts.h"
#include <glib/gi18n-lib.h>

char *
fl_import_footer (const DsSurvey *survey)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *bytes = g_format_size (survey->bytes);
  guint inputs = survey->table != NULL ? ds_dataset_n_inputs (survey->table) : survey->n_columns;

  if (survey->table == NULL)
    return g_strdup ("");
  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%'u row", "%'u rows", survey->rows), (guint) survey->rows);
  if (survey->rows < survey->rows_found)
    g_string_append_printf (text, _(" of %'u"), (guint) survey->rows_found);
  g_string_append (text, " · ");
  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%'u input", "%'u inputs", inputs), inputs);
  g_string_append_printf (text, _(" · takes %s of memory"), bytes);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

const DsSurveyColumn *
fl_import_target (const DsSurvey *survey)
{
  for (guint c = 0; c < survey->n_columns; c++)
    if (survey->columns[c].role == DS_ROLE_TARGET)
      return &survey->columns[c];
  return NULL;
}

guint
fl_import_next_target (const DsSurvey *survey, guint column)
{
  guint next = (column + 1) % survey->n_columns;

  while (survey->columns[next].role == DS_ROLE_SPLIT && next != column)
    next = (next + 1) % survey->n_columns;
  return next;
}

GtkWidget *
fl_import_card_new (GtkWidget *child)
{
  GtkWidget *frame = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (frame, "fl-card");
  gtk_widget_set_overflow (frame, GTK_OVERFLOW_HIDDEN); /* round corners */
  gtk_box_append (GTK_BOX (frame), child);
  return frame;
}

GtkWidget *
fl_import_scroll_new (GtkWidget *child, int height)
{
  GtkWidget *scroll = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), child);
  if (height > 0)
    gtk_widget_set_size_request (scroll, -1, height);
  else
    gtk_widget_set_vexpand (scroll, TRUE);
  return scroll;
}

GtkWidget *
fl_import_body_new (GtkWidget *side, GtkWidget *main)
{
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18), *scroll = gtk_scrolled_window_new ();

  gtk_widget_add_css_class (body, "fl-import-body");
  gtk_box_append (GTK_BOX (body), side);
  gtk_box_append (GTK_BOX (body), main);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), body);
  gtk_widget_set_vexpand (scroll, TRUE);
  return scroll;
}

GPtrArray *
fl_import_names_with (char **names, const char *name, gboolean with)
{
  GPtrArray *changed = g_ptr_array_new ();

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (strcmp (names[i], name) != 0)
      g_ptr_array_add (changed, names[i]);
  if (with)
    g_ptr_array_add (changed, (gpointer) name);
  g_ptr_array_add (changed, NULL);
  return changed;
}
