#include "fl-neuron.h"

struct _FlNeuron
{
  GtkWidget parent_instance;
  int column, unit;
  char *name; /* owned */
};

G_DEFINE_FINAL_TYPE (FlNeuron, fl_neuron, GTK_TYPE_WIDGET)

enum
{
  ACTIVATE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
activate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[ACTIVATE], 0);
}

static void
fl_neuron_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                   int *natural_baseline)
{
  *minimum = *natural = 1; /* the canvas gives it the map's box */
}

static void
fl_neuron_finalize (GObject *object)
{
  g_free (FL_NEURON (object)->name);
  G_OBJECT_CLASS (fl_neuron_parent_class)->finalize (object);
}

static void
fl_neuron_class_init (FlNeuronClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = fl_neuron_finalize;
  widget_class->measure = fl_neuron_measure;
  signals[ACTIVATE] = g_signal_new ("activate", FL_TYPE_NEURON, G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_activate_signal (widget_class, signals[ACTIVATE]);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_Return, 0, "activate", NULL);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_KP_Enter, 0, "activate", NULL);
  gtk_widget_class_install_action (widget_class, "neuron.select", NULL, activate_action);
  gtk_widget_class_set_css_name (widget_class, "neuron");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BUTTON);
}

static void
fl_neuron_init (FlNeuron *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

GtkWidget *
fl_neuron_new (int column, int unit)
{
  FlNeuron *self = g_object_new (FL_TYPE_NEURON, NULL);

  self->column = column;
  self->unit = unit;
  if (unit < 0)
    gtk_widget_add_css_class (GTK_WIDGET (self), "layer-card");
  return GTK_WIDGET (self);
}

int
fl_neuron_get_column (FlNeuron *self)
{
  return self->column;
}

int
fl_neuron_get_unit (FlNeuron *self)
{
  return self->unit;
}

void
fl_neuron_set_name (FlNeuron *self, const char *name)
{
  if (g_strcmp0 (name, self->name) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
