#include "fl-weight-pair.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fl-drop-down.h"
#include "fl-panel-parts.h"

typedef struct _Pair Pair;

/* One of the two. Widgets are borrowed. */
typedef struct
{
  Pair *pair;
  GtkWidget *tensor, *row, *column;
  GtkWidget *columns; /* the column with its caption, which a bias has not */
} Axis;

struct _Pair
{
  void (*changed) (const gsize weights[2], gpointer user_data);
  gpointer user_data;
  NnPlan *plan; /* owned; NULL: none yet */
  Axis axes[2];
  gsize weights[2];
  gboolean quiet;
};

static void
pair_free (gpointer data)
{
  Pair *self = data;

  g_clear_pointer (&self->plan, nn_plan_free);
  g_free (self);
}

static guint
columns_of (const NnTensor *tensor)
{
  return MAX (tensor->cols, 1);
}

static gboolean
holds (const NnTensor *tensor, gsize weight)
{
  return weight >= tensor->offset && weight - tensor->offset < (gsize) tensor->rows * columns_of (tensor);
}

/* The numbers that are possible in a tensor; those there are stay as near as they can. */
static void
fit_numbers (Axis *axis, const NnTensor *tensor)
{
  fl_number_field_set_range (axis->row, 0, tensor->rows - 1);
  fl_number_field_set_range (axis->column, 0, columns_of (tensor) - 1);
  gtk_widget_set_visible (axis->columns, tensor->cols > 0);
}

static void
show (Pair *self, guint which)
{
  Axis *axis = &self->axes[which];

  self->quiet = TRUE;
  for (guint t = 0; t < self->plan->n_tensors; t++)
    if (holds (&self->plan->tensors[t], self->weights[which]))
      {
        const NnTensor *tensor = &self->plan->tensors[t];
        gsize at = self->weights[which] - tensor->offset;

        gtk_drop_down_set_selected (GTK_DROP_DOWN (axis->tensor), t);
        fit_numbers (axis, tensor);
        fl_number_field_set (axis->row, (double) (at / columns_of (tensor)));
        fl_number_field_set (axis->column, (double) (at % columns_of (tensor)));
      }
  self->quiet = FALSE;
}

/* The same weight on both axes is no plane: they change places. */
static void
choose (Axis *axis)
{
  Pair *self = axis->pair;
  guint which = axis == &self->axes[1];
  const NnTensor *tensor = &self->plan->tensors[gtk_drop_down_get_selected (GTK_DROP_DOWN (axis->tensor))];
  gsize row = (gsize) fl_number_field_get (axis->row), column = (gsize) fl_number_field_get (axis->column);
  gsize weight = tensor->offset + row * columns_of (tensor) + column;

  if (weight == self->weights[1 - which])
    {
      self->weights[1 - which] = self->weights[which];
      show (self, 1 - which);
    }
  self->weights[which] = weight;
  self->changed (self->weights, self->user_data);
}

static void
tensor_cb (Axis *axis)
{
  Pair *self = axis->pair;
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (axis->tensor));

  if (self->quiet || self->plan == NULL || chosen >= self->plan->n_tensors)
    return;
  fit_numbers (axis, &self->plan->tensors[chosen]);
  choose (axis);
}

static void
number_cb (double value, gpointer user_data)
{
  Axis *axis = user_data;

  if (axis->pair->plan != NULL)
    choose (axis);
}

static GtkWidget *
number (Axis *axis, const char *name, const char *title, const char *help, GtkWidget **field)
{
  g_autofree char *full = g_strdup_printf ("%s: %s", name, title);

  *field = fl_number_field_new (full, &(FlNumber){ .max = 1, .step = 1, .whole = TRUE }, FALSE, number_cb, axis);
  return fl_captioned_new (title, help, *field);
}

static GtkWidget *
axis_new (Axis *axis, const char *name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *numbers = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  axis->tensor = fl_drop_down_new (NULL, name);
  fl_drop_down_shorten (axis->tensor);
  g_signal_connect_swapped (axis->tensor, "notify::selected", G_CALLBACK (tensor_cb), axis);
  gtk_box_append (GTK_BOX (box), axis->tensor);
  gtk_box_set_homogeneous (GTK_BOX (numbers), TRUE);
  gtk_box_append (GTK_BOX (numbers), number (axis, name, _("Neuron"), _("Which neuron of the layer, counted from 0"), &axis->row));
  axis->columns = number (axis, name, _("Input"), _("Which of the neuron’s inputs, counted from 0"), &axis->column);
  gtk_box_append (GTK_BOX (numbers), axis->columns);
  gtk_box_append (GTK_BOX (box), numbers);
  return box;
}

GtkWidget *
fl_weight_pair_new (void (*changed) (const gsize weights[2], gpointer user_data), gpointer user_data)
{
  const char *names[2] = { _("Weight along the horizontal axis"), _("Weight along the vertical axis") };
  const char *captions[2] = { _("Horizontal"), _("Vertical") };
  const char *helps[2] = { _("The weight along the horizontal axis"), _("The weight along the vertical axis") };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  Pair *self = g_new0 (Pair, 1);

  self->changed = changed;
  self->user_data = user_data;
  g_object_set_data_full (G_OBJECT (box), "fl-weight-pair", self, pair_free);
  for (guint i = 0; i < 2; i++)
    {
      self->axes[i].pair = self;
      gtk_box_append (GTK_BOX (box), fl_captioned_new (captions[i], helps[i], axis_new (&self->axes[i], names[i])));
    }
  return box;
}

/* "0.weight · 512 × 784" */
static GtkStringList *
list_tensors (const NnPlan *plan)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (guint t = 0; t < plan->n_tensors; t++)
    {
      const NnTensor *tensor = &plan->tensors[t];
      g_autofree char *shape = tensor->cols > 0 ? g_strdup_printf (_("%u × %u"), tensor->rows, tensor->cols) : g_strdup_printf ("%u", tensor->rows);
      g_autofree char *text = g_strdup_printf ("%s · %s", tensor->name, shape);

      gtk_string_list_append (list, text);
    }
  return list;
}

/* As many weights may be others: of another layer, or of another shape. */
static gboolean
same_names (const NnPlan *a, const NnPlan *b)
{
  if (a == NULL || a->n_weights != b->n_weights || a->n_tensors != b->n_tensors)
    return FALSE;
  for (guint t = 0; t < a->n_tensors; t++)
    if (strcmp (a->tensors[t].name, b->tensors[t].name) != 0 || a->tensors[t].rows != b->tensors[t].rows || a->tensors[t].cols != b->tensors[t].cols)
      return FALSE;
  return TRUE;
}

/* Of the last layer: many an input is the same in all rows, and its weights do nothing. */
static gsize
first_weight (const NnPlan *plan)
{
  for (guint t = plan->n_tensors; t > 0; t--)
    if (plan->tensors[t - 1].is_weight)
      return plan->tensors[t - 1].offset;
  return 0;
}

gboolean
fl_weight_pair_take (GtkWidget *pair, NnPlan *plan, gsize weights[2])
{
  Pair *self = g_object_get_data (G_OBJECT (pair), "fl-weight-pair");
  gboolean same = same_names (self->plan, plan);

  g_clear_pointer (&self->plan, nn_plan_free);
  self->plan = plan;
  if (same)
    return FALSE;
  self->weights[0] = first_weight (plan);
  self->weights[1] = (self->weights[0] + 1) % plan->n_weights;
  memcpy (weights, self->weights, sizeof self->weights);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GtkStringList) list = list_tensors (plan);

      self->quiet = TRUE;
      gtk_drop_down_set_model (GTK_DROP_DOWN (self->axes[i].tensor), G_LIST_MODEL (list));
      show (self, i);
    }
  return TRUE;
}
