#include "fl-score-table.h"
#include "fl-axis.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include "fl-tooltip.h"


#define MOST_CLASSES 100
#define N_COLUMNS 6 /* name, rows, precision, recall, F1, AUC */

struct _FlScoreTable
{
  GtkGrid parent_instance;
  guint n_classes; /* rows there are labels for */
};

G_DEFINE_FINAL_TYPE (FlScoreTable, fl_score_table, GTK_TYPE_GRID)

static void
add (FlScoreTable *self, guint column, guint row, const char *text, const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0 : 1);
  gtk_widget_set_hexpand (label, column == 0);
  if (column == 0)
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
  gtk_grid_attach (GTK_GRID (self), label, column, row, 1, 1);
}

static void
build (FlScoreTable *self, guint n_classes)
{
  static const char *const heads[N_COLUMNS] = { N_("Class"), N_("Rows"), N_("Precision"), N_("Recall"), "F1", "AUC" };
  static const char *const helps[N_COLUMNS] = {
    NULL,
    N_("Rows that are of this class"),
    N_("Of the rows put in this class, the share that belongs there"),
    N_("Of the rows of this class, the share that was found"),
    N_("Precision and recall in one number: their harmonic mean"),
    N_("Area under the ROC curve: how well this class is told from the rest, at any threshold")
  };
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_grid_remove (GTK_GRID (self), child);
  for (guint column = 0; column < N_COLUMNS; column++)
    {
      add (self, column, 0, gettext (heads[column]), "score-head");
      if (helps[column] != NULL)
        fl_set_tooltip (gtk_grid_get_child_at (GTK_GRID (self), (int) column, 0), _(helps[column]));
      for (guint row = 1; row <= n_classes + 1; row++)
        add (self, column, row, NULL, row > n_classes ? "score-mean" : NULL);
    }
  self->n_classes = n_classes;
}

static void
set (FlScoreTable *self, guint column, guint row, const char *text)
{
  GtkWidget *label = gtk_grid_get_child_at (GTK_GRID (self), (int) column, (int) row);

  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (label)), text) != 0)
    gtk_label_set_text (GTK_LABEL (label), text);
}

static void
set_share (FlScoreTable *self, guint column, guint row, double value)
{
  char text[16];

  if (isnan (value))
    g_strlcpy (text, "—", sizeof text);
  else
    g_snprintf (text, sizeof text, "%.3f", value);
  set (self, column, row, text);
}

static void
set_count (FlScoreTable *self, guint row, guint64 value)
{
  g_autofree char *text = fl_format_whole (value);

  set (self, 1, row, text);
}

void
fl_score_table_show (FlScoreTable *self, const NnMetrics *metrics, const DsPrepared *data)
{
  guint n = MIN (metrics->n_classes, MOST_CLASSES);

  if (n != self->n_classes)
    build (self, n);
  for (guint c = 0; c < n; c++)
    {
      const NnClassMetrics *it = &metrics->classes[c];

      set (self, 0, c + 1, data->class_names[c]);
      set_count (self, c + 1, it->support);
      set_share (self, 2, c + 1, it->precision);
      set_share (self, 3, c + 1, it->recall);
      set_share (self, 4, c + 1, it->f1);
      set_share (self, 5, c + 1, it->roc.auc);
    }
  set (self, 0, n + 1, _("Class mean"));
  set_count (self, n + 1, metrics->rows);
  set_share (self, 2, n + 1, metrics->macro.precision);
  set_share (self, 3, n + 1, metrics->macro.recall);
  set_share (self, 4, n + 1, metrics->macro.f1);
  set_share (self, 5, n + 1, metrics->macro.auc);
}

static void
fl_score_table_class_init (FlScoreTableClass *klass)
{
}

static void
fl_score_table_init (FlScoreTable *self)
{
  gtk_grid_set_column_spacing (GTK_GRID (self), 12);
  gtk_grid_set_row_spacing (GTK_GRID (self), 2);
  gtk_widget_add_css_class (GTK_WIDGET (self), "score-table");
}

GtkWidget *
fl_score_table_new (void)
{
  return g_object_new (FL_TYPE_SCORE_TABLE, NULL);
}
