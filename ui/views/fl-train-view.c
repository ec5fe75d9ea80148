/* The Train view. One tick callback, present only while something moves, brings new frames and pictures to the cards; the
 * cards paint on the plots' worker. The probe is asked for a new picture when it is idle and no sooner than four times the
 * duration of the last one has passed, so that it leaves the training its share of the machine. */
#include "fl-view.h"

#include <glib/gi18n-lib.h>
#include <stdatomic.h>

#include "fl-hint-bar.h"
#include "fl-inspector.h"
#include "fl-loss-view.h"
#include "fl-network.h"
#include "fl-panel-parts.h"
#include "fl-result-card.h"
#include "fl-slow-motion.h"
#include "fl-tied-window.h"
#include "fl-time-strip.h"
#include "fl-train-hints.h"
#include "fl-train-layout.h"
#include "fl-train-tools.h"
#include "fl-walk-window.h"

#define EDIT_HINT N_("Click a layer to edit it · drag to reorder")
#define SLOW_HINT N_("Click a neuron to see its numbers")
#define PROBE_US 50000   /* at most this often */
#define PROBE_LONGEST_US 400000
#define TEXT_US 100000   /* numbers a person reads */
#define SPEECH_US 1000000 /* descriptions an assistive technology reads */

#define FL_TYPE_TRAIN_VIEW (fl_train_view_get_type ())
G_DECLARE_FINAL_TYPE (FlTrainView, fl_train_view, FL, TRAIN_VIEW, GtkWidget)

struct _FlTrainView
{
  GtkWidget parent_instance;

  FlSession *session;   /* owned */
  NnProbe *probe;       /* owned */
  FlTrainHints *hints;  /* owned */
  GtkWidget *box;       /* owned child */
  GtkWidget *network, *network_hint, *inspector, *result, *boundary, *loss, *time_strip, *hint_bar; /* borrowed */
  GtkWidget *slow_motion; /* borrowed; NULL until it is first wanted */
  GtkWidget *walk;      /* owned by GTK; weak; NULL while there is no worked example */
  int selected;

  guint tick;
  atomic_bool woken; /* a wake-up by the probe is on its way */
  gboolean asked, wanted; /* a picture: under way; to be asked for */
  gboolean text_due, speech_due; /* of the frame on show */
  guint64 shown_version, shown_run; /* of the frame on show */
  guint64 present_version;
  gint64 asked_at, next_ask, text_at, speech_at;
  gboolean slow;     /* slow motion is on */
  gint64 sought_at; /* when a click on the curve left the present */
  gboolean sought_playing;
};

G_DEFINE_FINAL_TYPE (FlTrainView, fl_train_view, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_SLOW_MOTION,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

static void start_ticking (FlTrainView *self);

/* Pictures */

static void
want_picture (FlTrainView *self)
{
  self->wanted = TRUE;
  start_ticking (self);
}

/* FALSE while the first frame on data of another shape is still on its way: its axes would mean nothing to the old one. */
static gboolean
frame_fits_data (const NnFrame *frame, const DsPrepared *data)
{
  return data != NULL && (frame->data == data || frame->data->raw_inputs == data->raw_inputs);
}

static void
ask_for_picture (FlTrainView *self)
{
  NnFrame *frame = fl_session_get_frame (self->session);
  NnProbeRequest request = { 0 };
  gint64 now = g_get_monotonic_time ();

  if (!self->wanted || frame == NULL || nn_probe_busy (self->probe))
    return;
  if (fl_session_is_playing (self->session) && now < self->next_ask)
    return;
  if (!frame_fits_data (frame, fl_session_get_data (self->session)))
    return;
  if (!fl_boundary_plot_get_request (fl_boundary_view_get_plot (FL_BOUNDARY_VIEW (self->boundary)), &request))
    return;
  request.map_size = fl_network_get_map_size (FL_NETWORK (self->network));
  request.max_map_units = fl_network_get_map_units (FL_NETWORK (self->network));
  nn_probe_request (self->probe, frame, &request);
  self->wanted = FALSE;
  self->asked = TRUE;
  self->asked_at = now;
}

static void
take_picture (FlTrainView *self)
{
  NnPicture *picture = nn_probe_take (self->probe);
  gint64 now = g_get_monotonic_time ();

  if (picture != NULL && self->shown_version == 0) /* of a run that has gone meanwhile */
    nn_picture_unref (picture);
  else if (picture != NULL)
    {
      fl_network_take (FL_NETWORK (self->network), NULL, picture);
      fl_boundary_plot_take (fl_boundary_view_get_plot (FL_BOUNDARY_VIEW (self->boundary)), picture);
      nn_picture_unref (picture);
    }
  if (self->asked && !nn_probe_busy (self->probe))
    {
      gint64 pause = CLAMP (4 * (now - self->asked_at), PROBE_US, PROBE_LONGEST_US);

      self->asked = FALSE;
      self->next_ask = self->asked_at + pause;
    }
}

static gboolean
probe_woke_cb (gpointer data)
{
  FlTrainView *self = data;

  atomic_store (&self->woken, FALSE);
  if (self->probe != NULL)
    start_ticking (self);
  return G_SOURCE_REMOVE;
}

/* The probe's thread. */
static void
probe_wake (gpointer data)
{
  FlTrainView *self = data;

  if (!atomic_exchange (&self->woken, TRUE))
    g_idle_add_full (G_PRIORITY_DEFAULT, probe_woke_cb, g_object_ref (self), g_object_unref);
}

/* Frames */

/* Hints are about the present; and a bar that comes and goes under a drag would move the timeline away from the hand. */
static void
update_hints (FlTrainView *self)
{
  if (fl_session_is_live (self->session))
    fl_train_hints_update (self->hints);
}

static void
show_texts (FlTrainView *self, const NnFrame *frame, gboolean at_once)
{
  gint64 now = g_get_monotonic_time ();

  if (self->text_due && (at_once || now - self->text_at >= TEXT_US))
    {
      self->text_due = FALSE;
      self->text_at = now;
      fl_loss_view_refresh (FL_LOSS_VIEW (self->loss), frame);
      fl_inspector_refresh (FL_INSPECTOR (self->inspector), frame);
      update_hints (self);
    }
  if (self->speech_due && (at_once || now - self->speech_at >= SPEECH_US))
    {
      self->speech_due = FALSE;
      self->speech_at = now;
      fl_loss_view_describe (FL_LOSS_VIEW (self->loss), frame);
      fl_boundary_view_describe (FL_BOUNDARY_VIEW (self->boundary), frame);
    }
}

static void
follow_slow (FlTrainView *self)
{
  if (self->slow_motion != NULL)
    fl_slow_motion_follow (FL_SLOW_MOTION (self->slow_motion));
}

/* No run of this project is to be shown: none of another is, either. */
static void
forget_frame (FlTrainView *self)
{
  follow_slow (self);
  if (self->shown_version == 0)
    return;
  self->shown_version = self->shown_run = self->present_version = 0;
  self->text_due = self->speech_due = FALSE;
  fl_network_forget (FL_NETWORK (self->network));
  fl_boundary_plot_take (fl_boundary_view_get_plot (FL_BOUNDARY_VIEW (self->boundary)), NULL);
  fl_boundary_view_describe (FL_BOUNDARY_VIEW (self->boundary), NULL);
  fl_loss_view_forget (FL_LOSS_VIEW (self->loss));
  fl_inspector_refresh (FL_INSPECTOR (self->inspector), NULL);
  fl_time_strip_update (FL_TIME_STRIP (self->time_strip), TRUE);
}

/* What the session shows, present or past. */
static void
take_frame (FlTrainView *self)
{
  NnFrame *frame = fl_session_get_frame (self->session), *present = fl_session_get_live_frame (self->session);
  gboolean live = fl_session_is_live (self->session);

  if (frame == NULL || present == NULL)
    {
      forget_frame (self);
      return;
    }
  if (frame->version != self->shown_version || frame->run != self->shown_run)
    {
      self->shown_version = frame->version;
      self->shown_run = frame->run;
      fl_network_take (FL_NETWORK (self->network), frame, NULL);
      fl_loss_view_take (FL_LOSS_VIEW (self->loss), frame);
      fl_loss_view_mark (FL_LOSS_VIEW (self->loss), live ? NULL : frame);
      fl_time_strip_update (FL_TIME_STRIP (self->time_strip), frame->state != NN_RUNNING);
      self->wanted = self->text_due = self->speech_due = TRUE;
    }
  else if (present->version != self->present_version) /* the run has come to rest behind what is shown */
    fl_time_strip_update (FL_TIME_STRIP (self->time_strip), TRUE);
  self->present_version = present->version;
  follow_slow (self);
  /* A drag through the past shows sixty states a second: nobody reads as many numbers. */
  show_texts (self, frame, live && frame->state != NN_RUNNING);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  FlTrainView *self = FL_TRAIN_VIEW (widget);
  gboolean reading;

  fl_session_update (self->session);
  take_frame (self);
  take_picture (self);
  ask_for_picture (self);
  reading = !fl_session_is_live (self->session) && (self->text_due || self->speech_due);
  if (fl_session_is_playing (self->session) || reading || self->asked || nn_probe_busy (self->probe))
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
start_ticking (FlTrainView *self)
{
  if (self->tick == 0 && self->session != NULL)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
session_frame_cb (FlTrainView *self)
{
  start_ticking (self);
}

static void
session_changed_cb (FlTrainView *self)
{
  fl_network_sync (FL_NETWORK (self->network));
  fl_result_card_sync (FL_RESULT_CARD (self->result));
  fl_inspector_sync (FL_INSPECTOR (self->inspector));
  fl_loss_view_sync (FL_LOSS_VIEW (self->loss), self->session);
  update_hints (self);
  follow_slow (self);
  want_picture (self);
}

/* Time, by the loss curve */

static void
seek_cb (FlTrainView *self, guint64 step, gboolean exact)
{
  if (fl_session_is_live (self->session))
    {
      self->sought_at = g_get_monotonic_time ();
      self->sought_playing = fl_session_is_playing (self->session);
    }
  fl_session_seek (self->session, step, exact);
}

/* A double click on the curve shows all of it; its first click has just gone back in time, which was not meant. */
static void
unseek_cb (FlTrainView *self)
{
  if (fl_session_is_live (self->session) || g_get_monotonic_time () - self->sought_at > G_TIME_SPAN_SECOND)
    return;
  if (self->sought_playing)
    fl_session_play (self->session);
  else
    fl_session_live (self->session);
}

/* Selection */

static void
select_layer (FlTrainView *self, int layer)
{
  const NnSpec *spec = fl_document_get_project (fl_session_get_document (self->session))->spec;
  NnFrame *frame = fl_session_get_frame (self->session);

  self->selected = CLAMP (layer, -1, (int) spec->n_layers - 1);
  fl_network_set_selected (FL_NETWORK (self->network), self->selected);
  fl_inspector_set_layer (FL_INSPECTOR (self->inspector), self->selected);
  if (frame != NULL)
    fl_inspector_refresh (FL_INSPECTOR (self->inspector), frame);
}

static void
layer_selected_cb (FlTrainView *self, int layer)
{
  select_layer (self, layer);
}

static void
hint_select_cb (int layer, gpointer data)
{
  select_layer (data, layer);
}

int
fl_train_view_get_selected_layer (GtkWidget *train_view)
{
  g_return_val_if_fail (FL_IS_TRAIN_VIEW (train_view), -1);
  return FL_TRAIN_VIEW (train_view)->selected;
}

void
fl_train_view_select_layer (GtkWidget *train_view, int layer)
{
  g_return_if_fail (FL_IS_TRAIN_VIEW (train_view));
  select_layer (FL_TRAIN_VIEW (train_view), layer);
}

/* The worked example */

static void
walk_moved_cb (FlTrainView *self)
{
  FlBoundaryPlot *plot = fl_boundary_view_get_plot (FL_BOUNDARY_VIEW (self->boundary));
  FlWalkPlace place;

  if (self->walk != NULL)
    fl_boundary_plot_set_place (plot, fl_walk_window_get_place (FL_WALK_WINDOW (self->walk), &place) ? &place : NULL);
}

static FlWalkWindow *
open_walk (FlTrainView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->walk == NULL)
    {
      g_set_weak_pointer (&self->walk, fl_walk_window_new (self->session));
      g_signal_connect_object (self->walk, "place-changed", G_CALLBACK (walk_moved_cb), self, G_CONNECT_SWAPPED);
      if (GTK_IS_WINDOW (root))
        fl_tie_window (GTK_WINDOW (self->walk), GTK_WINDOW (root));
    }
  return FL_WALK_WINDOW (self->walk);
}

static void
place_cb (FlTrainView *self, FlWalkPlace *place, gboolean open)
{
  if (!open && self->walk == NULL)
    return;
  fl_walk_window_show_place (open_walk (self), place);
  if (open)
    gtk_window_present (GTK_WINDOW (self->walk));
}

void
fl_train_view_explain (GtkWidget *train_view)
{
  FlTrainView *self = FL_TRAIN_VIEW (train_view);

  if (fl_session_get_row (self->session) < 0 && self->walk == NULL)
    fl_session_set_row (self->session, 0);
  gtk_window_present (GTK_WINDOW (open_walk (self)));
}

/* Slow motion: its card stands where the time strip does, and its stages on the canvas */

static void
slow_changed_cb (FlTrainView *self)
{
  guint stage;
  int column, unit;
  NnStepWalk *walk = fl_slow_motion_get (FL_SLOW_MOTION (self->slow_motion), &stage, &column, &unit);

  if (self->slow)
    fl_network_set_slow (FL_NETWORK (self->network), walk, stage, column, unit);
}

static void set_slow (FlTrainView *self, gboolean slow);

static void
slow_left_cb (FlTrainView *self)
{
  set_slow (self, FALSE);
}

static gboolean
key_cb (FlTrainView *self, guint key, guint code, GdkModifierType modifiers)
{
  return self->slow && fl_slow_motion_key (FL_SLOW_MOTION (self->slow_motion), key, modifiers);
}

GtkWidget *
fl_train_view_get_strip (GtkWidget *train_view)
{
  return FL_TRAIN_VIEW (train_view)->slow ? FL_TRAIN_VIEW (train_view)->slow_motion : FL_TRAIN_VIEW (train_view)->time_strip;
}

static void
add_slow_motion (FlTrainView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->slow_motion = fl_slow_motion_new (self->session);
  gtk_box_insert_child_after (GTK_BOX (self->box), self->slow_motion, self->time_strip);
  g_signal_connect_swapped (self->slow_motion, "changed", G_CALLBACK (slow_changed_cb), self);
  g_signal_connect_swapped (self->slow_motion, "leave", G_CALLBACK (slow_left_cb), self);
  g_signal_connect_object (self->network, "neuron-picked", G_CALLBACK (fl_slow_motion_pick), self->slow_motion, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
set_slow (FlTrainView *self, gboolean slow)
{
  if (slow == self->slow)
    return;
  self->slow = slow;
  if (self->slow_motion == NULL)
    add_slow_motion (self);
  gtk_widget_set_visible (self->inspector, !slow); /* its room is the canvas's: numbers want large neurons */
  gtk_widget_set_visible (self->time_strip, !slow);
  gtk_widget_set_visible (self->slow_motion, slow);
  gtk_label_set_text (GTK_LABEL (self->network_hint), slow ? _(SLOW_HINT) : _(EDIT_HINT));
  if (slow)
    {
      fl_slow_motion_begin (FL_SLOW_MOTION (self->slow_motion));
      start_ticking (self); /* the pause, if it trained, is a frame to be taken */
    }
  else
    {
      fl_slow_motion_end (FL_SLOW_MOTION (self->slow_motion));
      fl_network_set_slow (FL_NETWORK (self->network), NULL, 0, -1, -1);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SLOW_MOTION]);
}

/* The cards */

static GtkWidget *
network_card (FlTrainView *self)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *title = gtk_label_new (_("Network")), *hint = gtk_label_new (_(EDIT_HINT));
  GtkWidget *scroll = gtk_scrolled_window_new ();

  gtk_widget_add_css_class (card, "train-card");
  gtk_widget_add_css_class (head, "card-head");
  gtk_widget_add_css_class (title, "card-title");
  self->network_hint = hint;
  gtk_widget_add_css_class (hint, "card-hint");
  gtk_widget_set_hexpand (hint, TRUE);
  gtk_widget_set_margin_start (hint, 6);
  gtk_label_set_xalign (GTK_LABEL (hint), 0);
  gtk_box_append (GTK_BOX (head), title);
  self->network = fl_network_new (self->session);
  gtk_box_append (GTK_BOX (head), fl_whole_or_none_new (hint));
  gtk_box_append (GTK_BOX (head), fl_fit_network_button_new (self->network));
  gtk_box_append (GTK_BOX (head), fl_slow_motion_button_new ());
  gtk_box_append (GTK_BOX (head), fl_add_layer_button_new ());
  gtk_box_append (GTK_BOX (card), head);
  fl_view_start_at (self->network);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), self->network);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_AUTOMATIC, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scroll, TRUE);
  gtk_widget_set_hexpand (scroll, TRUE);
  gtk_box_append (GTK_BOX (card), scroll);
  return card;
}

static void
build (FlTrainView *self)
{
  GtkWidget *scroll = gtk_scrolled_window_new (), *card = network_card (self);

  self->inspector = fl_inspector_new (self->session);
  self->result = fl_result_card_new (self->session);
  self->boundary = GTK_WIDGET (fl_result_card_get_boundary (FL_RESULT_CARD (self->result)));
  self->loss = fl_loss_view_new ();
  self->hint_bar = fl_hint_bar_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), fl_train_layout_new (card, self->inspector, self->result, self->loss));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_AUTOMATIC, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scroll, TRUE);
  gtk_box_append (GTK_BOX (self->box), scroll);
  g_signal_connect_swapped (fl_loss_view_get_plot (FL_LOSS_VIEW (self->loss)), "seek", G_CALLBACK (seek_cb), self);
  g_signal_connect_swapped (fl_loss_view_get_plot (FL_LOSS_VIEW (self->loss)), "unseek", G_CALLBACK (unseek_cb), self);
  self->time_strip = fl_time_strip_new (self->session);
  gtk_box_append (GTK_BOX (self->box), self->time_strip);
  gtk_box_append (GTK_BOX (self->box), self->hint_bar);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->hints = fl_train_hints_new (FL_HINT_BAR (self->hint_bar), self->session, hint_select_cb, self);
  g_signal_connect_swapped (self->network, "layer-selected", G_CALLBACK (layer_selected_cb), self);
  g_signal_connect_object (self->network, "picture-wanted", G_CALLBACK (want_picture), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->inspector, "layer-selected", G_CALLBACK (layer_selected_cb), self);
  g_signal_connect_swapped (fl_boundary_view_get_plot (FL_BOUNDARY_VIEW (self->boundary)), "request-changed",
                            G_CALLBACK (want_picture), self);
  g_signal_connect_swapped (fl_boundary_view_get_plot (FL_BOUNDARY_VIEW (self->boundary)), "place", G_CALLBACK (place_cb), self);
  g_signal_connect_object (fl_boundary_view_get_plot (FL_BOUNDARY_VIEW (self->boundary)), "pointed", G_CALLBACK (fl_network_set_place),
                           self->network, G_CONNECT_SWAPPED);
}

static void
fl_train_view_dispose (GObject *object)
{
  FlTrainView *self = FL_TRAIN_VIEW (object);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  if (self->walk != NULL)
    gtk_window_destroy (GTK_WINDOW (self->walk));
  g_clear_weak_pointer (&self->walk);
  g_clear_pointer (&self->probe, nn_probe_free);
  g_clear_pointer (&self->hints, fl_train_hints_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fl_train_view_parent_class)->dispose (object);
}

static void
fl_train_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  g_value_set_boolean (value, FL_TRAIN_VIEW (object)->slow);
}

static void
fl_train_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  set_slow (FL_TRAIN_VIEW (object), g_value_get_boolean (value));
}

static void
fl_train_view_class_init (FlTrainViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = fl_train_view_dispose;
  object_class->get_property = fl_train_view_get_property;
  object_class->set_property = fl_train_view_set_property;
  props[PROP_SLOW_MOTION] = g_param_spec_boolean ("slow-motion", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "trainview");
}

static void
fl_train_view_init (FlTrainView *self)
{
  self->selected = -1;
}

GtkWidget *
fl_train_view_new (FlSession *session)
{
  FlTrainView *self = g_object_new (FL_TYPE_TRAIN_VIEW, NULL);

  self->session = g_object_ref (session);
  self->probe = nn_probe_new ();
  nn_probe_set_listener (self->probe, probe_wake, self);
  build (self);
  g_signal_connect_object (session, "frame", G_CALLBACK (session_frame_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (session_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (fl_session_get_document (session), "changed", G_CALLBACK (session_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  select_layer (self, 0);
  start_ticking (self);
  return GTK_WIDGET (self);
}
