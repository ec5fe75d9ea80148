#include "fl-problem-card.h"

#include <glib/gi18n-lib.h>

#include "fl-panel-parts.h"
#include "fl-tooltip.h"

struct _FlProblemCard
{
  GtkBox parent_instance;
  GtkWidget *text, *button; /* borrowed */
};

G_DEFINE_FINAL_TYPE (FlProblemCard, fl_problem_card, GTK_TYPE_BOX)

enum
{
  MEND,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
clicked_cb (FlProblemCard *self)
{
  g_signal_emit (self, signals[MEND], 0);
}

static void
fl_problem_card_class_init (FlProblemCardClass *klass)
{
  signals[MEND] = g_signal_new ("mend", FL_TYPE_PROBLEM_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
fl_problem_card_init (FlProblemCard *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  gtk_widget_add_css_class (GTK_WIDGET (self), "problem-card");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (row), icon);
  self->text = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->text), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->text), 0);
  gtk_label_set_width_chars (GTK_LABEL (self->text), 18);
  gtk_label_set_max_width_chars (GTK_LABEL (self->text), 32);
  gtk_box_append (GTK_BOX (row), self->text);
  gtk_box_append (GTK_BOX (self), row);
  self->button = gtk_button_new_with_label ("");
  gtk_widget_add_css_class (self->button, "suggested-action");
  gtk_widget_add_css_class (self->button, "card-button");
  fl_set_tooltip (self->button, _("Changes the network so that it can be trained; Undo takes it back"));
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_box_append (GTK_BOX (self), self->button);
}

GtkWidget *
fl_problem_card_new (void)
{
  return g_object_new (FL_TYPE_PROBLEM_CARD, NULL);
}

void
fl_problem_card_set (FlProblemCard *self, const char *problem, const char *button)
{
  g_autofree char *sentence = fl_sentence (problem);

  gtk_label_set_text (GTK_LABEL (self->text), sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  gtk_widget_set_visible (self->button, button != NULL);
  if (button != NULL)
    gtk_button_set_label (GTK_BUTTON (self->button), button);
}
