#include "fl-balance.h"

void
fl_balance_lines (GtkFlowBox *box, int width, guint n)
{
  GtkWidget *first = gtk_widget_get_first_child (GTK_WIDGET (box));
  int gap = (int) gtk_flow_box_get_column_spacing (box), wanted;
  guint fit, lines;

  if (first == NULL || width <= 0 || n == 0)
    return;
  gtk_widget_measure (first, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wanted, NULL, NULL);
  fit = (guint) MAX ((width + gap) / (wanted + gap), 1);
  lines = (n + fit - 1) / fit;
  gtk_flow_box_set_max_children_per_line (box, (n + lines - 1) / lines);
}
