/* One cell a parameter, laid out in a grid. What control a parameter gets follows from its kind, flags, unit and range alone:
 *   LOG, or a share in %  slider with its number        BOOL    switch
 *   other numbers         spin button                   CHOICE  drop-down
 * The form keeps the item it shows; a control's change makes the next item and reports it. */
#include "fl-form-private.h"
#include "fl-number-field.h"
#include <glib/gi18n-lib.h>
#include <math.h>

struct _FlForm
{
  GtkWidget parent_instance;

  GtkWidget *grid;
  guint columns;
  char **skip, **only; /* owned; NULL: no such list */
  FlFormChanged changed;
  gpointer user_data;

  DsItem item;
  GtkWidget *controls[DS_MAX_PARAMS]; /* borrowed; NULL where not shown */
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
fl_form_dispose (GObject *object)
{
  FlForm *self = FL_FORM (object);

  self->quiet = TRUE;
  g_clear_pointer (&self->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (fl_form_parent_class)->dispose (object);
}

static void
fl_form_finalize (GObject *object)
{
  g_strfreev (FL_FORM (object)->skip);
  g_strfreev (FL_FORM (object)->only);
  G_OBJECT_CLASS (fl_form_parent_class)->finalize (object);
}

static void
fl_form_class_init (FlFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = fl_form_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "flform");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
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

static FlNumber
number_of (const DsParam *param)
{
  FlNumber number = { param->min, param->max, param->step, param->kind == DS_PARAM_INT };

  number.factor = param->unit != NULL && strcmp (param->unit, "%") == 0 && param->max <= 1.0 ? 100.0 : 1.0;
  number.unit = param->unit;
  if (param->flags & DS_PARAM_NULLABLE)
    {
      number.word = C_("no value", "none");
      number.special = NAN;
    }
  else if (param->flags & DS_PARAM_AUTO)
    {
      number.word = C_("value", "auto");
      number.special = 0.0;
    }
  if (number.whole && number.step == 0.0 && !(param->flags & DS_PARAM_LOG))
    number.step = 1.0;
  if (number.factor != 1.0 && number.step == 0.0)
    number.step = 0.01;
  return number;
}

static gboolean
is_slider (const DsParam *param)
{
  if (param->flags & (DS_PARAM_NULLABLE | DS_PARAM_AUTO))
    return FALSE;
  return (param->flags & DS_PARAM_LOG) != 0 || number_of (param).factor != 1.0;
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
      FlSlider slider = { number, (param->flags & DS_PARAM_LOG) != 0, param->initial > 0.0 ? param->initial : 1.0 };
      return fl_slider_row_new (title, param->help ? _(param->help) : NULL, &slider, number_changed_cb, cell);
    }
  return fl_number_field_new (title, &number, FALSE, number_changed_cb, cell);
}

static GtkWidget *
new_cell (const DsParam *param, GtkWidget *control)
{
  GtkWidget *box, *caption;

  if (is_slider (param))
    return control;
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  caption = gtk_label_new (_(param->title));
  gtk_label_set_xalign (GTK_LABEL (caption), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (caption), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (caption, "fl-caption");
  if (param->help != NULL && param->kind != DS_PARAM_CHOICE)
    gtk_widget_set_tooltip_text (box, _(param->help));
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

/* In a narrow form of two columns a slider has a line of its own. */
static guint
span_of (const FlForm *self, const DsParam *param)
{
  return self->columns == 2 && is_slider (param) ? 2 : 1;
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
  guint column = 0, row = 0;

  g_clear_pointer (&self->grid, gtk_widget_unparent);
  memset (self->controls, 0, sizeof self->controls);
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 10);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 10);
  gtk_grid_set_column_homogeneous (GTK_GRID (self->grid), TRUE);
  for (guint i = 0; i < self->item.type->n_params; i++)
    {
      const DsParam *param = &self->item.type->params[i];
      guint span = span_of (self, param);
      Cell *cell;

      if (is_left_out (self, param))
        continue;
      if (column + span > self->columns)
        {
          column = 0;
          row++;
        }
      cell = g_new (Cell, 1);
      *cell = (Cell) { self, i };
      self->controls[i] = new_control (param, cell);
      g_object_set_data_full (G_OBJECT (self->controls[i]), "fl-form-cell", cell, g_free);
      gtk_grid_attach (GTK_GRID (self->grid), new_cell (param, self->controls[i]), (int) column, (int) row, (int) span, 1);
      column += span;
    }
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
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
