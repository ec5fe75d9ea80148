#include "fl-lane-card.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-axis.h"
#include "fl-lanes-paint.h"
#include "fl-tooltip.h"

enum
{
  LOSS,
  ACCURACY,
  EPOCH,
  TIME,
  N_NUMBERS
};
static const char *const captions[N_NUMBERS] = { N_("Loss"), N_("Accuracy"), N_("Epoch"), N_("Time") };

struct _FlLaneCard
{
  GtkBox parent_instance;
  FlLane *lane; /* owned */
  GtkWidget *plot, *winner, *problem, *remove, *numbers[N_NUMBERS], *boxes[N_NUMBERS]; /* borrowed */
};

G_DEFINE_FINAL_TYPE (FlLaneCard, fl_lane_card, GTK_TYPE_BOX)

enum
{
  USE,
  REMOVE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
draw_dot (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer number)
{
  cairo_arc (cr, width / 2.0, height / 2.0, MIN (width, height) / 2.0 - 1, 0, 2 * G_PI);
  fl_set_source (cr, fl_lane_color (fl_plot_theme (), GPOINTER_TO_UINT (number)), 1);
  cairo_fill (cr);
}

static char *
setting_text (const FlLane *lane)
{
  const DsItem *optimizer = &lane->project->spec->optimizer;

  if (ds_type_find_param (optimizer->type, "learning_rate") < 0)
    return g_strdup (_(optimizer->type->title));
  if (ds_type_find_param (optimizer->type, "momentum") >= 0 && ds_item_get (optimizer, "momentum") > 0)
    return g_strdup_printf ("η %g · β %g", ds_item_get (optimizer, "learning_rate"), ds_item_get (optimizer, "momentum"));
  return g_strdup_printf ("η %g", ds_item_get (optimizer, "learning_rate"));
}

static GtkWidget *
new_head (FlLaneCard *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *dot = gtk_drawing_area_new (), *name = gtk_label_new (self->lane->name);
  g_autofree char *text = setting_text (self->lane);
  GtkWidget *setting = gtk_label_new (text);

  gtk_widget_set_size_request (dot, 12, 12);
  gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (dot), draw_dot, GUINT_TO_POINTER (self->lane->number), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (dot), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Colour of the curve"), -1);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (setting), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 14);
  gtk_label_set_max_width_chars (GTK_LABEL (setting), 20);
  gtk_widget_set_hexpand (words, TRUE);
  fl_set_tooltip (name, self->lane->name);
  gtk_label_set_ellipsize (GTK_LABEL (setting), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (name, "card-title");
  gtk_widget_add_css_class (setting, "card-hint");
  gtk_widget_add_css_class (head, "lane-head");
  gtk_box_append (GTK_BOX (head), dot);
  gtk_box_append (GTK_BOX (words), name);
  gtk_box_append (GTK_BOX (words), setting);
  self->winner = gtk_label_new (_("winner"));
  gtk_widget_add_css_class (self->winner, "lane-winner");
  gtk_widget_set_valign (self->winner, GTK_ALIGN_CENTER);
  gtk_widget_set_opacity (self->winner, 0); /* its room is kept: a lead may change often */
  gtk_box_append (GTK_BOX (head), words);
  gtk_box_append (GTK_BOX (head), self->winner);
  return head;
}

static GtkWidget *
new_numbers (FlLaneCard *self)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  for (guint i = 0; i < N_NUMBERS; i++)
    {
      GtkWidget *caption = gtk_label_new (_(captions[i]));

      self->boxes[i] = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      self->numbers[i] = gtk_inscription_new ("–");
      gtk_inscription_set_min_chars (GTK_INSCRIPTION (self->numbers[i]), 7);
      gtk_inscription_set_xalign (GTK_INSCRIPTION (self->numbers[i]), gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL ? 1 : 0);
      gtk_widget_set_direction (self->numbers[i], GTK_TEXT_DIR_LTR); /* else a sign would go to the other side of its number */
      gtk_label_set_xalign (GTK_LABEL (caption), 0);
      gtk_widget_add_css_class (caption, "card-hint");
      gtk_widget_add_css_class (self->numbers[i], "lane-number");
      gtk_box_append (GTK_BOX (self->boxes[i]), caption);
      gtk_box_append (GTK_BOX (self->boxes[i]), self->numbers[i]);
      gtk_box_append (GTK_BOX (column), self->boxes[i]);
    }
  fl_set_tooltip (self->boxes[TIME], _("Processor time of its training: waiting for the others does not count"));
  gtk_widget_set_valign (column, GTK_ALIGN_CENTER);
  return column;
}

static void
use_cb (FlLaneCard *self)
{
  g_signal_emit (self, signals[USE], 0);
}

static void
remove_cb (FlLaneCard *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static GtkWidget *
new_foot (FlLaneCard *self)
{
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *use = gtk_button_new_with_label (_("Use this"));
  GtkWidget *remove = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *use_text = g_strdup_printf (_("Make %s the project: its settings and its weights (can be undone)"), self->lane->name);
  g_autofree char *remove_text = g_strdup_printf (_("Take %s out of the race"), self->lane->name);

  gtk_widget_add_css_class (use, "card-button");
  gtk_widget_add_css_class (remove, "card-button");
  fl_set_tooltip (use, use_text);
  fl_set_tooltip (remove, remove_text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (use), GTK_ACCESSIBLE_PROPERTY_LABEL, use_text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, remove_text, -1);
  g_signal_connect_swapped (use, "clicked", G_CALLBACK (use_cb), self);
  g_signal_connect_swapped (remove, "clicked", G_CALLBACK (remove_cb), self);
  gtk_box_append (GTK_BOX (foot), use);
  gtk_box_append (GTK_BOX (foot), remove);
  self->remove = remove;
  gtk_widget_add_css_class (foot, "lane-foot");
  gtk_widget_set_vexpand (foot, TRUE); /* in a row with a card that has a problem to tell, all feet stand at one height */
  gtk_widget_set_valign (foot, GTK_ALIGN_END);
  return foot;
}

FlLane *
fl_lane_card_get_lane (FlLaneCard *self)
{
  return self->lane;
}

FlLanePlot *
fl_lane_card_get_plot (FlLaneCard *self)
{
  return FL_LANE_PLOT (self->plot);
}

void
fl_lane_card_set_winner (FlLaneCard *self, gboolean winner)
{
  gtk_widget_set_opacity (self->winner, winner ? 1 : 0);
  if (winner)
    gtk_widget_add_css_class (GTK_WIDGET (self), "leads");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "leads");
}

void
fl_lane_card_focus_remove (FlLaneCard *self)
{
  gtk_widget_grab_focus (self->remove);
}

static void
set_number (FlLaneCard *self, guint i, const char *text)
{
  gtk_inscription_set_text (GTK_INSCRIPTION (self->numbers[i]), text);
}

static void
show_problem (FlLaneCard *self, const NnFrame *frame)
{
  const char *text = self->lane->problem != NULL ? self->lane->problem
                   : frame == NULL ? _("Preparing the data…")
                   : fl_lane_has_diverged (self->lane) ? _("Diverged") : NULL;

  gtk_widget_set_visible (self->problem, text != NULL);
  if (text == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (self->problem), text);
  fl_set_tooltip (self->problem, frame != NULL && frame->message[0] != '\0' ? frame->message : text);
}

void
fl_lane_card_refresh (FlLaneCard *self)
{
  NnFrame *frame = fl_lane_get_frame (self->lane);
  double loss, accuracy;
  char text[48];

  show_problem (self, frame);
  fl_lane_plot_set_frame (FL_LANE_PLOT (self->plot), frame);
  if (frame == NULL)
    return;
  loss = isfinite (frame->validation_loss) ? frame->validation_loss : frame->train_loss;
  accuracy = isfinite (frame->validation_accuracy) ? frame->validation_accuracy : frame->train_accuracy;
  set_number (self, LOSS, fl_format_live (loss, text, sizeof text));
  gtk_widget_set_visible (self->boxes[ACCURACY], frame->data->n_classes > 0);
  if (isfinite (accuracy))
    {
      g_snprintf (text, sizeof text, _("%.1f %%"), 100 * accuracy);
      set_number (self, ACCURACY, text);
    }
  set_number (self, EPOCH, fl_format_number ((double) frame->epoch, text, sizeof text));
  g_snprintf (text, sizeof text, frame->seconds < 10 ? _("%.3f s") : _("%.1f s"), frame->seconds);
  set_number (self, TIME, text);
}

void
fl_lane_card_describe (FlLaneCard *self)
{
  NnFrame *frame = fl_lane_get_frame (self->lane);
  g_autoptr (GString) text = g_string_new (NULL);

  if (frame == NULL)
    return;
  g_string_append_printf (text, _("epoch %.0f"), (double) frame->epoch);
  g_string_append_printf (text, _(", training loss %.4g"), frame->train_loss);
  if (isfinite (frame->validation_loss))
    g_string_append_printf (text, _(", validation loss %.4g"), frame->validation_loss);
  if (isfinite (frame->validation_accuracy))
    g_string_append_printf (text, _(", validation accuracy %.3g %%"), fl_percent (frame->validation_accuracy));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->plot), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
}

static void
fl_lane_card_finalize (GObject *object)
{
  fl_lane_unref (FL_LANE_CARD (object)->lane);
  G_OBJECT_CLASS (fl_lane_card_parent_class)->finalize (object);
}

static void
fl_lane_card_class_init (FlLaneCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fl_lane_card_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
  signals[USE] = g_signal_new ("use", FL_TYPE_LANE_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVE] = g_signal_new ("remove", FL_TYPE_LANE_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fl_lane_card_init (FlLaneCard *self)
{
}

GtkWidget *
fl_lane_card_new (FlLane *lane)
{
  FlLaneCard *self = g_object_new (FL_TYPE_LANE_CARD, "orientation", GTK_ORIENTATION_VERTICAL, NULL);
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autofree char *plot_name = g_strdup_printf (_("%s: decision boundary"), lane->name);

  self->lane = fl_lane_ref (lane);
  gtk_widget_add_css_class (GTK_WIDGET (self), "train-card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "lane");
  gtk_widget_set_vexpand (GTK_WIDGET (self), FALSE); /* whatever its foot does */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, lane->name, -1);
  self->plot = fl_lane_plot_new ();
  gtk_widget_set_hexpand (self->plot, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->plot), GTK_ACCESSIBLE_PROPERTY_LABEL, plot_name, -1);
  self->problem = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->problem), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (self->problem), 0);
  gtk_widget_add_css_class (self->problem, "lane-problem");
  gtk_box_append (GTK_BOX (body), self->plot);
  gtk_box_append (GTK_BOX (body), new_numbers (self));
  gtk_box_append (GTK_BOX (self), new_head (self));
  gtk_box_append (GTK_BOX (self), body);
  gtk_box_append (GTK_BOX (self), self->problem);
  gtk_box_append (GTK_BOX (self), new_foot (self));
  fl_lane_card_refresh (self);
  return GTK_WIDGET (self);
}
