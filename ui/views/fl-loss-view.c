#include "fl-loss-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-axis.h"
#include "fl-loss-plot.h"
#include "fl-play-keys.h"
#include "fl-plot-hands.h"
#include "fl-tooltip.h"

struct _FlLossView
{
  GtkBox parent_instance;
  GtkWidget *plot, *status, *others; /* borrowed */
  FlSession *session;                /* weak */
};

G_DEFINE_FINAL_TYPE (FlLossView, fl_loss_view, GTK_TYPE_BOX)

static void
log_cb (FlLossView *self, GtkToggleButton *button)
{
  fl_chart_plot_set_log (FL_CHART_PLOT (self->plot), gtk_toggle_button_get_active (button));
}

static void
smoothing_cb (FlLossView *self, GtkRange *range)
{
  fl_loss_plot_set_smoothing (FL_LOSS_PLOT (self->plot), gtk_range_get_value (range));
}

static void
unit_cb (FlLossView *self, GtkCheckButton *button)
{
  if (gtk_check_button_get_active (button))
    fl_loss_plot_set_unit (FL_LOSS_PLOT (self->plot), GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "fl-unit")));
}

/* Losses of another kind are other numbers: a run that trains by another loss stays away. */
static gboolean
is_comparable (FlRun *run, FlRun *current)
{
  NnFrame *frame = fl_run_get_frame (run), *shown = fl_run_get_frame (current);

  return run != current && frame != NULL && shown != NULL && frame->epochs != NULL
         && ds_item_equal (&frame->spec->loss, &shown->spec->loss);
}

/* The newest of the other runs, in their order. */
static void
show_others (FlLossView *self)
{
  GListModel *runs = self->session != NULL ? fl_session_get_runs (self->session) : NULL;
  FlRun *current = self->session != NULL ? fl_session_get_run (self->session) : NULL;
  gboolean wanted = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->others));
  FlLossOther others[FL_CHART_OTHERS];
  guint at = FL_CHART_OTHERS;

  for (guint i = current != NULL && wanted ? g_list_model_get_n_items (runs) : 0; i-- > 0 && at > 0;)
    {
      g_autoptr (FlRun) run = g_list_model_get_item (runs, i);
      NnFrame *frame = fl_run_get_frame (run);

      if (is_comparable (run, current))
        others[--at] = (FlLossOther){ frame->epochs, fl_run_get_number (run), fl_run_get_name (run), frame->data->n_validation > 0 };
    }
  fl_loss_plot_set_others (FL_LOSS_PLOT (self->plot), others + at, FL_CHART_OTHERS - at);
  gtk_widget_set_visible (self->others, runs != NULL && g_list_model_get_n_items (runs) > 1);
}

void
fl_loss_view_sync (FlLossView *self, FlSession *session)
{
  g_set_weak_pointer (&self->session, session);
  show_others (self);
}

static GtkWidget *
smoothing_scale (FlLossView *self)
{
  GtkWidget *scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, 0.95, 0.05);

  gtk_scale_set_draw_value (GTK_SCALE (scale), TRUE);
  gtk_scale_set_value_pos (GTK_SCALE (scale), GTK_POS_RIGHT);
  gtk_scale_set_digits (GTK_SCALE (scale), 2);
  gtk_widget_set_size_request (scale, 190, -1);
  fl_set_tooltip (scale, _("How much of the past each point of the curves carries along; the real losses stay faintly behind"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Smoothing"), -1);
  g_signal_connect_swapped (scale, "value-changed", G_CALLBACK (smoothing_cb), self);
  return scale;
}

static void
append_heading (GtkWidget *box, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "heading");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), label);
}

/* Smoothing and the horizontal axis, behind a small button. */
static GtkWidget *
options_button (FlLossView *self)
{
  static const char *const units[] = { N_("Epochs"), N_("Steps"), N_("Seconds of training") };
  GtkWidget *button = gtk_menu_button_new (), *popover = gtk_popover_new (), *first = NULL;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  fl_play_keys_add (popover);
  append_heading (box, _("Smoothing"));
  gtk_box_append (GTK_BOX (box), smoothing_scale (self));
  append_heading (box, _("Horizontal axis"));
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      GtkWidget *choice = gtk_check_button_new_with_label (_(units[i]));

      g_object_set_data (G_OBJECT (choice), "fl-unit", GUINT_TO_POINTER (i));
      if (first == NULL)
        first = choice;
      else
        gtk_check_button_set_group (GTK_CHECK_BUTTON (choice), GTK_CHECK_BUTTON (first));
      gtk_check_button_set_active (GTK_CHECK_BUTTON (choice), i == FL_LOSS_EPOCHS);
      g_signal_connect_swapped (choice, "toggled", G_CALLBACK (unit_cb), self);
      gtk_box_append (GTK_BOX (box), choice);
    }
  self->others = gtk_check_button_new_with_label (_("Other runs"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->others), TRUE);
  fl_set_tooltip (self->others, _("Show the curves of the other runs behind those of this one"));
  g_signal_connect_swapped (self->others, "toggled", G_CALLBACK (show_others), self);
  gtk_widget_set_margin_top (self->others, 6); /* apart from the choices above */
  gtk_box_append (GTK_BOX (box), self->others);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  fl_set_tooltip (button, _("Smoothing and horizontal axis"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Smoothing and horizontal axis"), -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "card-options");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

void
fl_loss_view_take (FlLossView *self, NnFrame *frame)
{
  fl_loss_plot_take (FL_LOSS_PLOT (self->plot), frame);
}

void
fl_loss_view_mark (FlLossView *self, const NnFrame *frame)
{
  fl_loss_plot_mark (FL_LOSS_PLOT (self->plot), frame);
}

FlLossPlot *
fl_loss_view_get_plot (FlLossView *self)
{
  return FL_LOSS_PLOT (self->plot);
}

static void
append_rate (GString *text, double rate)
{
  if (rate >= 1e6)
    g_string_append_printf (text, _(" · %.1f M samples/s"), rate / 1e6);
  else if (rate >= 1e3)
    g_string_append_printf (text, _(" · %.0f k samples/s"), rate / 1e3);
  else if (rate > 0)
    g_string_append_printf (text, _(" · %.0f samples/s"), rate);
}

void
fl_loss_view_refresh (FlLossView *self, const NnFrame *frame)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char a[32], b[32];

  if (isfinite (frame->train_accuracy))
    {
      g_string_append_printf (text, _("Accuracy %.1f %%"), 100 * frame->train_accuracy);
      if (isfinite (frame->validation_accuracy))
        g_string_append_printf (text, _(" (validation %.1f %%)"), 100 * frame->validation_accuracy);
    }
  else if (isfinite (frame->train_loss))
    {
      g_string_append_printf (text, _("Loss %s"), fl_format_live (frame->train_loss, a, sizeof a));
      if (isfinite (frame->validation_loss))
        g_string_append_printf (text, _(" (validation %s)"), fl_format_live (frame->validation_loss, b, sizeof b));
    }
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append_printf (text, _("Epoch %s"), fl_format_number (frame->epoch, a, sizeof a));
  g_string_append_printf (text, _(" · step %s"), fl_format_number (frame->step, a, sizeof a));
  append_rate (text, frame->samples_per_second); /* the first to go where the card is narrow */
  g_string_replace (text, " %", "\u00a0%", 0);   /* no line begins with a sign that belongs to a number */
  /* An inscription, unlike a label, takes a new text without a new layout of the window. */
  gtk_inscription_set_text (GTK_INSCRIPTION (self->status), text->str);
}

void
fl_loss_view_forget (FlLossView *self)
{
  fl_loss_plot_forget (FL_LOSS_PLOT (self->plot));
  gtk_inscription_set_text (GTK_INSCRIPTION (self->status), NULL);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self->plot), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

void
fl_loss_view_describe (FlLossView *self, const NnFrame *frame)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, _("epoch %.0f"), (double) frame->epoch);
  if (isfinite (frame->train_loss))
    g_string_append_printf (text, _(", training loss %.4g"), frame->train_loss);
  if (isfinite (frame->validation_loss))
    g_string_append_printf (text, _(", validation loss %.4g"), frame->validation_loss);
  fl_chart_plot_describe (FL_CHART_PLOT (self->plot), text->str);
}

static void
fl_loss_view_dispose (GObject *object)
{
  g_clear_weak_pointer (&FL_LOSS_VIEW (object)->session);
  G_OBJECT_CLASS (fl_loss_view_parent_class)->dispose (object);
}

static void
fl_loss_view_class_init (FlLossViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_loss_view_dispose;
}

static void
fl_loss_view_init (FlLossView *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *title = gtk_label_new (_("Loss"));
  GtkWidget *log = gtk_toggle_button_new_with_label (_("Log scale")), *fit;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "train-card");
  gtk_widget_add_css_class (head, "card-head");
  gtk_widget_add_css_class (title, "card-title");
  gtk_widget_set_hexpand (title, TRUE);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_box_append (GTK_BOX (head), title);
  gtk_widget_add_css_class (log, "card-toggle");
  fl_set_tooltip (log, _("Show each tenth of the loss with the same height"));
  self->plot = fl_loss_plot_new ();
  fit = fl_plot_hands_fit_button (FL_PLOT (self->plot));
  g_signal_connect_object (self->plot, "zoomed", G_CALLBACK (gtk_widget_set_visible), fit, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (head), fit);
  gtk_box_append (GTK_BOX (head), log);
  gtk_box_append (GTK_BOX (head), options_button (self));
  fl_set_tooltip (head, _("Dragging goes through time; Ctrl+wheel zooms, and dragging then moves; a double click shows everything; "
                          "the right button has more"));
  gtk_box_append (GTK_BOX (self), head);

  gtk_widget_set_vexpand (self->plot, TRUE);
  gtk_widget_set_hexpand (self->plot, TRUE);
  gtk_box_append (GTK_BOX (self), self->plot);

  self->status = gtk_inscription_new (NULL);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (self->status), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (self->status), 10);
  gtk_inscription_set_min_lines (GTK_INSCRIPTION (self->status), 2);
  gtk_inscription_set_yalign (GTK_INSCRIPTION (self->status), 0);
  gtk_widget_add_css_class (self->status, "card-status");
  gtk_box_append (GTK_BOX (self), self->status);
  g_signal_connect_swapped (log, "toggled", G_CALLBACK (log_cb), self);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (log), TRUE);
}

GtkWidget *
fl_loss_view_new (void)
{
  return g_object_new (FL_TYPE_LOSS_VIEW, NULL);
}
