/* The neuron editor: numbers set by hand, also in mid-training, taken back by a toast; freezing as an edit of the document; opening and
 * closing it changes nothing. Needs a display. */
#include "stage.h"

#include <math.h>

#include "fl-edit.h"
#include "fl-neuron-editor.h"

typedef struct
{
  FlDocument *document;
  FlSession *session;
  FlTopology *topology;
  GtkWidget *window, *button;
  FlNeuronEditor *editor;
} Editor;

/* A new frame: the editor follows, as the canvas has it do. */
static NnFrame *
frame_of (Editor *stage)
{
  NnFrame *frame = NULL;

  for (guint i = 0; i < 1000 && frame == NULL; i++)
    {
      run_for (10);
      frame = fl_session_get_frame (stage->session);
    }
  g_assert_nonnull (frame);
  fl_topology_unref (stage->topology);
  stage->topology = fl_topology_new (frame->spec, frame->data);
  if (stage->editor != NULL)
    fl_neuron_editor_follow (stage->editor, stage->topology);
  return frame;
}

static gboolean
editor_open (Editor *stage)
{
  g_autoptr (FlProject) project = NULL;
  GtkWidget *toasts = adw_toast_overlay_new ();

  *stage = (Editor){ 0 };
  if (!stage_ready ())
    return FALSE;
  project = stage_project (NULL);
  stage->document = fl_document_new (project);
  stage->session = fl_session_new (stage->document);
  stage->window = gtk_window_new ();
  stage->button = gtk_label_new ("neuron");
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (toasts), stage->button);
  gtk_window_set_child (GTK_WINDOW (stage->window), toasts);
  gtk_window_set_default_size (GTK_WINDOW (stage->window), 500, 500);
  gtk_window_present (GTK_WINDOW (stage->window));
  stage_follow (stage->window, stage->session);
  frame_of (stage);
  stage->editor = FL_NEURON_EDITOR (fl_neuron_editor_new (stage->session));
  gtk_widget_set_parent (GTK_WIDGET (stage->editor), stage->button);
  return TRUE;
}

static void
editor_close (Editor *stage)
{
  gtk_popover_popdown (GTK_POPOVER (stage->editor));
  run_for (100); /* what the display still has to say of it */
  gtk_widget_unparent (GTK_WIDGET (stage->editor));
  run_for (50);
  gtk_window_destroy (GTK_WINDOW (stage->window));
  fl_topology_unref (stage->topology);
  g_clear_object (&stage->session);
  g_clear_object (&stage->document);
}

static void
test_freeze (void)
{
  static const NnFrozenEntry bias = { NN_FROZEN_BIAS, 2, NN_FROZEN_VECTOR }, weight = { NN_FROZEN_WEIGHT, 2, 1 };
  Editor stage;
  GtkWidget *locks[3];
  const NnSpec *spec;

  if (!editor_open (&stage))
    return;
  g_assert_true (fl_neuron_editor_edit (stage.editor, stage.topology, 1, 2, -1));
  for (guint i = 0; i < 3; i++)
    {
      locks[i] = nth (GTK_WIDGET (stage.editor), GTK_TYPE_TOGGLE_BUTTON, i);
      g_assert_nonnull (locks[i]);
      g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (locks[i])));
      g_assert_nonnull (gtk_widget_get_tooltip_text (locks[i]));
    }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (locks[0]), TRUE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (locks[2]), TRUE);
  spec = fl_document_get_project (stage.document)->spec;
  g_assert_true (nn_frozen_has (spec->frozen[0], &bias) && nn_frozen_has (spec->frozen[0], &weight));
  g_assert_cmpuint (spec->frozen[0]->n, ==, 2);
  fl_document_undo (stage.document); /* the button follows, and makes no edit of its own */
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (locks[2])));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (locks[0])));
  g_assert_true (fl_document_can_redo (stage.document));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (locks[0]), FALSE);
  g_assert_null (fl_document_get_project (stage.document)->spec->frozen[0]);
  editor_close (&stage);
}

/* What is frozen stays as it was typed in, while training runs. */
static void
test_frozen_in_mid_training (void)
{
  Editor stage;
  GtkWidget *spin, *lock;
  gsize at;

  if (!editor_open (&stage))
    return;
  fl_session_play (stage.session);
  run_for (100);
  frame_of (&stage);
  at = stage.topology->columns[3].bias_offset; /* the output's bias */
  g_assert_true (fl_neuron_editor_edit (stage.editor, stage.topology, 3, 0, -1));
  spin = nth (GTK_WIDGET (stage.editor), GTK_TYPE_SPIN_BUTTON, 0);
  lock = nth (GTK_WIDGET (stage.editor), GTK_TYPE_TOGGLE_BUTTON, 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (lock), TRUE);
  for (guint i = 0; i < 500 && fl_session_get_frame (stage.session)->spec != fl_document_get_project (stage.document)->spec; i++)
    run_for (10);
  frame_of (&stage);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 0.75);
  run_for (400);
  g_assert_cmpfloat (frame_of (&stage)->weights[at], ==, 0.75);
  g_assert_true (fl_session_is_playing (stage.session));
  editor_close (&stage);
}

static void
test_take_back (void)
{
  Editor stage;
  GtkWidget *spin, *toast;
  float before;
  gsize at;

  if (!editor_open (&stage))
    return;
  at = stage.topology->columns[1].bias_offset + 2;
  before = fl_session_get_frame (stage.session)->weights[at];
  g_assert_true (fl_neuron_editor_edit (stage.editor, stage.topology, 1, 2, 1));
  run_for (200);
  g_assert_null (nth (gtk_window_get_child (GTK_WINDOW (stage.window)), g_type_from_name ("AdwToastWidget"), 0)); /* looking changes nothing */
  spin = nth (GTK_WIDGET (stage.editor), GTK_TYPE_SPIN_BUTTON, 0);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 0.5);
  run_for (200);
  g_assert_cmpfloat (frame_of (&stage)->weights[at], ==, 0.5);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 0.7);
  run_for (200);
  g_assert_cmpfloat (frame_of (&stage)->weights[at], ==, 0.7f);
  g_assert_cmpstr (fl_document_undo_label (stage.document), ==, "change bias");
  toast = nth (gtk_window_get_child (GTK_WINDOW (stage.window)), g_type_from_name ("AdwToastWidget"), 0);
  g_assert_nonnull (toast);
  g_signal_emit_by_name (nth (toast, GTK_TYPE_BUTTON, 0), "clicked");
  run_for (200);
  g_assert_cmpfloat (frame_of (&stage)->weights[at], ==, before); /* before the first change */
  g_assert_false (fl_document_can_undo (stage.document));
  g_assert_false (fl_document_is_modified (stage.document));
  fl_document_redo (stage.document);
  run_for (200);
  g_assert_cmpfloat (frame_of (&stage)->weights[at], ==, 0.7f);
  editor_close (&stage);
}

/* Of a wide layer before there is one weight at a time: the one whose number is picked. */
static void
test_wide_source (void)
{
  static const NnFrozenEntry weight = { NN_FROZEN_WEIGHT, 2, 29 };
  Editor stage;
  NnSpec spec;
  GtkWidget *field;
  gsize at;

  if (!editor_open (&stage))
    return;
  spec = *fl_document_get_project (stage.document)->spec;
  ds_item_set (&spec.layers[0], "units", 40, NULL);
  fl_edit_set_training (stage.document, &spec, "widen", NULL);
  for (guint i = 0; i < 500 && fl_session_get_frame (stage.session)->spec != fl_document_get_project (stage.document)->spec; i++)
    run_for (10);
  frame_of (&stage);
  g_assert_true (fl_neuron_editor_edit (stage.editor, stage.topology, 2, 2, -1));
  g_assert_null (nth (GTK_WIDGET (stage.editor), GTK_TYPE_SPIN_BUTTON, 3)); /* bias, which, its weight */
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (nth (GTK_WIDGET (stage.editor), GTK_TYPE_SPIN_BUTTON, 1)), 30);
  at = stage.topology->columns[2].weight_offset + 2 * 40 + 29;
  field = nth (GTK_WIDGET (stage.editor), GTK_TYPE_SPIN_BUTTON, 2);
  g_assert_cmpfloat ((float) gtk_spin_button_get_value (GTK_SPIN_BUTTON (field)), ==, frame_of (&stage)->weights[at]);
  g_assert_false (fl_document_can_redo (stage.document));
  g_assert_cmpstr (fl_document_undo_label (stage.document), ==, "widen"); /* picking changes nothing */
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (field), -3.5);
  run_for (200);
  g_assert_cmpfloat (frame_of (&stage)->weights[at], ==, -3.5);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (nth (GTK_WIDGET (stage.editor), GTK_TYPE_TOGGLE_BUTTON, 1)), TRUE);
  g_assert_true (nn_frozen_has (fl_document_get_project (stage.document)->spec->frozen[1], &weight));
  editor_close (&stage);
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv);
  g_test_add_func ("/neuron-editor/freeze", test_freeze);
  g_test_add_func ("/neuron-editor/frozen-in-mid-training", test_frozen_in_mid_training);
  g_test_add_func ("/neuron-editor/take-back", test_take_back);
  g_test_add_func ("/neuron-editor/wide-source", test_wide_source);
  return g_test_run ();
}
