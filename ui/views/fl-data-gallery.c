/* The gallery of FlDataTable: rows that are images, side by side. */
#include "fl-data-table-private.h"

#include <glib/gi18n-lib.h>

#include "fl-data-cells.h"
#include "fl-row-image.h"
#include "fl-tooltip.h"

#define GALLERY_IMAGE 64

void
fl_data_gallery_fill (GtkListItem *item)
{
  FlDataTable *self = g_object_get_data (G_OBJECT (item), "fl-table");
  GtkWidget *box = gtk_list_item_get_child (item), *label = gtk_widget_get_last_child (box);
  FlRowItem *it = gtk_list_item_get_item (item);
  g_autofree char *tip = NULL;
  gboolean wrong;
  gsize row;

  if (it == NULL || self->data == NULL || fl_row_item_get (it) >= self->data->rows)
    return;
  row = fl_row_item_get (it);
  wrong = fl_data_table_is_wrong (self, row);
  fl_row_image_set (FL_ROW_IMAGE (gtk_widget_get_first_child (box)), self->data, row);
  if (self->data->n_classes > 0)
    {
      const char *truth = self->data->class_names[(guint) self->data->y[row]];
      g_autofree char *text = wrong ? g_strdup_printf ("%s → %s", truth, self->data->class_names[nn_score_class (self->score, row)])
                                    : g_strdup (truth);

      gtk_label_set_text (GTK_LABEL (label), text);
    }
  if (wrong)
    gtk_widget_add_css_class (label, "wrong");
  else
    gtk_widget_remove_css_class (label, "wrong");
  tip = g_strdup_printf (_("row %u, %s"), self->data->source_row[row] + 1, fl_data_part_title (self->data, row));
  fl_set_tooltip (box, tip);
}

static void
picture_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, FlDataTable *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *label = gtk_label_new (NULL), *image = fl_row_image_new (GALLERY_IMAGE);

  g_object_set_data (G_OBJECT (item), "fl-table", self);
  gtk_widget_set_halign (image, GTK_ALIGN_CENTER);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 6);
  gtk_widget_add_css_class (label, "gallery-label");
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), label);
  g_object_set_data (G_OBJECT (box), "fl-item", item);
  gtk_list_item_set_child (item, box);
}

static void
picture_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, FlDataTable *self)
{
  fl_data_gallery_fill (item);
  g_signal_connect_object (self->model, "values-changed", G_CALLBACK (fl_data_gallery_fill), item, G_CONNECT_SWAPPED);
}

static void
picture_unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, FlDataTable *self)
{
  g_signal_handlers_disconnect_by_func (self->model, fl_data_gallery_fill, item);
}

GtkWidget *
fl_data_gallery_new (FlDataTable *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *gallery = gtk_grid_view_new (NULL, factory);

  g_signal_connect (factory, "setup", G_CALLBACK (picture_setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (picture_bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (picture_unbind_cb), self);
  gtk_grid_view_set_max_columns (GTK_GRID_VIEW (gallery), 24);
  gtk_grid_view_set_min_columns (GTK_GRID_VIEW (gallery), 2);
  gtk_widget_add_css_class (gallery, "gallery");
  gtk_accessible_update_property (GTK_ACCESSIBLE (gallery), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Images"), -1);
  return gallery;
}
