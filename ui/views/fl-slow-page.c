#include "fl-slow-page.h"

#include <string.h>

#define NARROW 17 /* characters of a formula's line, where the table needs the room */

static void
clear (GtkWidget *container)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (container)) != NULL)
    gtk_widget_unparent (child);
}

GtkWidget *
fl_slow_words (const char *text, const char *css_class, double align)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), (float) align);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

/* Formulas are long: they go on below, so that the table beside them keeps its place. */
static GtkWidget *
formula (const char *text)
{
  GtkWidget *label = fl_slow_words (text, "slow-line", 0);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 52);
  gtk_label_set_width_chars (GTK_LABEL (label), strchr (text, '\n') != NULL ? 20 : (int) MIN (g_utf8_strlen (text, -1), 40));
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_focusable (label, FALSE);
  return label;
}

static void
fit (GtkWidget *lines, int room)
{
  int wanted;

  gtk_widget_measure (gtk_widget_get_parent (lines), GTK_ORIENTATION_HORIZONTAL, -1, &wanted, NULL, NULL, NULL);
  if (room <= 0 || wanted <= room)
    return;
  for (GtkWidget *at = gtk_widget_get_first_child (lines); at != NULL; at = gtk_widget_get_next_sibling (at))
    gtk_label_set_width_chars (GTK_LABEL (at), MIN (NARROW, gtk_label_get_width_chars (GTK_LABEL (at))));
}

void
fl_slow_page_fill (GtkWidget *lines, GtkWidget *table, const NnStepPage *page, int room)
{
  clear (lines);
  clear (table);
  if (page == NULL)
    return;
  for (guint i = 0; page->lines[i] != NULL; i++)
    gtk_box_append (GTK_BOX (lines), formula (page->lines[i]));
  for (guint r = 0; page->n_columns > 0 && r <= page->n_rows; r++)
    for (guint c = 0; c < page->n_columns; c++)
      {
        GtkWidget *label = fl_slow_words (page->cells[r * page->n_columns + c], r == 0 ? "slow-head" : "slow-cell", c == 0 ? 0 : 1);

        if (c > 0) /* from right to left a minus would go behind its number */
          gtk_widget_set_direction (label, GTK_TEXT_DIR_LTR);
        gtk_grid_attach (GTK_GRID (table), label, (int) c, (int) r, 1, 1);
      }
  fit (lines, room);
}
