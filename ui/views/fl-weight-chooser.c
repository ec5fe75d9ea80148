#include "fl-weight-chooser.h"

#include <glib/gi18n-lib.h>

#include "fl-drop-down.h"
#include "fl-panel-parts.h"

typedef struct
{
  void (*changed) (gsize weight, gpointer user_data);
  gpointer user_data;
  const NnPlan *plan;            /* borrowed */
  GtkWidget *tensor, *at[2];     /* borrowed: the list, and the numbers of row and column */
  GtkWidget *column;             /* what a bias has not */
  gboolean quiet;
} Chooser;

static Chooser *
chooser_of (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "fl-weight-chooser");
}

static guint
columns (const NnTensor *tensor)
{
  return MAX (tensor->cols, 1);
}

/* The numbers that are possible in a tensor; those there are stay as near as they can. */
static void
fit_numbers (Chooser *self, const NnTensor *tensor)
{
  fl_number_field_set_range (self->at[0], 0, tensor->rows - 1);
  fl_number_field_set_range (self->at[1], 0, columns (tensor) - 1);
  gtk_widget_set_visible (self->column, tensor->cols > 0);
}

static void
choose (Chooser *self)
{
  const NnTensor *tensor = &self->plan->tensors[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->tensor))];
  gsize row = (gsize) fl_number_field_get (self->at[0]), column = (gsize) fl_number_field_get (self->at[1]);

  self->changed (tensor->offset + row * columns (tensor) + column, self->user_data);
}

static void
tensor_cb (Chooser *self)
{
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->tensor));

  if (self->quiet || self->plan == NULL || chosen >= self->plan->n_tensors)
    return;
  fit_numbers (self, &self->plan->tensors[chosen]);
  choose (self);
}

static void
number_cb (double value, gpointer user_data)
{
  Chooser *self = user_data;

  if (self->plan != NULL)
    choose (self);
}

static GtkWidget *
number (Chooser *self, guint which, const char *name, const char *title, const char *help)
{
  g_autofree char *full = g_strdup_printf ("%s: %s", name, title);

  self->at[which] = fl_number_field_new (full, &(FlNumber){ .max = 1, .step = 1, .whole = TRUE }, FALSE, number_cb, self);
  return fl_captioned_new (title, help, self->at[which]);
}

GtkWidget *
fl_weight_chooser_new (const char *name, void (*changed) (gsize weight, gpointer user_data), gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *pair = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  Chooser *self = g_new0 (Chooser, 1);

  self->changed = changed;
  self->user_data = user_data;
  g_object_set_data_full (G_OBJECT (box), "fl-weight-chooser", self, g_free);
  self->tensor = fl_drop_down_new (NULL, name);
  fl_drop_down_shorten (self->tensor);
  g_signal_connect_swapped (self->tensor, "notify::selected", G_CALLBACK (tensor_cb), self);
  gtk_box_append (GTK_BOX (box), self->tensor);
  gtk_box_set_homogeneous (GTK_BOX (pair), TRUE);
  gtk_box_append (GTK_BOX (pair), number (self, 0, name, _("Neuron"), _("Which neuron of the layer, counted from 0")));
  self->column = number (self, 1, name, _("Input"), _("Which of the neuron’s inputs, counted from 0"));
  gtk_box_append (GTK_BOX (pair), self->column);
  gtk_box_append (GTK_BOX (box), pair);
  return box;
}

static gboolean
holds (const NnTensor *tensor, gsize weight)
{
  return weight >= tensor->offset && weight - tensor->offset < (gsize) tensor->rows * columns (tensor);
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

void
fl_weight_chooser_set (GtkWidget *chooser, const NnPlan *plan, gsize weight)
{
  Chooser *self = chooser_of (chooser);
  g_autoptr (GtkStringList) list = list_tensors (plan);

  self->plan = plan;
  self->quiet = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->tensor), G_LIST_MODEL (list));
  for (guint t = 0; t < plan->n_tensors; t++)
    if (holds (&plan->tensors[t], weight))
      {
        const NnTensor *tensor = &plan->tensors[t];
        gsize at = weight - tensor->offset;

        gtk_drop_down_set_selected (GTK_DROP_DOWN (self->tensor), t);
        fit_numbers (self, tensor);
        fl_number_field_set (self->at[0], (double) (at / columns (tensor)));
        fl_number_field_set (self->at[1], (double) (at % columns (tensor)));
        break;
      }
  self->quiet = FALSE;
}
