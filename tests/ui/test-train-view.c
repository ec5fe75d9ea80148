/* The Train view in a real window: it shows a run, survives every edit in mid-training, keeps its keyboard order, and a wide
 * network does not become many widgets. Needs a display. */
#include "stage.h"

#include <math.h>

#include "fl-boundary-plot.h"
#include "fl-edit.h"
#include "fl-hint-bar.h"
#include "fl-inspector.h"
#include "fl-loss-view.h"
#include "fl-network-private.h"
#include "fl-timeline.h"
#include "fl-train-layout.h"
#include "fl-view.h"

static gboolean
has_frame (Stage *stage)
{
  return fl_session_get_frame (stage->session) != NULL;
}

static gboolean
has_trained (Stage *stage)
{
  return has_frame (stage) && fl_session_get_frame (stage->session)->step > 100;
}

static gboolean
has_stopped (Stage *stage)
{
  return has_frame (stage) && fl_session_get_frame (stage->session)->state == NN_STOPPED;
}

static gboolean
open_train (Stage *stage, void (*prepare) (NnSpec *values))
{
  g_autoptr (FlProject) project = stage_project (prepare);

  if (!stage_open (stage, project, fl_train_view_new))
    return FALSE;
  WAIT_FOR (has_frame (stage));
  return TRUE;
}

static const NnSpec *
spec_of (Stage *stage)
{
  return fl_document_get_project (stage->document)->spec;
}

static void
test_shows_a_run (void)
{
  Stage stage;

  if (!open_train (&stage, NULL))
    return;
  g_assert_cmpuint (count (stage.view, FL_TYPE_NEURON), ==, 2 + 8 + 8 + 1);
  g_assert_cmpint (fl_train_view_get_selected_layer (stage.view), ==, 0);
  fl_session_play (stage.session);
  WAIT_FOR (has_trained (&stage));
  run_for (300);
  g_assert_cmpuint (fl_session_get_frame (stage.session)->epoch, >, 0);
  fl_session_pause (stage.session);
  stage_close (&stage);
}

/* Random edits, undos, data and selections while the training runs at full speed. */
static void
test_survives_edits (void)
{
  static const char *const types[] = { "dense", "dropout", "activation" };
  Stage stage;

  if (!open_train (&stage, NULL))
    return;
  fl_session_play (stage.session);
  for (guint i = 0; i < 150; i++)
    {
      const NnSpec *spec = spec_of (&stage);
      guint layer = g_test_rand_int_range (0, spec->n_layers);
      DsItem item = fl_edit_new_layer (stage.document, types[g_test_rand_int_range (0, G_N_ELEMENTS (types))]);

      switch (g_test_rand_int_range (0, 8))
        {
        case 0:
        case 1:
          if (spec->n_layers < 10)
            fl_edit_insert_layer (stage.document, layer, &item);
          break;
        case 2:
          fl_edit_remove_layer (stage.document, layer);
          break;
        case 3:
          item = spec->layers[layer];
          if (layer + 1 < spec->n_layers && ds_type_find_param (item.type, "units") >= 0 &&
              ds_item_set (&item, "units", g_test_rand_int_range (1, 60), NULL))
            fl_edit_set_layer (stage.document, layer, &item, "units");
          break;
        case 4:
          fl_document_undo (stage.document);
          break;
        case 5:
          fl_document_redo (stage.document);
          break;
        case 6:
          fl_edit_set_seed (stage.document, g_test_rand_int ());
          break;
        default:
          fl_train_view_select_layer (stage.view, layer);
        }
      run_for (g_test_rand_int_range (0, 30));
      g_assert_cmpint (fl_train_view_get_selected_layer (stage.view), <, (int) spec_of (&stage)->n_layers);
    }
  stage_close (&stage); /* still training */
}

static void
make_wide (NnSpec *values)
{
  g_assert_true (ds_item_set (&values->layers[0], "units", 50000, NULL));
}

static void
test_wide_layers_fold (void)
{
  Stage stage;

  if (!open_train (&stage, make_wide))
    return;
  g_assert_cmpuint (count (stage.view, FL_TYPE_NEURON), ==, 2 + 1 + 8 + 1);
  g_assert_cmpuint (count (find (stage.view, FL_TYPE_NETWORK), GTK_TYPE_WIDGET), <, 120);
  stage_close (&stage);
}

static gboolean
has_more_maps (Stage *stage)
{
  FlNetwork *network = FL_NETWORK (find (stage->view, FL_TYPE_NETWORK));

  return network->picture != NULL && network->picture->map_units[0] == 100;
}

static gboolean
has_few_maps (Stage *stage)
{
  return !has_more_maps (stage) && FL_NETWORK (find (stage->view, FL_TYPE_NETWORK))->picture != NULL;
}

static void
make_hundred (NnSpec *values)
{
  g_assert_true (ds_item_set (&values->layers[0], "units", 100, NULL));
}

/* A wide layer shows all its maps while it is open, page by page, and only then asks for that many. */
static void
test_wide_layer_opens (void)
{
  Stage stage;
  GtkWidget *network, *card, *plot, *title;

  if (!open_train (&stage, make_hundred))
    return;
  network = find (stage.view, FL_TYPE_NETWORK);
  card = nth (network, FL_TYPE_NEURON, 2);
  g_assert_cmpint (fl_neuron_get_unit (FL_NEURON (card)), ==, -1);
  WAIT_FOR (has_few_maps (&stage));
  g_signal_emit_by_name (card, "activate");
  WAIT_FOR (has_more_maps (&stage));
  g_assert_cmpint (fl_train_view_get_selected_layer (stage.view), ==, 0);
  plot = find (network, FL_TYPE_MAPS_PLOT);
  title = find (find (network, FL_TYPE_MAPS), GTK_TYPE_LABEL);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (title)), ==, "Dense layer 1, 100 neurons, tanh");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_widget_get_next_sibling (title))), ==, "1–64 of 100");
  g_signal_emit_by_name (plot, "page", 1);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_widget_get_next_sibling (title))), ==, "65–100 of 100");
  g_signal_emit_by_name (plot, "page", 1); /* there is no third */
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_widget_get_next_sibling (title))), ==, "65–100 of 100");
  g_signal_emit_by_name (plot, "chosen", 80);
  g_assert_false (gtk_widget_get_visible (find (network, FL_TYPE_MAPS)));
  g_assert_true (gtk_widget_get_visible (find (network, FL_TYPE_NEURON_EDITOR)));
  WAIT_FOR (has_few_maps (&stage));

  g_signal_emit_by_name (card, "activate");
  fl_document_undo (stage.document);
  fl_edit_change_units (stage.document, 0, -90); /* ten neurons need no page */
  g_assert_false (gtk_widget_get_visible (find (network, FL_TYPE_MAPS)));
  stage_close (&stage);
}

static GtkWidget *
part_of (GtkWidget *widget)
{
  static GType parts[4];

  parts[0] = FL_TYPE_NETWORK;
  parts[1] = FL_TYPE_INSPECTOR;
  parts[2] = FL_TYPE_BOUNDARY_PLOT;
  parts[3] = FL_TYPE_LOSS_PLOT;
  for (guint i = 0; i < 4; i++)
    {
      if (g_type_is_a (G_OBJECT_TYPE (widget), parts[i]))
        return widget;
      if (gtk_widget_get_ancestor (widget, parts[i]) != NULL)
        return gtk_widget_get_ancestor (widget, parts[i]);
    }
  return NULL;
}

/* Tab leads from the network over the inspector and the boundary to the loss. */
static void
test_tab_order (void)
{
  Stage stage;
  GtkWidget *want[4], *seen = NULL;
  guint at = 0;

  if (!open_train (&stage, NULL))
    return;
  want[0] = find (stage.view, FL_TYPE_NETWORK);
  want[1] = find (stage.view, FL_TYPE_INSPECTOR);
  want[2] = find (stage.view, FL_TYPE_BOUNDARY_PLOT);
  want[3] = find (stage.view, FL_TYPE_LOSS_PLOT);
  run_for (300);
  gtk_window_set_focus (GTK_WINDOW (stage.window), NULL);
  for (guint i = 0; i < 60 && gtk_widget_child_focus (stage.view, GTK_DIR_TAB_FORWARD); i++)
    {
      GtkWidget *part = part_of (gtk_window_get_focus (GTK_WINDOW (stage.window)));

      if (part == NULL || part == seen)
        continue;
      g_assert_cmpuint (at, <, 4);
      g_assert_true (part == want[at]);
      seen = part;
      at++;
    }
  g_assert_cmpuint (at, ==, 4);
  stage_close (&stage);
}

/* Arrows go from neuron to neuron and take the selection along; the buttons of a column edit it, and all can be undone. */
static void
test_hands_on (void)
{
  Stage stage;
  GtkWidget *network, *neuron, *header;

  if (!open_train (&stage, NULL))
    return;
  run_for (300);
  network = find (stage.view, FL_TYPE_NETWORK);
  neuron = nth (network, FL_TYPE_NEURON, 2);
  g_assert_cmpint (fl_neuron_get_column (FL_NEURON (neuron)), ==, 1);
  gtk_widget_grab_focus (neuron);
  g_assert_true (gtk_widget_child_focus (network, GTK_DIR_DOWN));
  neuron = gtk_window_get_focus (GTK_WINDOW (stage.window));
  g_assert_true (FL_IS_NEURON (neuron));
  g_assert_cmpint (fl_neuron_get_unit (FL_NEURON (neuron)), ==, 1);
  g_assert_true (gtk_widget_child_focus (network, GTK_DIR_RIGHT));
  neuron = gtk_window_get_focus (GTK_WINDOW (stage.window));
  g_assert_true (FL_IS_NEURON (neuron));
  g_assert_cmpint (fl_neuron_get_column (FL_NEURON (neuron)), ==, 2);
  g_assert_cmpint (fl_train_view_get_selected_layer (stage.view), ==, 1);
  g_signal_emit_by_name (neuron, "activate");
  g_assert_cmpint (fl_train_view_get_selected_layer (stage.view), ==, 1);

  g_assert_cmpuint (spec_of (&stage)->n_layers, ==, 3);
  g_signal_emit_by_name (gtk_widget_get_next_sibling (find (network, FL_TYPE_NEURON)), "activate");
  g_assert_cmpint (fl_train_view_get_selected_layer (stage.view), ==, 1); /* an input is no layer */

  header = nth (network, FL_TYPE_LAYER_HEADER, 2); /* of the second hidden layer */
  g_signal_emit_by_name (header, "count", 1);
  g_assert_cmpfloat (ds_item_get (&spec_of (&stage)->layers[1], "units"), ==, 9);
  g_assert_cmpuint (count (network, FL_TYPE_NEURON), ==, 2 + 8 + 9 + 1);
  g_signal_emit_by_name (header, "removed");
  g_assert_cmpuint (spec_of (&stage)->n_layers, ==, 2);
  g_assert_cmpint (fl_train_view_get_selected_layer (stage.view), ==, 0);
  fl_document_undo (stage.document);
  fl_document_undo (stage.document);
  g_assert_cmpuint (count (network, FL_TYPE_NEURON), ==, 2 + 8 + 8 + 1);
  stage_close (&stage);
}

/* Every action of the canvas on the selected layer: one undo step each. */
static void
test_layer_actions (void)
{
  Stage stage;
  GtkWidget *network;

  if (!open_train (&stage, NULL))
    return;
  network = find (stage.view, FL_TYPE_NETWORK);
  g_assert_true (gtk_widget_activate_action (network, "network.duplicate", NULL));
  g_assert_cmpuint (spec_of (&stage)->n_layers, ==, 4);
  g_assert_cmpint (fl_train_view_get_selected_layer (stage.view), ==, 1);
  g_assert_cmpstr (fl_document_undo_label (stage.document), ==, "duplicate dense layer");
  gtk_widget_activate_action (network, "network.freeze", NULL);
  g_assert_true (fl_layer_is_frozen (&spec_of (&stage)->layers[1]));
  gtk_widget_activate_action (network, "network.move-left", NULL);
  g_assert_true (fl_layer_is_frozen (&spec_of (&stage)->layers[0]));
  g_assert_cmpint (fl_train_view_get_selected_layer (stage.view), ==, 0);
  gtk_widget_activate_action (network, "network.move-left", NULL); /* it is the first */
  gtk_widget_activate_action (network, "network.move-right", NULL);
  gtk_widget_activate_action (network, "network.move-right", NULL);
  gtk_widget_activate_action (network, "network.move-right", NULL); /* the output stays the last */
  g_assert_true (fl_layer_is_frozen (&spec_of (&stage)->layers[2]));
  g_assert_cmpint (fl_train_view_get_selected_layer (stage.view), ==, 2);
  gtk_widget_activate_action (network, "network.freeze", NULL);
  g_assert_false (fl_layer_is_frozen (&spec_of (&stage)->layers[2]));
  gtk_widget_activate_action (network, "network.remove", NULL);
  g_assert_cmpuint (spec_of (&stage)->n_layers, ==, 3);
  for (guint i = 0; i < 7; i++)
    fl_document_undo (stage.document);
  g_assert_false (fl_document_can_undo (stage.document));
  g_assert_cmpuint (spec_of (&stage)->n_layers, ==, 3);
  stage_close (&stage);
}

/* The palette holds every layer of the registry, and one of each choice of those that are nothing but a choice. */
static void
test_palette (void)
{
  Stage stage;
  GtkWidget *network, *palette, *list;
  guint n_layers, n_functions, rows = 0;

  if (!open_train (&stage, NULL))
    return;
  network = find (stage.view, FL_TYPE_NETWORK);
  fl_network_open_palette (FL_NETWORK (network), 2);
  palette = find (network, FL_TYPE_PALETTE);
  g_assert_nonnull (palette);
  list = find (palette, GTK_TYPE_LIST_BOX);
  nn_registry (NN_LAYERS, &n_layers);
  nn_registry (NN_ACTIVATIONS, &n_functions);
  while (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), rows) != NULL)
    rows++;
  g_assert_cmpuint (rows, ==, n_layers - 1 + n_functions);

  gtk_editable_set_text (GTK_EDITABLE (find (palette, GTK_TYPE_SEARCH_ENTRY)), "GELU");
  run_for (400); /* the search waits for the typing to end */
  g_signal_emit_by_name (find (palette, GTK_TYPE_SEARCH_ENTRY), "activate");
  g_assert_cmpuint (spec_of (&stage)->n_layers, ==, 4);
  g_assert_cmpstr (spec_of (&stage)->layers[2].type->id, ==, "activation");
  g_assert_cmpstr (ds_item_choice (&spec_of (&stage)->layers[2], "function")->id, ==, "gelu");
  g_assert_cmpint (fl_train_view_get_selected_layer (stage.view), ==, 2);
  stage_close (&stage);
}

static gboolean
has_problem (Stage *stage)
{
  return fl_session_get_problem (stage->session, NULL) != NULL && find (stage->view, FL_TYPE_PROBLEM_CARD) != NULL;
}

/* A network that cannot be trained says so on the canvas; one press mends it, one undo brings it back. */
static void
test_problem_card (void)
{
  Stage stage;
  DsItem item;

  if (!open_train (&stage, NULL))
    return;
  g_assert_null (find (stage.view, FL_TYPE_PROBLEM_CARD));
  item = spec_of (&stage)->layers[1];
  g_assert_true (ds_item_set (&item, "units", 0, NULL));
  fl_edit_set_layer (stage.document, 1, &item, "units");
  WAIT_FOR (has_problem (&stage));
  g_signal_emit_by_name (find (find (stage.view, FL_TYPE_PROBLEM_CARD), GTK_TYPE_BUTTON), "clicked");
  g_assert_null (find (stage.view, FL_TYPE_PROBLEM_CARD));
  g_assert_cmpfloat (ds_item_get (&spec_of (&stage)->layers[1], "units"), ==, 8);
  fl_document_undo (stage.document);
  WAIT_FOR (has_problem (&stage));
  g_signal_emit_by_name (find (find (stage.view, FL_TYPE_HINT_BAR), GTK_TYPE_BUTTON), "clicked"); /* the same from below */
  g_assert_null (find (stage.view, FL_TYPE_PROBLEM_CARD));
  stage_close (&stage);
}

static const char *
inscription_in (Stage *stage, GType card)
{
  const char *text = gtk_inscription_get_text (GTK_INSCRIPTION (find (find (stage->view, card), GTK_TYPE_INSCRIPTION)));

  return text != NULL ? text : "";
}

static gboolean
shows_a_run (Stage *stage)
{
  return *inscription_in (stage, FL_TYPE_LOSS_VIEW) != '\0' && *inscription_in (stage, FL_TYPE_INSPECTOR) != '\0'
         && gtk_widget_get_sensitive (find (stage->view, FL_TYPE_TIMELINE));
}

static gboolean
shows_no_run (Stage *stage)
{
  return *inscription_in (stage, FL_TYPE_LOSS_VIEW) == '\0' && *inscription_in (stage, FL_TYPE_INSPECTOR) == '\0'
         && !gtk_widget_get_sensitive (find (stage->view, FL_TYPE_TIMELINE));
}

/* What was learned by another network is not shown as this one's; with the network it comes back, and training goes on. */
static void
test_problem_shows_no_run (void)
{
  Stage stage;
  DsItem item;

  if (!open_train (&stage, NULL))
    return;
  fl_session_play (stage.session);
  WAIT_FOR (has_trained (&stage));
  WAIT_FOR (shows_a_run (&stage));
  item = spec_of (&stage)->layers[0];
  g_assert_true (ds_item_set (&item, "units", 0, NULL));
  fl_edit_set_layer (stage.document, 0, &item, "units");
  WAIT_FOR (has_problem (&stage));
  WAIT_FOR (shows_no_run (&stage));
  run_for (200); /* nor does a frame or a picture still on its way bring it back */
  g_assert_true (shows_no_run (&stage));
  fl_document_undo (stage.document);
  g_assert_true (fl_session_is_playing (stage.session));
  WAIT_FOR (shows_a_run (&stage));
  g_assert_true (has_trained (&stage));
  stage_close (&stage);
}

static void
make_reckless (NnSpec *values)
{
  values->optimizer = ds_item (nn_registry_find (NN_OPTIMIZERS, "sgd"));
  g_assert_true (ds_item_set (&values->optimizer, "learning_rate", 1e5, NULL));
}

/* A run that diverged says so and offers the way out, which works. */
static void
test_divergence_hint (void)
{
  Stage stage;
  GtkWidget *bar;
  double rate;

  if (!open_train (&stage, make_reckless))
    return;
  bar = find (stage.view, FL_TYPE_HINT_BAR);
  g_assert_false (fl_hint_bar_is_shown (FL_HINT_BAR (bar)));
  fl_session_play (stage.session);
  WAIT_FOR (has_stopped (&stage));
  run_for (400);
  g_assert_true (fl_hint_bar_is_shown (FL_HINT_BAR (bar)));
  rate = ds_item_get (&spec_of (&stage)->optimizer, "learning_rate");
  g_signal_emit_by_name (find (bar, GTK_TYPE_BUTTON), "clicked");
  g_assert_cmpfloat (ds_item_get (&spec_of (&stage)->optimizer, "learning_rate"), ==, MIN (rate / 10, 0.1));
  stage_close (&stage);
}

/* Tools above the boundary take their room from the loss below, not from the picture one paints on. */
static void
test_room_to_paint (void)
{
  GtkWidget *cards[4], *layout, *window;
  int without;

  if (!stage_ready ())
    return;
  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    {
      cards[i] = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      gtk_widget_set_size_request (cards[i], 240, 140);
    }
  layout = fl_train_layout_new (cards[0], cards[1], cards[2], cards[3]);
  window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 600);
  gtk_window_set_child (GTK_WINDOW (window), layout);
  gtk_window_present (GTK_WINDOW (window));
  WAIT_FOR (gtk_widget_get_height (cards[2]) > 140);
  without = gtk_widget_get_height (cards[2]);
  gtk_widget_set_size_request (cards[2], 240, 241);
  WAIT_FOR (gtk_widget_get_height (cards[2]) == without + 100);
  gtk_widget_set_size_request (cards[3], 240, 230); /* but what the loss needs is left to it */
  WAIT_FOR (gtk_widget_get_height (cards[2]) < without + 100);
  g_assert_cmpint (gtk_widget_get_height (cards[3]), >=, 230);
  gtk_window_destroy (GTK_WINDOW (window));
  run_for (50);
}

static gboolean
shows_box (FlNetwork *network, guint column, guint unit, double *x, double *y)
{
  double size;
  graphene_rect_t box;

  if (!fl_places_unit (&network->places, network->topology, column, unit, x, y, &size))
    return FALSE;
  *x += size / 2;
  *y += size / 2;
  box = GRAPHENE_RECT_INIT (*x - 1, *y - 1, 2, 2);
  return fl_network_is_seen (network, &box);
}

/* A neuron that is zoomed at becomes larger where it is, is hit there and nowhere else, and pointed at only as far as it is seen; the whole
 * network again is what was there before. */
static void
test_zoom (void)
{
  Stage stage;
  FlNetwork *network;
  FlPlaces before;
  double x, y;
  FlHit hit;

  if (!open_train (&stage, NULL))
    return;
  network = FL_NETWORK (find (stage.view, FL_TYPE_NETWORK));
  WAIT_FOR (gtk_widget_get_width (GTK_WIDGET (network)) > 1);
  before = network->places;
  g_assert_true (shows_box (network, 2, 5, &x, &y));
  fl_network_zoom (network, x, y, 1.5);
  fl_network_zoom (network, network->zoom.x, network->zoom.y, 1); /* before it is laid out: nothing */
  WAIT_FOR (!network->zoom.pending);
  g_assert_cmpfloat (network->places.width, >=, floor (before.width * 1.5));
  g_assert_cmpfloat (network->places.size, >, before.size * 1.2);
  g_assert_true (shows_box (network, 2, 5, &x, &y));
  hit = fl_places_hit (&network->places, network->topology, x, y);
  g_assert_cmpint (hit.column, ==, 2);
  g_assert_cmpint (hit.unit, ==, 5);
  g_assert_true (with_tooltip (stage.view, "Show all of the network") != NULL);
  g_assert_true (gtk_widget_get_visible (with_tooltip (stage.view, "Show all of the network")));

  fl_network_zoom (network, x, y, 100);
  WAIT_FOR (!network->zoom.pending);
  g_assert_cmpfloat (network->zoom.factor, <=, 3);
  g_assert_false (shows_box (network, 0, 0, &x, &y)); /* far away now: its numbers open at the edge */
  WAIT_FOR (network->frame_topology != NULL);
  fl_network_edit_neuron (network, 1, 7, -1);
  run_for (200);
  gtk_popover_popdown (GTK_POPOVER (network->editor));

  gtk_widget_activate_action (GTK_WIDGET (network), "plot.fit", NULL);
  WAIT_FOR (!network->zoom.pending);
  g_assert_cmpfloat (network->places.width, ==, before.width);
  g_assert_cmpfloat (network->places.size, ==, before.size);
  g_assert_false (gtk_widget_get_visible (with_tooltip (stage.view, "Show all of the network")));
  stage_close (&stage);
}

static gboolean
selected_is_seen (FlNetwork *network)
{
  const FlColumnView *view = g_ptr_array_index (network->columns, network->selected + 1);
  graphene_rect_t box, seen;

  fl_network_get_visible (network, &seen);
  return gtk_widget_compute_bounds (view->header, GTK_WIDGET (network), &box) && box.origin.x >= seen.origin.x
         && box.origin.x + box.size.width <= seen.origin.x + seen.size.width;
}

/* A layer put in where the canvas does not reach at the moment is gone to. */
static void
test_selected_is_seen (void)
{
  Stage stage;
  FlNetwork *network;

  if (!open_train (&stage, NULL))
    return;
  network = FL_NETWORK (find (stage.view, FL_TYPE_NETWORK));
  for (guint i = 0; i < 20; i++)
    {
      fl_edit_duplicate_layer (stage.document, i);
      fl_train_view_select_layer (stage.view, (int) i + 1);
      run_for (20);
    }
  WAIT_FOR (selected_is_seen (network));
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv);
  g_test_add_func ("/train-view/shows-a-run", test_shows_a_run);
  g_test_add_func ("/train-view/survives-edits", test_survives_edits);
  g_test_add_func ("/train-view/wide-layers-fold", test_wide_layers_fold);
  g_test_add_func ("/train-view/wide-layer-opens", test_wide_layer_opens);
  g_test_add_func ("/train-view/tab-order", test_tab_order);
  g_test_add_func ("/train-view/hands-on", test_hands_on);
  g_test_add_func ("/train-view/layer-actions", test_layer_actions);
  g_test_add_func ("/train-view/palette", test_palette);
  g_test_add_func ("/train-view/problem-card", test_problem_card);
  g_test_add_func ("/train-view/problem-shows-no-run", test_problem_shows_no_run);
  g_test_add_func ("/train-view/divergence-hint", test_divergence_hint);
  g_test_add_func ("/train-view/room-to-paint", test_room_to_paint);
  g_test_add_func ("/train-view/zoom", test_zoom);
  g_test_add_func ("/train-view/selected-is-seen", test_selected_is_seen);
  return g_test_run ();
}
