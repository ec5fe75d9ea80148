/* The Landscape view: pages behind a switcher. */
#include <glib/gi18n-lib.h>

#include "fl-landscape-parts.h"
#include "fl-view.h"

GtkWidget *
fl_landscape_view_new (FlSession *session)
{
  GtkWidget *scroll = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_AUTOMATIC, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), fl_landscape_page_new (session));
  return scroll;
}
