#include "fl-data-panel.h"
#include <glib/gi18n-lib.h>
#include <math.h>
#include "fl-edit.h"
#include "fl-form.h"
#include "fl-gallery.h"
#include "fl-panel-parts.h"
#include "fl-table-card.h"
#include "fl-tooltip.h"

#define CHIP_COLUMNS 4

/* What a chip shows, by bit of DsFeatures. Formulas are the same in every language. */
static const char *const chip_labels[DS_N_FEATURES] = { "x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂" };

struct _FlDataPanel
{
  GtkWidget parent_instance;

  FlSession *session; /* owned */
  GtkWidget *box;
  GtkWidget *form, *table, *share, *inputs, *standardize; /* borrowed */
  GtkWidget *unique, *unique_line, *left_out;             /* borrowed: repeated rows */
  GtkWidget *chips[DS_N_FEATURES];
  gboolean quiet;
};

G_DEFINE_FINAL_TYPE (FlDataPanel, fl_data_panel, GTK_TYPE_WIDGET)

static FlDocument *
document_of (FlDataPanel *self)
{
  return fl_session_get_document (self->session);
}

static const FlProject *
project_of (FlDataPanel *self)
{
  return fl_document_get_project (document_of (self));
}

/* ---- edits ---- */

static void
generator_changed_cb (const DsItem *item, const char *param, gpointer user_data)
{
  fl_edit_set_generator (document_of (user_data), item, param);
}

static void
share_changed_cb (double share, gpointer user_data)
{
  FlDataPanel *self = user_data;
  DsPrepareOptions options = project_of (self)->prepare;

  /* Whole percents, so that 100 % - 75 % is 0.25 and not 0.24999999999999997. */
  options.validation_share = CLAMP (round (100.0 * (1.0 - share - options.test_share)) / 100.0, 0.0, 0.9);
  fl_edit_set_prepare (document_of (self), &options, _("change training share"), "training_share");
}

static void
standardize_cb (FlDataPanel *self)
{
  DsPrepareOptions options = project_of (self)->prepare;

  if (self->quiet)
    return;
  options.standardize = gtk_switch_get_active (GTK_SWITCH (self->standardize));
  fl_edit_set_prepare (document_of (self), &options, options.standardize ? _("standardize inputs") : _("leave inputs as they are"),
                       NULL);
}

static void
unique_cb (FlDataPanel *self)
{
  DsPrepareOptions options = project_of (self)->prepare;

  if (self->quiet)
    return;
  options.unique_rows = gtk_switch_get_active (GTK_SWITCH (self->unique));
  fl_edit_set_prepare (document_of (self), &options, options.unique_rows ? _("leave repeated rows out") : _("keep repeated rows"), NULL);
}

static guint
shown_features (const FlProject *project)
{
  return project->prepare.features != 0 ? project->prepare.features : DS_FEATURE_X1 | DS_FEATURE_X2;
}

static void update (FlDataPanel *self);

static void
chip_cb (FlDataPanel *self)
{
  DsPrepareOptions options = project_of (self)->prepare;
  guint features = 0;

  if (self->quiet)
    return;
  for (guint i = 0; i < DS_N_FEATURES; i++)
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->chips[i])))
      features |= 1u << i;
  if (features != 0)
    {
      options.features = features == (DS_FEATURE_X1 | DS_FEATURE_X2) ? 0 : features;
      fl_edit_set_prepare (document_of (self), &options, _("change inputs"), NULL);
    }
  update (self); /* the last chip cannot be taken off */
}

/* ---- showing ---- */

static gboolean
has_two_inputs (FlDataPanel *self)
{
  const DsSource *source = project_of (self)->source;
  const DsPrepared *data = fl_session_get_data (self->session);

  if (source->kind == DS_SOURCE_GENERATOR)
    return ds_generator_inputs (source->generator.type) == 2;
  if (source->kind == DS_SOURCE_POINTS)
    return TRUE;
  return data != NULL && data->raw_inputs == 2 && ds_dataset_n_inputs (data->dataset) == 2;
}

/* Rows drawn from continuous numbers do not repeat: there is no switch for them, unless a file or a remedy has set it. */
static void
show_repeated (FlDataPanel *self, const FlProject *project)
{
  const DsPrepared *data = fl_session_get_data (self->session);
  gsize left_out = data != NULL && data->options.unique_rows ? ds_dataset_rows (data->dataset) - data->rows : 0;
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u repeated row left out", "%'u repeated rows left out", left_out),
                                           (guint) left_out);

  gtk_switch_set_active (GTK_SWITCH (self->unique), project->prepare.unique_rows);
  gtk_widget_set_visible (self->unique_line, project->source->kind != DS_SOURCE_GENERATOR || project->prepare.unique_rows);
  gtk_label_set_text (GTK_LABEL (self->left_out), text);
  gtk_widget_set_visible (self->left_out, project->prepare.unique_rows && left_out > 0);
}

static void
update (FlDataPanel *self)
{
  const FlProject *project = project_of (self);
  const DsPrepareOptions *options = &project->prepare;
  guint features = shown_features (project);

  self->quiet = TRUE;
  gtk_widget_set_visible (self->form, project->source->kind == DS_SOURCE_GENERATOR);
  if (project->source->kind == DS_SOURCE_GENERATOR)
    fl_form_set_item (FL_FORM (self->form), &project->source->generator);
  fl_slider_row_set (self->share, 1.0 - options->validation_share - options->test_share);
  gtk_widget_set_visible (self->inputs, has_two_inputs (self));
  for (guint i = 0; i < DS_N_FEATURES; i++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->chips[i]), (features & (1u << i)) != 0);
  gtk_switch_set_active (GTK_SWITCH (self->standardize), options->standardize);
  show_repeated (self, project);
  fl_table_card_update (FL_TABLE_CARD (self->table));
  self->quiet = FALSE;
}

/* ---- life ---- */

static GtkWidget *
new_head (void)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *import = gtk_button_new_with_mnemonic (_("_Import…"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (import), "win.import-data");
  fl_set_tooltip (import, _("Use a table (CSV, .npy) or images of your own; or drag them onto the window"));
  /* else it is called "_Import… Import…": the label with its underline, and the label it is labelled by */
  gtk_accessible_reset_property (GTK_ACCESSIBLE (import), GTK_ACCESSIBLE_PROPERTY_LABEL);
  gtk_widget_set_focus_on_click (import, FALSE);
  gtk_widget_add_css_class (import, "fl-small-button");
  gtk_box_append (GTK_BOX (head), fl_heading_new (_("Data")));
  gtk_box_append (GTK_BOX (head), import);
  return head;
}

static GtkWidget *
new_inputs (FlDataPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *grid = gtk_grid_new ();

  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  for (guint i = 0; i < DS_N_FEATURES; i++)
    {
      g_autofree char *tip = g_strdup_printf (_("Give %s to the network"), chip_labels[i]);

      self->chips[i] = gtk_toggle_button_new_with_label (chip_labels[i]);
      gtk_widget_add_css_class (self->chips[i], "fl-chip");
      fl_set_tooltip (self->chips[i], tip);
      gtk_widget_set_focus_on_click (self->chips[i], FALSE);
      g_signal_connect_swapped (self->chips[i], "toggled", G_CALLBACK (chip_cb), self);
      gtk_grid_attach (GTK_GRID (grid), self->chips[i], (int) i % CHIP_COLUMNS, (int) i / CHIP_COLUMNS, 1, 1);
    }
  gtk_box_append (GTK_BOX (box), fl_heading_new (_("Inputs")));
  gtk_box_append (GTK_BOX (box), grid);
  return box;
}

static GtkWidget *
new_share (FlDataPanel *self)
{
  FlSlider slider = { { .min = 0.1, .max = 1.0, .step = 0.01, .factor = 100.0, .unit = "%" }, FALSE, 0.0 };

  return fl_slider_row_new (_("Training share"), _("Rows to learn from; the others only check what was learned"), &slider,
                            share_changed_cb, self);
}

static void
fl_data_panel_dispose (GObject *object)
{
  FlDataPanel *self = FL_DATA_PANEL (object);

  self->quiet = TRUE;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fl_data_panel_parent_class)->dispose (object);
}

static void
fl_data_panel_class_init (FlDataPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_data_panel_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
fl_data_panel_init (FlDataPanel *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
fl_data_panel_new (FlSession *session)
{
  FlDataPanel *self = g_object_new (FL_TYPE_DATA_PANEL, NULL);
  GtkWidget *line;

  self->session = g_object_ref (session);
  self->form = fl_form_new (2, NULL, generator_changed_cb, self);
  self->table = fl_table_card_new (session);
  self->share = new_share (self);
  self->inputs = new_inputs (self);
  line = fl_switch_line_new (_("Standardize"), _("Shift and scale every input to mean 0 and deviation 1"), &self->standardize);
  g_signal_connect_swapped (self->standardize, "notify::active", G_CALLBACK (standardize_cb), self);
  gtk_box_append (GTK_BOX (self->box), new_head ());
  gtk_box_append (GTK_BOX (self->box), fl_gallery_new (session));
  gtk_box_append (GTK_BOX (self->box), self->table);
  gtk_box_append (GTK_BOX (self->box), self->form);
  gtk_box_append (GTK_BOX (self->box), self->share);
  gtk_box_append (GTK_BOX (self->box), self->inputs);
  gtk_box_append (GTK_BOX (self->box), line);
  self->unique_line = fl_switch_line_new (_("Leave repeated rows out"),
                                          _("Of rows with the same inputs and the same target only the first is used, in whichever part it falls"),
                                          &self->unique);
  g_signal_connect_swapped (self->unique, "notify::active", G_CALLBACK (unique_cb), self);
  self->left_out = fl_note_new (NULL);
  gtk_box_append (GTK_BOX (self->box), self->unique_line);
  gtk_box_append (GTK_BOX (self->box), self->left_out);
  g_signal_connect_object (document_of (self), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
