/* Each row knows the place of its number in the flat weights. A change sets that one number in the run and is an undo step like any
 * edit; a toast offers to take it back. A wide layer before would give hundreds of rows: it has one, for the neuron picked. */
#include "fl-neuron-editor.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-axis.h"
#include "fl-edit.h"
#include "fl-panel-parts.h"
#include "fl-play-keys.h"
#include "fl-popover.h"
#include "fl-tooltip.h"
#include "fl-undo-toast.h"

typedef struct
{
  FlNeuronEditor *editor; /* borrowed: it owns the rows */
  GtkWidget *label, *field, *lock; /* borrowed */
  char *name;             /* owned */
  gsize offset;
  NnFrozenEntry entry;
} Row;

#define MOST 1e6 /* a weight that is typed */

static void
row_free (gpointer data)
{
  g_free (((Row *) data)->name);
  g_free (data);
}

struct _FlNeuronEditor
{
  GtkPopover parent_instance;
  FlSession *session;   /* owned */
  FlTopology *topology; /* owned: what the offsets belong to; NULL: nothing shown */
  GtkWidget *title, *scroll, *grid; /* borrowed */
  GtkWidget *picker;    /* borrowed: which neuron of a wide layer before; NULL: each has a row */
  GPtrArray *rows;      /* Row */
  guint layer;          /* of the spec */
  guint unit;
  int lines;            /* of the grid */
  gboolean quiet;
};

G_DEFINE_FINAL_TYPE (FlNeuronEditor, fl_neuron_editor, GTK_TYPE_POPOVER)

/* The present frame, if it is still of the network shown. */
static NnFrame *
frame_of (FlNeuronEditor *self)
{
  NnFrame *frame = fl_session_get_frame (self->session);

  if (frame == NULL || self->topology == NULL || frame->n_weights != self->topology->n_weights || frame->spec != self->topology->spec)
    return NULL;
  return frame;
}

/* --- taking a value back ----------------------------------------------------------------------------------------------- */

/* One toast for changes of one weight in quick succession, which are one undo step. */
static void
offer_undo (FlNeuronEditor *self, const Row *row, float value)
{
  char number[32];
  g_autofree char *text = g_strdup_printf (_("%s set to %s"), row->name, fl_format_number (value, number, sizeof number));

  fl_offer_undo (GTK_WIDGET (self), fl_session_get_document (self->session), text);
}

static void
changed_cb (double value, gpointer data)
{
  Row *row = data;
  FlNeuronEditor *self = row->editor;
  NnFrame *frame = frame_of (self);
  const char *label = row->entry.kind == NN_FROZEN_BIAS ? _("change bias") : _("change weight");

  if (self->quiet || frame == NULL || row->offset >= frame->n_weights)
    return;
  if (fl_session_set_weight (self->session, row->offset, (float) value, label))
    offer_undo (self, row, (float) value);
}

/* --- freezing ---------------------------------------------------------------------------------------------------------- */

static void
show_locks (FlNeuronEditor *self)
{
  const NnSpec *spec = fl_document_get_project (fl_session_get_document (self->session))->spec;

  self->quiet = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = g_ptr_array_index (self->rows, i);
      gboolean frozen = self->layer < spec->n_layers && nn_frozen_has (spec->frozen[self->layer], &row->entry);

      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (row->lock), frozen);
      gtk_button_set_icon_name (GTK_BUTTON (row->lock), frozen ? "changes-prevent-symbolic" : "changes-allow-symbolic");
      fl_set_tooltip (row->lock, frozen ? _("Frozen: training leaves this value as it is. Press to free it")
                                        : _("Freeze: training leaves this value as it is"));
    }
  self->quiet = FALSE;
}

static void
lock_cb (FlNeuronEditor *self, GtkWidget *lock)
{
  for (guint i = 0; !self->quiet && i < self->rows->len; i++)
    {
      const Row *row = g_ptr_array_index (self->rows, i);

      if (row->lock != lock)
        continue;
      fl_edit_toggle_frozen (fl_session_get_document (self->session), self->layer, &row->entry);
      return;
    }
}

static void
show_value (FlNeuronEditor *self, const Row *row, const NnFrame *frame)
{
  if (row->offset < frame->n_weights && isfinite (frame->weights[row->offset]))
    fl_number_field_set (row->field, frame->weights[row->offset]);
}

static void
show_values (FlNeuronEditor *self)
{
  const NnFrame *frame = frame_of (self);

  for (guint i = 0; frame != NULL && i < self->rows->len; i++)
    {
      const Row *row = g_ptr_array_index (self->rows, i);

      if (!(gtk_widget_get_state_flags (row->field) & GTK_STATE_FLAG_FOCUS_WITHIN))
        show_value (self, row, frame);
    }
}

/* --- rows -------------------------------------------------------------------------------------------------------------- */

static GtkWidget *
lock_new (FlNeuronEditor *self)
{
  GtkWidget *lock = gtk_toggle_button_new ();

  gtk_widget_add_css_class (lock, "flat");
  g_signal_connect_swapped (lock, "toggled", G_CALLBACK (lock_cb), self);
  return lock;
}

/* Takes the name. */
static void
row_call (Row *row, char *name)
{
  g_autofree char *freeze = g_strdup_printf (_("Freeze %s"), name);

  g_free (row->name);
  row->name = name;
  gtk_label_set_text (GTK_LABEL (row->label), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->field), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->lock), GTK_ACCESSIBLE_PROPERTY_LABEL, freeze, -1);
}

static GtkWidget *
add_label (FlNeuronEditor *self, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_grid_attach (GTK_GRID (self->grid), label, 0, self->lines, 1, 1);
  return label;
}

/* Takes the name. */
static Row *
add_row (FlNeuronEditor *self, char *name, gsize offset, NnFrozenEntry entry)
{
  static const FlNumber number = { .min = -MOST, .max = MOST, .step = 0.1 };
  Row *row = g_new0 (Row, 1);

  *row = (Row){ .editor = self, .offset = offset, .entry = entry };
  g_ptr_array_add (self->rows, row);
  row->label = add_label (self, NULL);
  row->field = fl_number_field_new (name, &number, FALSE, changed_cb, row);
  gtk_editable_set_width_chars (GTK_EDITABLE (row->field), 8);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (row->field), 9);
  row->lock = lock_new (self);
  row_call (row, name);
  gtk_grid_attach (GTK_GRID (self->grid), row->field, 1, self->lines, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), row->lock, 2, self->lines++, 1, 1);
  return row;
}

static char *
weight_name (FlNeuronEditor *self, guint source_column, guint source)
{
  g_autofree char *of = source_column == 0 ? fl_topology_unit_name (self->topology, 0, source)
                                           : g_strdup_printf (_("neuron %u"), source + 1);

  return g_strdup_printf (_("Weight from %s"), of);
}

static Row *
add_weight (FlNeuronEditor *self, const FlColumn *column, guint source)
{
  gsize offset = column->weight_offset + (gsize) self->unit * self->topology->columns[column->source].units + source;

  return add_row (self, weight_name (self, column->source, source), offset, (NnFrozenEntry){ NN_FROZEN_WEIGHT, self->unit, (int) source });
}

/* The row below is that of another neuron. */
static void
picked_cb (double value, gpointer data)
{
  FlNeuronEditor *self = data;
  const FlColumn *column = &self->topology->columns[self->layer + 1];
  Row *row = g_ptr_array_index (self->rows, self->rows->len - 1);
  guint source = (guint) value - 1;

  row->offset = column->weight_offset + (gsize) self->unit * self->topology->columns[column->source].units + source;
  row->entry.col = (int) source;
  row_call (row, weight_name (self, column->source, source));
  if (frame_of (self) != NULL)
    show_value (self, row, frame_of (self));
  show_locks (self);
}

static Row *
add_picked (FlNeuronEditor *self, const FlColumn *column, guint source)
{
  const FlColumn *from = &self->topology->columns[column->source];
  FlNumber number = { .min = 1, .max = from->units, .step = 1, .whole = TRUE };
  g_autofree char *text = column->source == 0
                            ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Of %u input, number", "Of %u inputs, number", from->units), from->units)
                            : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Of %u neuron, number", "Of %u neurons, number", from->units), from->units);

  add_label (self, text);
  self->picker = fl_number_field_new (text, &number, FALSE, picked_cb, self);
  fl_number_field_set (self->picker, source + 1);
  fl_set_tooltip (self->picker, _("Whose weight is shown below"));
  gtk_grid_attach (GTK_GRID (self->grid), self->picker, 1, self->lines++, 1, 1);
  return add_weight (self, column, source);
}

static void
clear (FlNeuronEditor *self)
{
  GtkWidget *grid = gtk_grid_new ();

  self->quiet = TRUE; /* a field that goes reads its text once more */
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroll), grid);
  self->grid = grid;
  self->picker = NULL;
  self->lines = 0;
  g_clear_pointer (&self->topology, fl_topology_unref);
  g_ptr_array_set_size (self->rows, 0);
  self->quiet = FALSE;
}

static Row *
add_rows (FlNeuronEditor *self, int source)
{
  const FlColumn *column = &self->topology->columns[self->layer + 1];
  const FlColumn *from = &self->topology->columns[column->source];
  Row *first = NULL;

  if (column->biased)
    first = add_row (self, g_strdup (_("Bias")), column->bias_offset + self->unit, (NnFrozenEntry){ NN_FROZEN_BIAS, self->unit, NN_FROZEN_VECTOR });
  if (column->linked && from->folded)
    {
      Row *row = add_picked (self, column, (guint) MAX (source, 0));

      return first == NULL || source >= 0 ? row : first;
    }
  for (guint s = 0; column->linked && s < from->units; s++)
    {
      Row *row = add_weight (self, column, s);

      if (first == NULL || (int) s == source)
        first = row;
    }
  return first;
}

gboolean
fl_neuron_editor_edit (FlNeuronEditor *self, FlTopology *topology, guint column, guint unit, int source)
{
  const FlColumn *it = &topology->columns[column];
  g_autofree char *name = NULL;
  Row *first;

  if (column == 0 || it->slim || unit >= it->units || (!it->biased && !it->linked))
    return FALSE;
  clear (self);
  self->topology = fl_topology_ref (topology);
  self->layer = column - 1;
  self->unit = unit;
  name = fl_topology_unit_name (topology, column, unit);
  gtk_label_set_text (GTK_LABEL (self->title), name);
  first = add_rows (self, source);
  show_values (self);
  show_locks (self);
  fl_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (first->field);
  return TRUE;
}

void
fl_neuron_editor_follow (FlNeuronEditor *self, FlTopology *topology)
{
  if (self->topology == NULL || !gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  if (!fl_topology_same_shape (self->topology, topology) || self->topology->n_weights != topology->n_weights)
    {
      gtk_popover_popdown (GTK_POPOVER (self));
      return;
    }
  if (topology != self->topology)
    {
      fl_topology_unref (self->topology);
      self->topology = fl_topology_ref (topology);
    }
  show_values (self);
}

static void
fl_neuron_editor_dispose (GObject *object)
{
  FlNeuronEditor *self = FL_NEURON_EDITOR (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->topology, fl_topology_unref);
  self->quiet = TRUE;
  gtk_popover_set_child (GTK_POPOVER (object), NULL); /* the fields go before the rows they call back with */
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (fl_neuron_editor_parent_class)->dispose (object);
}

static void
fl_neuron_editor_class_init (FlNeuronEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_neuron_editor_dispose;
}

static void
fl_neuron_editor_init (FlNeuronEditor *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_widget_add_css_class (self->title, "heading");
  gtk_box_append (GTK_BOX (box), self->title);
  self->scroll = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroll), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroll), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroll), 380);
  gtk_box_append (GTK_BOX (box), self->scroll);
  gtk_widget_add_css_class (box, "neuron-editor");
  gtk_popover_set_child (GTK_POPOVER (self), box);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_RIGHT);
  fl_play_keys_add (GTK_WIDGET (self));
  clear (self);
}

GtkWidget *
fl_neuron_editor_new (FlSession *session)
{
  FlNeuronEditor *self = g_object_new (FL_TYPE_NEURON_EDITOR, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (fl_session_get_document (session), "changed", G_CALLBACK (show_locks), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
