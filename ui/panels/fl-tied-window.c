#include "fl-tied-window.h"

static void
let_go_cb (GtkWindow *window)
{
  gtk_window_set_transient_for (window, NULL);
}

void
fl_tie_window (GtkWindow *window, GtkWindow *parent)
{
  gtk_window_set_transient_for (window, parent);
  gtk_window_set_destroy_with_parent (window, TRUE);
  if (parent != NULL)
    g_signal_connect_object (parent, "destroy", G_CALLBACK (let_go_cb), window, G_CONNECT_SWAPPED);
}
