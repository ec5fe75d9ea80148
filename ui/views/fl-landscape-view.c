/* The Landscape view: its pages behind a switcher. */
#include <glib/gi18n-lib.h>

#include "fl-landscape-parts.h"
#include "fl-view.h"

typedef struct
{
  const char *title;
  GtkWidget *(*create) (gpointer session);
} Page;

static GtkWidget *
surfaces_page (gpointer session)
{
  return fl_race_page_new (NULL);
}

static const Page pages[] = {
  { N_("This network"), fl_landscape_page_new },
  { N_("Two parameters"), fl_race_page_new },
  { N_("Test surfaces"), surfaces_page },
};

static GtkWidget *
scrolled (GtkWidget *child)
{
  GtkWidget *scroll = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_AUTOMATIC, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), child);
  gtk_widget_set_vexpand (scroll, TRUE);
  return scroll;
}

GtkWidget *
fl_landscape_view_new (FlSession *session)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *stack = gtk_stack_new (), *switcher = gtk_stack_switcher_new ();

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    gtk_stack_add_titled (GTK_STACK (stack), scrolled (pages[i].create (session)), NULL, _(pages[i].title));
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), GTK_STACK (stack));
  gtk_widget_set_halign (switcher, GTK_ALIGN_START);
  gtk_widget_add_css_class (switcher, "landscape-switcher");
  gtk_box_append (GTK_BOX (box), switcher);
  gtk_box_append (GTK_BOX (box), stack);
  return box;
}
