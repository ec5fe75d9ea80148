/* Each row knows the place of its number in the flat weights. A change takes the newest frame's weights, replaces that one
 * number and hands all back to the trainer. Weights are no part of the document and its undo steps, so a toast offers the old
 * value; freezing is an edit like any other. */
#include "fl-neuron-editor.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-axis.h"
#include "fl-edit.h"
#include "fl-tooltip.h"

typedef struct
{
  GtkWidget *spin, *lock; /* borrowed */
  char *name;             /* owned */
  gsize offset;
  NnFrozenEntry entry;
  double shown;           /* the value last shown, before it was rounded to DIGITS */
} Row;

#define DIGITS 4
#define ROUNDING 0.51e-4 /* how far off DIGITS digits can be */

static void
row_clear (gpointer data)
{
  g_free (((Row *) data)->name);
}

struct _FlNeuronEditor
{
  GtkPopover parent_instance;
  FlSession *session;   /* owned */
  FlTopology *topology; /* owned: what the offsets belong to; NULL: nothing shown */
  GtkWidget *title, *scroll, *grid; /* borrowed */
  GArray *rows;         /* Row */
  guint layer;          /* of the spec */
  AdwToast *toast;      /* owned: offers the value before the last change, while it is shown */
  gsize toast_offset;
  float toast_value;
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

static void
set_weight (FlNeuronEditor *self, const NnFrame *frame, gsize offset, float value)
{
  g_autofree float *weights = g_memdup2 (frame->weights, frame->n_weights * sizeof (float));

  weights[offset] = value;
  fl_session_set_weights (self->session, weights, frame->n_weights);
}

/* --- taking a value back ----------------------------------------------------------------------------------------------- */

static void
forget_toast (FlNeuronEditor *self)
{
  if (self->toast != NULL)
    g_signal_handlers_disconnect_by_data (self->toast, self);
  g_clear_object (&self->toast);
}

static void
take_back_cb (FlNeuronEditor *self)
{
  NnFrame *frame = fl_session_get_frame (self->session);

  if (frame != NULL && self->toast_offset < frame->n_weights)
    set_weight (self, frame, self->toast_offset, self->toast_value);
  forget_toast (self);
}

/* One toast for all changes of one weight in a row: its button goes back to before the first of them. */
static void
offer_old_value (FlNeuronEditor *self, const Row *row, float old, float value)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  char number[32];
  g_autofree char *text = g_strdup_printf (_("%s set to %s"), row->name, fl_format_number (value, number, sizeof number));
  g_autofree char *markup = g_markup_escape_text (text, -1);

  if (toasts == NULL)
    return;
  if (self->toast != NULL && self->toast_offset == row->offset)
    {
      adw_toast_set_title (self->toast, markup);
      return;
    }
  if (self->toast != NULL)
    {
      AdwToast *former = g_object_ref (self->toast);

      forget_toast (self);
      adw_toast_dismiss (former);
      g_object_unref (former);
    }
  self->toast = adw_toast_new (markup);
  self->toast_offset = row->offset;
  self->toast_value = old;
  adw_toast_set_button_label (self->toast, _("Undo"));
  g_signal_connect_swapped (self->toast, "button-clicked", G_CALLBACK (take_back_cb), self);
  g_signal_connect_swapped (self->toast, "dismissed", G_CALLBACK (forget_toast), self);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), g_object_ref (self->toast));
}

static void
changed_cb (FlNeuronEditor *self, GtkSpinButton *spin)
{
  NnFrame *frame = frame_of (self);

  for (guint i = 0; !self->quiet && frame != NULL && i < self->rows->len; i++)
    {
      Row *row = &g_array_index (self->rows, Row, i);
      float value = (float) gtk_spin_button_get_value (spin);

      /* A field that loses the focus reads its own rounded text again: that is nobody's wish. */
      if (row->spin != GTK_WIDGET (spin) || row->offset >= frame->n_weights || fabs (value - row->shown) <= ROUNDING)
        continue;
      row->shown = value;
      offer_old_value (self, row, frame->weights[row->offset], value);
      set_weight (self, frame, row->offset, value);
    }
}

/* --- freezing ---------------------------------------------------------------------------------------------------------- */

static void
show_locks (FlNeuronEditor *self)
{
  const NnSpec *spec = fl_document_get_project (fl_session_get_document (self->session))->spec;

  self->quiet = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = &g_array_index (self->rows, Row, i);
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
      Row *row = &g_array_index (self->rows, Row, i);

      if (row->lock != lock)
        continue;
      fl_edit_toggle_frozen (fl_session_get_document (self->session), self->layer, &row->entry);
      return;
    }
}

static void
show_values (FlNeuronEditor *self)
{
  NnFrame *frame = frame_of (self);

  if (frame == NULL)
    return;
  self->quiet = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = &g_array_index (self->rows, Row, i);
      gboolean busy = gtk_widget_get_state_flags (row->spin) & GTK_STATE_FLAG_FOCUS_WITHIN;

      if (!busy && row->offset < frame->n_weights && isfinite (frame->weights[row->offset]))
        {
          row->shown = frame->weights[row->offset];
          gtk_spin_button_set_value (GTK_SPIN_BUTTON (row->spin), row->shown);
        }
    }
  self->quiet = FALSE;
}

static GtkWidget *
lock_new (FlNeuronEditor *self, const char *name)
{
  GtkWidget *lock = gtk_toggle_button_new ();
  g_autofree char *label = g_strdup_printf (_("Freeze %s"), name);

  gtk_widget_add_css_class (lock, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (lock), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (lock, "toggled", G_CALLBACK (lock_cb), self);
  return lock;
}

static GtkWidget *
add_row (FlNeuronEditor *self, const char *name, gsize offset, NnFrozenEntry entry)
{
  GtkWidget *label = gtk_label_new (name), *spin = gtk_spin_button_new_with_range (-1000, 1000, 0.1);
  Row row = { spin, lock_new (self, name), g_strdup (name), offset, entry };

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), DIGITS);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 8);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (changed_cb), self);
  gtk_grid_attach (GTK_GRID (self->grid), label, 0, self->rows->len, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), spin, 1, self->rows->len, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), row.lock, 2, self->rows->len, 1, 1);
  g_array_append_val (self->rows, row);
  return spin;
}

static void
clear (FlNeuronEditor *self)
{
  g_clear_pointer (&self->topology, fl_topology_unref);
  g_array_set_size (self->rows, 0);
  self->grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 12);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroll), self->grid);
}

gboolean
fl_neuron_editor_edit (FlNeuronEditor *self, FlTopology *topology, guint column, guint unit, int source)
{
  const FlColumn *it = &topology->columns[column];
  const FlColumn *from = &topology->columns[it->source];
  g_autofree char *name = NULL;
  GtkWidget *first = NULL;

  if (column == 0 || it->slim || unit >= it->units || (!it->biased && !it->linked))
    return FALSE;
  clear (self);
  self->topology = fl_topology_ref (topology);
  self->layer = column - 1;
  name = fl_topology_unit_name (topology, column, unit);
  gtk_label_set_text (GTK_LABEL (self->title), name);
  if (it->biased)
    first = add_row (self, _("Bias"), it->bias_offset + unit, (NnFrozenEntry){ NN_FROZEN_BIAS, unit, NN_FROZEN_VECTOR });
  for (guint s = 0; it->linked && !from->folded && s < from->units; s++)
    {
      g_autofree char *of = it->source == 0 ? fl_topology_unit_name (topology, 0, s) : g_strdup_printf (_("neuron %u"), s + 1);
      g_autofree char *text = g_strdup_printf (_("Weight from %s"), of);
      GtkWidget *spin = add_row (self, text, it->weight_offset + (gsize) unit * from->units + s,
                                 (NnFrozenEntry){ NN_FROZEN_WEIGHT, unit, (int) s });

      if (first == NULL || (int) s == source)
        first = spin;
    }
  show_values (self);
  show_locks (self);
  gtk_popover_popup (GTK_POPOVER (self));
  if (first != NULL)
    gtk_widget_grab_focus (first);
  return first != NULL;
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

  forget_toast (self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->topology, fl_topology_unref);
  g_clear_pointer (&self->rows, g_array_unref);
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

  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (self->rows, row_clear);
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
