#include "fl-table-card.h"
#include <glib/gi18n-lib.h>
#include "fl-drop-down.h"
#include "fl-edit.h"
#include "fl-panel-parts.h"
#include "fl-tooltip.h"

struct _FlTableCard
{
  GtkWidget parent_instance;

  FlSession *session; /* owned */
  GtkWidget *box;
  GtkWidget *name, *size, *notes, *choices; /* borrowed */
  GtkWidget *target, *task; /* borrowed; NULL until there is a table to choose them for */
  DsDataset *shown; /* owned; whose columns the target chooser lists */
  GCancellable *guess; /* of the target chosen last */
  gboolean quiet;
};

G_DEFINE_FINAL_TYPE (FlTableCard, fl_table_card, GTK_TYPE_WIDGET)

static const DsSource *
current_source (FlTableCard *self)
{
  return fl_document_get_project (fl_session_get_document (self->session))->source;
}

static void
set_source (FlTableCard *self, DsSource *source, DsTask task)
{
  FlDocument *document = fl_session_get_document (self->session);

  fl_edit_set_source (document, source, task, fl_document_get_project (document)->name);
}

/* ---- another target: its task is guessed from its values, off the UI thread ---- */

typedef struct
{
  DsSource *source;
  char *base_dir;
} Guess;

static void
guess_free (gpointer data)
{
  Guess *guess = data;

  ds_source_unref (guess->source);
  g_free (guess->base_dir);
  g_free (guess);
}

static void
guess_task (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Guess *guess = data;
  DsTask found = DS_CLASSIFICATION;
  GError *error = NULL;

  if (ds_source_guess_task (guess->source, guess->base_dir, NULL, NULL, &found, &error))
    g_task_return_int (task, (gssize) found);
  else
    g_task_return_error (task, error);
}

static void
guessed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  FlTableCard *self = FL_TABLE_CARD (object);
  Guess *guess = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gssize found = g_task_propagate_int (G_TASK (result), &error);

  if (self->box == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* Where guessing fails so does loading, which then says why. */
  set_source (self, guess->source, error == NULL ? (DsTask) found : DS_CLASSIFICATION);
}

static void
choose_target (FlTableCard *self, const char *column)
{
  FlDocument *document = fl_session_get_document (self->session);
  DsSource values = *current_source (self);
  Guess *guess = g_new0 (Guess, 1);
  g_autoptr (GTask) task = NULL;

  values.target = (char *) column;
  if (g_strcmp0 (values.split, column) == 0)
    values.split = NULL;
  values.inputs = NULL; /* every other column: the former target becomes an input */
  guess->source = ds_source_new (&values);
  guess->base_dir = fl_document_get_base_dir (document);
  g_cancellable_cancel (self->guess);
  g_clear_object (&self->guess);
  self->guess = g_cancellable_new ();
  task = g_task_new (self, self->guess, guessed_cb, NULL);
  g_task_set_task_data (task, guess, guess_free);
  g_task_run_in_thread (task, guess_task);
}

static void
target_cb (FlTableCard *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->target));

  if (!self->quiet && self->shown != NULL && selected < ds_dataset_n_columns (self->shown))
    choose_target (self, ds_dataset_column (self->shown, selected)->name);
}

static void
task_cb (FlTableCard *self)
{
  DsTask task = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->task)) == 1 ? DS_REGRESSION : DS_CLASSIFICATION;
  g_autoptr (DsSource) source = NULL;

  if (self->quiet)
    return;
  source = ds_source_new (current_source (self));
  set_source (self, source, task);
}

/* ---- showing ---- */

static GtkWidget *
new_choice (FlTableCard *self, GtkWidget *choices, const char *title, const char *help, const char *const *items,
            void (*chosen) (FlTableCard *self))
{
  GtkWidget *dropdown = fl_drop_down_new (G_LIST_MODEL (gtk_string_list_new (items)), title);

  fl_drop_down_shorten (dropdown);
  g_signal_connect_swapped (dropdown, "notify::selected", G_CALLBACK (chosen), self);
  gtk_box_append (GTK_BOX (choices), fl_captioned_new (title, help, dropdown));
  return dropdown;
}

static void
add_choices (FlTableCard *self)
{
  const char *const tasks[] = { _("Classes"), _("Numbers"), NULL };
  const char *const none[] = { NULL };

  self->target = new_choice (self, self->choices, _("Target"), _("The column the network learns to tell from the others"), none,
                             target_cb);
  self->task = new_choice (self, self->choices, _("Predict"), _("Whether the target is one of a few classes or a number"), tasks,
                           task_cb);
}

static void
list_columns (FlTableCard *self, DsDataset *dataset)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  if (dataset == self->shown)
    return;
  g_clear_pointer (&self->shown, ds_dataset_unref);
  self->shown = ds_dataset_ref (dataset);
  for (guint i = 0; i < ds_dataset_n_columns (dataset); i++)
    gtk_string_list_append (names, ds_dataset_column (dataset, i)->name);
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->target), G_LIST_MODEL (names));
}

static char *
size_text (const DsPrepared *data)
{
  g_autofree char *rows = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u row", "%'u rows", data->rows), (guint) data->rows);
  g_autofree char *inputs
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u input", "%'u inputs", data->raw_inputs), data->raw_inputs);
  g_autofree char *classes = NULL;

  if (data->n_classes == 0)
    return g_strdup_printf ("%s · %s", rows, inputs);
  classes = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u class", "%u classes", data->n_classes), data->n_classes);
  return g_strdup_printf ("%s · %s · %s", rows, inputs, classes);
}

static void
show_data (FlTableCard *self, const DsSource *source, DsPrepared *data)
{
  DsDataset *dataset = data->dataset;
  g_autofree char *size = size_text (data);
  g_autofree char *notes = g_strjoinv ("\n", (char **) ds_dataset_notes (dataset));

  gtk_label_set_text (GTK_LABEL (self->size), size);
  gtk_label_set_text (GTK_LABEL (self->notes), notes);
  gtk_widget_set_visible (self->notes, *notes != '\0');
  if (source->kind != DS_SOURCE_CSV)
    return;
  list_columns (self, dataset);
  if (ds_dataset_n_targets (dataset) > 0)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->target), ds_dataset_target (dataset, 0));
}

void
fl_table_card_update (FlTableCard *self)
{
  const FlProject *project = fl_document_get_project (fl_session_get_document (self->session));
  const DsSource *source = project->source;
  DsPrepared *data = fl_session_get_data (self->session);
  const char *path = source->path != NULL ? source->path : source->images;
  g_autofree char *name = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), source->kind != DS_SOURCE_GENERATOR);
  if (source->kind == DS_SOURCE_GENERATOR)
    return;
  self->quiet = TRUE;
  if (self->target == NULL && source->kind == DS_SOURCE_CSV)
    add_choices (self);
  /* A path is told whole by the tooltip, words are told here. */
  gtk_label_set_ellipsize (GTK_LABEL (self->name), path != NULL ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (GTK_LABEL (self->name), path == NULL);
  name = path != NULL ? g_path_get_basename (path) : g_strdup (_("Points placed by hand"));
  gtk_label_set_text (GTK_LABEL (self->name), name);
  fl_set_tooltip (self->name, path);
  gtk_widget_set_visible (self->choices, source->kind == DS_SOURCE_CSV && data != NULL);
  if (data == NULL || fl_session_is_loading (self->session))
    {
      gtk_label_set_text (GTK_LABEL (self->size), fl_session_is_loading (self->session) ? _("Loading…") : "");
      gtk_widget_set_visible (self->notes, FALSE);
    }
  else
    show_data (self, source, data);
  if (self->task != NULL)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->task), project->prepare.task == DS_REGRESSION ? 1 : 0);
  self->quiet = FALSE;
}

/* ---- life ---- */

static void
fl_table_card_dispose (GObject *object)
{
  FlTableCard *self = FL_TABLE_CARD (object);

  self->quiet = TRUE;
  g_cancellable_cancel (self->guess);
  g_clear_object (&self->guess);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->shown, ds_dataset_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fl_table_card_parent_class)->dispose (object);
}

static void
fl_table_card_class_init (FlTableCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_table_card_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
fl_table_card_init (FlTableCard *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  self->name = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->name), 0.0f);
  gtk_widget_add_css_class (self->name, "heading");
  self->size = fl_note_new (NULL);
  self->notes = fl_note_new (NULL);
  self->choices = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  gtk_box_set_homogeneous (GTK_BOX (self->choices), TRUE);
  gtk_box_append (GTK_BOX (self->box), self->name);
  gtk_box_append (GTK_BOX (self->box), self->size);
  gtk_box_append (GTK_BOX (self->box), self->notes);
  gtk_box_append (GTK_BOX (self->box), self->choices);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
fl_table_card_new (FlSession *session)
{
  FlTableCard *self = g_object_new (FL_TYPE_TABLE_CARD, NULL);

  self->session = g_object_ref (session);
  fl_table_card_update (self);
  return GTK_WIDGET (self);
}
