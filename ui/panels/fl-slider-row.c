/* Title and number above, slider below. A logarithmic slider has the exponent in its adjustment, so the accessible name
 * goes to the number, whose value is in true units; a linear slider carries the name itself. Where zero is possible, it is
 * the left end of a logarithmic slider. */
#include "fl-number-field.h"
#include <glib/gi18n-lib.h>
#include <math.h>
#include "fl-tooltip.h"

typedef struct
{
  FlSlider slider;
  double factor;
  double low, high; /* of the adjustment */
  GtkWidget *scale, *field; /* borrowed */
  FlNumberChanged changed;
  gpointer user_data;
  gboolean quiet;
} Row;

static double
to_position (const Row *self, double value)
{
  if (!self->slider.log)
    return value * self->factor;
  return value > 0.0 ? log10 (value) : self->low;
}

/* Two significant digits are as fine as a logarithmic slider is read. */
static double
from_position (const Row *self, double position)
{
  double value, unit;

  if (!self->slider.log)
    {
      double shown = self->slider.number.whole || self->factor != 1.0 ? round (position) : round (position * 1000.0) / 1000.0;
      return CLAMP (shown / self->factor, self->slider.number.min, self->slider.number.max);
    }
  if (self->slider.number.min <= 0.0 && position <= self->low)
    return self->slider.number.min;
  value = pow (10.0, position);
  unit = pow (10.0, floor (log10 (value) + 1e-9) - 1.0);
  /* Dividing by a whole power of ten gives 0.42 rather than 0.42000000000000004. */
  value = unit < 1.0 ? round (value / unit) / round (1.0 / unit) : round (value / unit) * unit;
  if (self->slider.number.whole)
    value = round (value);
  return CLAMP (value, self->slider.number.min, self->slider.number.max);
}

static void
scale_changed_cb (GtkRange *range, gpointer data)
{
  Row *self = data;
  double value;

  if (self->quiet)
    return;
  value = from_position (self, gtk_range_get_value (range));
  fl_number_field_set (self->field, value);
  self->changed (value, self->user_data);
}

static void
show_position (Row *self, double value)
{
  self->quiet = TRUE;
  gtk_range_set_value (GTK_RANGE (self->scale), to_position (self, value));
  self->quiet = FALSE;
}

static void
field_changed_cb (double value, gpointer data)
{
  Row *self = data;

  show_position (self, value);
  self->changed (value, self->user_data);
}

static GtkWidget *
new_scale (Row *self)
{
  const FlNumber *number = &self->slider.number;
  double step, page;
  GtkWidget *scale;

  if (self->slider.log)
    {
      double middle = log10 (self->slider.middle);

      self->low = fmax (number->min > 0.0 ? log10 (number->min) : -G_MAXDOUBLE, middle - 3.0);
      self->high = fmin (log10 (number->max), middle + 3.0);
      step = (self->high - self->low) / 60.0;
      page = (self->high - self->low) / 10.0;
    }
  else
    {
      self->low = number->min * self->factor;
      self->high = number->max * self->factor;
      step = number->step > 0.0 ? number->step * self->factor : number->whole || self->factor != 1.0 ? 1.0
                                          : (self->high - self->low) / 100.0;
      page = step * 10.0;
    }
  scale = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, gtk_adjustment_new (self->low, self->low, self->high, step, page, 0.0));
  gtk_scale_set_draw_value (GTK_SCALE (scale), FALSE);
  gtk_range_set_round_digits (GTK_RANGE (scale), -1);
  return scale;
}

GtkWidget *
fl_slider_row_new (const char *title, const char *help, const FlSlider *slider, FlNumberChanged changed, gpointer user_data)
{
  Row *self = g_new0 (Row, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (title);
  g_autofree char *other = g_strdup_printf (slider->log ? _("%s slider") : _("%s value"), title);

  self->slider = *slider;
  self->factor = slider->number.factor == 0.0 ? 1.0 : slider->number.factor;
  self->changed = changed;
  self->user_data = user_data;
  self->scale = new_scale (self);
  fl_leave_wheel_alone (self->scale);
  self->field = fl_number_field_new (slider->log ? title : other, &slider->number, TRUE, field_changed_cb, self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL, slider->log ? other : title, -1);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (box, "fl-slider-row");
  fl_set_tooltip (box, help);
  gtk_box_append (GTK_BOX (head), label);
  gtk_box_append (GTK_BOX (head), self->field);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), self->scale);
  g_object_set_data_full (G_OBJECT (box), "fl-slider-row", self, g_free);
  g_signal_connect (self->scale, "value-changed", G_CALLBACK (scale_changed_cb), self);
  return box;
}

void
fl_slider_row_set (GtkWidget *row, double value)
{
  Row *self = g_object_get_data (G_OBJECT (row), "fl-slider-row");

  fl_number_field_set (self->field, value);
  /* A slider being dragged stays under the pointer: its position already means this value. */
  if (from_position (self, gtk_range_get_value (GTK_RANGE (self->scale))) != value)
    show_position (self, value);
}
