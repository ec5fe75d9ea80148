#include "fl-panel-parts.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include "fl-tooltip.h"

GtkWidget *
fl_heading_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "fl-heading");
  return label;
}

GtkWidget *
fl_captioned_new (const char *title, const char *help, GtkWidget *control)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4), *caption = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (caption), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (caption), TRUE);
  gtk_widget_set_valign (box, GTK_ALIGN_END); /* beside one of more lines the controls are on one */
  gtk_widget_add_css_class (caption, "fl-caption");
  fl_set_tooltip (box, help);
  gtk_box_append (GTK_BOX (box), caption);
  gtk_box_append (GTK_BOX (box), control);
  return box;
}

GtkWidget *
fl_switch_line_new (const char *title, const char *help, GtkWidget **toggle)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *label = gtk_label_new (title);

  *toggle = gtk_switch_new ();
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE); /* large letters in a narrow place */
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (*toggle, GTK_ALIGN_CENTER);
  fl_set_tooltip (box, help);
  gtk_accessible_update_property (GTK_ACCESSIBLE (*toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), *toggle);
  return box;
}

char *
fl_sentence (const char *message)
{
  g_autofree char *first = g_utf8_substring (message, 0, 1);
  g_autofree char *large = g_utf8_strup (first, -1);

  return *message != '\0' ? g_strconcat (large, g_utf8_next_char (message), ".", NULL) : g_strdup ("");
}

GtkWidget *
fl_whole_or_none_new (GtkWidget *label)
{
  GtkWidget *squeezer = adw_squeezer_new ();

  adw_squeezer_set_allow_none (ADW_SQUEEZER (squeezer), TRUE);
  adw_squeezer_add (ADW_SQUEEZER (squeezer), label);
  gtk_widget_set_hexpand (squeezer, gtk_widget_get_hexpand (label));
  return squeezer;
}

GtkWidget *
fl_note_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "fl-note");
  return label;
}

/* ---- numbers with usual values ---- */

static void
preset_clicked_cb (GtkButton *button, gpointer user_data)
{
  GtkWidget *field = user_data, *popover = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_POPOVER);
  double *value = g_object_get_data (G_OBJECT (button), "fl-preset");

  gtk_popover_popdown (GTK_POPOVER (popover));
  fl_number_field_choose (field, *value);
}

static GtkWidget *
new_preset (GtkWidget *field, double value)
{
  g_autofree char *text = fl_number_field_text (field, value);
  GtkWidget *button = gtk_button_new_with_label (text);

  gtk_widget_add_css_class (button, "flat");
  gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), 0.0f);
  g_object_set_data_full (G_OBJECT (button), "fl-preset", g_memdup2 (&value, sizeof value), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (preset_clicked_cb), field);
  return button;
}

GtkWidget *
fl_preset_field_new (const char *title, const FlNumber *number, const double *presets, guint n, FlNumberChanged changed,
                     gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *field = fl_number_field_new (title, number, TRUE, changed, user_data);
  GtkWidget *menu = gtk_menu_button_new (), *popover = gtk_popover_new ();
  g_autofree char *menu_name = g_strdup_printf (_("Usual values: %s"), title);

  for (guint i = 0; i < n; i++)
    gtk_box_append (GTK_BOX (list), new_preset (field, presets[i]));
  gtk_popover_set_child (GTK_POPOVER (popover), list);
  gtk_widget_add_css_class (popover, "menu");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (menu), popover);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (menu), "pan-down-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (menu), GTK_ACCESSIBLE_PROPERTY_LABEL, menu_name, -1);
  gtk_widget_add_css_class (box, "linked");
  gtk_widget_add_css_class (box, "fl-preset-field");
  gtk_widget_remove_css_class (field, "fl-compact");
  gtk_editable_set_alignment (GTK_EDITABLE (field), 0.0f);
  gtk_widget_set_hexpand (field, TRUE);
  gtk_box_append (GTK_BOX (box), field);
  gtk_box_append (GTK_BOX (box), menu);
  g_object_set_data (G_OBJECT (box), "fl-preset-field", field);
  return box;
}

void
fl_preset_field_set (GtkWidget *box, double value)
{
  fl_number_field_set (g_object_get_data (G_OBJECT (box), "fl-preset-field"), value);
}

gboolean
fl_focus_past_rows (GtkWidget *container, GtkDirectionType direction, gboolean *moved)
{
  GtkRoot *root = gtk_widget_get_root (container);
  GtkWidget *at = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *list = at != NULL ? gtk_widget_get_ancestor (at, GTK_TYPE_LIST_BASE) : NULL;
  GtkWidget *table = list != NULL ? gtk_widget_get_parent (list) : NULL;

  if (list == NULL || !gtk_widget_is_ancestor (list, container) || (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD))
    return FALSE;
  *moved = direction == GTK_DIR_TAB_BACKWARD && GTK_IS_COLUMN_VIEW (table) &&
           gtk_widget_child_focus (gtk_widget_get_first_child (table), direction);
  return TRUE;
}
