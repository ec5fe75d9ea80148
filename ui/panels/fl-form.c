/* One cell a parameter, in as many columns as were asked for or have room. What control a parameter gets follows from its kind, flags, unit and range alone:
 *   LOG, or a share       slider with its number        BOOL    switch
 *   other numbers         spin button                   CHOICE  drop-down
 * The form keeps the item it shows; a control's change makes the next item and reports it. */
#include "fl-form-private.h"
#include "fl-number-field.h"
#include "fl-panel-parts.h"
#include "fl-plot.h"
#include "fl-tooltip.h"
#include <glib/gi18n-lib.h>
#include <math.h>

struct _FlForm
{
  GtkWidget parent_instance;

  guint columns;
  char **skip, **only; /* owned; NULL: no such list */
  FlFormChanged changed;
  gpointer user_data;

  DsItem item;
  GtkWidget *controls[DS_MAX_PARAMS]; /* borrowed; NULL where not shown */
  GtkWidget *cells[DS_MAX_PARAMS];    /* children, each around its control; NULL where not shown */
  gboolean quiet;
};

/* Which control of which form: given to the controls' callbacks. */
typedef struct
{
  FlForm *form; /* borrowed: the form owns the control */
  guint param;
} Cell;

G_DEFINE_FINAL_TYPE (FlForm, fl_form, GTK_TYPE_WIDGET)

static void
clear_cells (FlForm *self)
{
  for (guint i = 0; i < DS_MAX_PARAMS; i++)
    {
      self->controls[i] = NULL;
      g_clear_pointer (&self->cells[i], gtk_widget_unparent);
    }
}

static void
fl_form_dispose (GObject *object)
{
  FlForm *self = FL_FORM (object);

  self->quiet = TRUE;
  clear_cells (self);
  G_OBJECT_CLASS (fl_form_parent_class)->dispose (object);
}

static void
fl_form_finalize (GObject *object)
{
  g_strfreev (FL_FORM (object)->skip);
  g_strfreev (FL_FORM (object)->only);
  G_OBJECT_CLASS (fl_form_parent_class)->finalize (object);
}

/* ---- layout: equal columns, fewer where the form is too narrow for all ---- */

#define SPACING 10
#define LARGE_TEXT 1.2
#define CELL_MOST 320 /* wider, and a value is far from its arrows */

static gboolean is_slider (const DsParam *param);

/* In a narrow form of two columns a slider has a line of its own. */
static guint
span_of (const FlForm *self, guint i)
{
  return self->columns == 2 && is_slider (&self->item.type->params[i]) ? 2 : 1;
}

static void
measure_widest (FlForm *self, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  for (guint i = 0; i < DS_MAX_PARAMS; i++)
    if (self->cells[i] != NULL)
      {
        int cell_minimum, cell_natural, span = (int) span_of (self, i);

        gtk_widget_measure (self->cells[i], GTK_ORIENTATION_HORIZONTAL, -1, &cell_minimum, &cell_natural, NULL, NULL);
        *minimum = MAX (*minimum, (cell_minimum - (span - 1) * SPACING) / span);
        *natural = MAX (*natural, (cell_natural - (span - 1) * SPACING) / span);
      }
}

static int
unit_of (int width, int columns)
{
  return CLAMP ((MAX (width, 0) - (columns - 1) * SPACING) / columns, 1, (int) (CELL_MOST * MAX (1, fl_plot_text_scale ())));
}

/* All cells on one line, where equal columns would cut one of them short: what each is given beyond its natural width; or -1. */
static int
spare_on_one_line (FlForm *self, int width, int columns, int unit)
{
  int n = 0, sum = 0, minimum, widest;

  measure_widest (self, &minimum, &widest);
  for (guint i = 0; i < DS_MAX_PARAMS; i++)
    if (self->cells[i] != NULL)
      {
        int natural;

        gtk_widget_measure (self->cells[i], GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
        sum += natural;
        n++;
      }
  if (n < 2 || n > columns || unit >= widest || sum + (n - 1) * SPACING > width)
    return -1;
  return (width - sum - (n - 1) * SPACING) / n;
}

static guint
columns_at (FlForm *self, int width)
{
  gboolean large = fl_plot_text_scale () > LARGE_TEXT;
  int minimum, natural;
  guint columns;

  measure_widest (self, &minimum, &natural);
  if (width < 0)
    return self->columns;
  if (large)
    minimum = natural;
  columns = CLAMP ((guint) MAX (0, (width + SPACING) / MAX (minimum + SPACING, 1)), large ? 1 : MIN (2, self->columns), self->columns);
  while (columns > 2 && unit_of (width, (int) columns) < natural && spare_on_one_line (self, width, (int) columns, unit_of (width, (int) columns)) < 0)
    columns--; /* better another line than words cut short */
  return columns;
}

/* Goes through the cells line by line; without `place` only to measure. Returns the height. */
static int
lay_out (FlForm *self, int width, gboolean place)
{
  int columns = (int) columns_at (self, width), column = 0, top = 0, line = 0, spare, left = 0;
  int unit = unit_of (width, columns);

  spare = width < 0 ? -1 : spare_on_one_line (self, width, columns, unit);
  for (guint i = 0; i < DS_MAX_PARAMS; i++)
    {
      int span, cell_width, minimum, height;

      if (self->cells[i] == NULL)
        continue;
      span = (int) MIN (span_of (self, i), (guint) columns);
      if (column + span > columns)
        {
          top += line + SPACING;
          column = line = left = 0;
        }
      cell_width = span * unit + (span - 1) * SPACING;
      if (spare >= 0)
        {
          gtk_widget_measure (self->cells[i], GTK_ORIENTATION_HORIZONTAL, -1, NULL, &cell_width, NULL, NULL);
          cell_width += spare;
        }
      gtk_widget_measure (self->cells[i], GTK_ORIENTATION_VERTICAL, width < 0 ? -1 : cell_width, &minimum, &height, NULL, NULL);
      if (place)
        {
          gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
          GtkAllocation allocation = { mirrored ? width - left - cell_width : left, top, cell_width, height };

          gtk_widget_size_allocate (self->cells[i], &allocation, -1);
        }
      line = MAX (line, height);
      column += span;
      left += cell_width + SPACING;
    }
  return top + line;
}

static GtkSizeRequestMode
fl_form_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
fl_form_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                 int *natural_baseline)
{
  FlForm *self = FL_FORM (widget);
  int least = (int) MIN (2, self->columns), most = (int) self->columns;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = lay_out (self, for_size, FALSE);
      return;
    }
  measure_widest (self, minimum, natural);
  *minimum = least * (*minimum + SPACING) - SPACING;
  *natural = MAX (*minimum, most * (*natural + SPACING) - SPACING);
}

static void
fl_form_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (FL_FORM (widget), width, TRUE);
}

static void
fl_form_class_init (FlFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = fl_form_finalize;
  widget_class->get_request_mode = fl_form_get_request_mode;
  widget_class->measure = fl_form_measure;
  widget_class->size_allocate = fl_form_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "flform");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
fl_form_init (FlForm *self)
{
}

/* Takes the changed item, if it is one. */
static void
take (FlForm *self, const DsItem *next, guint param)
{
  if (self->quiet || ds_item_equal (next, &self->item))
    return;
  self->item = *next;
  if (self->changed != NULL)
    self->changed (next, next->type->params[param].id, self->user_data);
}

static void
number_changed_cb (double value, gpointer data)
{
  Cell *cell = data;
  DsItem next = cell->form->item;

  if (ds_item_set (&next, next.type->params[cell->param].id, value, NULL))
    take (cell->form, &next, cell->param);
}

static void
choice_changed_cb (const DsType *type, gpointer data)
{
  Cell *cell = data;
  DsItem next = cell->form->item;

  if (ds_item_set_choice (&next, next.type->params[cell->param].id, type->id, NULL))
    take (cell->form, &next, cell->param);
}

static void
switch_changed_cb (GObject *object, GParamSpec *pspec, gpointer data)
{
  number_changed_cb (gtk_switch_get_active (GTK_SWITCH (object)) ? 1.0 : 0.0, data);
}

/* "%" goes behind the number, "epochs" behind the title: there is more room. */
static gboolean
is_short (const char *unit)
{
  return unit != NULL && g_utf8_strlen (unit, -1) <= 3;
}

static FlNumber
number_of (const DsParam *param)
{
  FlNumber number = { param->min, param->max, param->step, param->kind == DS_PARAM_INT };

  number.factor = param->unit != NULL && strcmp (param->unit, "%") == 0 && param->max <= 1.0 ? 100.0 : 1.0;
  number.unit = is_short (param->unit) ? param->unit : NULL;
  if (param->flags & DS_PARAM_NULLABLE)
    {
      number.word = C_("no value", "none");
      number.special = NAN;
    }
  else if (param->flags & DS_PARAM_AUTO)
    {
      number.word = C_("value", "auto");
      number.special = 0.0;
      number.given = TRUE; /* for the output alone, which a form does not show */
    }
  if (number.whole && number.step == 0.0 && !(param->flags & DS_PARAM_LOG))
    number.step = 1.0;
  if (number.factor != 1.0 && number.step == 0.0)
    number.step = 0.01;
  return number;
}

/* Momentum, say: from none to all but all, in even steps. */
static gboolean
is_part (const DsParam *param)
{
  return param->kind == DS_PARAM_REAL && param->min == 0.0 && param->max < 1.0 && param->step > 0.0;
}

static gboolean
is_slider (const DsParam *param)
{
  if (param->flags & (DS_PARAM_NULLABLE | DS_PARAM_AUTO))
    return FALSE;
  return (param->flags & DS_PARAM_LOG) != 0 || number_of (param).factor != 1.0 || is_part (param);
}

/* What it is for, what it may be, and what it is at first. */
static char *
help_of (const DsParam *param)
{
  FlNumber number = number_of (param);
  g_autofree char *range = NULL;
  g_autofree char *usual = NULL;
  g_autofree char *limits = NULL;

  if (param->kind != DS_PARAM_REAL && param->kind != DS_PARAM_INT)
    return g_strdup (param->help != NULL ? _(param->help) : NULL);
  range = fl_number_range (&number);
  usual = fl_number_text (&number, param->initial);
  limits = g_strdup_printf (_("A number %s; at first %s."), range, usual);
  return param->help != NULL ? g_strdup_printf ("%s\n%s", _(param->help), limits) : g_steal_pointer (&limits);
}

static GtkWidget *
new_control (const DsParam *param, Cell *cell)
{
  const char *title = _(param->title);
  FlNumber number = number_of (param);
  GtkWidget *control;
  const DsType *const *choices;
  guint n;

  switch (param->kind)
    {
    case DS_PARAM_BOOL:
      control = gtk_switch_new ();
      gtk_widget_set_halign (control, GTK_ALIGN_START);
      gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
      g_signal_connect (control, "notify::active", G_CALLBACK (switch_changed_cb), cell);
      return control;
    case DS_PARAM_CHOICE:
      choices = param->choices (&n);
      return fl_type_chooser_new (title, choices, n, choice_changed_cb, cell);
    case DS_PARAM_REAL:
    case DS_PARAM_INT:
      break;
    }
  if (is_slider (param))
    {
      FlSlider slider = { number, (param->flags & DS_PARAM_LOG) != 0, param->initial > 0.0 ? param->initial : 0.01 };
      g_autofree char *help = help_of (param);
      return fl_slider_row_new (title, help, &slider, number_changed_cb, cell);
    }
  return fl_number_field_new (title, &number, FALSE, number_changed_cb, cell);
}

static GtkWidget *
new_cell (const DsParam *param, GtkWidget *control)
{
  GtkWidget *box, *caption;
  g_autofree char *title = NULL;
  g_autofree char *help = help_of (param);

  if (is_slider (param))
    return control;
  title = param->unit != NULL && !is_short (param->unit) ? g_strdup_printf ("%s, %s", _(param->title), _(param->unit))
                                                         : g_strdup (_(param->title));
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  caption = gtk_label_new (title);
  gtk_label_set_xalign (GTK_LABEL (caption), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (caption), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (caption, "fl-caption");
  if (param->kind != DS_PARAM_CHOICE)
    fl_set_tooltip (box, help);
  gtk_box_append (GTK_BOX (box), caption);
  gtk_box_append (GTK_BOX (box), control);
  return box;
}

static void
show_value (FlForm *self, guint i)
{
  const DsParam *param = &self->item.type->params[i];
  GtkWidget *control = self->controls[i];
  double value = self->item.values[i];

  if (control == NULL)
    return;
  switch (param->kind)
    {
    case DS_PARAM_BOOL:
      gtk_switch_set_active (GTK_SWITCH (control), value != 0.0);
      break;
    case DS_PARAM_CHOICE:
      fl_type_chooser_set (control, ds_item_choice (&self->item, param->id));
      break;
    case DS_PARAM_REAL:
    case DS_PARAM_INT:
      if (is_slider (param))
        fl_slider_row_set (control, value);
      else
        fl_number_field_set (control, value);
      break;
    }
}

static gboolean
is_left_out (const FlForm *self, const DsParam *param)
{
  if (self->only != NULL)
    return !g_strv_contains ((const char *const *) self->only, param->id);
  return self->skip != NULL && g_strv_contains ((const char *const *) self->skip, param->id);
}

static void
rebuild (FlForm *self)
{
  clear_cells (self);
  for (guint i = 0; i < self->item.type->n_params; i++)
    {
      const DsParam *param = &self->item.type->params[i];
      Cell *cell;

      if (is_left_out (self, param))
        continue;
      cell = g_new (Cell, 1);
      *cell = (Cell) { self, i };
      self->controls[i] = new_control (param, cell);
      g_object_set_data_full (G_OBJECT (self->controls[i]), "fl-form-cell", cell, g_free);
      self->cells[i] = new_cell (param, self->controls[i]);
      gtk_widget_set_parent (self->cells[i], GTK_WIDGET (self));
    }
}

void
fl_form_set_item (FlForm *self, const DsItem *item)
{
  gboolean other = self->item.type != item->type;

  self->quiet = TRUE;
  self->item = *item;
  if (other)
    rebuild (self);
  for (guint i = 0; i < item->type->n_params; i++)
    show_value (self, i);
  self->quiet = FALSE;
}

GtkWidget *
fl_form_new (guint columns, const char *const *skip, FlFormChanged changed, gpointer user_data)
{
  FlForm *self = g_object_new (FL_TYPE_FORM, NULL);

  self->columns = MAX (columns, 1);
  self->skip = g_strdupv ((char **) skip);
  self->changed = changed;
  self->user_data = user_data;
  return GTK_WIDGET (self);
}

GtkWidget *
fl_form_new_only (guint columns, const char *const *only, FlFormChanged changed, gpointer user_data)
{
  GtkWidget *form = fl_form_new (columns, NULL, changed, user_data);

  FL_FORM (form)->only = g_strdupv ((char **) only);
  return form;
}

gboolean
fl_form_shows_anything (FlForm *self)
{
  for (guint i = 0; i < DS_MAX_PARAMS; i++)
    if (self->controls[i] != NULL)
      return TRUE;
  return FALSE;
}
