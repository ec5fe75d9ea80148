#include "fl-scores-view.h"
#include "fl-axis.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "fl-part-chooser.h"
#include "fl-picture-values.h"
#include "fl-plot-hands.h"
#include "fl-scene-plot.h"
#include "fl-score-paint.h"
#include "fl-score-table.h"
#include "fl-tooltip.h"
#include "fl-view.h"

#define MOST_POINTS 4000
#define MOST_CURVES 10

struct _FlScoresView
{
  GtkBox parent_instance;
  FlSession *session; /* owned */
  FlScorer *scorer;   /* owned */
  GtkWidget *tools;   /* owned: the card puts it into its head */
  GtkWidget *scroll, *empty, *summary, *matrix, *read, *table, *scatter, *roc, *roc_title; /* borrowed */
  FlConfusionLayout layout;
  int row, column; /* cell pointed out, or -1 */
};

G_DEFINE_FINAL_TYPE (FlScoresView, fl_scores_view, GTK_TYPE_BOX)

/* Scenes: they hold the score they point into. */

typedef struct
{
  NnScore *score; /* owned */
  FlConfusion confusion;
  FlConfusionLayout layout;
} MatrixScene;

static void
matrix_clear (gpointer scene)
{
  nn_score_unref (((MatrixScene *) scene)->score);
}

static void
matrix_paint (gpointer data, cairo_t *cr, const FlTheme *theme, double width, double height)
{
  MatrixScene *scene = data;

  fl_confusion_paint (cr, theme, width, height, &scene->confusion, &scene->layout);
}

typedef struct
{
  FlScatter scatter;
  float *values; /* owned: truth, then predicted */
  char *name;
} ScatterScene;

static void
scatter_clear (gpointer data)
{
  ScatterScene *scene = data;

  g_free (scene->values);
  g_free (scene->name);
}

static void
scatter_paint (gpointer data, cairo_t *cr, const FlTheme *theme, double width, double height)
{
  fl_scatter_paint (cr, theme, width, height, &((ScatterScene *) data)->scatter);
}

typedef struct
{
  NnScore *score; /* owned */
  FlRocCurve curves[MOST_CURVES];
  guint n;
} RocScene;

static void
roc_clear (gpointer scene)
{
  nn_score_unref (((RocScene *) scene)->score);
}

static void
roc_paint (gpointer data, cairo_t *cr, const FlTheme *theme, double width, double height)
{
  RocScene *scene = data;

  fl_roc_paint (cr, theme, width, height, scene->curves, scene->n);
}

/* The numbers behind them */

static gpointer
matrix_values (FlPlot *plot)
{
  const MatrixScene *scene = fl_scene_plot_get_scene (FL_SCENE_PLOT (plot));

  return scene != NULL ? fl_confusion_csv (&scene->confusion) : NULL;
}

static gpointer
scatter_values (FlPlot *plot)
{
  const ScatterScene *scene = fl_scene_plot_get_scene (FL_SCENE_PLOT (plot));

  return scene != NULL ? fl_scatter_csv (&scene->scatter) : NULL;
}

static gpointer
roc_values (FlPlot *plot)
{
  const RocScene *scene = fl_scene_plot_get_scene (FL_SCENE_PLOT (plot));

  return scene != NULL ? fl_roc_csv (scene->curves, scene->n, (const char *const *) scene->score->data->class_names) : NULL;
}

static const FlPlotHands matrix_hands = {
  .file = N_("confusion-matrix"),
  .table = N_("Confusion matrix"),
  .copied = N_("Confusion matrix copied"),
  .values_begin = matrix_values,
  .values_make = fl_plot_text_make,
  .values_end = g_free,
};

static const FlPlotHands scatter_hands = {
  .file = N_("predictions"),
  .table = N_("Predicted against true values"),
  .copied = N_("Predictions copied"),
  .values_begin = scatter_values,
  .values_make = fl_plot_text_make,
  .values_end = g_free,
};

static const FlPlotHands roc_hands = {
  .file = N_("roc-curves"),
  .table = N_("ROC curves"),
  .copied = N_("ROC curves copied"),
  .values_begin = roc_values,
  .values_make = fl_plot_text_make,
  .values_end = g_free,
};

/* Showing */

static const NnMetrics *
current (FlScoresView *self)
{
  NnScore *score = fl_scorer_get_score (self->scorer);

  return score != NULL ? score->metrics[fl_part_chooser_get (FL_PART_CHOOSER (self->tools))] : NULL;
}

static void
show_cell (FlScoresView *self)
{
  const NnMetrics *metrics = current (self);
  g_autofree char *text = NULL, *found = NULL, *all = NULL;
  guint64 sum = 0, count;
  char *const *names;

  if (metrics == NULL || metrics->n_classes == 0)
    return;
  if (self->row < 0 || (guint) self->row >= metrics->n_classes || (guint) self->column >= metrics->n_classes)
    {
      gtk_label_set_text (GTK_LABEL (self->read), _("Point at a cell, or walk with the arrow keys, to read it"));
      return;
    }
  names = fl_scorer_get_score (self->scorer)->data->class_names;
  for (guint c = 0; c < metrics->n_classes; c++)
    sum += metrics->confusion[(gsize) self->row * metrics->n_classes + c];
  count = metrics->confusion[(gsize) self->row * metrics->n_classes + self->column];
  found = fl_format_whole (count);
  all = fl_format_whole (sum);
  if (self->row == self->column)
    text = g_strdup_printf (_("%s: %s of %s found (%.1f %%)"), names[self->row], found, all,
                            sum > 0 ? 100.0 * count / sum : 0);
  else
    text = g_strdup_printf (_("%s taken for %s: %s of %s (%.1f %%)"), names[self->row], names[self->column], found, all, sum > 0 ? 100.0 * count / sum : 0);
  gtk_label_set_text (GTK_LABEL (self->read), text);
  fl_set_tooltip (self->read, text);
}

static void
show_matrix (FlScoresView *self, NnScore *score, const NnMetrics *metrics, FlPlotHurry hurry)
{
  MatrixScene *scene = g_atomic_rc_box_new0 (MatrixScene);

  scene->score = nn_score_ref (score);
  scene->confusion = (FlConfusion){ metrics->n_classes, metrics->confusion, (const char *const *) score->data->class_names, self->row,
                                    self->column };
  fl_scene_plot_take (FL_SCENE_PLOT (self->matrix), scene, matrix_clear, hurry);
}

static void
describe_matrix (FlScoresView *self, const NnScore *score, const NnMetrics *metrics)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint said = 0;

  g_string_append_printf (text, _("accuracy %.1f %% of %zu rows"), 100 * metrics->accuracy, metrics->rows);
  for (guint r = 0; r < metrics->n_classes; r++)
    for (guint c = 0; c < metrics->n_classes; c++)
      {
        guint64 count = metrics->confusion[(gsize) r * metrics->n_classes + c];

        if (r == c || count == 0 || said++ >= 12)
          continue;
        g_string_append (text, "; ");
        g_string_append_printf (text, _("%s taken for %s: %" PRIu64), score->data->class_names[r], score->data->class_names[c],
                                count);
      }
  fl_scene_plot_describe (FL_SCENE_PLOT (self->matrix), text->str, !fl_session_is_playing (self->session));
}

static void
show_roc (FlScoresView *self, NnScore *score, const NnMetrics *metrics)
{
  RocScene *scene = g_atomic_rc_box_new0 (RocScene);
  g_autofree char *text = NULL;

  scene->score = nn_score_ref (score);
  /* Two classes give one curve and its mirror image. */
  for (guint c = metrics->n_classes == 2 ? 1 : 0; c < metrics->n_classes && scene->n < MOST_CURVES; c++)
    {
      const NnRoc *roc = &metrics->classes[c].roc;

      if (roc->n > 0)
        scene->curves[scene->n++] = (FlRocCurve){ roc->n, roc->false_positive_rate, roc->true_positive_rate, c };
    }
  text = g_strdup_printf (_("mean area under the curves %.3f"), metrics->macro.auc);
  fl_scene_plot_describe (FL_SCENE_PLOT (self->roc), text, !fl_session_is_playing (self->session));
  gtk_widget_set_visible (self->roc, scene->n > 0);
  gtk_widget_set_visible (self->roc_title, scene->n > 0);
  fl_scene_plot_take (FL_SCENE_PLOT (self->roc), scene, roc_clear, FL_PLOT_PACED);
}

static void
show_classes (FlScoresView *self, NnScore *score, const NnMetrics *metrics)
{
  g_autofree char *rows = fl_format_whole (metrics->rows);
  g_autofree char *text = g_strdup_printf (_("%.1f %% right of %s rows · loss %.4g"), 100 * metrics->accuracy, rows, metrics->loss);

  gtk_label_set_text (GTK_LABEL (self->summary), text);
  show_matrix (self, score, metrics, FL_PLOT_PACED);
  describe_matrix (self, score, metrics);
  show_cell (self);
  fl_score_table_show (FL_SCORE_TABLE (self->table), metrics, score->data);
  show_roc (self, score, metrics);
}

/* At most MOST_POINTS, evenly taken from the part. */
static void
show_values (FlScoresView *self, NnScore *score, const NnMetrics *metrics)
{
  const DsPrepared *data = score->data;
  ScatterScene *scene = g_atomic_rc_box_new0 (ScatterScene);
  gsize from, rows = nn_part_rows (data, metrics->part, &from), n = MIN (rows, MOST_POINTS);
  g_autofree char *counted = fl_format_whole (metrics->rows);
  g_autofree char *text = g_strdup_printf (_("R² %.4f · MAE %.4g · RMSE %.4g · %s rows"), metrics->mean.r2, metrics->mean.mae,
                                           metrics->mean.rmse, counted);

  scene->values = g_new (float, 2 * MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    {
      gsize row = from + i * rows / n;

      scene->values[i] = data->y[row * data->targets];
      scene->values[n + i] = score->predictions[row * score->outputs];
    }
  scene->name = g_strdup (data->target_name != NULL ? data->target_name : _("value"));
  scene->scatter = (FlScatter){ n, scene->values, scene->values + n, scene->name };
  gtk_label_set_text (GTK_LABEL (self->summary), text);
  fl_scene_plot_describe (FL_SCENE_PLOT (self->scatter), text, !fl_session_is_playing (self->session));
  fl_scene_plot_take (FL_SCENE_PLOT (self->scatter), scene, scatter_clear, FL_PLOT_PACED);
}

static void
show (FlScoresView *self)
{
  NnScore *score = fl_scorer_get_score (self->scorer);
  const NnMetrics *metrics = current (self);
  const char *problem = fl_scorer_get_problem (self->scorer);
  gboolean classes = metrics != NULL && metrics->n_classes > 0;

  gtk_widget_set_visible (self->empty, metrics == NULL);
  gtk_widget_set_visible (self->scroll, metrics != NULL);
  if (metrics == NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->empty), problem != NULL ? problem : _("The scores come as soon as there are data and a network that fits them."));
      return;
    }
  gtk_widget_set_visible (self->matrix, classes);
  gtk_widget_set_visible (self->read, classes);
  gtk_widget_set_visible (self->table, classes);
  gtk_widget_set_visible (self->scatter, !classes);
  if (classes)
    show_classes (self, score, metrics);
  else
    {
      gtk_widget_set_visible (self->roc, FALSE);
      gtk_widget_set_visible (self->roc_title, FALSE);
      show_values (self, score, metrics);
    }
}

void
fl_scores_view_sync (FlScoresView *self)
{
  fl_part_chooser_sync (FL_PART_CHOOSER (self->tools), fl_session_get_data (self->session));
}

GtkWidget *
fl_scores_view_get_tools (FlScoresView *self)
{
  return self->tools;
}

/* Pointing at cells */

static void
point_at (FlScoresView *self, int row, int column)
{
  NnScore *score = fl_scorer_get_score (self->scorer);
  const NnMetrics *metrics = current (self);

  if (metrics == NULL || metrics->n_classes == 0 || (row == self->row && column == self->column))
    return;
  self->row = row;
  self->column = column;
  show_cell (self);
  show_matrix (self, score, metrics, FL_PLOT_NOW);
}

static void
painted_cb (FlScoresView *self, gpointer scene)
{
  self->layout = ((MatrixScene *) scene)->layout;
}

static void
motion_cb (FlScoresView *self, double x, double y)
{
  int row, column;

  if (fl_confusion_at (&self->layout, x, y, &row, &column))
    point_at (self, row, column);
  else
    point_at (self, -1, -1);
}

static void
leave_cb (FlScoresView *self)
{
  point_at (self, -1, -1);
}

static gboolean
key_cb (FlScoresView *self, guint key, guint code, GdkModifierType state)
{
  const NnMetrics *metrics = current (self);
  int dx = key == GDK_KEY_Left || key == GDK_KEY_KP_Left ? -1 : key == GDK_KEY_Right || key == GDK_KEY_KP_Right ? 1 : 0;
  int dy = key == GDK_KEY_Up || key == GDK_KEY_KP_Up ? -1 : key == GDK_KEY_Down || key == GDK_KEY_KP_Down ? 1 : 0, n;

  if (metrics == NULL || metrics->n_classes == 0 || (dx == 0 && dy == 0) || (state & GDK_SHIFT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  n = (int) metrics->n_classes;
  if (self->row < 0)
    point_at (self, 0, 0);
  else
    point_at (self, CLAMP (self->row + dy, 0, n - 1), CLAMP (self->column + dx, 0, n - 1));
  return GDK_EVENT_STOP;
}

static void
make_matrix (FlScoresView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new (), *keys = gtk_event_controller_key_new ();

  self->matrix = fl_scene_plot_new (_("Confusion matrix"), matrix_paint);
  gtk_widget_set_size_request (self->matrix, -1, 210);
  fl_plot_hands_attach (FL_PLOT (self->matrix), &matrix_hands);
  fl_set_tooltip (self->matrix, _("Rows are the truth, columns what the network says; a perfect network has all on the diagonal"));
  g_signal_connect_swapped (self->matrix, "painted", G_CALLBACK (painted_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->matrix, motion);
  gtk_widget_add_controller (self->matrix, keys);
}

static GtkWidget *
new_label (const char *css, gboolean wrap)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), wrap);
  if (!wrap)
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css);
  return label;
}

static void
fl_scores_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (fl_scores_view_parent_class)->map (widget);
  fl_scorer_watch (FL_SCORES_VIEW (widget)->scorer, 1);
  show (FL_SCORES_VIEW (widget));
}

static void
fl_scores_view_unmap (GtkWidget *widget)
{
  fl_scorer_watch (FL_SCORES_VIEW (widget)->scorer, -1);
  GTK_WIDGET_CLASS (fl_scores_view_parent_class)->unmap (widget);
}

static void
score_cb (FlScoresView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    show (self);
}

static void
fl_scores_view_dispose (GObject *object)
{
  FlScoresView *self = FL_SCORES_VIEW (object);

  g_clear_object (&self->tools);
  g_clear_object (&self->scorer);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fl_scores_view_parent_class)->dispose (object);
}

static void
fl_scores_view_class_init (FlScoresViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_scores_view_dispose;
  GTK_WIDGET_CLASS (klass)->map = fl_scores_view_map;
  GTK_WIDGET_CLASS (klass)->unmap = fl_scores_view_unmap;
}

static void
fl_scores_view_init (FlScoresView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *table = gtk_scrolled_window_new ();

  self->row = self->column = -1;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->tools = g_object_ref_sink (fl_part_chooser_new (_("Which rows are counted")));
  self->summary = new_label ("score-summary", TRUE);
  make_matrix (self);
  self->read = new_label ("card-hint", FALSE);
  self->table = fl_score_table_new ();
  /* A narrow card moves the table alone to and fro. */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (table), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (table), self->table);
  fl_view_let_wheel_through (table);
  self->scatter = fl_scene_plot_new (_("Predicted against true values"), scatter_paint);
  fl_plot_hands_attach (FL_PLOT (self->scatter), &scatter_hands);
  fl_set_tooltip (self->scatter, _("On the diagonal a prediction is exact; the right button has more"));
  gtk_widget_set_size_request (self->scatter, -1, 240);
  gtk_widget_set_vexpand (self->scatter, TRUE);
  self->roc_title = new_label ("score-head", FALSE);
  gtk_label_set_text (GTK_LABEL (self->roc_title), _("ROC curves, each class against the rest"));
  self->roc = fl_scene_plot_new (_("ROC curves"), roc_paint);
  fl_plot_hands_attach (FL_PLOT (self->roc), &roc_hands);
  fl_set_tooltip (self->roc, _("How many of a class are found for how many wrongly put there; the right button has more"));
  gtk_widget_set_size_request (self->roc, -1, 220);
  gtk_widget_add_css_class (box, "score-page");
  gtk_box_append (GTK_BOX (box), self->summary);
  gtk_box_append (GTK_BOX (box), self->matrix);
  gtk_box_append (GTK_BOX (box), self->read);
  gtk_box_append (GTK_BOX (box), table);
  gtk_box_append (GTK_BOX (box), self->scatter);
  gtk_box_append (GTK_BOX (box), self->roc_title);
  gtk_box_append (GTK_BOX (box), self->roc);
  self->scroll = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroll), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroll), box);
  gtk_widget_set_vexpand (self->scroll, TRUE);
  self->empty = new_label ("card-empty", TRUE);
  gtk_widget_set_vexpand (self->empty, TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->empty), 0.5f);
  gtk_label_set_justify (GTK_LABEL (self->empty), GTK_JUSTIFY_CENTER);
  gtk_box_append (GTK_BOX (self), self->empty);
  gtk_box_append (GTK_BOX (self), self->scroll);
}

GtkWidget *
fl_scores_view_new (FlSession *session)
{
  FlScoresView *self = g_object_new (FL_TYPE_SCORES_VIEW, NULL);

  self->session = g_object_ref (session);
  self->scorer = fl_scorer_get (session);
  g_signal_connect_object (self->scorer, "score", G_CALLBACK (score_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tools, "chosen", G_CALLBACK (score_cb), self, G_CONNECT_SWAPPED);
  fl_scores_view_sync (self);
  return GTK_WIDGET (self);
}
