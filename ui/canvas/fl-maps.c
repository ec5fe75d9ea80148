#include "fl-maps.h"

#include <glib/gi18n-lib.h>
#include "fl-play-keys.h"
#include "fl-tooltip.h"

#include "fl-popover.h"

struct _FlMaps
{
  GtkPopover parent_instance;
  GtkWidget *title, *range, *back, *on, *plot; /* borrowed */
  FlTopology *topology; /* owned */
  NnPicture *picture;   /* owned; may be NULL */
  guint column, first;
};

G_DEFINE_FINAL_TYPE (FlMaps, fl_maps, GTK_TYPE_POPOVER)

enum
{
  CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static char *
title_text (FlMaps *self)
{
  guint width, height;

  if (fl_maps_are_images (self->topology, self->column, &width, &height))
    return g_strdup_printf (_("Training pictures · %u × %u"), width, height);
  return g_strdup (self->topology->columns[self->column].description);
}

static void
show (FlMaps *self)
{
  guint count = fl_maps_count (self->topology, self->picture, self->column), units = self->topology->columns[self->column].units;
  guint width, height, last = MIN (self->first + FL_MAPS_PAGE, count);
  gboolean images = fl_maps_are_images (self->topology, self->column, &width, &height);
  g_autofree char *title = title_text (self);
  g_autofree char *range = NULL;

  if (!images && count < units && count > FL_MAPS_PAGE)
    range = g_strdup_printf (_("%u–%u · %u of %u can be shown"), self->first + 1, last, count, units);
  else
    range = g_strdup_printf (_("%u–%u of %u"), self->first + 1, last, MAX (count, images ? 0 : units));
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->range), range);
  gtk_widget_set_visible (self->range, MAX (count, images ? 0 : units) > FL_MAPS_PAGE); /* one page needs no number */
  gtk_widget_set_visible (self->back, count > FL_MAPS_PAGE);
  gtk_widget_set_visible (self->on, count > FL_MAPS_PAGE);
  gtk_widget_set_sensitive (self->back, self->first > 0);
  gtk_widget_set_sensitive (self->on, self->first + FL_MAPS_PAGE < count);
  fl_maps_plot_set (FL_MAPS_PLOT (self->plot), self->topology, self->picture, self->column, self->first);
}

static void
turn (FlMaps *self, int pages)
{
  guint count = fl_maps_count (self->topology, self->picture, self->column);
  gint64 first = (gint64) self->first + (gint64) pages * FL_MAPS_PAGE;

  if (first < 0 || first >= (gint64) count)
    return;
  self->first = (guint) first;
  show (self);
}

static void
back_cb (FlMaps *self)
{
  turn (self, -1);
}

static void
on_cb (FlMaps *self)
{
  turn (self, 1);
}

static void
page_cb (FlMaps *self, int pages)
{
  turn (self, pages);
}

static void
chosen_cb (FlMaps *self, guint unit)
{
  if (self->column > 0)
    g_signal_emit (self, signals[CHOSEN], 0, self->column, unit);
}

static void
take (FlMaps *self, FlTopology *topology, NnPicture *picture)
{
  FlTopology *was = self->topology;
  NnPicture *had = self->picture;

  self->topology = fl_topology_ref (topology);
  self->picture = picture != NULL ? nn_picture_ref (picture) : NULL;
  fl_topology_unref (was);
  nn_picture_unref (had);
}

void
fl_maps_open (FlMaps *self, FlTopology *topology, NnPicture *picture, guint column)
{
  take (self, topology, picture);
  self->column = column;
  self->first = 0;
  show (self);
  fl_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (self->plot);
}

void
fl_maps_follow (FlMaps *self, FlTopology *topology, NnPicture *picture)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  if (self->column >= topology->n_columns || !topology->columns[self->column].folded)
    {
      gtk_popover_popdown (GTK_POPOVER (self));
      return;
    }
  take (self, topology, picture);
  if (self->first >= fl_maps_count (topology, picture, self->column))
    self->first = 0;
  show (self);
}

int
fl_maps_get_column (FlMaps *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self)) ? (int) self->column : -1;
}

static void
fl_maps_dispose (GObject *object)
{
  FlMaps *self = FL_MAPS (object);

  g_clear_pointer (&self->topology, fl_topology_unref);
  g_clear_pointer (&self->picture, nn_picture_unref);
  G_OBJECT_CLASS (fl_maps_parent_class)->dispose (object);
}

static void
fl_maps_class_init (FlMapsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_maps_dispose;
  signals[CHOSEN] =
    g_signal_new ("chosen", FL_TYPE_MAPS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
}

static GtkWidget *
page_button (FlMaps *self, GtkWidget *row, const char *icon, const char *name, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "card-button");
  fl_set_tooltip (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (row), button);
  return button;
}

static void
fl_maps_init (FlMaps *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  fl_play_keys_add (GTK_WIDGET (self));
  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->title, TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->title), 10); /* the maps say how wide it is */
  gtk_widget_add_css_class (self->title, "heading");
  self->range = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->range, "card-hint");
  gtk_box_append (GTK_BOX (head), self->title);
  gtk_box_append (GTK_BOX (head), self->range);
  self->back = page_button (self, head, "go-previous-symbolic", _("Previous page (Page Up)"), G_CALLBACK (back_cb));
  self->on = page_button (self, head, "go-next-symbolic", _("Next page (Page Down)"), G_CALLBACK (on_cb));
  gtk_box_append (GTK_BOX (box), head);
  self->plot = fl_maps_plot_new ();
  g_signal_connect_swapped (self->plot, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect_swapped (self->plot, "page", G_CALLBACK (page_cb), self);
  gtk_box_append (GTK_BOX (box), self->plot);
  gtk_widget_add_css_class (box, "maps-page");
  gtk_popover_set_child (GTK_POPOVER (self), box);
}

GtkWidget *
fl_maps_new (void)
{
  return g_object_new (FL_TYPE_MAPS, NULL);
}
