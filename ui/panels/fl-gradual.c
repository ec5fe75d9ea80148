#include "fl-gradual.h"

#define GROWTH "fl-gradual"
#define MOST_BUILT 250 /* rows: a list keeps 200 of them, however many there are */

typedef struct
{
  GtkSliceListModel *rows; /* owned */
  guint a_frame, tick;     /* tick: 0 once all rows are there */
} Growth;

static void
growth_free (gpointer data)
{
  Growth *growth = data;

  g_object_unref (growth->rows);
  g_free (growth);
}

static guint
wanted_rows (const Growth *growth)
{
  return g_list_model_get_n_items (gtk_slice_list_model_get_model (growth->rows));
}

static gboolean
grow_cb (GtkWidget *list, GdkFrameClock *clock, gpointer data)
{
  Growth *growth = g_object_get_data (G_OBJECT (list), GROWTH);
  guint size = gtk_slice_list_model_get_size (growth->rows) + growth->a_frame;

  if (size < MIN (MOST_BUILT, wanted_rows (growth)))
    {
      gtk_slice_list_model_set_size (growth->rows, size);
      return G_SOURCE_CONTINUE;
    }
  growth->tick = 0;
  gtk_slice_list_model_set_size (growth->rows, G_MAXUINT);
  return G_SOURCE_REMOVE;
}

static void
stop (GtkWidget *list)
{
  Growth *growth = g_object_get_data (G_OBJECT (list), GROWTH);

  if (growth != NULL && growth->tick != 0)
    gtk_widget_remove_tick_callback (list, growth->tick);
  if (growth != NULL)
    growth->tick = 0;
}

GListModel *
fl_gradual_new (GtkWidget *list, GListModel *model, guint a_frame)
{
  Growth *growth = g_new (Growth, 1);

  stop (list);
  growth->a_frame = MAX (a_frame, 1);
  growth->rows = gtk_slice_list_model_new (model, 0, growth->a_frame);
  growth->tick = gtk_widget_add_tick_callback (list, grow_cb, NULL, NULL);
  g_object_set_data_full (G_OBJECT (list), GROWTH, growth, growth_free);
  return G_LIST_MODEL (g_object_ref (growth->rows));
}

void
fl_gradual_finish (GtkWidget *list)
{
  Growth *growth = g_object_get_data (G_OBJECT (list), GROWTH);

  stop (list);
  if (growth != NULL)
    gtk_slice_list_model_set_size (growth->rows, G_MAXUINT);
}

gboolean
fl_gradual_shrink (GtkWidget *list)
{
  Growth *growth = g_object_get_data (G_OBJECT (list), GROWTH);
  guint n = growth != NULL ? g_list_model_get_n_items (G_LIST_MODEL (growth->rows)) : 0;

  stop (list);
  if (n == 0)
    return FALSE;
  n = MIN (n, MOST_BUILT); /* further down there are no widgets */
  gtk_slice_list_model_set_size (growth->rows, n - MIN (n, growth->a_frame));
  return TRUE;
}
