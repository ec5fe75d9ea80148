/* The Data view: every row in a table that sorts and filters, and the column under the eye summed up beside it. Which rows, and in
 * which order, is worked out on a worker thread; the newest answer wins. */
#include "fl-drop-down.h"
#include "fl-toasts.h"
#include "fl-tooltip.h"
#include "fl-view.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "fl-column-card.h"
#include "fl-copy.h"
#include "fl-data-table.h"
#include "fl-plot.h"
#include "fl-row-image.h"
#include "fl-scorer.h"
#include "fl-wrap-row.h"

#define CARD_WIDTH 270

#define FL_TYPE_DATA_VIEW (fl_data_view_get_type ())
G_DECLARE_FINAL_TYPE (FlDataView, fl_data_view, FL, DATA_VIEW, GtkBox)

struct _FlDataView
{
  GtkBox parent_instance;
  FlSession *session; /* owned */
  FlScorer *scorer;   /* owned */
  FlRowModel *model;  /* owned */
  DsPrepared *data;   /* owned, or NULL: what is shown */
  FlRowsWanted wanted;
  GCancellable *cancellable; /* owned; of the work under way */
  guint n_rows; /* found */
  GtkWidget *title, *count, *turns, *before, *after, *parts, *classes, *gallery, *sums, *table, *card, *empty, *stack; /* borrowed */
  gboolean quiet;
};

G_DEFINE_FINAL_TYPE (FlDataView, fl_data_view, GTK_TYPE_BOX)

/* ---- which rows ---- */

typedef struct
{
  DsPrepared *data; /* owned */
  NnScore *score;   /* owned, or NULL */
  FlRowsWanted wanted;
  guint n;
  GArray *source; /* owned, of guint32: the rows found, of the dataset */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  ds_prepared_unref (job->data);
  nn_score_unref (job->score);
  g_array_unref (job->source);
  g_free (job);
}

static void
find_rows (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  guint32 *rows = fl_data_rows (job->data, job->score, &job->wanted, &job->n);

  g_array_set_size (job->source, job->n);
  for (guint i = 0; i < job->n; i++)
    g_array_index (job->source, guint32, i) = job->data->source_row[rows[i]];
  g_task_return_pointer (task, rows, g_free);
}

static void
show_count (FlDataView *self)
{
  FlDataColumns columns = fl_data_table_columns (FL_DATA_TABLE (self->table));
  g_autofree char *text = NULL;

  if (self->data == NULL)
    return;
  if (self->n_rows == self->data->rows)
    text = g_strdup_printf (ngettext ("%'u row", "%'u rows", self->n_rows), self->n_rows);
  else
    text = g_strdup_printf (ngettext ("%'u of %'u row", "%'u of %'u rows", self->data->rows), self->n_rows, (guint) self->data->rows);
  gtk_widget_set_visible (self->turns, columns.shown < columns.all);
  if (columns.shown < columns.all)
    {
      g_autofree char *rows = g_steal_pointer (&text);

      text = g_strdup_printf (_("%s · columns %'u to %'u of %'u"), rows, columns.first + 1, columns.first + columns.shown, columns.all);
      gtk_widget_set_sensitive (self->before, columns.first > 0);
      gtk_widget_set_sensitive (self->after, columns.first + columns.shown < columns.all);
    }
  gtk_label_set_text (GTK_LABEL (self->count), text);
  fl_set_tooltip (self->count, columns.shown < columns.all ? _("Turn to the other columns with the arrows, or choose one under “Column”; Copy copies them all")
                                                           : NULL);
}

static void
turn (FlDataView *self, gboolean back)
{
  FlDataColumns columns = fl_data_table_columns (FL_DATA_TABLE (self->table));

  fl_data_table_show_columns (FL_DATA_TABLE (self->table), back ? columns.first - MIN (columns.first, columns.shown) : columns.first + columns.shown);
  show_count (self);
}

static void
before_cb (FlDataView *self)
{
  turn (self, TRUE);
}

static void
after_cb (FlDataView *self)
{
  turn (self, FALSE);
}

static void
column_cb (FlDataView *self, guint column)
{
  if (self->data == NULL)
    return;
  fl_data_table_show_column (FL_DATA_TABLE (self->table), column);
  show_count (self);
}

static void
follow_row (FlDataView *self)
{
  if (self->data != NULL && self->data == fl_session_get_data (self->session))
    fl_data_table_show_row (FL_DATA_TABLE (self->table), fl_session_get_row (self->session));
}

static void
found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  FlDataView *self = FL_DATA_VIEW (object);
  guint32 *rows = g_task_propagate_pointer (G_TASK (result), NULL);
  const Job *job = g_task_get_task_data (G_TASK (result));

  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable || job->data != self->data)
    {
      g_free (rows);
      return;
    }
  g_clear_object (&self->cancellable);
  self->n_rows = job->n;
  show_count (self);
  fl_column_card_set_rows (FL_COLUMN_CARD (self->card), self->data, job->source);
  self->quiet = TRUE;
  fl_data_table_take_rows (FL_DATA_TABLE (self->table), rows, job->n);
  self->quiet = FALSE;
  follow_row (self);
}

static void
find (FlDataView *self)
{
  NnScore *score = fl_scorer_get_score (self->scorer);
  g_autoptr (GTask) task = NULL;
  Job *job;

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->data == NULL)
    return;
  job = g_new0 (Job, 1);
  job->data = ds_prepared_ref (self->data);
  job->score = score != NULL && score->data == self->data ? nn_score_ref (score) : NULL;
  job->wanted = self->wanted;
  job->source = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, found_cb, NULL);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, find_rows);
}

static void
sort_cb (FlDataView *self, FlSortKey key, guint column, gboolean descending)
{
  self->wanted.key = key;
  self->wanted.column = column;
  self->wanted.descending = descending;
  if (key == FL_SORT_COLUMN)
    fl_column_card_set_column (FL_COLUMN_CARD (self->card), column);
  find (self);
}

static void
sort_column_cb (FlDataView *self, guint column)
{
  column_cb (self, column);
  fl_data_table_sort_by (FL_DATA_TABLE (self->table), column);
}

static void
filter_cb (FlDataView *self)
{
  if (self->quiet)
    return;
  self->wanted.part = (int) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->parts)) - 1;
  self->wanted.class_index = gtk_widget_get_visible (self->classes) ? (int) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->classes)) - 1 : -1;
  find (self);
}

static void
gallery_cb (FlDataView *self)
{
  fl_data_table_show_gallery (FL_DATA_TABLE (self->table), gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->gallery)));
}

static void
picked_cb (FlDataView *self, gint64 row)
{
  if (!self->quiet && self->data == fl_session_get_data (self->session))
    fl_session_set_row (self->session, (gssize) row);
}

/* ---- copying ---- */

typedef struct
{
  DsPrepared *data; /* owned */
  NnScore *score;   /* owned, or NULL */
  guint32 *rows;    /* owned */
  guint n;
} Copy;

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  ds_prepared_unref (copy->data);
  nn_score_unref (copy->score);
  g_free (copy->rows);
  g_free (copy);
}

static void
write_rows (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Copy *copy = data;

  g_task_return_pointer (task, fl_data_rows_csv (copy->data, copy->score, copy->rows, copy->n), g_free);
}

static void
written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *text = g_task_propagate_pointer (G_TASK (result), NULL), *said = NULL;
  const Copy *copy = g_task_get_task_data (G_TASK (result));

  fl_copy_text (GTK_WIDGET (object), text);
  said = g_strdup_printf (ngettext ("%u row copied as CSV", "%u rows copied as CSV", copy->n), copy->n);
  fl_toasts_say (GTK_WIDGET (object), said);
}

static void
copy_cb (FlDataView *self)
{
  NnScore *score = fl_scorer_get_score (self->scorer);
  g_autoptr (GTask) task = NULL;
  Copy *copy;

  if (self->data == NULL)
    return;
  copy = g_new0 (Copy, 1);
  copy->data = ds_prepared_ref (self->data);
  copy->score = score != NULL && score->data == self->data ? nn_score_ref (score) : NULL;
  copy->rows = fl_data_table_chosen (FL_DATA_TABLE (self->table), &copy->n);
  if (copy->n == 0) /* nothing chosen: all that is shown */
    {
      const guint32 *rows = fl_row_model_rows (self->model, &copy->n);

      g_free (copy->rows);
      copy->rows = g_memdup2 (rows, (gsize) copy->n * sizeof *rows);
    }
  task = g_task_new (self, NULL, written_cb, NULL);
  g_task_set_task_data (task, copy, copy_free);
  g_task_run_in_thread (task, write_rows);
}

/* ---- following the session ---- */

static void
list_classes (FlDataView *self, const DsPrepared *data)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _("All classes"));
  for (guint c = 0; c < data->n_classes; c++)
    gtk_string_list_append (names, data->class_names[c]);
  self->quiet = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->classes), G_LIST_MODEL (names));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->classes), 0);
  gtk_widget_set_visible (self->classes, data->n_classes > 0);
  self->wanted.class_index = -1;
  self->quiet = FALSE;
}

static gboolean
same_classes (const DsPrepared *a, const DsPrepared *b)
{
  return a != NULL && a->n_classes == b->n_classes &&
         (a->n_classes == 0 || g_strv_equal ((const char *const *) a->class_names, (const char *const *) b->class_names));
}

static gboolean
same_table (const DsPrepared *a, const DsPrepared *b)
{
  return a != NULL && g_strcmp0 (ds_dataset_origin (a->dataset), ds_dataset_origin (b->dataset)) == 0 &&
         ds_dataset_n_columns (a->dataset) == ds_dataset_n_columns (b->dataset);
}

static void
take_data (FlDataView *self, DsPrepared *data)
{
  gboolean images = fl_row_image_size (data, NULL, NULL), first;

  if (!same_classes (self->data, data))
    list_classes (self, data);
  if (!same_table (self->data, data))
    {
      self->wanted.key = FL_SORT_ROW;
      self->wanted.descending = FALSE;
    }
  first = self->data == NULL || !same_table (self->data, data);
  ds_prepared_ref (data);
  g_clear_pointer (&self->data, ds_prepared_unref);
  self->data = data;
  gtk_label_set_text (GTK_LABEL (self->title), ds_dataset_origin (data->dataset));
  gtk_widget_set_visible (self->gallery, images);
  if (!images)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->gallery), FALSE);
  fl_data_table_set_data (FL_DATA_TABLE (self->table), data);
  if (first) /* of an image's columns the class says most: a pixel in the corner is empty */
    {
      g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (guint32));

      fl_column_card_set_rows (FL_COLUMN_CARD (self->card), data, none);
      fl_column_card_set_column (FL_COLUMN_CARD (self->card), images && ds_dataset_n_targets (data->dataset) > 0
                                                                ? ds_dataset_target (data->dataset, 0) : 0);
    }
  find (self);
}

static void
follow_session (FlDataView *self)
{
  DsPrepared *data = fl_session_get_data (self->session);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), data != NULL ? "data" : "empty");
  if (data == NULL)
    {
      const char *problem = fl_session_get_problem (self->session, NULL);

      adw_status_page_set_description (ADW_STATUS_PAGE (self->empty),
                                       problem != NULL ? problem : _("Choose a dataset in the side panel, or import a table of your own."));
      return;
    }
  if (data != self->data)
    take_data (self, data);
}

static void
score_cb (FlDataView *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  fl_data_table_set_score (FL_DATA_TABLE (self->table), fl_scorer_get_score (self->scorer));
}

static void
row_cb (FlDataView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    follow_row (self);
}

static void
fl_data_view_map (GtkWidget *widget)
{
  FlDataView *self = FL_DATA_VIEW (widget);

  GTK_WIDGET_CLASS (fl_data_view_parent_class)->map (widget);
  fl_scorer_watch (self->scorer, 1);
  follow_session (self);
  score_cb (self);
  follow_row (self);
}

static void
fl_data_view_unmap (GtkWidget *widget)
{
  fl_scorer_watch (FL_DATA_VIEW (widget)->scorer, -1);
  GTK_WIDGET_CLASS (fl_data_view_parent_class)->unmap (widget);
}

/* ---- building ---- */

static GtkWidget *
new_chooser (FlDataView *self, const char *name, const char *help, const char *const *strings)
{
  GtkWidget *chooser = fl_drop_down_new (G_LIST_MODEL (gtk_string_list_new (strings)), name);

  gtk_widget_add_css_class (chooser, "axis");
  gtk_widget_set_valign (chooser, GTK_ALIGN_CENTER);
  fl_set_tooltip (chooser, help);
  g_signal_connect_swapped (chooser, "notify::selected", G_CALLBACK (filter_cb), self);
  return chooser;
}

static GtkWidget *
new_turn (FlDataView *self, const char *icon, const char *name, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  fl_set_tooltip (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (button, "card-button");
  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_box_append (GTK_BOX (self->turns), button);
  return button;
}

static GtkWidget *
new_head (FlDataView *self)
{
  const char *parts[] = { _("All sets"), _("Training"), _("Validation"), _("Test"), NULL }, *none[] = { NULL };
  GtkWidget *names = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *head = fl_wrap_row_new (names, tools), *copy = gtk_button_new_with_label (_("Copy"));

  gtk_widget_add_css_class (head, "card-head");
  self->title = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->title, "card-title");
  self->count = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->count), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->count), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->count, "card-hint");
  self->parts = new_chooser (self, _("Set"), _("Show the rows of one set alone"), parts);
  self->classes = new_chooser (self, _("Class"), _("Show the rows of one class alone"), none);
  self->gallery = gtk_toggle_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (self->gallery), "view-grid-symbolic");
  fl_set_tooltip (self->gallery, _("Show the images side by side"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->gallery), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Gallery"), -1);
  gtk_widget_add_css_class (self->gallery, "card-button");
  gtk_widget_set_valign (self->gallery, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->gallery, "toggled", G_CALLBACK (gallery_cb), self);
  fl_set_tooltip (copy, _("Copy the chosen rows, or all that are shown, as CSV (Ctrl+C)"));
  gtk_widget_add_css_class (copy, "card-button");
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (copy, "clicked", G_CALLBACK (copy_cb), self);
  gtk_box_append (GTK_BOX (names), self->title);
  gtk_box_append (GTK_BOX (names), self->count);
  self->turns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->turns, "linked");
  gtk_widget_set_valign (self->turns, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->turns, FALSE);
  self->before = new_turn (self, "go-previous-symbolic", _("Columns before these"), G_CALLBACK (before_cb));
  self->after = new_turn (self, "go-next-symbolic", _("Columns after these"), G_CALLBACK (after_cb));
  gtk_box_append (GTK_BOX (tools), self->turns);
  gtk_box_append (GTK_BOX (tools), self->parts);
  gtk_box_append (GTK_BOX (tools), self->classes);
  gtk_box_append (GTK_BOX (tools), self->gallery);
  gtk_box_append (GTK_BOX (tools), copy);
  self->sums = gtk_toggle_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (self->sums), "sidebar-show-right-symbolic");
  fl_set_tooltip (self->sums, _("Show what is in a column: histogram and statistics"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sums), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Column statistics"), -1);
  gtk_widget_add_css_class (self->sums, "card-button");
  gtk_widget_set_valign (self->sums, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (tools), self->sums);
  return head;
}

static void
build (FlDataView *self)
{
  GtkWidget *row = adw_flap_new (), *gap = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->model = fl_row_model_new ();
  self->table = fl_data_table_new (self->model);
  self->card = fl_column_card_new ();
  gtk_widget_set_size_request (self->card, (int) (CARD_WIDTH * CLAMP (fl_plot_text_scale (), 1, 1.4)), -1);
  gtk_widget_set_hexpand (self->card, FALSE);
  gtk_widget_add_css_class (card, "train-card");
  gtk_widget_set_overflow (card, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (card, TRUE);
  gtk_box_append (GTK_BOX (card), new_head (self));
  gtk_box_append (GTK_BOX (card), self->table);
  /* In a narrow window the sums lie over the table, and can be sent away. */
  gtk_widget_set_size_request (gap, 12, -1);
  adw_flap_set_content (ADW_FLAP (row), card);
  adw_flap_set_flap (ADW_FLAP (row), self->card);
  adw_flap_set_separator (ADW_FLAP (row), gap);
  adw_flap_set_flap_position (ADW_FLAP (row), GTK_PACK_END);
  adw_flap_set_swipe_to_open (ADW_FLAP (row), FALSE);
  g_object_bind_property (row, "reveal-flap", self->sums, "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  gtk_widget_add_css_class (row, "data-view");
  self->empty = adw_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->empty), "view-list-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty), _("No data yet"));
  self->stack = gtk_stack_new ();
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_stack_add_named (GTK_STACK (self->stack), self->empty, "empty");
  gtk_stack_add_named (GTK_STACK (self->stack), row, "data");
  gtk_box_append (GTK_BOX (self), self->stack);
  g_signal_connect_object (self->card, "sort", G_CALLBACK (sort_column_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->card, "chosen", G_CALLBACK (column_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "sort", G_CALLBACK (sort_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "picked", G_CALLBACK (picked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "copy", G_CALLBACK (copy_cb), self, G_CONNECT_SWAPPED);
}

static void
fl_data_view_dispose (GObject *object)
{
  FlDataView *self = FL_DATA_VIEW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->scorer);
  g_clear_object (&self->session);
  g_clear_object (&self->model);
  g_clear_pointer (&self->data, ds_prepared_unref);
  G_OBJECT_CLASS (fl_data_view_parent_class)->dispose (object);
}

static void
fl_data_view_class_init (FlDataViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_data_view_dispose;
  GTK_WIDGET_CLASS (klass)->map = fl_data_view_map;
  GTK_WIDGET_CLASS (klass)->unmap = fl_data_view_unmap;
}

static void
fl_data_view_init (FlDataView *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->wanted = (FlRowsWanted){ .part = -1, .class_index = -1 };
}

GtkWidget *
fl_data_view_new (FlSession *session)
{
  FlDataView *self = g_object_new (FL_TYPE_DATA_VIEW, NULL);

  self->session = g_object_ref (session);
  self->scorer = fl_scorer_get (session);
  build (self);
  g_signal_connect_object (session, "changed", G_CALLBACK (follow_session), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "row", G_CALLBACK (row_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->scorer, "score", G_CALLBACK (score_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
