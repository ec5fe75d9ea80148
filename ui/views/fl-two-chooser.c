#include "fl-two-chooser.h"

#include <glib/gi18n-lib.h>

#include "fl-drop-down.h"
#include "fl-panel-parts.h"

typedef struct
{
  void (*changed) (const gsize at[2], gpointer user_data);
  gpointer user_data;
  GtkWidget *choosers[2]; /* borrowed */
  gsize at[2];
  char *listed;           /* what they list, in one line */
  gboolean quiet;
} Two;

static void
two_free (gpointer data)
{
  Two *self = data;

  g_free (self->listed);
  g_free (self);
}

static void
chosen_cb (Two *self, GParamSpec *pspec, GtkDropDown *chooser)
{
  guint which = GTK_WIDGET (chooser) == self->choosers[1], chosen = gtk_drop_down_get_selected (chooser);

  if (self->quiet || chosen == GTK_INVALID_LIST_POSITION || self->at[which] == chosen)
    return;
  if (self->at[1 - which] == chosen)
    self->at[1 - which] = self->at[which];
  self->at[which] = chosen;
  self->changed (self->at, self->user_data);
}

GtkWidget *
fl_two_chooser_new (void (*changed) (const gsize at[2], gpointer user_data), gpointer user_data)
{
  const char *names[2] = { _("Parameter along the horizontal axis"), _("Parameter along the vertical axis") };
  const char *captions[2] = { _("Horizontal"), _("Vertical") };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  Two *self = g_new0 (Two, 1);

  self->changed = changed;
  self->user_data = user_data;
  g_object_set_data_full (G_OBJECT (box), "fl-two-chooser", self, two_free);
  for (guint i = 0; i < 2; i++)
    {
      self->choosers[i] = fl_drop_down_new (NULL, names[i]);
      g_signal_connect_swapped (self->choosers[i], "notify::selected", G_CALLBACK (chosen_cb), self);
      gtk_box_append (GTK_BOX (box), fl_captioned_new (captions[i], _("Which parameter of the model this axis shows"), self->choosers[i]));
    }
  gtk_widget_set_visible (box, FALSE);
  return box;
}

void
fl_two_chooser_set (GtkWidget *chooser, const FlRaceResult *result)
{
  Two *self = g_object_get_data (G_OBJECT (chooser), "fl-two-chooser");
  g_autofree char *line = g_strjoinv (" ", result->parameter_names);

  self->quiet = TRUE;
  for (guint i = 0; i < 2; i++)
    {
      self->at[i] = result->choice.at[i];
      if (g_strcmp0 (line, self->listed) != 0)
        {
          g_autoptr (GtkStringList) names = gtk_string_list_new ((const char *const *) result->parameter_names);

          gtk_drop_down_set_model (GTK_DROP_DOWN (self->choosers[i]), G_LIST_MODEL (names));
        }
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->choosers[i]), (guint) self->at[i]);
    }
  self->quiet = FALSE;
  g_free (self->listed);
  self->listed = g_steal_pointer (&line);
  gtk_widget_set_visible (chooser, result->parameters > 2);
}
