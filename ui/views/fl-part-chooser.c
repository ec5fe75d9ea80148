#include "fl-part-chooser.h"
#include "fl-drop-down.h"
#include "fl-tooltip.h"

#include <glib/gi18n-lib.h>

static const char *const titles[NN_N_PARTS] = { N_("Training"), N_("Validation"), N_("Test") };

struct _FlPartChooser
{
  GtkBox parent_instance;
  GtkWidget *list; /* borrowed */
  NnPart parts[NN_N_PARTS], chosen;
  guint n;
  gboolean quiet, decided; /* decided: by a person, or by the first data */
};

G_DEFINE_FINAL_TYPE (FlPartChooser, fl_part_chooser, GTK_TYPE_BOX)

enum
{
  CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
selected_cb (FlPartChooser *self)
{
  guint at = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->list));

  if (self->quiet || at >= self->n || self->parts[at] == self->chosen)
    return;
  self->chosen = self->parts[at];
  g_signal_emit (self, signals[CHOSEN], 0);
}

NnPart
fl_part_chooser_get (FlPartChooser *self)
{
  return self->chosen;
}

/* What a network has not seen says most: validation, if there is any, until a person chooses. */
static NnPart
choose (FlPartChooser *self, const DsPrepared *data)
{
  gsize from;

  if (self->decided && nn_part_rows (data, self->chosen, &from) > 0)
    return self->chosen;
  self->decided = TRUE;
  return data->n_validation > 0 ? NN_PART_VALIDATION : data->n_test > 0 ? NN_PART_TEST : NN_PART_TRAIN;
}

void
fl_part_chooser_sync (FlPartChooser *self, const DsPrepared *data)
{
  NnPart parts[NN_N_PARTS];
  guint n = 0, at = 0;
  gsize from;

  for (guint part = 0; data != NULL && part < NN_N_PARTS; part++)
    if (nn_part_rows (data, part, &from) > 0)
      parts[n++] = part;
  gtk_widget_set_visible (GTK_WIDGET (self), n > 1);
  if (n == 0)
    return;
  self->chosen = choose (self, data);
  if (n != self->n || memcmp (parts, self->parts, n * sizeof *parts) != 0)
    {
      g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

      for (guint i = 0; i < n; i++)
        gtk_string_list_append (names, _(titles[parts[i]]));
      memcpy (self->parts, parts, n * sizeof *parts);
      self->n = n;
      self->quiet = TRUE;
      gtk_drop_down_set_model (GTK_DROP_DOWN (self->list), G_LIST_MODEL (names));
    }
  self->quiet = TRUE;
  while (at + 1 < n && parts[at] != self->chosen)
    at++;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->list), at);
  self->quiet = FALSE;
}

static void
fl_part_chooser_class_init (FlPartChooserClass *klass)
{
  signals[CHOSEN] = g_signal_new ("chosen", FL_TYPE_PART_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fl_part_chooser_init (FlPartChooser *self)
{
  self->list = fl_drop_down_new (NULL, _("Rows"));
  gtk_widget_add_css_class (self->list, "axis");
  g_signal_connect_swapped (self->list, "notify::selected", G_CALLBACK (selected_cb), self);
  gtk_box_append (GTK_BOX (self), self->list);
}

GtkWidget *
fl_part_chooser_new (const char *tooltip)
{
  FlPartChooser *self = g_object_new (FL_TYPE_PART_CHOOSER, "halign", GTK_ALIGN_END, NULL);

  fl_set_tooltip (self->list, tooltip);
  return GTK_WIDGET (self);
}
