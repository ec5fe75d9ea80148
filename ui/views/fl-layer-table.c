#include "fl-layer-table.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-axis.h"
#include "fl-tooltip.h"
#include "fl-view.h"
#include "nn-diagnose.h"

#define COLUMNS 6

static const FlLayerMeasure measures[COLUMNS] = { FL_LAYERS_GRADIENT, FL_LAYERS_UPDATE, FL_LAYERS_ACTIVATION, FL_LAYERS_ACTIVATION,
                                                  FL_LAYERS_DEAD, FL_LAYERS_SATURATED };
static const char *const titles[COLUMNS] = { N_ ("Gradient"), N_ ("Update / weight"), N_ ("Mean"), N_ ("Spread"), N_ ("Dead"), N_ ("Saturated") };

struct _FlLayerTable
{
  GtkBox parent_instance;
  GtkWidget *list;   /* borrowed */
  GtkSizeGroup *names; /* owned: the first column, in the head and in every row */
  NnSpec *spec;      /* owned: whose layers the rows are */
  GtkWidget *cells[NN_MAX_LAYERS][COLUMNS];
  guint n;
  gboolean quiet;
};

G_DEFINE_FINAL_TYPE (FlLayerTable, fl_layer_table, GTK_TYPE_BOX)

enum
{
  LAYER_SELECTED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

const char *
fl_layer_measure_meaning (FlLayerMeasure measure)
{
  switch (measure)
    {
    case FL_LAYERS_GRADIENT: return _("Length of the gradient by all weights and biases of the layer, of the batch of one step; with penalties, after clipping");
    case FL_LAYERS_UPDATE: return _("How far one step moves the layer’s weights and biases, divided by their length afterwards; healthy: 1e−4 to 1e−2");
    case FL_LAYERS_ACTIVATION: return _("Mean and standard deviation of what all neurons of the layer answer to the rows of one step’s batch");
    case FL_LAYERS_DEAD: return _("Share of neurons whose slope is 0 for every row of one step’s batch");
    default: return _("Share of answers to one step’s batch where the slope is below a twentieth of that at 0; sigmoid-like activations only");
    }
}

static GtkWidget *
new_cell (const char *text, gboolean first)
{
  GtkWidget *cell = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (cell), first ? 0 : 1);
  gtk_label_set_ellipsize (GTK_LABEL (cell), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (cell), first ? 20 : 6);
  if (first)
    gtk_label_set_max_width_chars (GTK_LABEL (cell), 20);
  gtk_widget_set_hexpand (cell, TRUE);
  if (!first && gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL)
    {
      gtk_widget_set_direction (cell, GTK_TEXT_DIR_LTR); /* else a minus follows its number */
      gtk_label_set_xalign (GTK_LABEL (cell), 0);
    }
  return cell;
}

static GtkWidget *
new_line (void)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_box_set_homogeneous (GTK_BOX (line), FALSE);
  gtk_widget_add_css_class (line, "layer-line");
  return line;
}

/* Columns of equal width below one another, whatever is in them. */
static void
append_cells (GtkWidget *line, GtkWidget *name, GtkWidget *const *cells)
{
  GtkWidget *numbers = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_box_set_homogeneous (GTK_BOX (numbers), TRUE);
  gtk_widget_set_hexpand (numbers, TRUE);
  gtk_widget_set_hexpand (name, FALSE);
  for (guint i = 0; i < COLUMNS; i++)
    gtk_box_append (GTK_BOX (numbers), cells[i]);
  gtk_box_append (GTK_BOX (line), name);
  gtk_box_append (GTK_BOX (line), numbers);
}

static void
add_row (FlLayerTable *self, const NnSpec *spec, guint layer)
{
  g_autofree char *name = nn_layer_name (spec, (int) layer);
  g_autofree char *first = g_utf8_substring (name, 0, 1);
  g_autofree char *upper = g_utf8_strup (first, -1);
  g_autofree char *text = g_strdup_printf ("L%u  %s%s", layer + 1, upper, g_utf8_next_char (name));
  GtkWidget *row = gtk_list_box_row_new (), *line = new_line (), *label = new_cell (text, TRUE);

  for (guint i = 0; i < COLUMNS; i++)
    self->cells[layer][i] = new_cell ("–", FALSE);
  gtk_size_group_add_widget (self->names, label);
  append_cells (line, label, self->cells[layer]);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
clear (FlLayerTable *self)
{
  GtkWidget *child;

  self->quiet = TRUE;
  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), child);
  self->quiet = FALSE;
  g_clear_pointer (&self->spec, nn_spec_unref);
  self->n = 0;
}

static void
rebuild (FlLayerTable *self, const NnFrame *frame)
{
  clear (self);
  self->quiet = TRUE;
  self->spec = nn_spec_ref (frame->spec);
  self->n = frame->n_layers;
  for (guint i = 0; i < self->n; i++)
    add_row (self, frame->spec, i);
  self->quiet = FALSE;
}

static gboolean
same_layers (const NnSpec *a, const NnSpec *b)
{
  if (a == NULL || a->n_layers != b->n_layers)
    return FALSE;
  for (guint i = 0; i < a->n_layers; i++)
    if (a->layers[i].type != b->layers[i].type)
      return FALSE;
  return TRUE;
}

static void
set_number (GtkWidget *cell, double value, gboolean share)
{
  char text[32];

  if (isnan (value))
    g_strlcpy (text, "–", sizeof text);
  else if (share)
    g_snprintf (text, sizeof text, "%.0f %%", 100 * value);
  else
    fl_format_number (value, text, sizeof text);
  gtk_label_set_text (GTK_LABEL (cell), text);
}

void
fl_layer_table_take (FlLayerTable *self, const NnFrame *frame)
{
  if (frame == NULL)
    {
      clear (self);
      return;
    }
  if (!same_layers (self->spec, frame->spec) || self->n != frame->n_layers)
    rebuild (self, frame);
  for (guint i = 0; i < self->n; i++)
    {
      const NnLayerStats *s = &frame->layers[i];
      const float values[COLUMNS] = { s->gradient_norm, s->update_ratio, s->activation_mean, s->activation_std, s->dead, s->saturated };
      g_autofree char *name = nn_layer_name (frame->spec, (int) i);
      g_autoptr (GString) words = g_string_new (name);

      for (guint c = 0; c < COLUMNS; c++)
        {
          set_number (self->cells[i][c], (double) values[c], c >= 4);
          if (!isnan (values[c]))
            g_string_append_printf (words, ", %s %s", _(titles[c]), gtk_label_get_text (GTK_LABEL (self->cells[i][c])));
        }
      gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) i)),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, words->str, -1);
      if (s->update_ratio < NN_UPDATE_RATIO_LOW || s->update_ratio > NN_UPDATE_RATIO_HIGH)
        gtk_widget_add_css_class (self->cells[i][1], "unhealthy");
      else
        gtk_widget_remove_css_class (self->cells[i][1], "unhealthy");
    }
}

void
fl_layer_table_select (FlLayerTable *self, int layer)
{
  self->quiet = TRUE;
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), layer >= 0 ? gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), layer) : NULL);
  self->quiet = FALSE;
}

static void
row_cb (FlLayerTable *self, GtkListBoxRow *row)
{
  if (!self->quiet && row != NULL)
    g_signal_emit (self, signals[LAYER_SELECTED], 0, gtk_list_box_row_get_index (row));
}

static void
fl_layer_table_dispose (GObject *object)
{
  g_clear_pointer (&FL_LAYER_TABLE (object)->spec, nn_spec_unref);
  g_clear_object (&FL_LAYER_TABLE (object)->names);
  G_OBJECT_CLASS (fl_layer_table_parent_class)->dispose (object);
}

static void
fl_layer_table_class_init (FlLayerTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_layer_table_dispose;
  signals[LAYER_SELECTED] = g_signal_new ("layer-selected", FL_TYPE_LAYER_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
fl_layer_table_init (FlLayerTable *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *title = gtk_label_new (_("Layers now")), *line = new_line ();
  GtkWidget *cells[COLUMNS], *name, *rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scroll = gtk_scrolled_window_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "train-card");
  gtk_widget_add_css_class (head, "card-head");
  gtk_widget_add_css_class (title, "card-title");
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (self), head);
  for (guint i = 0; i < COLUMNS; i++)
    {
      g_auto (GStrv) words = g_strsplit (_(titles[i]), " / ", 2);
      g_autofree char *lines = g_strjoinv (" /\n", words);

      /* two lines at any width: what wraps by itself is measured for one, and the last row would be cut */
      cells[i] = new_cell (lines, FALSE);
      gtk_label_set_ellipsize (GTK_LABEL (cells[i]), PANGO_ELLIPSIZE_NONE);
      gtk_label_set_width_chars (GTK_LABEL (cells[i]), -1);
      gtk_label_set_justify (GTK_LABEL (cells[i]), GTK_JUSTIFY_RIGHT);
      gtk_widget_set_valign (cells[i], GTK_ALIGN_END);
      fl_set_tooltip (cells[i], fl_layer_measure_meaning (measures[i]));
      gtk_accessible_update_property (GTK_ACCESSIBLE (cells[i]), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, fl_layer_measure_meaning (measures[i]), -1);
    }
  name = new_cell ("", TRUE);
  self->names = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  gtk_size_group_add_widget (self->names, name);
  append_cells (line, name, cells);
  gtk_widget_add_css_class (line, "layer-line-head");
  gtk_box_append (GTK_BOX (rows), line);
  self->list = gtk_list_box_new ();
  gtk_widget_add_css_class (self->list, "layer-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Layers"), -1);
  g_signal_connect_swapped (self->list, "row-selected", G_CALLBACK (row_cb), self);
  gtk_box_append (GTK_BOX (rows), self->list);
  /* A narrow window moves the table alone to and fro. */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), rows);
  fl_view_let_wheel_through (scroll);
  gtk_box_append (GTK_BOX (self), scroll);
}

GtkWidget *
fl_layer_table_new (void)
{
  return g_object_new (FL_TYPE_LAYER_TABLE, NULL);
}
