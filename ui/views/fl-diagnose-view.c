/* The Diagnose view: findings with their remedies, each layer over time, the layers' numbers now, and the range test. While it is not
 * on show it does nothing. */
#include "fl-view.h"

#include <glib/gi18n-lib.h>

#include "fl-finding-cards.h"
#include "fl-hash-button.h"
#include "fl-layer-charts.h"
#include "fl-layer-table.h"
#include "fl-range-card.h"
#include "fl-tooltip.h"
#include "fl-wrap-box.h"

#define TEXT_US 150000 /* numbers a person reads */

#define FL_TYPE_DIAGNOSE_VIEW (fl_diagnose_view_get_type ())
G_DECLARE_FINAL_TYPE (FlDiagnoseView, fl_diagnose_view, FL, DIAGNOSE_VIEW, GtkWidget)

struct _FlDiagnoseView
{
  GtkWidget parent_instance;
  FlSession *session;   /* owned */
  FlFindings *findings; /* owned */
  GtkWidget *scroll;    /* owned child */
  GtkWidget *charts, *table, *range; /* borrowed */
  guint tick;
  guint64 shown_version, shown_run;
  gint64 text_at;
  int selected;
};

G_DEFINE_FINAL_TYPE (FlDiagnoseView, fl_diagnose_view, GTK_TYPE_WIDGET)

/* No run of this project is to be shown: none of another is, either. */
static void
forget_frame (FlDiagnoseView *self)
{
  if (self->shown_version == 0)
    return;
  self->shown_version = self->shown_run = 0;
  self->text_at = 0;
  fl_layer_charts_take (FL_LAYER_CHARTS (self->charts), NULL);
  fl_layer_table_take (FL_LAYER_TABLE (self->table), NULL);
}

static void
take_frame (FlDiagnoseView *self)
{
  NnFrame *frame = fl_session_get_frame (self->session);
  gint64 now = g_get_monotonic_time ();

  if (frame == NULL)
    {
      forget_frame (self);
      return;
    }
  if (frame->version == self->shown_version && frame->run == self->shown_run)
    return;
  if (frame->state == NN_RUNNING && now - self->text_at < TEXT_US)
    return;
  self->text_at = now;
  self->shown_version = frame->version;
  self->shown_run = frame->run;
  fl_layer_charts_take (FL_LAYER_CHARTS (self->charts), frame);
  fl_layer_table_take (FL_LAYER_TABLE (self->table), frame);
  self->selected = CLAMP (self->selected, 0, (int) frame->n_layers - 1);
  fl_layer_table_select (FL_LAYER_TABLE (self->table), self->selected);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  FlDiagnoseView *self = FL_DIAGNOSE_VIEW (widget);

  fl_session_update (self->session);
  take_frame (self);
  fl_findings_refresh (self->findings);
  if (fl_session_is_playing (self->session) && gtk_widget_get_mapped (widget))
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
start_ticking (FlDiagnoseView *self)
{
  if (self->tick == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
select_layer (FlDiagnoseView *self, int layer)
{
  if (layer == self->selected)
    return;
  self->selected = layer;
  fl_layer_charts_select (FL_LAYER_CHARTS (self->charts), layer);
  fl_layer_table_select (FL_LAYER_TABLE (self->table), layer);
}

static void
toggle_range_cb (FlDiagnoseView *self, GtkToggleButton *button)
{
  gboolean shown = gtk_toggle_button_get_active (button);

  gtk_widget_set_visible (self->range, shown);
  if (shown)
    fl_range_card_run (FL_RANGE_CARD (self->range));
}

static GtkWidget *
new_tools (FlDiagnoseView *self)
{
  GtkWidget *box = fl_wrap_box_new (8, GTK_ALIGN_END), *range = gtk_toggle_button_new_with_label (_("Learning-rate range test"));

  fl_set_tooltip (range, _("Find a learning rate: train a copy for a moment while the rate climbs"));
  gtk_widget_add_css_class (range, "card-button");
  g_signal_connect_swapped (range, "toggled", G_CALLBACK (toggle_range_cb), self);
  fl_wrap_box_append (FL_WRAP_BOX (box), fl_hash_button_new (self->session));
  fl_wrap_box_append (FL_WRAP_BOX (box), range);
  return box;
}

static void
build (FlDiagnoseView *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *cards = fl_finding_cards_new (self->findings, self->session);

  self->charts = fl_layer_charts_new ();
  fl_view_start_at (self->charts);
  self->table = fl_layer_table_new ();
  self->range = fl_range_card_new (self->session);
  gtk_widget_set_visible (self->range, FALSE);
  gtk_widget_set_vexpand (self->charts, TRUE); /* a large window is theirs */
  gtk_widget_add_css_class (page, "diagnose-page");
  gtk_box_append (GTK_BOX (page), cards);
  gtk_box_append (GTK_BOX (page), new_tools (self));
  gtk_box_append (GTK_BOX (page), self->range);
  gtk_box_append (GTK_BOX (page), self->charts);
  gtk_box_append (GTK_BOX (page), self->table);
  self->scroll = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroll), page);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroll), GTK_POLICY_AUTOMATIC, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_parent (self->scroll, GTK_WIDGET (self));
  g_signal_connect_swapped (cards, "layer", G_CALLBACK (select_layer), self);
  g_signal_connect_swapped (self->charts, "layer-selected", G_CALLBACK (select_layer), self);
  g_signal_connect_swapped (self->table, "layer-selected", G_CALLBACK (select_layer), self);
}

static void
fl_diagnose_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (fl_diagnose_view_parent_class)->map (widget);
  start_ticking (FL_DIAGNOSE_VIEW (widget));
}

static void
fl_diagnose_view_dispose (GObject *object)
{
  FlDiagnoseView *self = FL_DIAGNOSE_VIEW (object);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_clear_pointer (&self->scroll, gtk_widget_unparent);
  g_clear_object (&self->findings);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fl_diagnose_view_parent_class)->dispose (object);
}

static void
fl_diagnose_view_class_init (FlDiagnoseViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_diagnose_view_dispose;
  GTK_WIDGET_CLASS (klass)->map = fl_diagnose_view_map;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "diagnoseview");
}

static void
fl_diagnose_view_init (FlDiagnoseView *self)
{
}

GtkWidget *
fl_diagnose_view_new (FlSession *session)
{
  FlDiagnoseView *self = g_object_new (FL_TYPE_DIAGNOSE_VIEW, NULL);

  self->session = g_object_ref (session);
  self->findings = fl_findings_new (session);
  build (self);
  g_signal_connect_object (session, "frame", G_CALLBACK (start_ticking), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (start_ticking), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
