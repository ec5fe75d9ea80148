#include "fl-gallery.h"
#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include "fl-edit.h"
#include "fl-field-paint.h"
#include "fl-paint.h"
#include "fl-plot.h"
#include "fl-tooltip.h"

#define COLUMNS 4
#define LARGE_COLUMNS 3 /* where names are large */
#define THUMBNAIL 50
#define THUMBNAIL_POINTS 160

/* Tables that come with the program, beside the generators. */
typedef struct
{
  const char *id;
  const char *title;
  const char *help;
  guint image_size; /* edge of square images, or 0 */
} Sample;

static const Sample samples[] = {
  { "iris", N_("Iris"), N_("150 flowers of three species, four measurements each"), 0 },
  { "wine", N_("Wine"), N_("178 Italian wines from three cultivars, 13 chemical measurements each"), 0 },
  { "digits", N_("Digits"), N_("1,797 handwritten digits, 8 × 8 pixels each"), 8 },
};

typedef struct
{
  FlGallery *gallery; /* borrowed */
  const DsType *generator; /* or NULL */
  const Sample *sample;    /* or NULL; with neither: the empty canvas */
  char *path;              /* owned: the sample's table, or NULL */
  GtkWidget *button, *area; /* borrowed */
  DsPrepared *data; /* owned; NULL until made */
} Item;

struct _FlGallery
{
  GtkWidget parent_instance;

  FlSession *session; /* owned */
  GtkWidget *grid;
  GPtrArray *items; /* of Item */
  gboolean quiet;
};

G_DEFINE_FINAL_TYPE (FlGallery, fl_gallery, GTK_TYPE_WIDGET)

static void
item_free (gpointer data)
{
  Item *item = data;

  g_clear_pointer (&item->data, ds_prepared_unref);
  g_free (item->path);
  g_free (item);
}

/* Where a shipped table lies: beside the ready projects. Caller frees; NULL where it is missing. */
static char *
sample_table (const char *id)
{
  g_autofree char *project = fl_samples_path (id), *folder = NULL, *name = NULL, *path = NULL;

  if (project == NULL)
    return NULL;
  folder = g_path_get_dirname (project);
  name = g_strconcat (id, ".csv", NULL);
  path = g_build_filename (folder, name, NULL);
  return g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&path) : NULL;
}

static DsSource *
item_source (const Item *item)
{
  DsSource values = { 0 };

  if (item->generator != NULL)
    {
      values.kind = DS_SOURCE_GENERATOR;
      values.generator = ds_item (item->generator);
    }
  else
    {
      values.kind = DS_SOURCE_CSV;
      values.path = item->path;
      values.header = -1;
    }
  return ds_source_new (&values);
}

/* ---- thumbnails ---- */

typedef struct
{
  DsSource *source;
  DsTask task;
  guint image_size;
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;

  ds_source_unref (order->source);
  g_free (order);
}

static void
make_thumbnail_data (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Order *order = data;
  DsPrepareOptions options = { .task = order->task };
  g_autoptr (DsDataset) dataset = NULL;
  GError *error = NULL;
  DsPrepared *prepared = NULL;

  dataset = ds_source_load (order->source, order->task, NULL, 7, NULL, NULL, &error);
  if (dataset != NULL)
    {
      if (order->image_size > 0)
        ds_dataset_set_image_size (dataset, order->image_size, order->image_size);
      prepared = ds_prepare (dataset, &options, 7, &error);
    }
  if (prepared != NULL)
    g_task_return_pointer (task, prepared, (GDestroyNotify) ds_prepared_unref);
  else
    g_task_return_error (task, error);
}

/* A thumbnail that cannot be made stays empty: choosing the dataset then says why. */
static void
thumbnail_data_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  FlGallery *self = FL_GALLERY (object);
  DsPrepared *data = g_task_propagate_pointer (G_TASK (result), NULL);
  Item *item;

  if (data == NULL)
    return;
  if (self->grid == NULL)
    {
      ds_prepared_unref (data);
      return;
    }
  item = g_ptr_array_index (self->items, GPOINTER_TO_UINT (user_data));
  item->data = data;
  gtk_widget_queue_draw (item->area);
}

static void
order_thumbnail (FlGallery *self, guint index)
{
  Item *item = g_ptr_array_index (self->items, index);
  DsSource *source = item_source (item);
  Order *order;
  GTask *task;

  if (item->generator != NULL)
    {
      DsSource values = *source;

      ds_item_set (&values.generator, "samples", THUMBNAIL_POINTS, NULL);
      ds_source_unref (source);
      source = ds_source_new (&values);
    }
  order = g_new0 (Order, 1);
  order->source = source;
  order->task = item->generator ? ds_generator_task (item->generator) : DS_CLASSIFICATION;
  order->image_size = item->sample ? item->sample->image_size : 0;
  task = g_task_new (self, NULL, thumbnail_data_cb, GUINT_TO_POINTER (index));
  g_task_set_task_data (task, order, order_free);
  g_task_set_priority (task, G_PRIORITY_LOW);
  g_task_run_in_thread (task, make_thumbnail_data);
  g_object_unref (task);
}

static void
draw_thumbnail_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  Item *item = user_data;
  AdwStyleManager *style = adw_style_manager_get_default ();
  double size = MIN (width, height);

  if (item->data == NULL)
    return;
  cairo_translate (cr, (width - size) / 2.0, (height - size) / 2.0);
  fl_thumbnail_paint (cr, fl_theme_get (adw_style_manager_get_dark (style), adw_style_manager_get_high_contrast (style)), size,
                      item->data);
}

/* ---- choosing ---- */

static gboolean
item_is_shown (const Item *item, const DsSource *source, const char *base_dir)
{
  g_autofree char *there = NULL;

  if (item->generator != NULL)
    return source->kind == DS_SOURCE_GENERATOR && source->generator.type == item->generator;
  if (item->sample == NULL)
    return source->kind == DS_SOURCE_POINTS;
  if (source->kind != DS_SOURCE_CSV)
    return FALSE;
  there = g_canonicalize_filename (source->path, base_dir);
  return strcmp (item->path, there) == 0;
}

static void
update (FlGallery *self)
{
  FlDocument *document = fl_session_get_document (self->session);
  const DsSource *source = fl_document_get_project (document)->source;
  g_autofree char *base_dir = fl_document_get_base_dir (document);

  self->quiet = TRUE;
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (item->button), item_is_shown (item, source, base_dir));
    }
  self->quiet = FALSE;
}

static void
choose (FlGallery *self, const Item *item)
{
  FlDocument *document = fl_session_get_document (self->session);
  g_autoptr (DsSource) source = NULL;

  if (item->generator == NULL && item->sample == NULL)
    {
      if (fl_document_get_project (document)->source->kind != DS_SOURCE_POINTS)
        fl_paint_start (document);
      update (self);
      return;
    }
  source = item_source (item);
  if (item->generator != NULL)
    fl_edit_set_generator (document, &source->generator, NULL);
  else
    fl_edit_set_source (document, source, DS_CLASSIFICATION, _(item->sample->title));
  update (self); /* where nothing changed, the press is taken back */
}

static void
toggled_cb (GtkToggleButton *button, gpointer user_data)
{
  Item *item = user_data;

  if (!item->gallery->quiet)
    choose (item->gallery, item);
}

static GtkWidget *
new_button (Item *item)
{
  const char *title = _(item->generator ? item->generator->title : item->sample ? item->sample->title : N_("Your own"));
  const char *help = item->generator ? item->generator->help : item->sample ? item->sample->help
                                                                             : N_("An empty plane for points of your own: press Paint above it");
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3), *label = gtk_label_new (title);

  if (item->generator == NULL && item->sample == NULL)
    item->area = gtk_image_new_from_icon_name ("fl-brush-symbolic");
  else
    {
      item->area = gtk_drawing_area_new ();
      gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (item->area), draw_thumbnail_cb, item, NULL);
    }
  gtk_widget_set_size_request (item->area, THUMBNAIL, THUMBNAIL);
  gtk_widget_add_css_class (item->area, "fl-thumbnail");
  gtk_widget_set_halign (item->area, GTK_ALIGN_CENTER);
  gtk_widget_set_overflow (item->area, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (label, "fl-thumbnail-label");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 1);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), item->area);
  gtk_box_append (GTK_BOX (box), label);
  item->button = gtk_toggle_button_new ();
  gtk_button_set_child (GTK_BUTTON (item->button), box);
  gtk_widget_add_css_class (item->button, "flat");
  gtk_widget_add_css_class (item->button, "fl-thumbnail-button");
  gtk_widget_set_focus_on_click (item->button, FALSE);
  if (help != NULL)
    {
      g_autofree char *tip = g_strdup_printf ("%s: %s", title, _(help));
      fl_set_tooltip (item->button, tip);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (item->button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect (item->button, "toggled", G_CALLBACK (toggled_cb), item);
  return item->button;
}

/* path is taken. */
static void
add_item (FlGallery *self, const DsType *generator, const Sample *sample, char *path)
{
  Item *item = g_new0 (Item, 1);
  guint at = self->items->len;

  item->gallery = self;
  item->generator = generator;
  item->sample = sample;
  item->path = path;
  gtk_grid_attach (GTK_GRID (self->grid), new_button (item), (int) at, 0, 1, 1); /* its place comes later */
  g_ptr_array_add (self->items, item);
  if (generator != NULL || sample != NULL)
    order_thumbnail (self, at);
}

static void
place_items_cb (FlGallery *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (self->grid);
  int columns = fl_plot_text_scale () > 1.4 ? LARGE_COLUMNS : COLUMNS;

  for (int i = 0; i < (int) self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);
      GtkGridLayoutChild *place = GTK_GRID_LAYOUT_CHILD (gtk_layout_manager_get_layout_child (layout, item->button));

      gtk_grid_layout_child_set_column (place, i % columns);
      gtk_grid_layout_child_set_row (place, i / columns);
    }
}

static void
style_changed_cb (FlGallery *self)
{
  for (guint i = 0; i < self->items->len; i++)
    gtk_widget_queue_draw (((Item *) g_ptr_array_index (self->items, i))->area);
}

static void
fl_gallery_dispose (GObject *object)
{
  FlGallery *self = FL_GALLERY (object);

  self->quiet = TRUE;
  g_clear_pointer (&self->grid, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fl_gallery_parent_class)->dispose (object);
}

static void
fl_gallery_finalize (GObject *object)
{
  g_ptr_array_unref (FL_GALLERY (object)->items);
  G_OBJECT_CLASS (fl_gallery_parent_class)->finalize (object);
}

static void
fl_gallery_class_init (FlGalleryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_gallery_dispose;
  G_OBJECT_CLASS (klass)->finalize = fl_gallery_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
fl_gallery_init (FlGallery *self)
{
  self->items = g_ptr_array_new_with_free_func (item_free);
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (self->grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 4);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 4);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Dataset"), -1);
}

GtkWidget *
fl_gallery_new (FlSession *session)
{
  FlGallery *self = g_object_new (FL_TYPE_GALLERY, NULL);
  AdwStyleManager *style = adw_style_manager_get_default ();
  guint n;
  const DsType *const *generators = ds_generators (&n);

  self->session = g_object_ref (session);
  for (guint i = 0; i < n; i++)
    add_item (self, generators[i], NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      char *path = sample_table (samples[i].id);

      if (path != NULL)
        add_item (self, NULL, &samples[i], path);
    }
  add_item (self, NULL, NULL, NULL);
  g_signal_connect_object (fl_session_get_document (session), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-xft-dpi", G_CALLBACK (place_items_cb), self, G_CONNECT_SWAPPED);
  place_items_cb (self);
  update (self);
  return GTK_WIDGET (self);
}
