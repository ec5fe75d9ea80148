/* The window's GActions: buttons, menus, keys and scripts all come through here. */
#include "fl-window-private.h"
#include <glib/gi18n-lib.h>
#include "fl-comparison.h"
#include "fl-edit.h"
#include "fl-view.h"
#include "fl-hash-card.h"
#include "fl-undo-toast.h"

#define RESET_OFFER 10 /* seconds: what it brings back may have taken hours */

/* ---- the run ---- */

/* Says why nothing happens instead of a button that does nothing. TRUE if there is such a reason. */
static gboolean
say_problem (FlWindow *self)
{
  const char *problem = fl_session_get_problem (self->session, NULL);

  if (problem != NULL)
    fl_window_toast (self, problem);
  return problem != NULL;
}

/* An empty race is no reason for a button that does nothing. */
static void
change_race (FlWindow *self, gboolean playing)
{
  FlComparison *race = fl_session_get_comparison (self->session);

  if (!playing)
    fl_comparison_pause (race);
  else if (fl_comparison_n_lanes (race) == 0)
    fl_window_toast (self, _("Nothing races yet: choose Race optimizers, or add runs"));
  else
    fl_comparison_play (race);
}

static void
train_change_state (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  FlWindow *self = user_data;

  if (fl_window_is_comparing (self))
    change_race (self, g_variant_get_boolean (state));
  else if (!g_variant_get_boolean (state))
    fl_session_pause (self->session);
  else if (!say_problem (self))
    fl_session_play (self->session);
  fl_window_update_actions (self);
}

static void
step_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FlWindow *self = user_data;

  if (fl_window_is_comparing (self))
    fl_comparison_step (fl_session_get_comparison (self->session));
  else if (!say_problem (self))
    fl_session_step (self->session);
}

static gboolean
can_unreset (gpointer session)
{
  return fl_session_can_unreset (session);
}

static void
unreset (gpointer session)
{
  fl_session_unreset (session);
}

static void
settle_reset (gpointer session)
{
  fl_session_settle_reset (session);
}

/* At once and unasked; but an hour of training is not to hang on one key. */
static void
reset_run (FlWindow *self)
{
  if (fl_session_reset_keeping (self->session))
    fl_offer_way_back (gtk_widget_get_first_child (self->toasts), self->document,
                       &(FlWayBack){ .text = _("Training reset"), .seconds = RESET_OFFER, .holds = can_unreset, .undo = unreset,
                                     .over = settle_reset, .data = g_object_ref (self->session), .free = g_object_unref });
}

static void
reset_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FlWindow *self = user_data;

  if (fl_window_is_comparing (self))
    fl_comparison_reset (fl_session_get_comparison (self->session));
  else
    reset_run (self);
}

static void
new_seed_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FlWindow *self = user_data;
  guint64 present = fl_document_get_project (self->document)->spec->seed, seed;

  /* Small enough to read aloud to a class. */
  do
    seed = (guint64) g_random_int_range (1, 1000);
  while (seed == present);
  fl_edit_set_seed (self->document, seed);
}

/* ---- editing ---- */

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  fl_document_undo (FL_WINDOW (user_data)->document);
}

static void
redo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  fl_document_redo (FL_WINDOW (user_data)->document);
}

static int
selected_layer (FlWindow *self)
{
  int n = (int) fl_document_get_project (self->document)->spec->n_layers;
  int layer = self->train_view != NULL ? fl_train_view_get_selected_layer (self->train_view) : -1;

  return layer < n ? layer : -1;
}

/* Why there cannot be another layer: because of their number, or for what is said else. */
static void
say_no_layer (FlWindow *self, const char *text)
{
  g_autofree char *full = g_strdup_printf (_("A network has %d layers at most"), NN_MAX_LAYERS);

  fl_window_toast (self, fl_document_get_project (self->document)->spec->n_layers >= NN_MAX_LAYERS ? full : text);
}

static void
add_layer_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FlWindow *self = user_data;
  const char *id = g_variant_get_string (parameter, NULL);
  const NnSpec *spec = fl_document_get_project (self->document)->spec;
  int selected = selected_layer (self);
  guint index = selected >= 0 ? (guint) selected + 1 : spec->n_layers;
  DsItem layer;

  if (!fl_edit_knows_layer (id))
    {
      guint n;
      const DsType *const *types = nn_registry (NN_LAYERS, &n);
      g_autofree char *ids = ds_type_list_ids (types, n);
      g_autofree char *text = g_strdup_printf (_("There is no layer type “%s”; possible: %s"), id, ids);

      fl_window_toast (self, text);
      return;
    }
  index = MIN (index, spec->n_layers > 0 ? spec->n_layers - 1 : 0); /* the output layer stays last */
  layer = fl_edit_new_layer (self->document, id);
  if (!fl_edit_insert_layer (self->document, index, &layer))
    say_no_layer (self, _("No further layer is possible here"));
  else if (self->train_view != NULL)
    fl_train_view_select_layer (self->train_view, (int) index);
}

/* The selected layer; with none, or the output layer, the last hidden one. */
static void
remove_layer_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FlWindow *self = user_data;
  const NnSpec *spec = fl_document_get_project (self->document)->spec;
  int layer = selected_layer (self);

  if (layer < 0 || layer == (int) spec->n_layers - 1)
    layer = (int) spec->n_layers - 2;
  if (layer < 0 || !fl_remove_layer (self->flap, self->document, (guint) layer))
    fl_window_toast (self, _("The output layer stays: a network needs one"));
}

static void
duplicate_layer_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FlWindow *self = user_data;
  int layer = selected_layer (self);

  if (layer < 0 || !fl_edit_duplicate_layer (self->document, (guint) layer))
    say_no_layer (self, _("Select a layer before the output to duplicate it"));
  else if (self->train_view != NULL)
    fl_train_view_select_layer (self->train_view, layer + 1);
}

static void
freeze_layer_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FlWindow *self = user_data;
  const NnSpec *spec = fl_document_get_project (self->document)->spec;
  int layer = selected_layer (self);

  if (layer < 0 || !fl_edit_set_trainable (self->document, (guint) layer, fl_layer_is_frozen (&spec->layers[layer])))
    fl_window_toast (self, _("This layer has no weights to freeze"));
}

/* By so many places; negative: towards the inputs. */
static void
move_layer_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FlWindow *self = user_data;
  int layer = selected_layer (self), to = layer + g_variant_get_int32 (parameter);
  int output = fl_output_layer (fl_document_get_project (self->document)->spec);

  if (layer >= 0 && to >= 0 && to < output && fl_edit_move_layer (self->document, (guint) layer, (guint) to) && self->train_view != NULL)
    fl_train_view_select_layer (self->train_view, to);
}

/* ---- files ---- */

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  fl_window_open (user_data);
}

/* A path or a URI: the menu of recent files, and scripts. */
static void
open_file_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  fl_window_open_file (user_data, file);
}

static void
new_example_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  fl_window_open_example (user_data, g_variant_get_string (parameter, NULL));
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  fl_window_save (user_data);
}

static void
save_as_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  fl_window_save_as (user_data);
}

static void
import_folder_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  fl_window_import_folder (user_data);
}

static void
import_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  fl_window_import (user_data);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  fl_window_export_picture (user_data);
}

static void
export_weights_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  fl_window_export_weights (user_data);
}

static void
load_weights_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  fl_window_load_weights (user_data);
}

static void
save_data_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  fl_window_save_data (user_data);
}

static void
export_history_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  fl_window_export_history (user_data);
}

/* ---- the window ---- */

static void
close_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (user_data));
}

static void
toggle_panel_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FlWindow *self = user_data;

  adw_flap_set_reveal_flap (ADW_FLAP (self->flap), !adw_flap_get_reveal_flap (ADW_FLAP (self->flap)));
}

/* ---- views ---- */

static void
explain_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FlWindow *self = user_data;

  if (self->train_view != NULL)
    fl_train_view_explain (self->train_view);
}

static void
weight_hash_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FlWindow *self = user_data;
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Weight hash"), NULL), *card = fl_hash_card_new (self->session);

  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), card);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  fl_hash_card_refresh (FL_HASH_CARD (card));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
view_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FlWindow *self = user_data;
  const char *id = g_variant_get_string (parameter, NULL);

  if (adw_view_stack_get_child_by_name (ADW_VIEW_STACK (self->stack), id) == NULL)
    return;
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (self->stack), id);
  fl_window_focus_view (self);
}

static void
next_pane_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  fl_window_focus_pane (user_data, TRUE);
}

static void
previous_pane_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  fl_window_focus_pane (user_data, FALSE);
}

static gboolean
is_playing (FlWindow *self)
{
  return fl_window_is_comparing (self) ? fl_comparison_is_playing (fl_session_get_comparison (self->session))
                                       : fl_session_is_playing (self->session);
}

void
fl_window_update_actions (FlWindow *self)
{
  GActionMap *map = G_ACTION_MAP (self);
  GAction *undo = g_action_map_lookup_action (map, "undo"), *redo = g_action_map_lookup_action (map, "redo");
  GAction *train = g_action_map_lookup_action (map, "train");

  g_simple_action_set_state (G_SIMPLE_ACTION (train), g_variant_new_boolean (is_playing (self)));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (undo), fl_document_can_undo (self->document));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (redo), fl_document_can_redo (self->document));
}

void
fl_window_add_actions (FlWindow *self)
{
  static const GActionEntry entries[] = {
    { "train", NULL, NULL, "false", train_change_state },
    { "step", step_cb },
    { "reset", reset_cb },
    { "new-seed", new_seed_cb },
    { "undo", undo_cb },
    { "redo", redo_cb },
    { "open", open_cb },
    { "open-file", open_file_cb, "s" },
    { "new-example", new_example_cb, "s" },
    { "save", save_cb },
    { "save-as", save_as_cb },
    { "import-data", import_cb },
    { "import-folder", import_folder_cb },
    { "add-layer", add_layer_cb, "s" },
    { "remove-layer", remove_layer_cb },
    { "duplicate-layer", duplicate_layer_cb },
    { "freeze-layer", freeze_layer_cb },
    { "move-layer", move_layer_cb, "i" },
    { "export", export_cb },
    { "export-weights", export_weights_cb },
    { "load-weights", load_weights_cb },
    { "export-history", export_history_cb },
    { "save-data", save_data_cb },
    { "close", close_cb },
    { "toggle-panel", toggle_panel_cb },
    { "explain", explain_cb },
    { "weight-hash", weight_hash_cb },
    { "view", view_cb, "s" },
    { "next-pane", next_pane_cb },
    { "previous-pane", previous_pane_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  if (self->train_view != NULL)
    {
      g_autoptr (GPropertyAction) slow = g_property_action_new ("slow-motion", self->train_view, "slow-motion");

      g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (slow));
    }
  fl_window_update_actions (self);
}
