/* The Landscape view: its pages behind a switcher. */
#include <glib/gi18n-lib.h>

#include "fl-landscape-parts.h"
#include "fl-view.h"

typedef struct
{
  const char *title;
  GtkWidget *(*create) (gpointer session);
} Page;

static const Page pages[] = {
  { N_("This network"), fl_landscape_page_new },
  { N_("Two parameters"), fl_race_page_new },
  { N_("Test surfaces"), fl_surface_page_new },
};

typedef struct
{
  const Page *page;
  FlSession *session; /* ref */
} Later;

static void
later_free (gpointer data, GClosure *closure)
{
  g_object_unref (((Later *) data)->session);
  g_free (data);
}

/* A page is built when it is first shown: together they would hold up the window. */
static void
build_page (GtkWidget *scroll, Later *later)
{
  g_signal_handlers_block_by_func (scroll, build_page, later);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), later->page->create (later->session));
}

static GtkWidget *
new_place (const Page *page, FlSession *session)
{
  GtkWidget *scroll = gtk_scrolled_window_new ();
  Later *later = g_new (Later, 1);

  *later = (Later){ page, g_object_ref (session) };
  g_signal_connect_data (scroll, "map", G_CALLBACK (build_page), later, later_free, 0);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_AUTOMATIC, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scroll, TRUE);
  return scroll;
}

GtkWidget *
fl_landscape_view_new (FlSession *session)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *stack = gtk_stack_new (), *switcher = gtk_stack_switcher_new ();

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    gtk_stack_add_titled (GTK_STACK (stack), new_place (&pages[i], session), NULL, _(pages[i].title));
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), GTK_STACK (stack));
  gtk_widget_set_halign (switcher, GTK_ALIGN_START);
  gtk_widget_add_css_class (switcher, "landscape-switcher");
  gtk_box_append (GTK_BOX (box), switcher);
  gtk_box_append (GTK_BOX (box), stack);
  return box;
}
