#include "fl-layer-header.h"

#include <glib/gi18n-lib.h>
#include "fl-tooltip.h"

struct _FlLayerHeader
{
  GtkBox parent_instance;
  GtkWidget *title, *lock, *label, *minus, *plus, *remove; /* borrowed */
  gboolean selected, removable;
};

G_DEFINE_FINAL_TYPE (FlLayerHeader, fl_layer_header, GTK_TYPE_BOX)

enum
{
  SELECTED,
  COUNT,
  REMOVED,
  MENU,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
title_cb (FlLayerHeader *self)
{
  g_signal_emit (self, signals[SELECTED], 0);
}

static void
minus_cb (FlLayerHeader *self)
{
  g_signal_emit (self, signals[COUNT], 0, -1);
}

static void
plus_cb (FlLayerHeader *self)
{
  g_signal_emit (self, signals[COUNT], 0, 1);
}

static void
remove_cb (FlLayerHeader *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static void
menu_cb (FlLayerHeader *self)
{
  g_signal_emit (self, signals[MENU], 0);
}

/* With the secondary button, or a long press where there is none. */
static void
add_menu_gestures (FlLayerHeader *self)
{
  GtkGesture *click = gtk_gesture_click_new (), *press = gtk_gesture_long_press_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (menu_cb), self);
  gtk_widget_add_controller (self->title, GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_swapped (press, "pressed", G_CALLBACK (menu_cb), self);
  gtk_widget_add_controller (self->title, GTK_EVENT_CONTROLLER (press));
}

/* The name; a lock before it says that the layer is frozen. */
static void
make_title (FlLayerHeader *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);

  self->lock = gtk_image_new_from_icon_name ("changes-prevent-symbolic");
  gtk_widget_add_css_class (self->lock, "layer-lock");
  gtk_widget_set_visible (self->lock, FALSE);
  gtk_box_append (GTK_BOX (box), self->lock);
  self->label = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_label_set_justify (GTK_LABEL (self->label), GTK_JUSTIFY_CENTER);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_label_set_yalign (GTK_LABEL (self->label), 0);
  gtk_box_append (GTK_BOX (box), self->label);
  self->title = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->title), box);
  gtk_widget_add_css_class (self->title, "flat");
  gtk_widget_add_css_class (self->title, "layer-title");
  g_signal_connect_swapped (self->title, "clicked", G_CALLBACK (title_cb), self);
  gtk_box_append (GTK_BOX (self), self->title);
  add_menu_gestures (self);
}

static GtkWidget *
small_button (FlLayerHeader *self, GtkWidget *row, const char *icon, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "circular");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "layer-step");
  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (row), button);
  return button;
}

static void
fl_layer_header_class_init (FlLayerHeaderClass *klass)
{
  signals[SELECTED] = g_signal_new ("selected", FL_TYPE_LAYER_HEADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[COUNT] = g_signal_new ("count", FL_TYPE_LAYER_HEADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[MENU] = g_signal_new ("menu", FL_TYPE_LAYER_HEADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVED] = g_signal_new ("removed", FL_TYPE_LAYER_HEADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fl_layer_header_init (FlLayerHeader *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "layer-header");
  make_title (self);
  gtk_widget_set_halign (row, GTK_ALIGN_CENTER);
  self->minus = small_button (self, row, "list-remove-symbolic", G_CALLBACK (minus_cb));
  self->plus = small_button (self, row, "list-add-symbolic", G_CALLBACK (plus_cb));
  self->remove = small_button (self, row, "user-trash-symbolic", G_CALLBACK (remove_cb));
  gtk_box_append (GTK_BOX (self), row);
}

GtkWidget *
fl_layer_header_new (void)
{
  return g_object_new (FL_TYPE_LAYER_HEADER, NULL);
}

static void
name_button (GtkWidget *button, const char *format, const char *name)
{
  g_autofree char *text = g_strdup_printf (format, name);

  fl_set_tooltip (button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

void
fl_layer_header_set_column (FlLayerHeader *self, const FlColumn *column)
{
  g_autofree char *tip = g_strdup_printf (column->output ? "%s\n%s" : _("%s\n%s\nDrag to move, right-click for more"), column->description,
                                          column->facts_in_words);

  gtk_label_set_text (GTK_LABEL (self->label), column->head);
  gtk_widget_set_visible (self->lock, column->frozen);
  fl_set_tooltip (self->title, column->layer >= 0 ? tip : column->description);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->title), GTK_ACCESSIBLE_PROPERTY_LABEL, column->description,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, column->facts_in_words, -1);
  /* The inputs are chosen in the side panel; here their title only says what the column is. */
  gtk_widget_set_can_target (self->title, column->layer >= 0);
  gtk_widget_set_focusable (self->title, column->layer >= 0);
  gtk_widget_set_visible (self->minus, column->can_count);
  gtk_widget_set_visible (self->plus, column->can_count);
  gtk_widget_set_sensitive (self->minus, column->units > 1);
  self->removable = column->layer >= 0 && !column->output;
  gtk_widget_set_visible (self->remove, self->removable && self->selected);
  name_button (self->minus, _("One neuron fewer in %s"), column->name);
  name_button (self->plus, _("One neuron more in %s"), column->name);
  name_button (self->remove, _("Remove %s"), column->name);
}

void
fl_layer_header_set_selected (FlLayerHeader *self, gboolean selected)
{
  self->selected = selected;
  if (selected)
    gtk_widget_add_css_class (GTK_WIDGET (self), "selected");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "selected");
  gtk_widget_set_visible (self->remove, self->removable && selected);
}

void
fl_layer_header_set_problem (FlLayerHeader *self, gboolean problem)
{
  if (problem)
    gtk_widget_add_css_class (GTK_WIDGET (self), "problem");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "problem");
}

GtkWidget *
fl_layer_header_get_title (FlLayerHeader *self)
{
  return self->title;
}
