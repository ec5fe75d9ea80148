/* A GtkSpinButton does the work: keyboard and the accessible value are its own. Its adjustment holds the number as
 * shown (in %, say); the special value lives there as a number that is not otherwise possible. */
#include "fl-number-field.h"
#include "fl-toasts.h"
#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include "ds-number.h"

typedef struct
{
  FlNumber number;
  char *name;      /* owned */
  double sentinel; /* what the adjustment holds for number.special */
  FlNumberChanged changed;
  gpointer user_data;
  gboolean quiet;
} Field;

static void
field_free (gpointer data)
{
  g_free (((Field *) data)->name);
  g_free (data);
}

static Field *
field_of (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "fl-number-field");
}

static double
to_shown (const Field *self, double value)
{
  if (self->number.word != NULL
      && (isnan (self->number.special) ? isnan (value) : value == self->number.special))
    return self->sentinel;
  return value * self->number.factor;
}

static gboolean
is_sentinel (const Field *self, double shown)
{
  if (self->number.word == NULL)
    return FALSE;
  return isnan (self->number.special) ? shown < self->number.min * self->number.factor : shown == self->sentinel;
}

static double
from_shown (const Field *self, double shown)
{
  if (is_sentinel (self, shown))
    return self->number.special;
  return CLAMP (shown / self->number.factor, self->number.min, self->number.max);
}

/* The step that changes the leading digit: 0.004 -> 0.001; at 0.01 it is 0.001 already, so that stepping down goes on. */
static double
leading_step (const Field *self, double shown)
{
  double magnitude = fabs (shown);

  if (is_sentinel (self, shown) || magnitude < 1e-300)
    return self->number.max * self->number.factor <= 1.0 ? 0.0001 : 0.001;
  return pow (10.0, floor (log10 (magnitude * 0.9999)));
}

static void
update_step (GtkWidget *widget)
{
  Field *self = field_of (widget);
  double step = self->number.step * self->number.factor;

  if (step <= 0.0)
    {
      step = leading_step (self, gtk_spin_button_get_value (GTK_SPIN_BUTTON (widget)));
      if (self->number.whole)
        step = fmax (step, 1.0);
    }
  gtk_spin_button_set_increments (GTK_SPIN_BUTTON (widget), step, step * 10.0);
}

#define MINUS "\u2212"

/* "3e−5" for C's "3e-05", with a minus that is as wide as a plus. */
static void
append_number (GString *text, const char *number)
{
  for (const char *at = number; *at != '\0'; at++)
    if (*at == '-')
      g_string_append (text, MINUS);
    else if (*at != '+' && !(*at == '0' && at > number + 1 && (at[-1] == '-' || at[-1] == '+')))
      g_string_append_c (text, *at);
}

static char *
shown_text (const Field *self, double shown)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *local = NULL;
  GString *text;

  if (is_sentinel (self, shown))
    return g_strdup (self->number.word);
  text = g_string_new (NULL);
  g_ascii_formatd (number, sizeof number, self->number.whole ? "%.0f" : "%.6g", shown);
  local = ds_number_localize (number, FALSE);
  append_number (text, local);
  if (self->number.unit != NULL)
    g_string_append_printf (text, " %s", self->number.unit);
  return g_string_free (text, FALSE);
}

char *
fl_number_text (const FlNumber *number, double value)
{
  Field field = { .number = *number };

  if (field.number.factor == 0.0)
    field.number.factor = 1.0;
  if (number->word != NULL && (isnan (number->special) ? isnan (value) : value == number->special))
    return g_strdup (number->word);
  field.number.word = NULL;
  return shown_text (&field, value * field.number.factor);
}

#define ENDLESS 1e12 /* from here on a limit is none that a person meets */

char *
fl_number_range (const FlNumber *number)
{
  g_autofree char *least = fl_number_text (number, number->min);
  g_autofree char *most = fl_number_text (number, number->max);
  g_autofree char *range = number->max >= ENDLESS ? g_strdup_printf (_("from %s on"), least) : g_strdup_printf (_("from %s to %s"), least, most);

  return number->word != NULL && !number->given ? g_strdup_printf (_("%s, or “%s”"), range, number->word) : g_steal_pointer (&range);
}

/* What a person types, as C reads it: with a point, and a plain minus. */
static double
parse (const char *text, const char **rest)
{
  static GString *plain; /* UI thread only */
  const char *start;
  char *end = NULL;
  double value;

  if (plain == NULL)
    plain = g_string_new (NULL);
  g_string_assign (plain, text);
  g_string_replace (plain, MINUS, "-", 0);
  g_string_replace (plain, ",", ".", 0);
  start = plain->str;
  value = g_ascii_strtod (start, &end);
  *rest = end == start ? NULL : end;
  return value;
}

static gboolean
is_in (const char *text, gunichar letter)
{
  g_autofree char *small = text != NULL ? g_utf8_strdown (text, -1) : NULL;

  return small != NULL && g_utf8_strchr (small, -1, g_unichar_tolower (letter)) != NULL;
}

gboolean
fl_number_field_can_hold (GtkWidget *spin, gunichar letter)
{
  const Field *self = field_of (spin);

  if (g_unichar_isspace (letter))
    return FALSE;
  return is_in ("0123456789+-" MINUS ".,e", letter) || (self != NULL && (is_in (self->number.unit, letter) || is_in (self->number.word, letter)));
}

static gboolean
output_cb (GtkSpinButton *spin, gpointer data)
{
  Field *self = data;
  g_autofree char *text = shown_text (self, gtk_spin_button_get_value (spin));

  if (strcmp (text, gtk_editable_get_text (GTK_EDITABLE (spin))) != 0)
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

/* A possible number, with its unit or nothing behind. */
static gboolean
read_number (const Field *self, const char *text, double *shown)
{
  const double slack = 1e-12; /* 0.1 % of a limit written in another unit is still that limit */
  double least = self->number.min * self->number.factor, most = self->number.max * self->number.factor;
  const char *end = NULL;
  double value = parse (text, &end);

  if (end == NULL || !isfinite (value))
    return FALSE;
  while (*end == ' ')
    end++;
  if (*end != '\0' && (self->number.unit == NULL || strcmp (end, self->number.unit) != 0))
    return FALSE;
  if (self->number.whole)
    value = round (value);
  if (value < least - fabs (least) * slack || value > most + fabs (most) * slack)
    return FALSE;
  *shown = CLAMP (value, least, most);
  return TRUE;
}

/* In the window's toast, as the field goes back to what it was. */
static void
refuse (GtkSpinButton *spin, const Field *self, const char *text)
{
  g_autofree char *range = fl_number_range (&self->number);
  g_autofree char *now = shown_text (self, gtk_spin_button_get_value (spin));
  g_autofree char *said = *text != '\0' ? g_strdup_printf (_("%s takes a number %s. “%s” is none, so it stays %s."), self->name, range, text, now)
                                        : g_strdup_printf (_("%s takes a number %s, so it stays %s."), self->name, range, now);

  gtk_widget_error_bell (GTK_WIDGET (spin));
  fl_toasts_answer (GTK_WIDGET (spin), said);
}

/* Takes a decimal comma as well as a point, and the unit or nothing behind. What cannot be read, or is not possible, leaves the value as
 * it was, and says so. */
static int
input_cb (GtkSpinButton *spin, double *result, gpointer data)
{
  Field *self = data;
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (spin))));
  g_autofree char *shown_now = NULL;
  double shown;

  *result = gtk_spin_button_get_value (spin);
  /* What is shown may be rounded: left as it is, it means the value behind it. */
  shown_now = shown_text (self, *result);
  if (strcmp (text, shown_now) == 0)
    return TRUE;
  if (self->number.word != NULL && !self->number.given && (*text == '\0' || g_utf8_collate (text, self->number.word) == 0))
    {
      *result = self->sentinel;
      return TRUE;
    }
  if (read_number (self, text, &shown))
    *result = shown;
  else
    refuse (spin, self, text);
  return TRUE;
}

static void
value_changed_cb (GtkSpinButton *spin, gpointer data)
{
  Field *self = data;

  update_step (GTK_WIDGET (spin));
  if (!self->quiet)
    self->changed (from_shown (self, gtk_spin_button_get_value (spin)), self->user_data);
}

static void
hide_buttons (GtkWidget *spin)
{
  for (GtkWidget *child = gtk_widget_get_first_child (spin); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_BUTTON (child))
      gtk_widget_set_visible (child, FALSE);
}

/* A number is read from the left everywhere; else its unit or its minus would change sides. */
static void
align_text (GtkWidget *spin, gboolean at_end)
{
  gboolean mirrored = gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;

  for (GtkWidget *child = gtk_widget_get_first_child (spin); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_TEXT (child))
      gtk_widget_set_direction (child, GTK_TEXT_DIR_LTR);
  gtk_editable_set_alignment (GTK_EDITABLE (spin), at_end != mirrored ? 1.0f : 0.0f);
}

void
fl_leave_wheel_alone (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_NONE);
    }
}

GtkWidget *
fl_number_field_new (const char *accessible_name, const FlNumber *number, gboolean compact, FlNumberChanged changed,
                     gpointer user_data)
{
  Field *self = g_new0 (Field, 1);
  GtkAdjustment *adjustment;
  GtkWidget *spin;
  double lower;

  self->number = *number;
  if (self->number.factor == 0.0)
    self->number.factor = 1.0;
  self->name = g_strdup (accessible_name);
  self->changed = changed;
  self->user_data = user_data;
  lower = self->number.min * self->number.factor;
  if (self->number.word != NULL)
    self->sentinel = isnan (self->number.special) ? lower - 1.0 : self->number.special;
  if (self->number.word != NULL && !self->number.given)
    lower = fmin (lower, self->sentinel);
  self->quiet = TRUE;
  adjustment = gtk_adjustment_new (lower, lower, self->number.max * self->number.factor, 1.0, 10.0, 0.0);
  spin = gtk_spin_button_new (adjustment, 0.0, 0);
  g_object_set_data_full (G_OBJECT (spin), "fl-number-field", self, field_free);
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), self->number.whole ? 0 : 12);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), compact ? 6 : 5);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (spin), compact ? 8 : 7);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, accessible_name, -1);
  g_signal_connect (spin, "output", G_CALLBACK (output_cb), self);
  g_signal_connect (spin, "input", G_CALLBACK (input_cb), self);
  g_signal_connect (spin, "value-changed", G_CALLBACK (value_changed_cb), self);
  if (compact)
    {
      hide_buttons (spin);
      gtk_widget_add_css_class (spin, "fl-compact");
    }
  align_text (spin, compact);
  fl_leave_wheel_alone (spin);
  gtk_spin_button_update (GTK_SPIN_BUTTON (spin));
  update_step (spin);
  self->quiet = FALSE;
  return spin;
}

void
fl_number_field_set (GtkWidget *field, double value)
{
  Field *self = field_of (field);
  double shown = to_shown (self, value);

  if (shown == gtk_spin_button_get_value (GTK_SPIN_BUTTON (field)))
    return;
  self->quiet = TRUE;
  if (self->number.given) /* one cannot step down to it */
    gtk_adjustment_set_lower (gtk_spin_button_get_adjustment (GTK_SPIN_BUTTON (field)),
                              is_sentinel (self, shown) ? shown : self->number.min * self->number.factor);
  gtk_adjustment_set_value (gtk_spin_button_get_adjustment (GTK_SPIN_BUTTON (field)), shown);
  self->quiet = FALSE;
}

double
fl_number_field_get (GtkWidget *field)
{
  return from_shown (field_of (field), gtk_spin_button_get_value (GTK_SPIN_BUTTON (field)));
}

void
fl_number_field_set_range (GtkWidget *field, double min, double max)
{
  Field *self = field_of (field);

  self->number.min = min;
  self->number.max = max;
  self->quiet = TRUE;
  gtk_spin_button_set_range (GTK_SPIN_BUTTON (field), min * self->number.factor, max * self->number.factor);
  self->quiet = FALSE;
}

void
fl_number_field_choose (GtkWidget *field, double value)
{
  gtk_adjustment_set_value (gtk_spin_button_get_adjustment (GTK_SPIN_BUTTON (field)), to_shown (field_of (field), value));
}

char *
fl_number_field_text (GtkWidget *field, double value)
{
  const Field *self = field_of (field);

  return shown_text (self, to_shown (self, value));
}
