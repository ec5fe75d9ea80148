#include "fl-variant-button.h"

#include <glib/gi18n-lib.h>

#include "fl-drop-down.h"
#include "fl-panel-parts.h"
#include "fl-tooltip.h"
#include "fl-vary.h"

typedef struct
{
  FlComparison *comparison; /* owned */
  FlSession *session;       /* owned */
  void (*failed) (const GError *error, gpointer user_data);
  gpointer user_data;
  GtkWidget *popover, *setting, *values; /* borrowed */
  GPtrArray *keys;          /* owned: of the settings listed */
} Variants;

static void
variants_free (gpointer data)
{
  Variants *self = data;

  g_object_unref (self->comparison);
  g_object_unref (self->session);
  g_ptr_array_unref (self->keys);
  g_free (self);
}

/* What people vary: the training's numbers and types, and each layer's. Files know more (fallline search varies every key). */
static void
list_keys (Variants *self)
{
  const NnSpec *spec = fl_document_get_project (fl_session_get_document (self->session))->spec;

  g_ptr_array_set_size (self->keys, 0);
  g_ptr_array_add (self->keys, g_strdup ("training.optimizer"));
  if (ds_type_find_param (spec->optimizer.type, "learning_rate") >= 0)
    g_ptr_array_add (self->keys, g_strdup ("training.optimizer.learning_rate"));
  g_ptr_array_add (self->keys, g_strdup ("training.batch_size"));
  g_ptr_array_add (self->keys, g_strdup ("training.loss"));
  g_ptr_array_add (self->keys, g_strdup ("training.regularization.l2"));
  g_ptr_array_add (self->keys, g_strdup ("seed"));
  for (guint i = 0; i + 1 < spec->n_layers; i++)
    {
      if (ds_type_find_param (spec->layers[i].type, "units") >= 0)
        g_ptr_array_add (self->keys, g_strdup_printf ("network[%u].units", i));
      if (ds_type_find_param (spec->layers[i].type, "activation") >= 0)
        g_ptr_array_add (self->keys, g_strdup_printf ("network[%u].activation", i));
      if (ds_type_find_param (spec->layers[i].type, "rate") >= 0)
        g_ptr_array_add (self->keys, g_strdup_printf ("network[%u].rate", i));
    }
}

static const char *
hint_for (const char *key)
{
  if (g_str_has_suffix (key, "activation"))
    return _("relu, tanh, sigmoid");
  if (g_str_equal (key, "training.optimizer"))
    return _("adamw, lbfgs");
  if (g_str_equal (key, "training.loss"))
    return _("mse, mae");
  if (g_str_equal (key, "training.batch_size"))
    return _("8, 32, all");
  if (g_str_has_suffix (key, "units"))
    return _("4, 8, 16");
  return g_str_equal (key, "seed") ? _("1, 2, 3") : _("0.001, 0.01");
}

static void
setting_cb (Variants *self)
{
  guint at = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->setting));

  if (at < self->keys->len)
    gtk_entry_set_placeholder_text (GTK_ENTRY (self->values), hint_for (self->keys->pdata[at]));
}

static void
open_cb (Variants *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  list_keys (self);
  for (guint i = 0; i < self->keys->len; i++)
    gtk_string_list_take (titles, fl_setting_title (self->keys->pdata[i]));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->setting), G_LIST_MODEL (titles));
  setting_cb (self);
}

static void
add_cb (Variants *self)
{
  guint at = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->setting));
  g_autofree char *values = fl_vary_typed (gtk_editable_get_text (GTK_EDITABLE (self->values)));
  g_autofree char *text = NULL, *title = NULL;
  g_autoptr (GError) error = NULL;

  if (at >= self->keys->len)
    return;
  text = g_strdup_printf ("%s=%s", (const char *) self->keys->pdata[at], values);
  title = fl_setting_title (self->keys->pdata[at]);
  if (fl_comparison_add_variants (self->comparison, text, title, &error))
    {
      gtk_editable_set_text (GTK_EDITABLE (self->values), "");
      gtk_popover_popdown (GTK_POPOVER (self->popover));
    }
  else
    self->failed (error, self->user_data);
}

GtkWidget *
fl_variant_button_new (FlComparison *comparison, FlSession *session, void (*failed) (const GError *error, gpointer user_data),
                       gpointer user_data)
{
  GtkWidget *button = gtk_menu_button_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *add = gtk_button_new_with_label (_("Add"));
  Variants *self = g_new0 (Variants, 1);

  *self = (Variants){ .comparison = g_object_ref (comparison), .session = g_object_ref (session), .failed = failed, .user_data = user_data,
                      .keys = g_ptr_array_new_with_free_func (g_free) };
  g_object_set_data_full (G_OBJECT (button), "fl-variants", self, variants_free);
  self->popover = gtk_popover_new ();
  self->setting = fl_drop_down_new (NULL, _("Setting to vary"));
  self->values = gtk_entry_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->values), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Values, separated by commas"), -1);
  gtk_entry_set_activates_default (GTK_ENTRY (self->values), FALSE);
  gtk_widget_add_css_class (add, "suggested-action");
  fl_set_tooltip (add, _("One run more for each value (Enter)"));
  gtk_box_append (GTK_BOX (box), fl_captioned_new (_("Setting"), _("What is to be another one than in the project"), self->setting));
  gtk_box_append (GTK_BOX (box), fl_captioned_new (_("Values"), _("One, or several separated by commas"), self->values));
  gtk_box_append (GTK_BOX (box), add);
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), self->popover);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _("Add variant…"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Add variant…"), -1);
  fl_set_tooltip (button, _("Race the project with another value of one setting"));
  gtk_widget_add_css_class (button, "card-button");
  g_signal_connect_swapped (self->popover, "show", G_CALLBACK (open_cb), self);
  g_signal_connect_swapped (self->setting, "notify::selected", G_CALLBACK (setting_cb), self);
  g_signal_connect_swapped (self->values, "activate", G_CALLBACK (add_cb), self);
  g_signal_connect_swapped (add, "clicked", G_CALLBACK (add_cb), self);
  return button;
}
