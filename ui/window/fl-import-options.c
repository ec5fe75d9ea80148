#include "fl-import-options.h"
#include <glib/gi18n-lib.h>
#include "fl-drop-down.h"
#include "fl-panel-parts.h"
#include "fl-tooltip.h"

static const char delimiters[] = { ',', ';', '\t', '|', ' ' };

typedef struct
{
  FlImportChanged changed;
  gpointer user_data;
  DsSurvey *survey; /* ref */
  gboolean quiet;
  GtkWidget *table, *images, *pair; /* what is shown of them depends on the kind; borrowed, as all below */
  GtkWidget *delimiter, *decimal, *header, *missing;
  GtkWidget *marks, *header_line; /* what text needs */
  GtkWidget *width, *height, *color;
  GtkWidget *labels;
} Options;

static void
options_free (gpointer data)
{
  Options *self = data;

  ds_survey_unref (self->survey);
  g_free (self);
}

/* Another delimiter or header gives other columns: what was chosen about the former ones goes. */
static void
forget_columns (DsSource *values)
{
  values->inputs = NULL;
  values->target = NULL;
  values->classes = NULL;
  values->numbers = NULL;
  values->split = NULL;
}

static void
take_text_choices (const Options *self, DsSource *values)
{
  values->delimiter = delimiters[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->delimiter))];
  values->decimal = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->decimal)) == 1 ? ',' : '.';
  values->header = gtk_switch_get_active (GTK_SWITCH (self->header));
  if (values->delimiter != self->survey->delimiter || values->header != self->survey->header)
    forget_columns (values);
  if (values->delimiter != self->survey->delimiter)
    values->decimal = 0; /* found again */
}

static void
table_cb (Options *self)
{
  DsSource values;

  if (self->quiet || self->survey == NULL)
    return;
  values = *self->survey->source;
  values.missing = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->missing)) == 1 ? DS_MISSING_MEAN : DS_MISSING_DROP;
  if (values.kind == DS_SOURCE_CSV)
    take_text_choices (self, &values);
  self->changed (&values, self->user_data);
}

static void
images_cb (Options *self)
{
  DsSource values;

  if (self->quiet || self->survey == NULL)
    return;
  values = *self->survey->source;
  values.width = (guint) fl_number_field_get (self->width);
  values.height = (guint) fl_number_field_get (self->height);
  values.color = gtk_switch_get_active (GTK_SWITCH (self->color));
  self->changed (&values, self->user_data);
}

static void
side_cb (double value, gpointer user_data)
{
  images_cb (user_data);
}

static GtkWidget *
new_choice (Options *self, GtkWidget *box, const char *title, const char *help, const char *const *items)
{
  GtkWidget *dropdown = fl_drop_down_new (G_LIST_MODEL (gtk_string_list_new (items)), title);

  g_signal_connect_swapped (dropdown, "notify::selected", G_CALLBACK (table_cb), self);
  gtk_box_append (GTK_BOX (box), fl_captioned_new (title, help, dropdown));
  return dropdown;
}

static GtkWidget *
new_row (GtkWidget *box)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);

  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  gtk_box_append (GTK_BOX (box), row);
  return row;
}

static GtkWidget *
new_table_options (Options *self)
{
  const char *const separators[] = { _("Comma ,"), _("Semicolon ;"), _("Tab"), _("Bar |"), _("Space"), NULL };
  const char *const marks[] = { _("Point 1.5"), _("Comma 1,5"), NULL };
  const char *const missing[] = { _("Leave the row out"), _("Fill in the mean"), NULL };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10), *row = new_row (box);

  self->marks = row;
  self->delimiter = new_choice (self, row, _("Delimiter"), _("What stands between two fields"), separators);
  self->decimal = new_choice (self, row, _("Decimal mark"), _("What stands before the decimals of a number"), marks);
  self->missing = new_choice (self, box, _("Missing values"),
                              _("What becomes of a row in which an input is empty, NA or ?. What is filled in is the mean of the training rows, or their most frequent class. Rows without a target are always left out."),
                              missing);
  self->header_line = fl_switch_line_new (_("The first row holds names"), _("Switch off where it holds data"), &self->header);
  gtk_box_append (GTK_BOX (box), self->header_line);
  g_signal_connect_swapped (self->header, "notify::active", G_CALLBACK (table_cb), self);
  return box;
}

static GtkWidget *
new_image_options (Options *self)
{
  const FlNumber side = { .min = 1, .max = 1024, .step = 1, .whole = TRUE, .unit = "px" };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10), *row = new_row (box);

  self->width = fl_number_field_new (_("Width"), &side, FALSE, side_cb, self);
  self->height = fl_number_field_new (_("Height"), &side, FALSE, side_cb, self);
  gtk_box_append (GTK_BOX (row), fl_captioned_new (_("Width"), _("Every image is scaled to this width"), self->width));
  gtk_box_append (GTK_BOX (row), fl_captioned_new (_("Height"), _("Every image is scaled to this height"), self->height));
  gtk_box_append (GTK_BOX (box), fl_switch_line_new (_("In colour"), _("Three inputs a pixel instead of one"), &self->color));
  g_signal_connect_swapped (self->color, "notify::active", G_CALLBACK (images_cb), self);
  gtk_box_append (GTK_BOX (box), fl_note_new (_("Each subfolder is a class.")));
  return box;
}

static GtkWidget *
new_pair_options (Options *self, GCallback pick)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *button = gtk_button_new_with_mnemonic (_("Choose _labels…"));

  gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL); /* it has the underscore in it */
  self->labels = fl_note_new (NULL);
  fl_set_tooltip (button, _("Choose the file that says what each row is"));
  g_signal_connect_swapped (button, "clicked", pick, self->user_data);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), self->labels);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

static void
show_sides (Options *self, const DsSurvey *survey)
{
  guint width = survey->source->width, height = survey->source->height;

  if (survey->table != NULL)
    ds_dataset_image_size (survey->table, &width, &height);
  if (width > 0)
    fl_number_field_set (self->width, width);
  if (height > 0)
    fl_number_field_set (self->height, height);
  gtk_switch_set_active (GTK_SWITCH (self->color), survey->source->color);
}

static void
show_table (Options *self, const DsSurvey *survey)
{
  gboolean text = survey->source->kind == DS_SOURCE_CSV;

  gtk_widget_set_visible (self->marks, text);
  gtk_widget_set_visible (self->header_line, text);
  for (guint i = 0; i < G_N_ELEMENTS (delimiters); i++)
    if (delimiters[i] == survey->delimiter)
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->delimiter), i);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->decimal), survey->decimal == ',' ? 1 : 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->missing), survey->source->missing == DS_MISSING_MEAN ? 1 : 0);
  gtk_switch_set_active (GTK_SWITCH (self->header), survey->header);
}

static void
show_labels (Options *self, const DsSource *source)
{
  g_autofree char *name = source->target != NULL   ? g_strdup (source->target)
                          : source->labels != NULL ? g_path_get_basename (source->labels)
                                                   : NULL;
  g_autofree char *text = name != NULL                            ? g_strdup_printf (_("Labels: %s"), name)
                          : source->kind == DS_SOURCE_NPY ? g_strdup (_("Labels: the last column"))
                                                          : g_strdup (_("Labels: none chosen yet"));

  gtk_label_set_text (GTK_LABEL (self->labels), text);
}

void
fl_import_options_set (GtkWidget *options, DsSurvey *survey)
{
  Options *self = g_object_get_data (G_OBJECT (options), "fl-options");
  DsSourceKind kind = survey->source->kind;

  self->quiet = TRUE;
  ds_survey_ref (survey);
  ds_survey_unref (self->survey);
  self->survey = survey;
  /* of what could not be read at all there is nothing to choose */
  gtk_widget_set_visible (self->table, survey->n_columns > 0);
  gtk_widget_set_visible (self->images, kind == DS_SOURCE_IMAGES && (survey->table != NULL || survey->source->width > 0));
  gtk_widget_set_visible (self->pair, kind == DS_SOURCE_IDX || kind == DS_SOURCE_NPY);
  if (kind == DS_SOURCE_IMAGES)
    show_sides (self, survey);
  else
    show_table (self, survey);
  if (kind == DS_SOURCE_IDX || kind == DS_SOURCE_NPY)
    show_labels (self, survey->source);
  self->quiet = FALSE;
}

GtkWidget *
fl_import_options_new (FlImportChanged changed, GCallback pick, gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);
  Options *self = g_new0 (Options, 1);

  self->changed = changed;
  self->user_data = user_data;
  self->quiet = TRUE;
  g_object_set_data_full (G_OBJECT (box), "fl-options", self, options_free);
  self->table = new_table_options (self);
  self->images = new_image_options (self);
  self->pair = new_pair_options (self, pick);
  gtk_box_append (GTK_BOX (box), self->table);
  gtk_box_append (GTK_BOX (box), self->images);
  gtk_box_append (GTK_BOX (box), self->pair);
  gtk_widget_set_visible (self->table, FALSE); /* until it is known what there is to choose */
  gtk_widget_set_visible (self->images, FALSE);
  gtk_widget_set_visible (self->pair, FALSE);
  return box;
}
