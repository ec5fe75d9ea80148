#include "fl-import-dialog.h"
#include <glib/gi18n-lib.h>
#include "fl-drop-down.h"
#include "fl-gradual.h"
#include "fl-import-columns.h"
#include "fl-import-find.h"
#include "fl-import-options.h"
#include "fl-import-parts.h"
#include "fl-import-preview.h"
#include "fl-import-problems.h"
#include "fl-import-read.h"
#include "fl-panel-parts.h"
#include "fl-rows-frame.h"
#include "fl-tied-window.h"
#include "fl-tooltip.h"

#define POLL_MS 100
#define SIDE_WIDTH 376
#define PROBLEMS_HEIGHT 132

struct _FlImportDialog
{
  AdwWindow parent_instance;

  FlImportDone done;
  GWeakRef user_data;
  char **paths;
  DsSource *source; /* what is wanted; NULL before it is known */
  gboolean task_known;
  DsTask task;
  DsSurvey *survey; /* the last that came, or NULL */
  GTask *reading;   /* or NULL */
  GCancellable *cancellable;
  guint poll, leaving; /* sources, or 0 */
  gboolean quiet;

  /* borrowed */
  GtkWidget *title, *import, *again, *progress;
  GtkWidget *options, *columns, *columns_card, *predict, *predict_box;
  GtkWidget *obstacle, *preview, *problems_box, *problems_title, *problems, *drop_box, *drop, *footer;
};

G_DEFINE_FINAL_TYPE (FlImportDialog, fl_import_dialog, ADW_TYPE_WINDOW)

/* ---- showing ---- */

/* Numbers in rows, as against pictures. */
static gboolean
has_rows (const DsSurvey *survey)
{
  return survey->source->kind == DS_SOURCE_CSV || survey->source->kind == DS_SOURCE_NPY;
}

/* Not so where the file as a whole is wrong. */
static gboolean
has_broken_rows (FlImportDialog *self)
{
  const DsSurvey *survey = self->survey;

  return survey != NULL && has_rows (survey) && survey->problems.n > 0 && survey->problems.list[0].line > 0;
}

/* The memory is told before the file has been read. */
static void
show_reading (FlImportDialog *self)
{
  guint64 bytes = fl_import_read_estimate (self->reading);
  g_autofree char *size = g_format_size (bytes);
  double percent = 100 * fl_import_read_share (self->reading);
  g_autofree char *text = bytes > 0 ? g_strdup_printf (_("Reading: %.0f %%, will take about %s of memory"), percent, size)
                                    : g_strdup_printf (_("Reading: %.0f %%"), percent);

  if (strcmp (gtk_label_get_text (GTK_LABEL (self->footer)), text) != 0)
    gtk_label_set_text (GTK_LABEL (self->footer), text);
}

static void
show_footer (FlImportDialog *self)
{
  g_autofree char *text = self->survey != NULL ? fl_import_footer (self->survey) : g_strdup ("");
  gboolean waits = has_broken_rows (self) && !gtk_switch_get_active (GTK_SWITCH (self->drop));

  if (self->reading != NULL)
    show_reading (self);
  else if (waits)
    gtk_label_set_text (GTK_LABEL (self->footer), _("To import, leave the broken rows out, or mend the file and read it again."));
  else
    gtk_label_set_text (GTK_LABEL (self->footer), text);
}

static void
update_import (FlImportDialog *self)
{
  gboolean ready = self->reading == NULL && self->survey != NULL && self->survey->table != NULL;

  if (has_broken_rows (self) && !gtk_switch_get_active (GTK_SWITCH (self->drop)))
    ready = FALSE;
  gtk_widget_set_sensitive (self->import, ready);
  show_footer (self);
  gtk_widget_set_sensitive (self->again, self->reading == NULL);
  gtk_widget_set_visible (self->progress, self->reading != NULL);
}

static void
show_problems (FlImportDialog *self)
{
  const DsSurvey *survey = self->survey;
  gsize total = survey->problems.total;
  g_autofree char *count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u problem", "%'u problems", total), (guint) total);
  g_autofree char *title = survey->problems.n < total ? g_strdup_printf (_("%s, the first %'u of them here"), count, survey->problems.n)
                                                      : g_strdup (count);

  gtk_label_set_text (GTK_LABEL (self->problems_title), title);
  gtk_widget_set_visible (self->problems_box, total > 0);
  gtk_widget_set_visible (self->drop_box, has_broken_rows (self));
  fl_import_problems_set (self->problems, self->survey);
}

static void
show_obstacle (FlImportDialog *self, const char *text)
{
  gtk_label_set_text (GTK_LABEL (self->obstacle), text != NULL ? text : "");
  gtk_widget_set_visible (self->obstacle, text != NULL);
}

static void
show_predict (FlImportDialog *self)
{
  const DsSurvey *survey = self->survey;
  gtk_widget_set_visible (self->predict_box, has_rows (survey) && (survey->table != NULL ? ds_dataset_n_targets (survey->table) : survey->n_columns) > 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->predict), survey->task == DS_REGRESSION ? 1 : 0);
}

static void
show_survey (FlImportDialog *self)
{
  self->quiet = TRUE;
  fl_import_options_set (self->options, self->survey);
  fl_import_columns_set (self->columns, self->survey);
  gtk_widget_set_visible (self->columns_card, self->survey->n_columns > 0);
  fl_import_preview_set (self->preview, self->survey);
  gtk_widget_set_visible (gtk_widget_get_parent (self->preview), self->survey->table != NULL || self->survey->n_preview > 0);
  show_problems (self);
  show_predict (self);
  show_obstacle (self, self->survey->obstacle);
  self->quiet = FALSE;
}

static void
show_title (FlImportDialog *self)
{
  const char *path = self->source != NULL ? fl_import_path (self->source) : self->paths[0];
  g_autofree char *name = g_path_get_basename (path), *title = g_strdup_printf (_("Import %s"), name);
  g_autofree char *size = self->survey != NULL && self->survey->file_bytes > 0 ? g_format_size (self->survey->file_bytes) : NULL;

  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), title);
  const char *encoding = self->survey != NULL ? self->survey->encoding : NULL;
  g_autofree char *text = encoding != NULL && size != NULL ? g_strconcat (size, " · ", encoding, NULL) : g_strdup (size);

  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), text != NULL ? text : "");
  gtk_window_set_title (GTK_WINDOW (self), title);
}

/* ---- reading ---- */

static gboolean
poll_cb (FlImportDialog *self)
{
  if (self->reading == NULL)
    return G_SOURCE_CONTINUE;
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), fl_import_read_share (self->reading));
  show_reading (self);
  return G_SOURCE_CONTINUE;
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  FlImportDialog *self = FL_IMPORT_DIALOG (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (DsSurvey) survey = fl_import_read_finish (G_TASK (result), &error);
  DsSource *source = fl_import_read_source (G_TASK (result));
  gboolean first = self->survey == NULL;

  if (G_TASK (result) != self->reading) /* another reading has begun, or the window is gone */
    return;
  g_clear_object (&self->reading);
  g_clear_handle_id (&self->poll, g_source_remove);
  if (self->source == NULL && source != NULL)
    self->source = ds_source_ref (source);
  if (survey != NULL)
    {
      ds_survey_unref (self->survey);
      self->survey = g_steal_pointer (&survey);
      show_survey (self);
    }
  else
    {
      /* what was read before is no longer what the file holds */
      g_clear_pointer (&self->survey, ds_survey_unref);
      show_obstacle (self, error->message);
      gtk_widget_set_visible (gtk_widget_get_parent (self->preview), FALSE);
    }
  show_title (self);
  update_import (self);
  if (first && gtk_widget_get_sensitive (self->import))
    gtk_widget_grab_focus (self->import); /* Enter imports, where there is nothing to choose */
}

static void
stop_reading (FlImportDialog *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->reading);
  g_clear_handle_id (&self->poll, g_source_remove);
}

static void
read_again (FlImportDialog *self)
{
  stop_reading (self);
  self->cancellable = g_cancellable_new ();
  self->reading = fl_import_read_new (G_OBJECT (self), (const char *const *) self->paths, self->source,
                                      self->task_known ? &self->task : NULL, self->cancellable, read_cb, NULL);
  self->poll = g_timeout_add (POLL_MS, G_SOURCE_FUNC (poll_cb), self);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), 0);
  update_import (self);
  fl_import_read_start (self->reading);
}

static void
want (FlImportDialog *self, const DsSource *values)
{
  DsSource *source = ds_source_new (values);

  ds_source_unref (self->source);
  self->source = source;
  read_again (self);
}

/* ---- leaving ---- */

static gboolean
shrink_cb (gpointer user_data)
{
  FlImportDialog *self = user_data;

  if (fl_import_preview_shrink (self->preview) || fl_gradual_shrink (self->columns))
    return G_SOURCE_CONTINUE;
  self->leaving = 0;
  gtk_window_destroy (GTK_WINDOW (self));
  return G_SOURCE_REMOVE;
}

/* Out of sight at once; the thousands of widgets of a wide table are freed a few at a time. */
static void
leave (FlImportDialog *self)
{
  if (self->leaving != 0)
    return;
  stop_reading (self);
  gtk_widget_hide (GTK_WIDGET (self));
  self->leaving = g_idle_add_full (GDK_PRIORITY_REDRAW + 5, shrink_cb, self, NULL);
}

static gboolean
fl_import_dialog_close_request (GtkWindow *window)
{
  leave (FL_IMPORT_DIALOG (window));
  return TRUE;
}

/* ---- the person's choices ---- */

static void
changed_cb (const DsSource *values, gpointer user_data)
{
  FlImportDialog *self = user_data;

  if (self->quiet)
    return;
  /* other columns, another target: what it is shows anew */
  if (values->target == NULL)
    self->task_known = FALSE;
  want (self, values);
}

static void
role_cb (guint column, DsRole role, gpointer user_data)
{
  FlImportDialog *self = user_data;
  const DsSurvey *survey = self->survey;
  g_autoptr (GPtrArray) inputs = g_ptr_array_new ();
  DsSource values;

  if (self->quiet || survey == NULL || survey->columns[column].role == role)
    return;
  values = *survey->source;
  values.inputs = NULL;
  if (role == DS_ROLE_SPLIT)
    values.split = survey->columns[column].name;
  else if (survey->columns[column].role == DS_ROLE_SPLIT)
    values.split = (char *) ""; /* and none is to be found */
  if (role == DS_ROLE_TARGET)
    {
      values.target = survey->columns[column].name;
      self->task_known = FALSE;
    }
  else if (survey->columns[column].role == DS_ROLE_TARGET)
    {
      values.target = survey->columns[fl_import_next_target (survey, column)].name;
      self->task_known = FALSE;
    }
  else if (fl_import_target (survey) != NULL)
    values.target = fl_import_target (survey)->name;
  for (guint c = 0; c < survey->n_columns; c++)
    {
      DsRole now = c == column ? role : survey->columns[c].role == DS_ROLE_TARGET ? DS_ROLE_INPUT : survey->columns[c].role;

      if (now == DS_ROLE_INPUT && g_strcmp0 (survey->columns[c].name, values.target) != 0)
        g_ptr_array_add (inputs, survey->columns[c].name);
    }
  g_ptr_array_add (inputs, NULL);
  values.inputs = inputs->len > 1 ? (char **) inputs->pdata : NULL;
  want (self, &values);
}

static void
kind_cb (guint column, DsColumnKind kind, gpointer user_data)
{
  FlImportDialog *self = user_data;
  const DsSurvey *survey = self->survey;
  DsSource values;

  if (self->quiet || survey == NULL || survey->columns[column].kind == kind)
    return;
  values = *survey->source;
  if (survey->columns[column].role == DS_ROLE_TARGET)
    {
      self->task_known = TRUE;
      self->task = kind == DS_COLUMN_CLASS ? DS_CLASSIFICATION : DS_REGRESSION;
      want (self, &values);
      return;
    }
  g_autoptr (GPtrArray) classes = fl_import_names_with (values.classes, survey->columns[column].name, kind == DS_COLUMN_CLASS);
  g_autoptr (GPtrArray) numbers = fl_import_names_with (values.numbers, survey->columns[column].name, kind == DS_COLUMN_NUMBER);

  values.classes = classes->len > 1 ? (char **) classes->pdata : NULL;
  values.numbers = numbers->len > 1 && values.kind == DS_SOURCE_CSV ? (char **) numbers->pdata : NULL; /* of .npy all others are */
  want (self, &values);
}

static void
predict_cb (FlImportDialog *self)
{
  if (self->quiet || self->survey == NULL)
    return;
  self->task_known = TRUE;
  self->task = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->predict)) == 1 ? DS_REGRESSION : DS_CLASSIFICATION;
  want (self, self->survey->source);
}

static void
problem_cb (const DsProblem *problem, gpointer user_data)
{
  fl_import_preview_show (FL_IMPORT_DIALOG (user_data)->preview, problem);
}

static void
labels_cb (GtkNativeDialog *chooser, int response, FlImportDialog *self)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL && self->source != NULL)
    {
      DsSource values = *self->source;

      values.labels = path;
      values.inputs = NULL; /* the labels are the target now */
      values.target = NULL;
      self->task_known = FALSE;
      want (self, &values);
    }
  g_object_unref (chooser);
}

static void
pick_labels (FlImportDialog *self)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_("Which file holds the labels?"), GTK_WINDOW (self),
                                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  g_autofree char *folder = self->source != NULL ? g_path_get_dirname (fl_import_path (self->source)) : NULL;
  g_autoptr (GFile) here = folder != NULL ? g_file_new_for_path (folder) : NULL;

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  if (here != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), here, NULL);
  g_signal_connect_object (chooser, "response", G_CALLBACK (labels_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
import_cb (FlImportDialog *self)
{
  DsSurvey *survey = self->survey;
  g_autoptr (GObject) user_data = g_weak_ref_get (&self->user_data);
  g_autoptr (DsSource) source = NULL;
  DsSource values;

  if (survey == NULL || survey->table == NULL || user_data == NULL)
    return;
  values = *survey->source;
  values.bad_rows = has_broken_rows (self) ? DS_BAD_ROWS_DROP : DS_BAD_ROWS_REFUSE;
  if (survey->source->kind == DS_SOURCE_CSV && values.target == NULL && fl_import_target (survey) != NULL)
    values.target = fl_import_target (survey)->name;
  if (values.split != NULL && *values.split == '\0')
    values.split = NULL;
  source = ds_source_new (&values);
  self->done (source, survey->task, survey->table, user_data);
  leave (self);
}

/* ---- life ---- */

static GtkWidget *
new_side (FlImportDialog *self)
{
  const char *const tasks[] = { _("One of a few classes"), _("A number"), NULL }; /* in the order of DsTask */
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);

  self->options = fl_import_options_new (changed_cb, G_CALLBACK (pick_labels), self);
  self->predict = fl_drop_down_new (G_LIST_MODEL (gtk_string_list_new (tasks)), _("Predict"));
  g_signal_connect_swapped (self->predict, "notify::selected", G_CALLBACK (predict_cb), self);
  self->predict_box = fl_captioned_new (_("The target is"), _("Whether the network learns to tell classes apart or to estimate a number"),
                                        self->predict);
  self->columns = fl_import_columns_new (role_cb, kind_cb, self);
  self->columns_card = fl_import_card_new (fl_import_scroll_new (self->columns, 0));
  gtk_widget_set_visible (self->predict_box, FALSE);
  gtk_widget_set_visible (self->columns_card, FALSE);
  gtk_widget_set_size_request (box, SIDE_WIDTH, -1);
  gtk_widget_set_hexpand (box, FALSE); /* what is within would have it as wide as the preview */
  gtk_box_append (GTK_BOX (box), self->options);
  gtk_box_append (GTK_BOX (box), self->predict_box);
  gtk_box_append (GTK_BOX (box), self->columns_card);
  return box;
}

static GtkWidget *
new_problems (FlImportDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->problems_title = fl_heading_new (NULL);
  self->problems = fl_import_problems_new (problem_cb, self);
  self->drop_box = fl_switch_line_new (_("Leave out the broken rows"), _("Import the others without them. Or mend the file and read it again."),
                                       &self->drop);
  g_signal_connect_swapped (self->drop, "notify::active", G_CALLBACK (update_import), self);
  gtk_box_append (GTK_BOX (box), self->problems_title);
  gtk_box_append (GTK_BOX (box), fl_import_card_new (fl_rows_frame_new (fl_import_scroll_new (self->problems, PROBLEMS_HEIGHT))));
  gtk_box_append (GTK_BOX (box), self->drop_box);
  self->problems_box = box;
  return box;
}

static GtkWidget *
new_main (FlImportDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->obstacle = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->obstacle), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->obstacle), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (self->obstacle), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->obstacle), 0.0f);
  gtk_widget_add_css_class (self->obstacle, "fl-import-obstacle");
  gtk_widget_set_visible (self->obstacle, FALSE);
  self->preview = fl_import_preview_new ();
  self->footer = fl_note_new (NULL);
  self->progress = gtk_progress_bar_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Reading"), -1);
  gtk_widget_set_valign (self->progress, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (self->progress, TRUE);
  gtk_box_append (GTK_BOX (foot), self->footer);
  gtk_box_append (GTK_BOX (foot), self->progress);
  gtk_box_append (GTK_BOX (box), self->obstacle);
  gtk_box_append (GTK_BOX (box), fl_import_card_new (self->preview));
  gtk_box_append (GTK_BOX (box), new_problems (self));
  gtk_box_append (GTK_BOX (box), foot);
  gtk_widget_set_visible (gtk_widget_get_parent (self->preview), FALSE); /* until there is something in it */
  gtk_widget_set_visible (self->problems_box, FALSE);
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

static GtkWidget *
new_button (FlImportDialog *self, const char *label, const char *tooltip, void (*clicked) (FlImportDialog *))
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL); /* it has the underscore in it */
  fl_set_tooltip (button, tooltip);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (clicked), self);
  return button;
}

static void
cancel_cb (FlImportDialog *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static GtkWidget *
new_header (FlImportDialog *self)
{
  GtkWidget *header = adw_header_bar_new ();

  self->title = adw_window_title_new ("", "");
  self->import = new_button (self, _("_Import"), _("Take these data over"), import_cb);
  self->again = new_button (self, _("_Read again"), _("Read the file once more after changing it elsewhere"), read_again);
  gtk_widget_add_css_class (self->import, "suggested-action");
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), self->title);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), new_button (self, _("_Cancel"), _("Stop reading and change nothing"), cancel_cb));
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->import);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->again);
  return header;
}

static void
fl_import_dialog_dispose (GObject *object)
{
  FlImportDialog *self = FL_IMPORT_DIALOG (object);

  self->quiet = TRUE;
  g_clear_handle_id (&self->leaving, g_source_remove);
  stop_reading (self);
  g_clear_pointer (&self->survey, ds_survey_unref);
  g_clear_pointer (&self->source, ds_source_unref);
  g_clear_pointer (&self->paths, g_strfreev);
  g_weak_ref_set (&self->user_data, NULL);
  G_OBJECT_CLASS (fl_import_dialog_parent_class)->dispose (object);
}

static void
fl_import_dialog_finalize (GObject *object)
{
  g_weak_ref_clear (&FL_IMPORT_DIALOG (object)->user_data);
  G_OBJECT_CLASS (fl_import_dialog_parent_class)->finalize (object);
}

static void
fl_import_dialog_class_init (FlImportDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_import_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = fl_import_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = fl_import_dialog_close_request;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
fl_import_dialog_init (FlImportDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  g_weak_ref_init (&self->user_data, NULL);
  self->quiet = TRUE;
  gtk_box_append (GTK_BOX (box), new_header (self));
  gtk_box_append (GTK_BOX (box), fl_import_body_new (new_side (self), new_main (self)));
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->import);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 1000, 680);
  self->quiet = FALSE;
}

GtkWidget *
fl_import_dialog_new (GtkWindow *parent, const char *const *paths, FlImportDone done, GObject *user_data)
{
  FlImportDialog *self = g_object_new (FL_TYPE_IMPORT_DIALOG, NULL);

  fl_tie_window (GTK_WINDOW (self), parent);
  self->paths = g_strdupv ((char **) paths);
  self->done = done;
  g_weak_ref_set (&self->user_data, user_data);
  show_title (self);
  read_again (self);
  return GTK_WIDGET (self);
}
