#include "fl-two-empty.h"

#include <glib/gi18n-lib.h>

#include "fl-edit-two.h"
#include "fl-tooltip.h"

typedef struct
{
  FlSession *session; /* owned */
  GtkWidget *buttons[2]; /* borrowed, by FlTwoKind */
} Empty;

static void
empty_free (gpointer data)
{
  Empty *self = data;

  g_object_unref (self->session);
  g_free (self);
}

/* The data, unless there is something wrong with them rather than with the network. */
static DsPrepared *
sound_data (Empty *self)
{
  gboolean wrong = fl_session_get_problem (self->session, NULL) != NULL && fl_session_get_plan (self->session) != NULL;

  return wrong ? NULL : fl_session_get_data (self->session);
}

static void
make (Empty *self, FlTwoKind kind)
{
  fl_edit_make_two (fl_session_get_document (self->session), kind, sound_data (self));
}

static void
linear_cb (Empty *self)
{
  make (self, FL_TWO_LINEAR);
}

static void
logistic_cb (Empty *self)
{
  make (self, FL_TWO_LOGISTIC);
}

static GtkWidget *
button_new (Empty *self, GCallback clicked)
{
  GtkWidget *button = gtk_button_new ();

  gtk_widget_add_css_class (button, "pill");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  return button;
}

GtkWidget *
fl_two_empty_new (FlSession *session)
{
  GtkWidget *page = adw_status_page_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  Empty *self = g_new0 (Empty, 1);

  self->session = g_object_ref (session);
  g_object_set_data_full (G_OBJECT (page), "fl-two-empty", self, empty_free);
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _("A model of two parameters"));
  self->buttons[FL_TWO_LINEAR] = button_new (self, G_CALLBACK (linear_cb));
  self->buttons[FL_TWO_LOGISTIC] = button_new (self, G_CALLBACK (logistic_cb));
  for (guint i = 0; i < G_N_ELEMENTS (self->buttons); i++)
    gtk_box_append (GTK_BOX (box), self->buttons[i]);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), box);
  return page;
}

void
fl_two_empty_set (GtkWidget *empty, const char *problem)
{
  static const char *const labels[2][2] = { { N_("Linear regression on a line"), N_("Linear regression on these data") },
                                            { N_("Logistic regression on two clouds"), N_("Logistic regression on these data") } };
  static const char *const helps[2] = { N_("Replaces data and network by a line through points; Undo brings yours back"),
                                        N_("Replaces data and network by two clouds and a single neuron; Undo brings yours back") };
  Empty *self = g_object_get_data (G_OBJECT (empty), "fl-two-empty");
  DsPrepared *data = sound_data (self);
  g_autofree char *escaped = g_markup_escape_text (problem, -1);

  adw_status_page_set_description (ADW_STATUS_PAGE (empty), escaped);
  for (guint i = 0; i < G_N_ELEMENTS (self->buttons); i++)
    {
      gboolean keeps = fl_two_keeps_data (i, data);

      gtk_button_set_label (GTK_BUTTON (self->buttons[i]), _(labels[i][keeps]));
      fl_set_tooltip (self->buttons[i], keeps ? _("Makes the network a single neuron; Undo brings yours back") : _(helps[i]));
      if (keeps)
        gtk_widget_add_css_class (self->buttons[i], "suggested-action");
      else
        gtk_widget_remove_css_class (self->buttons[i], "suggested-action");
    }
}
