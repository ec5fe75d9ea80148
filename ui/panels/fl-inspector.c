/* The parameters that come first in a layer's descriptor stand in the card, the rest behind "More". Which those are depends on
 * the type and on whether it is the output layer, whose number of neurons follows from the data: both forms are made anew when
 * that changes. */
#include "fl-inspector.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-axis.h"
#include "fl-edit.h"
#include "fl-form.h"
#include "fl-play-keys.h"
#include "fl-plot.h"
#include "fl-tooltip.h"
#include "fl-wrap-row.h"
#include "fl-topology.h"
#include "fl-undo-toast.h"

#define IN_CARD 3

struct _FlInspector
{
  GtkBox parent_instance;
  FlSession *session; /* owned */
  GtkWidget *title, *shape, *stats; /* borrowed */
  GtkWidget *place, *form, *more, *more_form; /* borrowed; forms: NULL where there is nothing to show */
  GtkWidget *left, *right, *duplicate, *freeze, *remove;
  const DsType *shown_type; /* what the forms are made for */
  gboolean shown_output;
  int layer;
};

G_DEFINE_FINAL_TYPE (FlInspector, fl_inspector, GTK_TYPE_BOX)

enum
{
  LAYER_SELECTED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static FlDocument *
document_of (FlInspector *self)
{
  return fl_session_get_document (self->session);
}

static const NnSpec *
spec_of (FlInspector *self)
{
  return fl_document_get_project (document_of (self))->spec;
}

static void
changed_cb (const DsItem *item, const char *param, gpointer user_data)
{
  FlInspector *self = user_data;

  if (self->layer >= 0)
    fl_edit_set_layer (document_of (self), self->layer, item, param);
}

static void
go_to (FlInspector *self, int layer)
{
  fl_inspector_set_layer (self, layer);
  g_signal_emit (self, signals[LAYER_SELECTED], 0, layer);
}

static void
move_by (FlInspector *self, int delta)
{
  if (self->layer >= 0 && fl_edit_move_layer (document_of (self), self->layer, self->layer + delta))
    go_to (self, self->layer + delta);
}

static void
left_cb (FlInspector *self)
{
  move_by (self, -1);
}

static void
right_cb (FlInspector *self)
{
  move_by (self, 1);
}

static void
duplicate_cb (FlInspector *self)
{
  if (self->layer >= 0 && fl_edit_duplicate_layer (document_of (self), self->layer))
    go_to (self, self->layer + 1);
}

static void
freeze_cb (FlInspector *self)
{
  if (self->layer >= 0)
    fl_edit_set_trainable (document_of (self), self->layer, fl_layer_is_frozen (&spec_of (self)->layers[self->layer]));
}

static void
remove_cb (FlInspector *self)
{
  int layer = self->layer;

  if (layer >= 0 && fl_remove_layer (GTK_WIDGET (self), document_of (self), (guint) layer))
    go_to (self, MAX (0, MIN (layer, (int) spec_of (self)->n_layers - 2)));
}

/* "8 → 8 · 72 params" */
static char *
shape_text (FlInspector *self)
{
  const NnPlan *plan = fl_session_get_plan (self->session);
  g_autofree char *number = NULL;
  const NnLayerShape *shape;

  if (plan == NULL || (guint) self->layer >= plan->n_layers)
    return g_strdup ("");
  shape = &plan->layers[self->layer];
  if (shape->parameters == 0)
    return g_strdup_printf (_("%u → %u · nothing to learn"), shape->in, shape->out);
  number = fl_format_whole (shape->parameters);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u → %u · %s param", "%u → %u · %s params", shape->parameters), shape->in,
                          shape->out, number);
}

/* The ids of the parameters that do not belong into the card (or, `more`, behind its button); NULL-terminated. */
static const char **
ids_left_out (const DsType *type, gboolean output, gboolean more)
{
  const char **ids = g_new0 (const char *, type->n_params + 1);
  guint n = 0, shown = 0;

  for (guint i = 0; i < type->n_params; i++)
    {
      gboolean never = output && g_str_equal (type->params[i].id, "units");
      gboolean first = !never && shown < IN_CARD;

      shown += !never;
      if (never || first == more)
        ids[n++] = type->params[i].id;
    }
  return ids;
}

static GtkWidget *
make_form (FlInspector *self, const DsType *type, gboolean output, gboolean more)
{
  g_autofree const char **skip = ids_left_out (type, output, more);

  if (g_strv_length ((char **) skip) == type->n_params)
    return NULL;
  return fl_form_new (more ? 2 : IN_CARD, skip, changed_cb, self);
}

static void
make_forms (FlInspector *self, const DsType *type, gboolean output)
{
  if (self->form != NULL)
    gtk_box_remove (GTK_BOX (self->place), self->form);
  self->form = type != NULL ? make_form (self, type, output, FALSE) : NULL;
  self->more_form = type != NULL ? make_form (self, type, output, TRUE) : NULL;
  if (self->form != NULL)
    gtk_box_append (GTK_BOX (self->place), self->form);
  gtk_popover_set_child (GTK_POPOVER (gtk_menu_button_get_popover (GTK_MENU_BUTTON (self->more))), self->more_form);
  gtk_widget_set_visible (self->more, self->more_form != NULL);
  self->shown_type = type;
  self->shown_output = output;
}

static void
sync_forms (FlInspector *self, const DsItem *item, gboolean output)
{
  const DsType *type = item != NULL ? item->type : NULL;

  if (type != self->shown_type || output != self->shown_output)
    make_forms (self, type, output);
  if (self->form != NULL)
    fl_form_set_item (FL_FORM (self->form), item);
  if (self->more_form != NULL)
    fl_form_set_item (FL_FORM (self->more_form), item);
}

/* What the button would do now. */
static void
sync_freeze (FlInspector *self, const DsItem *layer)
{
  gboolean frozen = layer != NULL && fl_layer_is_frozen (layer);

  gtk_button_set_icon_name (GTK_BUTTON (self->freeze), frozen ? "changes-prevent-symbolic" : "changes-allow-symbolic");
  fl_set_tooltip (self->freeze, frozen ? _("Frozen: training leaves the layer as it is. Press to unfreeze (F)")
                                       : _("Freeze the layer: training leaves its weights as they are (F)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->freeze), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  frozen ? _("Unfreeze") : _("Freeze"), -1);
  gtk_widget_set_sensitive (self->freeze, layer != NULL && fl_layer_can_freeze (layer));
}

void
fl_inspector_sync (FlInspector *self)
{
  const NnSpec *spec = spec_of (self);
  gboolean some, output;
  g_autofree char *name = NULL;
  g_autofree char *shape = NULL;

  if (self->layer >= (int) spec->n_layers)
    self->layer = -1;
  some = self->layer >= 0;
  output = some && self->layer + 1 == (int) spec->n_layers;
  name = some ? fl_layer_name (spec, self->layer) : g_strdup (_("No layer selected"));
  shape = some ? shape_text (self) : g_strdup (_("Click a layer to see and change it."));
  gtk_label_set_text (GTK_LABEL (self->title), name);
  gtk_label_set_text (GTK_LABEL (self->shape), shape);
  fl_set_tooltip (self->shape, some ? shape : NULL);
  fl_set_tooltip (self->title, some ? _(spec->layers[self->layer].type->help) : NULL);
  sync_forms (self, some ? &spec->layers[self->layer] : NULL, output);
  gtk_widget_set_sensitive (self->left, some && !output && self->layer > 0);
  gtk_widget_set_sensitive (self->right, some && !output && self->layer + 2 < (int) spec->n_layers);
  gtk_widget_set_sensitive (self->duplicate, some && !output);
  gtk_widget_set_sensitive (self->remove, some && !output);
  sync_freeze (self, some ? &spec->layers[self->layer] : NULL);
}

void
fl_inspector_set_layer (FlInspector *self, int layer)
{
  if (layer != self->layer)
    gtk_inscription_set_text (GTK_INSCRIPTION (self->stats), "");
  self->layer = layer;
  fl_inspector_sync (self);
}

void
fl_inspector_refresh (FlInspector *self, const NnFrame *frame)
{
  g_autofree char *text = NULL;
  char gradient[32], ratio[32], norm[32];

  if (frame == NULL || self->layer < 0 || (guint) self->layer >= frame->n_layers ||
      frame->spec->layers[self->layer].type != spec_of (self)->layers[self->layer].type)
    text = g_strdup ("");
  else
    {
      const NnLayerStats *stats = &frame->layers[self->layer];

      if (isnan (stats->weight_norm)) /* zeros are weights, too */
        text = g_strdup (_("This layer has no weights."));
      else if (frame->step == 0 || !isfinite (stats->gradient_norm)) /* nor are there any right after an edit */
        text = g_strdup_printf (_("Weight norm %s · press Train to see gradients"),
                                fl_format_live (stats->weight_norm, norm, sizeof norm));
      else
        text = g_strdup_printf (_("Gradient norm %s · update/weight %s · weight norm %s"),
                                fl_format_live (stats->gradient_norm, gradient, sizeof gradient),
                                fl_format_live (stats->update_ratio, ratio, sizeof ratio),
                                fl_format_live (stats->weight_norm, norm, sizeof norm));
    }
  gtk_inscription_set_text (GTK_INSCRIPTION (self->stats), text);
}

static void
fl_inspector_dispose (GObject *object)
{
  g_clear_object (&FL_INSPECTOR (object)->session);
  G_OBJECT_CLASS (fl_inspector_parent_class)->dispose (object);
}

static void
fl_inspector_class_init (FlInspectorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_inspector_dispose;
  signals[LAYER_SELECTED] =
    g_signal_new ("layer-selected", FL_TYPE_INSPECTOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static GtkWidget *
add_button (FlInspector *self, GtkWidget *row, const char *icon, const char *label, const char *tooltip, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  fl_set_tooltip (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_add_css_class (button, "card-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (row), button);
  return button;
}

static GtkWidget *
add_line (GtkWidget *names, const char *css_class)
{
  GtkWidget *line = gtk_label_new (NULL);

  gtk_widget_add_css_class (line, css_class);
  gtk_label_set_xalign (GTK_LABEL (line), 0);
  gtk_label_set_ellipsize (GTK_LABEL (line), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (names), line);
  return line;
}

static GtkWidget *
make_head (FlInspector *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *names = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *head;

  self->title = add_line (names, "card-title");
  self->shape = add_line (names, "card-hint"); /* below: beside the buttons there is no room for both */
  gtk_widget_set_valign (names, GTK_ALIGN_CENTER);
  self->more = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->more), _("More"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->more), gtk_popover_new ());
  fl_play_keys_add (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (self->more))));
  fl_set_tooltip (self->more, _("The layer's other parameters"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more), GTK_ACCESSIBLE_PROPERTY_LABEL, _("More"), -1);
  gtk_widget_add_css_class (self->more, "card-button");
  gtk_widget_set_valign (self->more, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->more, FALSE);
  gtk_box_append (GTK_BOX (buttons), self->more);
  self->left = add_button (self, buttons, "go-previous-symbolic", _("Move layer towards the inputs"),
                           _("Move the layer towards the inputs (Alt+Left)"), G_CALLBACK (left_cb));
  self->right = add_button (self, buttons, "go-next-symbolic", _("Move layer towards the output"),
                            _("Move the layer towards the output (Alt+Right)"), G_CALLBACK (right_cb));
  self->duplicate = add_button (self, buttons, "edit-copy-symbolic", _("Duplicate"), _("Insert a layer like this one behind it (Ctrl+D)"),
                                G_CALLBACK (duplicate_cb));
  self->freeze = add_button (self, buttons, "changes-allow-symbolic", _("Freeze"), NULL, G_CALLBACK (freeze_cb));
  self->remove = add_button (self, buttons, "user-trash-symbolic", _("Remove"), _("Remove the layer from the network (Delete)"), G_CALLBACK (remove_cb));
  head = fl_wrap_row_new (names, buttons);
  gtk_widget_add_css_class (head, "card-head");
  return head;
}

/* Large type wants another line for the same words. */
static void
text_scale_cb (FlInspector *self)
{
  gtk_inscription_set_min_lines (GTK_INSCRIPTION (self->stats), fl_plot_text_scale () > 1.4 ? 2 : 1);
}

static void
fl_inspector_init (FlInspector *self)
{
  self->layer = -1;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "train-card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "inspector");
  gtk_box_append (GTK_BOX (self), make_head (self));

  self->place = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self), self->place);

  self->stats = gtk_inscription_new (NULL);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (self->stats), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (self->stats), 10);
  gtk_widget_add_css_class (self->stats, "card-status");
  fl_set_tooltip (self->stats, _("Of the last step. Update/weight: by which share of themselves the weights change in a step; "
                                 "around 0.001 is a steady pace."));
  gtk_box_append (GTK_BOX (self), self->stats);
  text_scale_cb (self);
  g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-xft-dpi", G_CALLBACK (text_scale_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
fl_inspector_new (FlSession *session)
{
  FlInspector *self = g_object_new (FL_TYPE_INSPECTOR, NULL);

  self->session = g_object_ref (session);
  fl_inspector_sync (self);
  return GTK_WIDGET (self);
}
