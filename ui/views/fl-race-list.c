#include "fl-race-list.h"

#include <glib/gi18n-lib.h>

#include "fl-form.h"
#include "fl-landscape-parts.h"
#include "fl-panel-parts.h"
#include "fl-race-scene.h"

typedef struct
{
  void (*changed) (const char *label, const char *group, gpointer user_data);
  void (*chosen) (gpointer user_data);
  gpointer user_data;
  guint n, selected;
  DsItem items[FL_RACERS];
  GtkWidget *list, *chooser, *form, *add, *remove; /* borrowed */
  GtkWidget *names[FL_RACERS], *results[FL_RACERS];
  gboolean quiet;
} Racers;

static Racers *
racers_of (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "fl-racers");
}

static DsItem
racer (const char *id, double learning_rate)
{
  DsItem item = ds_item (nn_registry_find (NN_OPTIMIZERS, id));

  ds_item_set (&item, "learning_rate", learning_rate, NULL);
  return item;
}

static void
show_name (Racers *self, guint i)
{
  g_autofree char *text = fl_racer_name (&self->items[i]);

  gtk_label_set_text (GTK_LABEL (self->names[i]), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_ancestor (self->names[i], GTK_TYPE_LIST_BOX_ROW)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
show_selected (Racers *self)
{
  self->quiet = TRUE;
  fl_type_chooser_set (self->chooser, self->items[self->selected].type);
  fl_form_set_item (FL_FORM (self->form), &self->items[self->selected]);
  self->quiet = FALSE;
  gtk_widget_set_sensitive (self->remove, self->n > 1);
  gtk_widget_set_sensitive (self->add, self->n < FL_RACERS);
}

/* The colour a racer's path has. */
static void
draw_dot (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer index)
{
  fl_terrain_disc (cr, fl_plot_theme (), GPOINTER_TO_UINT (index), width / 2.0, height / 2.0, 5);
}

static GtkWidget *
row_new (Racers *self, guint i)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *dot = gtk_drawing_area_new ();

  gtk_widget_set_size_request (dot, 14, 14);
  gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (dot), draw_dot, GUINT_TO_POINTER (i), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (dot), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Colour of the path"), -1);
  self->names[i] = gtk_label_new (NULL);
  self->results[i] = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->names[i]), 0);
  gtk_label_set_xalign (GTK_LABEL (self->results[i]), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->names[i]), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (self->results[i]), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->results[i], "card-hint");
  gtk_box_append (GTK_BOX (text), self->names[i]);
  gtk_box_append (GTK_BOX (text), self->results[i]);
  gtk_box_append (GTK_BOX (box), dot);
  gtk_box_append (GTK_BOX (box), text);
  gtk_widget_set_valign (text, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (box, "racer");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  show_name (self, i);
  return row;
}

static void
rebuild (Racers *self)
{
  GtkWidget *child;

  self->quiet = TRUE;
  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), child);
  for (guint i = 0; i < self->n; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), row_new (self, i));
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) self->selected));
  self->quiet = FALSE;
  show_selected (self);
}

static void
row_cb (Racers *self, GtkListBoxRow *row)
{
  if (self->quiet || row == NULL)
    return;
  self->selected = (guint) gtk_list_box_row_get_index (row);
  show_selected (self);
  self->chosen (self->user_data);
}

static void
type_cb (const DsType *type, gpointer user_data)
{
  Racers *self = user_data;
  double rate = ds_item_get (&self->items[self->selected], "learning_rate");

  if (self->quiet)
    return;
  self->items[self->selected] = ds_item (type);
  ds_item_set (&self->items[self->selected], "learning_rate", rate, NULL);
  show_name (self, self->selected);
  show_selected (self);
  self->changed (_("change the racer’s optimizer"), NULL, self->user_data);
}

static void
form_cb (const DsItem *item, const char *param, gpointer user_data)
{
  Racers *self = user_data;

  if (self->quiet)
    return;
  self->items[self->selected] = *item;
  show_name (self, self->selected);
  self->changed (_("change racer"), param, self->user_data);
}

static void
add_cb (Racers *self)
{
  if (self->n == FL_RACERS)
    return;
  self->items[self->n] = self->items[self->selected];
  self->selected = self->n++;
  rebuild (self);
  self->changed (_("add racer"), NULL, self->user_data);
}

static void
remove_cb (Racers *self)
{
  if (self->n < 2)
    return;
  for (guint i = self->selected; i + 1 < self->n; i++)
    self->items[i] = self->items[i + 1];
  self->n--;
  self->selected = MIN (self->selected, self->n - 1);
  rebuild (self);
  self->changed (_("remove racer"), NULL, self->user_data);
}

/* What can go down a surface: all but what solves. */
static GtkWidget *
optimizer_chooser (Racers *self)
{
  g_autoptr (GPtrArray) types = g_ptr_array_new ();
  guint n;
  const DsType *const *all = nn_registry (NN_OPTIMIZERS, &n);

  for (guint i = 0; i < n; i++)
    if (nn_optimizer_descends (all[i]))
      g_ptr_array_add (types, (gpointer) all[i]);
  return fl_type_chooser_new (_("Racer’s optimizer"), (const DsType *const *) types->pdata, types->len, type_cb, self);
}

GtkWidget *
fl_race_list_new (void (*changed) (const char *label, const char *group, gpointer user_data), void (*chosen) (gpointer user_data), gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  Racers *self = g_new0 (Racers, 1);

  *self = (Racers){ .changed = changed, .chosen = chosen, .user_data = user_data, .n = 3 };
  self->items[0] = racer ("sgd", 0.02);
  self->items[1] = racer ("sgd", 0.02);
  ds_item_set (&self->items[1], "momentum", 0.9, NULL);
  self->items[2] = racer ("adam", 0.1);
  g_object_set_data_full (G_OBJECT (box), "fl-racers", self, g_free);
  gtk_box_append (GTK_BOX (box), fl_heading_new (_("Racers")));
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_BROWSE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Racers"), -1);
  g_signal_connect_swapped (self->list, "row-selected", G_CALLBACK (row_cb), self);
  gtk_box_append (GTK_BOX (box), self->list);
  gtk_box_set_homogeneous (GTK_BOX (buttons), TRUE);
  self->add = fl_column_button_new (_("Add"), _("One racer more, like the chosen one; eight at most"), G_CALLBACK (add_cb), self);
  self->remove = fl_column_button_new (_("Remove"), _("Take the chosen racer out"), G_CALLBACK (remove_cb), self);
  gtk_box_append (GTK_BOX (buttons), self->add);
  gtk_box_append (GTK_BOX (buttons), self->remove);
  gtk_box_append (GTK_BOX (box), buttons);
  self->chooser = optimizer_chooser (self);
  gtk_box_append (GTK_BOX (box), fl_captioned_new (_("Optimizer"), _("Of the chosen racer"), self->chooser));
  self->form = fl_form_new (1, NULL, form_cb, self);
  gtk_box_append (GTK_BOX (box), self->form);
  rebuild (self);
  return box;
}

guint
fl_race_list_get (GtkWidget *list, DsItem racers[FL_RACERS])
{
  Racers *self = racers_of (list);

  for (guint i = 0; i < self->n; i++)
    racers[i] = self->items[i];
  return self->n;
}

void
fl_race_list_set (GtkWidget *list, const DsItem *racers, guint n, guint selected)
{
  Racers *self = racers_of (list);

  for (guint i = 0; i < n; i++)
    self->items[i] = racers[i];
  self->n = n;
  self->selected = selected;
  rebuild (self);
}

guint
fl_race_list_get_selected (GtkWidget *list)
{
  return racers_of (list)->selected;
}

void
fl_race_list_set_result (GtkWidget *list, guint i, const char *text)
{
  Racers *self = racers_of (list);

  if (i < self->n && g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->results[i])), text) != 0)
    gtk_label_set_text (GTK_LABEL (self->results[i]), text);
}
