#include "fl-steady.h"

typedef struct
{
  char **texts;
  gboolean bold;
  int around, times;
} Hold;

static void
hold_free (gpointer data)
{
  Hold *hold = data;

  g_strfreev (hold->texts);
  g_free (hold);
}

static void
set_width (GtkWidget *widget)
{
  const Hold *hold = g_object_get_data (G_OBJECT (widget), "fl-hold");
  int most = 0;

  for (char **text = hold->texts; *text != NULL; text++)
    {
      g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, *text);
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
      int width;

      if (hold->bold)
        pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
      pango_layout_set_attributes (layout, attributes);
      pango_layout_get_pixel_size (layout, &width, NULL);
      most = MAX (most, width);
    }
  gtk_widget_set_size_request (widget, (most + hold->around) * hold->times, -1);
}

void
fl_hold_width (GtkWidget *widget, const char *const *texts, gboolean bold, int around, int times)
{
  Hold *held = g_new (Hold, 1);
  gboolean first = g_object_get_data (G_OBJECT (widget), "fl-hold") == NULL;

  *held = (Hold){ g_strdupv ((char **) texts), bold, around, times };
  g_object_set_data_full (G_OBJECT (widget), "fl-hold", held, hold_free);
  if (first) /* its font is known once it is in a window */
    {
      g_signal_connect (widget, "realize", G_CALLBACK (set_width), NULL);
      g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-xft-dpi", G_CALLBACK (set_width), widget, G_CONNECT_SWAPPED);
    }
  if (gtk_widget_get_realized (widget))
    set_width (widget);
}
