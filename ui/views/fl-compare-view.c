/* The Compare view: a card for each run of the race, all curves in one chart, what differs, and who is ahead. One probe paints all the
 * small boundaries, in turns. While it is not on show it does nothing. */
#include "fl-view.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-balance.h"
#include "fl-compare-table.h"
#include "fl-compare-words.h"
#include "fl-lane-card.h"
#include "fl-lanes-card.h"
#include "fl-metric-chooser.h"
#include "fl-number-field.h"
#include "fl-pair.h"
#include "fl-toasts.h"
#include "fl-tooltip.h"
#include "fl-undo-toast.h"
#include "fl-variant-button.h"
#include "fl-wake.h"
#include "fl-wrap-box.h"
#include "fl-wrap-row.h"

#define TEXT_US 150000    /* numbers a person reads */
#define SPEECH_US 1000000 /* and what is spoken */

#define FL_TYPE_COMPARE_VIEW (fl_compare_view_get_type ())
G_DECLARE_FINAL_TYPE (FlCompareView, fl_compare_view, FL, COMPARE_VIEW, GtkWidget)

struct _FlCompareView
{
  GtkWidget parent_instance;
  FlSession *session;       /* owned */
  FlComparison *comparison; /* owned */
  NnProbe *probe;           /* owned */
  FlWake *wake;             /* owned: of the probe */
  GtkWidget *scroll;        /* owned child */
  GtkWidget *cards, *plot, *table, *lower, *empty, *status, *winner, *metric, *target, *head; /* borrowed */
  GtkWidget *card[NN_RACE_LANES]; /* borrowed, in the order of the lanes */
  guint64 shown[NN_RACE_LANES];   /* versions of the frames the boundaries show */
  guint n_cards, turn;
  GtkWidget *asked;         /* borrowed: the card the probe works for; NULL: none */
  FlMetric wished;          /* what decides, as the person chose */
  guint tick, balance;      /* idle: of the lines of cards; 0: none */
  gint64 text_at, speech_at;
};

G_DEFINE_FINAL_TYPE (FlCompareView, fl_compare_view, GTK_TYPE_WIDGET)

/* --- saying ------------------------------------------------------------------------------------------ */

static void
say (FlCompareView *self, const char *text)
{
  fl_toasts_say (GTK_WIDGET (self), text);
}

/* What has been done to the lanes can be taken back. */
static void
offer_undo (FlCompareView *self, const char *text)
{
  fl_offer_undo (GTK_WIDGET (self), fl_session_get_document (self->session), text);
}

static void
failed_cb (const GError *error, gpointer self)
{
  say (self, error->message);
}

/* --- who is ahead ------------------------------------------------------------------------------------ */

static void
set_label (GtkWidget *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (label)), text) != 0)
    gtk_label_set_text (GTK_LABEL (label), text);
}

static void
show_winner (FlCompareView *self)
{
  FlMetric metric = fl_metric_chooser_get (self->metric);
  const FlLane *winner = fl_comparison_get_winner (self->comparison, metric);
  g_autofree char *text = fl_compare_winner_text (self->comparison, metric);

  for (guint i = 0; i < self->n_cards; i++)
    fl_lane_card_set_winner (FL_LANE_CARD (self->card[i]), fl_lane_card_get_lane (FL_LANE_CARD (self->card[i])) == winner);
  set_label (self->winner, text);
}

static void
show_status (FlCompareView *self)
{
  g_autofree char *text = fl_compare_status_text (self->comparison);

  set_label (self->status, text);
}

static gboolean
has_classes (const FlProject *const *projects, guint n)
{
  for (guint i = 0; i < n; i++)
    if (projects[i]->prepare.task == DS_CLASSIFICATION)
      return TRUE;
  return FALSE;
}

/* Where losses are of different kinds the share of right answers decides, each class counting alike; where they are the same again,
 * what the person chose. */
static void
choose_metric (FlCompareView *self)
{
  const FlProject *projects[NN_RACE_LANES];
  guint n = fl_comparison_get_projects (self->comparison, projects);
  gboolean shares = n > 1 && projects[0]->prepare.task == DS_CLASSIFICATION && !fl_comparison_same_loss (self->comparison);
  FlMetric wished = self->wished;

  fl_metric_chooser_offer_shares (self->metric, n == 0 || has_classes (projects, n));
  fl_metric_chooser_set (self->metric, shares && !fl_comparison_can_compare (self->comparison, wished) ? FL_METRIC_BALANCED_ACCURACY : wished);
  self->wished = wished;
}

static void
metric_cb (FlCompareView *self)
{
  self->wished = fl_metric_chooser_get (self->metric);
  gtk_widget_set_visible (self->target, fl_metric_chooser_get (self->metric) == FL_METRIC_STEPS_TO_LOSS);
  show_winner (self);
}

static void
target_cb (double value, gpointer data)
{
  FlCompareView *self = data;

  fl_comparison_set_target (self->comparison, value);
  fl_compare_table_refresh (FL_COMPARE_TABLE (self->table));
  show_winner (self);
}

/* --- boundaries -------------------------------------------------------------------------------------- */

static void
take_picture (FlCompareView *self)
{
  g_autoptr (NnPicture) picture = nn_probe_take (self->probe);

  if (picture != NULL && self->asked != NULL)
    fl_lane_plot_take (fl_lane_card_get_plot (FL_LANE_CARD (self->asked)), picture);
}

/* The next card whose run has moved on. FALSE: all show what there is. */
static gboolean
ask_probe (FlCompareView *self)
{
  gboolean placed = TRUE;

  if (nn_probe_busy (self->probe))
    return TRUE;
  take_picture (self); /* the last one, which came since */
  for (guint k = 0; k < self->n_cards; k++)
    {
      guint i = (self->turn + k) % self->n_cards;
      NnFrame *frame = fl_lane_get_frame (fl_lane_card_get_lane (FL_LANE_CARD (self->card[i])));
      NnProbeRequest request;

      if (frame == NULL || frame->version == self->shown[i])
        continue;
      fl_lane_plot_set_frame (fl_lane_card_get_plot (FL_LANE_CARD (self->card[i])), frame);
      if (!fl_lane_plot_get_request (fl_lane_card_get_plot (FL_LANE_CARD (self->card[i])), &request))
        {
          /* A card that is new has no size before the next frame. */
          placed = placed && gtk_widget_get_width (self->card[i]) > 0;
          continue;
        }
      self->shown[i] = frame->version;
      self->asked = self->card[i];
      self->turn = i + 1;
      nn_probe_request (self->probe, frame, &request);
      return TRUE;
    }
  return !placed;
}

/* --- following --------------------------------------------------------------------------------------- */

static void
show_crossings (FlCompareView *self)
{
  g_autofree char *lines = fl_lanes_plot_crossings (FL_LANES_PLOT (self->plot));

  fl_compare_table_set_crossings (FL_COMPARE_TABLE (self->table), lines);
}

static void
describe_plot (FlCompareView *self)
{
  g_autofree char *said = fl_lanes_plot_describe (FL_LANES_PLOT (self->plot));

  fl_chart_plot_describe (FL_CHART_PLOT (self->plot), said);
}

/* At rest nothing else says what another axis has brought. */
static void
followed_cb (FlCompareView *self)
{
  if (fl_comparison_is_playing (self->comparison))
    return;
  show_crossings (self);
  describe_plot (self);
}

static void
refresh_texts (FlCompareView *self, gint64 now)
{
  self->text_at = now;
  for (guint i = 0; i < self->n_cards; i++)
    fl_lane_card_refresh (FL_LANE_CARD (self->card[i]));
  fl_compare_table_refresh (FL_COMPARE_TABLE (self->table));
  show_crossings (self);
  show_winner (self);
  if (now - self->speech_at < SPEECH_US && fl_comparison_is_playing (self->comparison))
    return;
  self->speech_at = now;
  show_status (self);
  describe_plot (self);
  for (guint i = 0; i < self->n_cards; i++)
    fl_lane_card_describe (FL_LANE_CARD (self->card[i]));
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  FlCompareView *self = FL_COMPARE_VIEW (widget);
  gint64 now = g_get_monotonic_time ();
  gboolean playing = fl_comparison_is_playing (self->comparison), more;

  if (self->n_cards > 0)
    fl_lanes_plot_follow (FL_LANES_PLOT (self->plot));
  more = ask_probe (self);
  if (!playing || now - self->text_at >= TEXT_US)
    refresh_texts (self, now);
  if ((playing || more) && gtk_widget_get_mapped (widget))
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
start_ticking (FlCompareView *self)
{
  if (self->tick == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
probed_cb (gpointer data)
{
  take_picture (data);
  start_ticking (data);
}

/* --- the lanes ---------------------------------------------------------------------------------------- */

static void
use_cb (FlCompareView *self, FlLaneCard *card)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  FlLane *lane = fl_lane_card_get_lane (card);

  if (!fl_comparison_adopt (self->comparison, lane, &error))
    {
      failed_cb (error, self);
      return;
    }
  text = g_strdup_printf (_("%s is the project now; Undo brings the former settings back"), lane->name);
  say (self, text);
}

static void
remove_cb (FlCompareView *self, FlLaneCard *card)
{
  FlLane *lane = fl_lane_card_get_lane (card);
  g_autofree char *text = g_strdup_printf (_("%s is out of the race"), lane->name);
  guint at = 0;

  while (at + 1 < self->n_cards && self->card[at] != GTK_WIDGET (card))
    at++;
  fl_comparison_remove (self->comparison, lane);
  /* The focus goes on to the same button of the next one, not to one that does something else. */
  if (self->n_cards > 0)
    fl_lane_card_focus_remove (FL_LANE_CARD (self->card[MIN (at, self->n_cards - 1)]));
  else
    gtk_widget_child_focus (self->head, GTK_DIR_TAB_FORWARD);
  offer_undo (self, text);
}

static gboolean
shows (FlCompareView *self, guint i, FlLane *lane)
{
  return i < self->n_cards && fl_lane_card_get_lane (FL_LANE_CARD (self->card[i])) == lane;
}

static gboolean
races (FlCompareView *self, GtkWidget *card)
{
  for (guint i = 0; i < fl_comparison_n_lanes (self->comparison); i++)
    if (fl_lane_card_get_lane (FL_LANE_CARD (card)) == fl_comparison_get_lane (self->comparison, i))
      return TRUE;
  return FALSE;
}

static void
remove_card (FlCompareView *self, guint i)
{
  if (self->asked == self->card[i])
    self->asked = NULL;
  gtk_flow_box_remove (GTK_FLOW_BOX (self->cards), self->card[i]);
  self->n_cards--;
  memmove (self->card + i, self->card + i + 1, (self->n_cards - i) * sizeof self->card[0]);
}

static void
insert_card (FlCompareView *self, guint i, FlLane *lane)
{
  GtkWidget *card = fl_lane_card_new (lane);

  memmove (self->card + i + 1, self->card + i, (self->n_cards - i) * sizeof self->card[0]);
  self->card[i] = card;
  self->n_cards++;
  g_signal_connect_swapped (card, "use", G_CALLBACK (use_cb), self);
  g_signal_connect_swapped (card, "remove", G_CALLBACK (remove_cb), self);
  gtk_flow_box_insert (GTK_FLOW_BOX (self->cards), card, (int) i);
  gtk_widget_set_focusable (gtk_widget_get_parent (card), FALSE);
}

static gboolean
balance_idle (gpointer data)
{
  FlCompareView *self = data;

  self->balance = 0;
  fl_balance_lines (GTK_FLOW_BOX (self->cards), gtk_widget_get_width (self->head), self->n_cards);
  return G_SOURCE_REMOVE;
}

/* The width changes in the middle of laying out, when nothing may ask for another layout. */
static void
balance (FlCompareView *self)
{
  if (self->balance == 0)
    self->balance = g_idle_add_full (G_PRIORITY_HIGH_IDLE, balance_idle, self, NULL);
}

/* Cards that stay keep their widgets, and with them the focus. Lanes that stay keep their order. */
static void
sync_cards (FlCompareView *self)
{
  guint n = fl_comparison_n_lanes (self->comparison);
  gboolean same = n == self->n_cards;

  for (guint i = self->n_cards; i-- > 0;)
    if (!races (self, self->card[i]))
      remove_card (self, i);
  for (guint i = 0; i < n; i++)
    if (!shows (self, i, fl_comparison_get_lane (self->comparison, i)))
      {
        insert_card (self, i, fl_comparison_get_lane (self->comparison, i));
        same = FALSE;
      }
  if (same)
    return;
  balance (self);
  memset (self->shown, 0, sizeof self->shown);
  fl_compare_table_sync (FL_COMPARE_TABLE (self->table));
}

static void
changed_cb (FlCompareView *self)
{
  gboolean any = fl_comparison_n_lanes (self->comparison) > 0;

  sync_cards (self);
  choose_metric (self);
  gtk_widget_set_visible (self->cards, any);
  gtk_widget_set_visible (self->lower, any);
  gtk_widget_set_visible (self->empty, !any);
  gtk_widget_set_visible (self->winner, any);
  gtk_widget_set_visible (self->metric, any);
  gtk_widget_set_visible (self->target, any && fl_metric_chooser_get (self->metric) == FL_METRIC_STEPS_TO_LOSS);
  show_status (self);
  show_winner (self);
  start_ticking (self);
}

static void
race (FlCompareView *self, gboolean (*make) (FlComparison *comparison, GError **error))
{
  guint before = fl_comparison_n_lanes (self->comparison);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  g_autoptr (GError) error = NULL;

  if (!make (self->comparison, &error))
    {
      failed_cb (error, self);
      return;
    }
  if (make != fl_comparison_add_this)
    {
      if (before > 0)
        offer_undo (self, _("The former runs have made room"));
      fl_comparison_play (self->comparison);
      /* From the button that made the race, Space would make another one in place of pausing this. */
      if (focus != NULL && gtk_widget_is_ancestor (focus, self->head))
        gtk_widget_grab_focus (self->plot);
    }
}

static void
optimizers_cb (FlCompareView *self)
{
  race (self, fl_comparison_race_optimizers);
}

static void
rates_cb (FlCompareView *self)
{
  race (self, fl_comparison_race_learning_rates);
}

static void
add_this_cb (FlCompareView *self)
{
  race (self, fl_comparison_add_this);
}

/* Where a step back changes who races, one is to see it. */
static void
show_view (FlCompareView *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.view", "s", "compare");
}

/* --- building ----------------------------------------------------------------------------------------- */

static GtkWidget *
append_button (FlCompareView *self, GtkWidget *row, const char *label, const char *tooltip, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  fl_set_tooltip (button, tooltip);
  gtk_widget_add_css_class (button, "card-button");
  g_signal_connect_swapped (button, "clicked", clicked, self);
  fl_wrap_box_append (FL_WRAP_BOX (row), button);
  return button;
}

static GtkWidget *
new_buttons (FlCompareView *self)
{
  GtkWidget *row = fl_wrap_box_new (8, GTK_ALIGN_START);

  append_button (self, row, _("Race optimizers"), _("The project with SGD, momentum, AdaGrad, RMSprop and Adam, each at its usual learning rate"), G_CALLBACK (optimizers_cb));
  append_button (self, row, _("Race learning rates"), _("The project at a tenth of its learning rate up to ten times it"), G_CALLBACK (rates_cb));
  append_button (self, row, _("Add this run"), _("The project as it is now, from its initial weights"), G_CALLBACK (add_this_cb));
  fl_wrap_box_append (FL_WRAP_BOX (row), fl_variant_button_new (self->comparison, self->session, failed_cb, self));
  return row;
}

static GtkWidget *
new_head (FlCompareView *self)
{
  const FlNumber loss = { .min = 1e-9, .max = 1e6 };
  GtkWidget *standing = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->winner = gtk_label_new (NULL);
  self->status = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->winner), 0);
  gtk_label_set_xalign (GTK_LABEL (self->status), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->winner), PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap (GTK_LABEL (self->status), TRUE);
  gtk_widget_add_css_class (self->winner, "card-title");
  gtk_widget_add_css_class (self->status, "card-hint");
  gtk_box_append (GTK_BOX (words), self->winner);
  gtk_box_append (GTK_BOX (words), self->status);
  self->metric = fl_metric_chooser_new ();
  gtk_widget_set_valign (self->metric, GTK_ALIGN_CENTER);
  self->target = fl_number_field_new (_("Loss to reach"), &loss, TRUE, target_cb, self);
  fl_number_field_set (self->target, fl_comparison_get_target (self->comparison));
  gtk_widget_set_valign (self->target, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->metric, "notify::selected", G_CALLBACK (metric_cb), self);
  gtk_box_append (GTK_BOX (standing), self->metric);
  gtk_box_append (GTK_BOX (standing), self->target);
  gtk_box_append (GTK_BOX (lines), new_buttons (self));
  gtk_box_append (GTK_BOX (lines), fl_wrap_row_new (words, standing));
  return lines;
}

static void
build (FlCompareView *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->cards = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->cards), GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (self->cards), TRUE);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (self->cards), 1);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->cards), 12);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->cards), 12);
  gtk_widget_add_css_class (self->cards, "lanes");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cards), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Runs of the race"), -1);
  self->plot = fl_lanes_plot_new (self->comparison);
  fl_view_start_at (self->plot);
  g_signal_connect_swapped (self->plot, "followed", G_CALLBACK (followed_cb), self);
  self->table = fl_compare_table_new (self->comparison);
  self->lower = fl_pair_new (fl_lanes_card_new (FL_LANES_PLOT (self->plot)), self->table);
  gtk_widget_set_vexpand (self->lower, TRUE);
  self->empty = adw_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->empty), "fl-race-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty), _("No race yet"));
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty), _("Race optimizers or learning rates in one click, or add runs and variants of the project. All begin with the same weights, see the same batches and take the same number of steps."));
  gtk_widget_set_vexpand (self->empty, TRUE);
  gtk_widget_add_css_class (self->empty, "compact");
  gtk_widget_add_css_class (page, "compare-page");
  self->head = new_head (self);
  gtk_box_append (GTK_BOX (page), self->head);
  gtk_box_append (GTK_BOX (page), self->empty);
  gtk_box_append (GTK_BOX (page), self->cards);
  gtk_box_append (GTK_BOX (page), self->lower);
  self->scroll = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroll), page);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroll), GTK_POLICY_AUTOMATIC, GTK_POLICY_AUTOMATIC);
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroll)), "notify::page-size",
                           G_CALLBACK (balance), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (self->scroll, GTK_WIDGET (self));
}

static void
fl_compare_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (fl_compare_view_parent_class)->map (widget);
  start_ticking (FL_COMPARE_VIEW (widget));
}

static void
fl_compare_view_dispose (GObject *object)
{
  FlCompareView *self = FL_COMPARE_VIEW (object);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_clear_handle_id (&self->balance, g_source_remove);
  g_clear_pointer (&self->probe, nn_probe_free);
  if (self->wake != NULL)
    {
      fl_wake_cancel (self->wake);
      g_clear_pointer (&self->wake, fl_wake_unref);
    }
  g_clear_pointer (&self->scroll, gtk_widget_unparent);
  g_clear_object (&self->comparison);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fl_compare_view_parent_class)->dispose (object);
}

static void
fl_compare_view_class_init (FlCompareViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_compare_view_dispose;
  GTK_WIDGET_CLASS (klass)->map = fl_compare_view_map;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "compareview");
}

static void
fl_compare_view_init (FlCompareView *self)
{
}

GtkWidget *
fl_compare_view_new (FlSession *session)
{
  FlCompareView *self = g_object_new (FL_TYPE_COMPARE_VIEW, NULL);

  self->session = g_object_ref (session);
  self->comparison = g_object_ref (fl_session_get_comparison (session));
  self->wake = fl_wake_new (probed_cb, self);
  self->probe = nn_probe_new ();
  nn_probe_set_listener (self->probe, fl_wake_up, self->wake);
  build (self);
  g_signal_connect_object (self->comparison, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (fl_session_get_document (session), "noted::race", G_CALLBACK (show_view), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->comparison, "frame", G_CALLBACK (start_ticking), self, G_CONNECT_SWAPPED);
  changed_cb (self);
  return GTK_WIDGET (self);
}
