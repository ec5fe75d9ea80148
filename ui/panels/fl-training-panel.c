/* Everything follows the document; a control's change becomes an edit, and the edit's "changed" shows every control again
 * without calling back. The numbers that are plain fields of NnSpec are rows of one table. */
#include "fl-training-panel.h"
#include <glib/gi18n-lib.h>
#include <math.h>
#include "fl-edit.h"
#include "fl-form-private.h"
#include "fl-panel-parts.h"
#include "fl-tooltip.h"

#define MAX_PRESETS 10

typedef enum
{
  FIELD_REAL,
  FIELD_COUNT
} FieldKind;

typedef struct
{
  const char *title; /* N_() */
  const char *help;  /* N_() */
  const char *undo;  /* N_(), past "Undo " */
  FieldKind kind;
  gsize offset; /* in NnSpec: double or guint64 */
  double min, max;
  const char *word; /* NC_() of `special`, or NULL */
  double special;
  double presets[MAX_PRESETS];
  guint n_presets;
} FieldType;

#define OFFSET(field) G_STRUCT_OFFSET (NnSpec, field)

enum
{
  BATCH_SIZE,
  L2,
  L1,
  CLIP,
  STOP_EPOCHS,
  STOP_LOSS,
  PATIENCE,
  GRADIENT_NOISE,
  GROWTH,
  GROWTH_EVERY,
  GROWTH_LIMIT,
  N_FIELDS
};

static const FieldType field_types[N_FIELDS] = {
  [BATCH_SIZE] = { N_("Batch size"), N_("Rows that are looked at together for one step"), N_("change batch size"), FIELD_COUNT,
                   OFFSET (batch_size), 1, 1e6, N_("all"), 0, { 1, 4, 8, 16, 32, 64, 128, 256, 1024, 0 }, 10 },
  [L2] = { N_("L2 penalty"), N_("Keeps weights small: λ/2 · w² is added to what is minimized"), N_("change L2 penalty"), FIELD_REAL,
           OFFSET (l2), 0, 1e6, N_("none"), 0, { 0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1 }, 8 },
  [L1] = { N_("L1 penalty"), N_("Drives weights to zero: λ · |w| is added to what is minimized"), N_("change L1 penalty"), FIELD_REAL,
           OFFSET (l1), 0, 1e6, N_("none"), 0, { 0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1 }, 8 },
  [CLIP] = { N_("Gradient clip"), N_("Longest gradient a step may follow; longer ones are shortened to it"),
             N_("change gradient clipping"), FIELD_REAL, OFFSET (clip_norm), 1e-9, 1e9, N_("none"), NAN, { NAN, 0.1, 0.5, 1, 5, 10 }, 6 },
  [STOP_EPOCHS] = { N_("Stop after epochs"), N_("An epoch looks at every training row once"), N_("change number of epochs"), FIELD_COUNT,
                    OFFSET (stop_epochs), 1, 1e9, N_("no limit"), 0, { 0, 10, 50, 100, 500, 1000, 5000 }, 7 },
  [STOP_LOSS] = { N_("Stop at loss"), N_("Stops as soon as the training loss is below"), N_("change loss to stop at"), FIELD_REAL,
                  OFFSET (stop_loss_below), 0, 1e9, N_("off"), NAN, { NAN, 0.1, 0.03, 0.01, 0.003, 0.001 }, 6 },
  [PATIENCE] = { N_("Patience"), N_("Stops after so many epochs without a better validation loss"), N_("change patience"), FIELD_COUNT,
                 OFFSET (stop_patience), 1, 1e9, N_("off"), 0, { 0, 5, 10, 20, 50, 100 }, 6 },
  [GRADIENT_NOISE] = { N_("Gradient noise"), N_("Shakes every gradient, less and less as training goes on"),
                       N_("change gradient noise"), FIELD_REAL, OFFSET (gradient_noise), 0, 1e6, N_("none"), 0,
                       { 0, 0.001, 0.01, 0.1, 0.3, 1 }, 6 },
  [GROWTH] = { N_("Batch growth"), N_("The batch size is multiplied by this again and again"), N_("change batch growth"), FIELD_REAL,
               OFFSET (batch_growth), 1, 1000, N_("off"), 1, { 1, 1.5, 2, 4 }, 4 },
  [GROWTH_EVERY] = { N_("Grows every"), N_("How many epochs pass before the batch grows"), N_("change batch growth"), FIELD_COUNT,
                     OFFSET (batch_growth_every), 1, 1e9, NULL, NAN, { 5, 10, 20, 50, 100 }, 5 },
  [GROWTH_LIMIT] = { N_("Largest batch"), N_("The batch size grows no further than this"), N_("change batch growth"), FIELD_COUNT,
                     OFFSET (batch_growth_limit), 1, 1e9, NULL, NAN, { 64, 128, 256, 512, 1024 }, 5 },
};

struct _FlTrainingPanel
{
  GtkWidget parent_instance;

  FlSession *session; /* owned */
  GtkWidget *box;
  GtkWidget *loss_place, *loss; /* borrowed */
  GPtrArray *losses; /* of const DsType: what the loss chooser lists */
  GtkWidget *loss_form, *optimizer, *rate, *schedule, *schedule_form, *optimizer_form, *growth, *shuffle, *seed, *foot;
  GtkWidget *fields[N_FIELDS];
  gboolean quiet, choosing_loss;
};

/* One row of the table at work in one panel. */
typedef struct
{
  FlTrainingPanel *panel;
  const FieldType *type;
} Field;

G_DEFINE_FINAL_TYPE (FlTrainingPanel, fl_training_panel, GTK_TYPE_WIDGET)

static FlDocument *
document_of (FlTrainingPanel *self)
{
  return fl_session_get_document (self->session);
}

static const NnSpec *
spec_of (FlTrainingPanel *self)
{
  return fl_document_get_project (document_of (self))->spec;
}

/* ---- edits ---- */

static void
field_changed_cb (double value, gpointer user_data)
{
  Field *field = user_data;
  NnSpec next = *spec_of (field->panel);
  gpointer place = G_STRUCT_MEMBER_P (&next, field->type->offset);

  if (field->type->kind == FIELD_COUNT)
    *(guint64 *) place = (guint64) value;
  else
    *(double *) place = value;
  fl_edit_set_training (document_of (field->panel), &next, _(field->type->undo), field->type->title);
}

static void
loss_chosen_cb (const DsType *type, gpointer user_data)
{
  FlTrainingPanel *self = user_data;
  DsItem item = ds_item (type);

  /* The list is not made anew under the hand that chooses from it. */
  self->choosing_loss = TRUE;
  fl_edit_set_loss (document_of (self), &item, NULL);
  self->choosing_loss = FALSE;
}

static void
loss_changed_cb (const DsItem *item, const char *param, gpointer user_data)
{
  fl_edit_set_loss (document_of (user_data), item, param);
}

static void
optimizer_chosen_cb (const DsType *type, gpointer user_data)
{
  DsItem item = ds_item (type);

  fl_edit_set_optimizer (document_of (user_data), &item, NULL);
}

static void
optimizer_changed_cb (const DsItem *item, const char *param, gpointer user_data)
{
  fl_edit_set_optimizer (document_of (user_data), item, param);
}

static void
schedule_changed_cb (const DsItem *item, const char *param, gpointer user_data)
{
  FlTrainingPanel *self = user_data;
  NnSpec next = *spec_of (self);

  next.schedule = *item;
  fl_edit_set_training (document_of (self), &next, _("change schedule"), param);
}

static void
schedule_chosen_cb (const DsType *type, gpointer user_data)
{
  DsItem item = ds_item (type);

  schedule_changed_cb (&item, NULL, user_data);
}

static void
shuffle_cb (FlTrainingPanel *self)
{
  NnSpec next = *spec_of (self);

  if (self->quiet)
    return;
  next.shuffle = gtk_switch_get_active (GTK_SWITCH (self->shuffle));
  fl_edit_set_training (document_of (self), &next, next.shuffle ? _("shuffle rows") : _("keep the order of rows"), NULL);
}

static void
seed_changed_cb (double value, gpointer user_data)
{
  fl_edit_set_seed (document_of (user_data), (guint64) value);
}

/* ---- showing ---- */

/* Losses for the task at hand, and the present one whatever it is. */
static GPtrArray *
fitting_losses (FlTrainingPanel *self)
{
  GPtrArray *list = g_ptr_array_new ();
  const FlProject *project = fl_document_get_project (document_of (self));
  const DsPrepared *data = fl_session_get_data (self->session);
  guint n;
  const DsType *const *all = nn_registry (NN_LOSSES, &n);

  for (guint i = 0; i < n; i++)
    {
      gboolean fits = project->prepare.task == DS_CLASSIFICATION || nn_loss_for_regression (all[i]);

      /* The default for two classes is the one that takes no more than two. */
      if (fits && data != NULL && data->n_classes > 2 && all[i] == fl_edit_default_loss (DS_CLASSIFICATION, 2))
        fits = FALSE;
      if (fits || all[i] == project->spec->loss.type)
        g_ptr_array_add (list, (gpointer) all[i]);
    }
  return list;
}

static gboolean
same_list (GPtrArray *a, GPtrArray *b)
{
  return a != NULL && a->len == b->len && memcmp (a->pdata, b->pdata, a->len * sizeof (gpointer)) == 0;
}

static void
update_losses (FlTrainingPanel *self)
{
  g_autoptr (GPtrArray) list = fitting_losses (self);

  if (!self->choosing_loss && !same_list (self->losses, list))
    {
      if (self->loss != NULL)
        gtk_box_remove (GTK_BOX (self->loss_place), self->loss);
      self->loss = fl_type_chooser_new (_("Loss function"), (const DsType *const *) list->pdata, list->len, loss_chosen_cb, self);
      gtk_box_append (GTK_BOX (self->loss_place), self->loss);
      g_clear_pointer (&self->losses, g_ptr_array_unref);
      self->losses = g_steal_pointer (&list);
    }
  fl_type_chooser_set (self->loss, spec_of (self)->loss.type);
}

static void
update_form (GtkWidget *form, const DsItem *item)
{
  fl_form_set_item (FL_FORM (form), item);
  gtk_widget_set_visible (form, fl_form_shows_anything (FL_FORM (form)));
}

/* Which of the three forms of gradient descent the batch size makes, by its name. */
static char *
descent_name (const NnSpec *spec, gsize rows)
{
  if (spec->batch_size == 1)
    return g_strdup (_("Stochastic descent: one row a step."));
  if (spec->batch_size == 0 || spec->batch_size >= rows)
    return g_strdup (_("Full-batch descent: all rows in every step."));
  return g_strdup_printf (_("Mini-batch descent: %'u steps an epoch."), (guint) ((rows + spec->batch_size - 1) / spec->batch_size));
}

static void
update_foot (FlTrainingPanel *self)
{
  const DsPrepared *data = fl_session_get_data (self->session);
  g_autofree char *rows = NULL, *descent = NULL, *text = NULL;

  if (data != NULL && data->n_validation > 0)
    rows = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u row to learn from, %'u to check; all stay on this computer.",
                                         "%'u rows to learn from, %'u to check; all stay on this computer.", data->n_train),
                            (guint) data->n_train, (guint) data->n_validation);
  else if (data != NULL)
    rows = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u row to learn from; it stays on this computer.",
                                         "%'u rows to learn from; all stay on this computer.", data->n_train), (guint) data->n_train);
  if (rows != NULL)
    {
      descent = descent_name (spec_of (self), data->n_train);
      text = g_strdup_printf ("%s\n%s", descent, rows);
    }
  gtk_label_set_text (GTK_LABEL (self->foot), text != NULL ? text : "");
}

static void
update (FlTrainingPanel *self)
{
  const NnSpec *spec = spec_of (self);

  self->quiet = TRUE;
  update_losses (self);
  update_form (self->loss_form, &spec->loss);
  fl_type_chooser_set (self->optimizer, spec->optimizer.type);
  update_form (self->rate, &spec->optimizer);
  update_form (self->optimizer_form, &spec->optimizer);
  fl_type_chooser_set (self->schedule, spec->schedule.type);
  update_form (self->schedule_form, &spec->schedule);
  gtk_switch_set_active (GTK_SWITCH (self->shuffle), spec->shuffle);
  fl_number_field_set (self->seed, (double) spec->seed);
  for (guint i = 0; i < N_FIELDS; i++)
    {
      gconstpointer place = G_STRUCT_MEMBER_P (spec, field_types[i].offset);
      double value = field_types[i].kind == FIELD_COUNT ? (double) *(const guint64 *) place : *(const double *) place;

      fl_preset_field_set (self->fields[i], value);
    }
  gtk_widget_set_visible (self->growth, spec->batch_growth > 1); /* how it grows is asked where it grows */
  update_foot (self);
  self->quiet = FALSE;
}

/* ---- building ---- */

static GtkWidget *
pair (GtkWidget *left, GtkWidget *right)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);

  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  gtk_box_append (GTK_BOX (box), left);
  gtk_box_append (GTK_BOX (box), right);
  return box;
}

static GtkWidget *
new_field (FlTrainingPanel *self, guint index)
{
  const FieldType *type = &field_types[index];
  FlNumber number = { .min = type->min, .max = type->max, .whole = type->kind == FIELD_COUNT, .special = type->special };
  Field *field = g_new (Field, 1);

  *field = (Field) { self, type };
  number.word = type->word != NULL ? _(type->word) : NULL;
  self->fields[index]
      = fl_preset_field_new (_(type->title), &number, type->presets, type->n_presets, field_changed_cb, field);
  g_object_set_data_full (G_OBJECT (self->fields[index]), "fl-field", field, g_free);
  return fl_captioned_new (_(type->title), _(type->help), self->fields[index]);
}

static GtkWidget *
new_chooser (NnRegistry registry, const char *title, void (*chosen) (const DsType *type, gpointer user_data),
             FlTrainingPanel *self)
{
  guint n;
  const DsType *const *types = nn_registry (registry, &n);

  return fl_type_chooser_new (title, types, n, chosen, self);
}

static GtkWidget *
new_seed (FlTrainingPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *dice = gtk_button_new_from_icon_name ("fl-dice-symbolic");
  FlNumber number = { .min = 0, .max = 9007199254740991.0, .step = 1, .whole = TRUE };

  self->seed = fl_number_field_new (_("Seed"), &number, TRUE, seed_changed_cb, self);
  gtk_widget_remove_css_class (self->seed, "fl-compact");
  gtk_editable_set_alignment (GTK_EDITABLE (self->seed), 0.0f);
  gtk_widget_set_hexpand (self->seed, TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (dice), "win.new-seed");
  fl_set_tooltip (dice, _("Another seed: other data, split, weights and order"));
  gtk_widget_set_focus_on_click (dice, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (dice), GTK_ACCESSIBLE_PROPERTY_LABEL, _("New seed"), -1);
  gtk_widget_add_css_class (box, "linked");
  gtk_widget_add_css_class (box, "fl-preset-field");
  gtk_box_append (GTK_BOX (box), self->seed);
  gtk_box_append (GTK_BOX (box), dice);
  return fl_captioned_new (_("Seed"), _("Everything random follows from it: the same seed gives the same run"), box);
}

static GtkWidget *
new_details (FlTrainingPanel *self)
{
  static const char *const skip[] = { "learning_rate", NULL };
  GtkWidget *expander = gtk_expander_new (_("More")), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10), *line;

  gtk_accessible_update_property (GTK_ACCESSIBLE (expander), GTK_ACCESSIBLE_PROPERTY_LABEL, _("More"), -1);
  self->optimizer_form = fl_form_new (2, skip, optimizer_changed_cb, self);
  line = fl_switch_line_new (_("Shuffle rows"), _("A new order of the rows every epoch"), &self->shuffle);
  g_signal_connect_swapped (self->shuffle, "notify::active", G_CALLBACK (shuffle_cb), self);
  gtk_box_append (GTK_BOX (box), self->optimizer_form);
  gtk_box_append (GTK_BOX (box), pair (new_field (self, L1), new_field (self, CLIP)));
  gtk_box_append (GTK_BOX (box), pair (new_field (self, STOP_LOSS), new_field (self, PATIENCE)));
  gtk_box_append (GTK_BOX (box), pair (new_field (self, GRADIENT_NOISE), new_field (self, GROWTH)));
  self->growth = pair (new_field (self, GROWTH_EVERY), new_field (self, GROWTH_LIMIT));
  gtk_box_append (GTK_BOX (box), self->growth);
  gtk_box_append (GTK_BOX (box), line);
  gtk_widget_set_margin_top (box, 10);
  gtk_expander_set_child (GTK_EXPANDER (expander), box);
  return expander;
}

static void
build (FlTrainingPanel *self)
{
  static const char *const only_rate[] = { "learning_rate", NULL };
  GtkWidget *parts[9];

  self->loss_place = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->loss_form = fl_form_new (2, NULL, loss_changed_cb, self);
  self->optimizer = new_chooser (NN_OPTIMIZERS, _("Optimizer"), optimizer_chosen_cb, self);
  self->rate = fl_form_new_only (1, only_rate, optimizer_changed_cb, self);
  self->schedule = new_chooser (NN_SCHEDULES, _("Schedule"), schedule_chosen_cb, self);
  self->schedule_form = fl_form_new (2, NULL, schedule_changed_cb, self);
  parts[0] = fl_captioned_new (_("Loss function"), NULL, self->loss_place);
  parts[1] = self->loss_form;
  parts[2] = fl_captioned_new (_("Optimizer"), NULL, self->optimizer);
  parts[3] = self->rate;
  parts[4] = pair (fl_captioned_new (_("Schedule"), NULL, self->schedule), new_field (self, BATCH_SIZE));
  parts[5] = self->schedule_form;
  parts[6] = pair (new_field (self, L2), new_field (self, STOP_EPOCHS));
  parts[7] = new_seed (self);
  parts[8] = new_details (self);
  gtk_box_append (GTK_BOX (self->box), fl_heading_new (_("Training")));
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    gtk_box_append (GTK_BOX (self->box), parts[i]);
  self->foot = fl_note_new (NULL);
  gtk_box_append (GTK_BOX (self->box), self->foot);
}

/* ---- life ---- */

static void
fl_training_panel_dispose (GObject *object)
{
  FlTrainingPanel *self = FL_TRAINING_PANEL (object);

  self->quiet = TRUE;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->losses, g_ptr_array_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fl_training_panel_parent_class)->dispose (object);
}

static void
fl_training_panel_class_init (FlTrainingPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_training_panel_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
fl_training_panel_init (FlTrainingPanel *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
fl_training_panel_new (FlSession *session)
{
  FlTrainingPanel *self = g_object_new (FL_TYPE_TRAINING_PANEL, NULL);

  self->session = g_object_ref (session);
  build (self);
  g_signal_connect_object (document_of (self), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
