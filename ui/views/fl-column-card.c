#include "fl-column-card.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ds-stats.h"
#include "fl-data-paint.h"
#include "fl-drop-down.h"
#include "fl-picture-values.h"
#include "fl-plot-hands.h"
#include "fl-scene-plot.h"
#include "fl-tooltip.h"

#define MOST_CLASSES 12 /* counts in words; more are in the picture alone */

struct _FlColumnCard
{
  GtkBox parent_instance;
  DsPrepared *data;  /* owned, or NULL */
  GArray *rows;      /* owned, of guint32: rows of the dataset */
  GCancellable *cancellable; /* owned; of the counting under way */
  GtkWidget *chooser, *plot, *about, *numbers; /* borrowed */
  guint column;
  gboolean quiet;
};

G_DEFINE_FINAL_TYPE (FlColumnCard, fl_column_card, GTK_TYPE_BOX)

static guint chosen_signal, sort_signal;

static const char *
role_name (DsRole role)
{
  return role == DS_ROLE_INPUT ? _("input") : role == DS_ROLE_TARGET ? _("target") : _("not used");
}

/* ---- counting ---- */

typedef struct
{
  DsPrepared *data; /* owned */
  GArray *rows;     /* owned */
  guint column;
  int group;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  ds_prepared_unref (job->data);
  g_array_unref (job->rows);
  g_free (job);
}

static gboolean
is_cancelled (gpointer cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

static void
count (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  DsColumnStats *stats = ds_column_stats_new (job->data->dataset, job->column, job->group, (const guint32 *) job->rows->data,
                                              job->rows->len, is_cancelled, cancellable, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, stats, (GDestroyNotify) ds_column_stats_free);
}

/* ---- showing ---- */

typedef struct
{
  FlHistogramScene histogram;
  DsColumnStats *stats; /* owned */
  DsPrepared *data;     /* owned: the names */
} Scene;

static void
scene_clear (gpointer data)
{
  Scene *scene = data;

  ds_column_stats_free (scene->stats);
  ds_prepared_unref (scene->data);
}

static void
scene_paint (gpointer data, cairo_t *cr, const FlTheme *theme, double width, double height)
{
  fl_histogram_paint (cr, theme, width, height, &((Scene *) data)->histogram);
}

static gpointer
values_begin (FlPlot *plot)
{
  const Scene *scene = fl_scene_plot_get_scene (FL_SCENE_PLOT (plot));

  if (scene == NULL)
    return NULL;
  return fl_histogram_csv (&scene->histogram, scene->histogram.n_groups > 1 ? (const char *const *) scene->data->class_names : NULL);
}

static const FlPlotHands hands = {
  .file = N_("histogram"),
  .table = N_("Histogram"),
  .copied = N_("Counts copied"),
  .values_begin = values_begin,
  .values_make = fl_plot_text_make,
  .values_end = g_free,
};

static void
add_line (FlColumnCard *self, guint *line, const char *name, const char *value)
{
  GtkWidget *left = gtk_label_new (name), *right = gtk_label_new (value);

  gtk_label_set_xalign (GTK_LABEL (left), 0);
  gtk_label_set_ellipsize (GTK_LABEL (left), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (right), 1);
  gtk_widget_set_direction (right, GTK_TEXT_DIR_LTR); /* else a minus would go behind its number */
  gtk_widget_set_hexpand (left, TRUE);
  gtk_widget_add_css_class (left, "card-hint");
  gtk_grid_attach (GTK_GRID (self->numbers), left, 0, (int) *line, 1, 1);
  gtk_grid_attach (GTK_GRID (self->numbers), right, 1, (int) (*line)++, 1, 1);
}

static void
add_number (FlColumnCard *self, guint *line, const char *name, double value)
{
  char text[32];

  add_line (self, line, name, fl_format_number (value, text, sizeof text));
}

/* How a number is meant: there are several in use. */
static void
explain (FlColumnCard *self, guint line, const char *help)
{
  for (int side = 0; side < 2; side++)
    fl_set_tooltip (gtk_grid_get_child_at (GTK_GRID (self->numbers), side, (int) line), help);
}

static void
show_numbers (FlColumnCard *self, const DsColumnStats *stats, const DsColumn *column)
{
  GtkWidget *child;
  guint line = 0;

  while ((child = gtk_widget_get_first_child (self->numbers)) != NULL)
    gtk_grid_remove (GTK_GRID (self->numbers), child);
  add_number (self, &line, _("Values"), (double) stats->count);
  add_number (self, &line, _("Missing"), (double) stats->missing);
  if (column->kind == DS_COLUMN_CLASS)
    {
      for (guint c = 0; c < MIN (column->n_classes, MOST_CLASSES); c++)
        {
          guint64 sum = 0;

          for (guint g = 0; g < stats->n_groups; g++)
            sum += stats->bins[(gsize) g * stats->n_bins + c];
          add_number (self, &line, column->classes[c], (double) sum);
        }
      return;
    }
  add_number (self, &line, _("Mean"), stats->mean);
  add_number (self, &line, _("Standard deviation"), stats->std);
  explain (self, line - 1, _("Of the values there are: the sum of squares is divided by their number, as where inputs are standardized"));
  add_number (self, &line, _("Minimum"), stats->min);
  add_number (self, &line, _("Lower quartile"), stats->q1);
  explain (self, line - 1, _("A quarter of the values lie below; between two values it is interpolated linearly"));
  add_number (self, &line, _("Median"), stats->median);
  add_number (self, &line, _("Upper quartile"), stats->q3);
  explain (self, line - 1, _("A quarter of the values lie above; between two values it is interpolated linearly"));
  add_number (self, &line, _("Maximum"), stats->max);
}

static void
describe (FlColumnCard *self, const DsColumnStats *stats, const DsColumn *column)
{
  g_autofree char *text = NULL;
  char mean[32], low[32], high[32];

  if (column->kind == DS_COLUMN_CLASS)
    text = g_strdup_printf (_("%s: %zu values of %u classes"), column->name, stats->count, column->n_classes);
  else
    text = g_strdup_printf (_("%s: %zu values from %s to %s, mean %s"), column->name, stats->count,
                            fl_format_number (stats->min, low, sizeof low), fl_format_number (stats->max, high, sizeof high),
                            fl_format_number (stats->mean, mean, sizeof mean));
  fl_scene_plot_describe (FL_SCENE_PLOT (self->plot), text, TRUE);
}

static void
counted_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  FlColumnCard *self = FL_COLUMN_CARD (object);
  g_autoptr (GError) error = NULL;
  DsColumnStats *stats = g_task_propagate_pointer (G_TASK (result), &error);
  const Job *job = g_task_get_task_data (G_TASK (result));
  const DsColumn *column = ds_dataset_column (job->data->dataset, job->column);
  Scene *scene;

  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    {
      ds_column_stats_free (stats);
      return;
    }
  g_clear_object (&self->cancellable);
  if (stats == NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->about), error != NULL ? error->message : "");
      return;
    }
  scene = g_atomic_rc_box_new0 (Scene);
  scene->stats = stats;
  scene->data = ds_prepared_ref (job->data);
  scene->histogram = (FlHistogramScene){ stats->low, stats->high, stats->n_bins, stats->n_groups, stats->bins, column->name,
                                         (const char *const *) column->classes };
  show_numbers (self, stats, column);
  describe (self, stats, column);
  fl_scene_plot_take (FL_SCENE_PLOT (self->plot), scene, scene_clear, FL_PLOT_NOW);
}

static void
recount (FlColumnCard *self)
{
  DsDataset *dataset = self->data != NULL ? self->data->dataset : NULL;
  const DsColumn *column;
  g_autoptr (GTask) task = NULL;
  g_autofree char *about = NULL;
  Job *job;

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (dataset == NULL || self->column >= ds_dataset_n_columns (dataset))
    return;
  column = ds_dataset_column (dataset, self->column);
  about = g_strdup_printf ("%s · %s", role_name (column->role), column->kind == DS_COLUMN_CLASS ? _("classes") : _("numbers"));
  gtk_label_set_text (GTK_LABEL (self->about), about);
  job = g_new0 (Job, 1);
  *job = (Job){ ds_prepared_ref (self->data), g_array_ref (self->rows), self->column, -1 };
  if (self->data->n_classes > 0 && ds_dataset_n_targets (dataset) == 1 &&
      ds_dataset_column (dataset, ds_dataset_target (dataset, 0))->kind == DS_COLUMN_CLASS)
    job->group = (int) ds_dataset_target (dataset, 0);
  fl_set_tooltip (self->plot, job->group >= 0 ? _("How many rows have which value; the colours are the classes") : _("How many rows have which value"));
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, counted_cb, NULL);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, count);
}

static void
chosen_cb (FlColumnCard *self)
{
  guint at = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->chooser));

  if (self->quiet || at == self->column || at == GTK_INVALID_LIST_POSITION)
    return;
  self->column = at;
  fl_plot_part_fit (FL_PLOT (self->plot)); /* what was zoomed to is of another column */
  recount (self);
}

static void
sort_cb (FlColumnCard *self)
{
  if (self->data != NULL)
    g_signal_emit (self, sort_signal, 0, self->column);
}

static void
list_columns (FlColumnCard *self, DsDataset *dataset)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint c = 0; c < ds_dataset_n_columns (dataset); c++)
    gtk_string_list_append (names, ds_dataset_column (dataset, c)->name);
  self->quiet = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->chooser), G_LIST_MODEL (names));
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (self->chooser), ds_dataset_n_columns (dataset) > 12);
  if (self->column >= ds_dataset_n_columns (dataset))
    self->column = 0;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->chooser), self->column);
  self->quiet = FALSE;
}

static gboolean
same_columns (DsDataset *a, DsDataset *b)
{
  if (ds_dataset_n_columns (a) != ds_dataset_n_columns (b))
    return FALSE;
  for (guint c = 0; c < ds_dataset_n_columns (a); c++)
    if (g_strcmp0 (ds_dataset_column (a, c)->name, ds_dataset_column (b, c)->name) != 0)
      return FALSE;
  return TRUE;
}

void
fl_column_card_set_rows (FlColumnCard *self, DsPrepared *data, GArray *rows)
{
  if (data == NULL)
    return;
  g_array_unref (self->rows);
  self->rows = g_array_ref (rows);
  if (self->data == NULL || !same_columns (self->data->dataset, data->dataset))
    list_columns (self, data->dataset);
  ds_prepared_ref (data);
  if (self->data != NULL)
    ds_prepared_unref (self->data);
  self->data = data;
  recount (self);
}

void
fl_column_card_set_column (FlColumnCard *self, guint column)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->chooser), column);
}

static void
fl_column_card_dispose (GObject *object)
{
  FlColumnCard *self = FL_COLUMN_CARD (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->data, ds_prepared_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  G_OBJECT_CLASS (fl_column_card_parent_class)->dispose (object);
}

static void
fl_column_card_class_init (FlColumnCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_column_card_dispose;
  chosen_signal = g_signal_new ("chosen", FL_TYPE_COLUMN_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  sort_signal = g_signal_new ("sort", FL_TYPE_COLUMN_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
fl_column_card_init (FlColumnCard *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *title = gtk_label_new (_("Column"));
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *scroll = gtk_scrolled_window_new (), *sort = gtk_button_new ();

  self->rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "train-card");
  gtk_widget_add_css_class (head, "card-head");
  gtk_widget_add_css_class (title, "card-title");
  self->chooser = fl_drop_down_new (NULL, _("Column"));
  fl_drop_down_shorten (self->chooser);
  gtk_widget_add_css_class (self->chooser, "axis");
  gtk_widget_set_hexpand (self->chooser, TRUE);
  fl_set_tooltip (self->chooser, _("Which column is summed up"));
  g_signal_connect_swapped (self->chooser, "notify::selected", G_CALLBACK (chosen_cb), self);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), self->chooser);
  gtk_button_set_icon_name (GTK_BUTTON (sort), "view-sort-ascending-symbolic");
  fl_set_tooltip (sort, _("Sort the rows by this column; again for the other way round, and once more for the order they came in"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (sort), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Sort by this column"), -1);
  gtk_widget_add_css_class (sort, "card-button");
  gtk_widget_set_valign (sort, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (sort, "clicked", G_CALLBACK (sort_cb), self);
  gtk_box_append (GTK_BOX (head), sort);
  self->about = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->about), 0);
  gtk_label_set_wrap (GTK_LABEL (self->about), TRUE);
  gtk_widget_add_css_class (self->about, "card-hint");
  self->plot = fl_scene_plot_new (_("Histogram"), scene_paint);
  gtk_widget_set_size_request (self->plot, 200, 200);
  fl_plot_hands_attach (FL_PLOT (self->plot), &hands);
  self->numbers = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->numbers), 12);
  gtk_grid_set_row_spacing (GTK_GRID (self->numbers), 2);
  gtk_widget_add_css_class (self->numbers, "score-table");
  gtk_widget_add_css_class (body, "score-page");
  gtk_box_append (GTK_BOX (body), self->about);
  gtk_box_append (GTK_BOX (body), self->plot);
  gtk_box_append (GTK_BOX (body), self->numbers);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), body);
  gtk_widget_set_vexpand (scroll, TRUE);
  gtk_box_append (GTK_BOX (self), head);
  gtk_box_append (GTK_BOX (self), scroll);
}

GtkWidget *
fl_column_card_new (void)
{
  return g_object_new (FL_TYPE_COLUMN_CARD, NULL);
}
