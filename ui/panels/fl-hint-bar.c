#include "fl-hint-bar.h"

#include <glib/gi18n-lib.h>
#include "fl-tooltip.h"

struct _FlHintBar
{
  GtkWidget parent_instance;
  GtkWidget *row, *icon, *words, *title, *detail, *button, *close; /* row: owned child; the others borrowed */
  GtkWidget *refusal; /* borrowed; NULL: none was ever needed */
  char *shown; /* owned: the present hint as one string, or NULL */
  void (*act) (gpointer user_data);
  void (*refuse) (gpointer user_data);
  gpointer user_data;
};

G_DEFINE_FINAL_TYPE (FlHintBar, fl_hint_bar, GTK_TYPE_WIDGET)

static void
act_cb (FlHintBar *self)
{
  if (self->act != NULL)
    self->act (self->user_data);
}

static void
refuse_cb (FlHintBar *self)
{
  if (self->refuse != NULL)
    self->refuse (self->user_data);
}

static void
close_cb (FlHintBar *self)
{
  gtk_widget_set_visible (self->row, FALSE);
}

static void
fl_hint_bar_dispose (GObject *object)
{
  FlHintBar *self = FL_HINT_BAR (object);

  g_clear_pointer (&self->row, gtk_widget_unparent);
  g_clear_pointer (&self->shown, g_free);
  G_OBJECT_CLASS (fl_hint_bar_parent_class)->dispose (object);
}

/* Wrapping labels are a pixel lower when no width is given than when much is; GTK calls that an error. Measured at much. */
#define MUCH (1 << 20)

static void
fl_hint_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                     int *natural_baseline)
{
  FlHintBar *self = FL_HINT_BAR (widget);

  if (!gtk_widget_get_visible (self->row))
    *minimum = *natural = 0;
  else
    gtk_widget_measure (self->row, orientation, orientation == GTK_ORIENTATION_VERTICAL && for_size < 0 ? MUCH : for_size, minimum,
                        natural, NULL, NULL);
}

static void
fl_hint_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FlHintBar *self = FL_HINT_BAR (widget);

  if (gtk_widget_get_visible (self->row))
    gtk_widget_size_allocate (self->row, &(GtkAllocation){ 0, 0, width, height }, -1);
}

static GtkSizeRequestMode
fl_hint_bar_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
fl_hint_bar_class_init (FlHintBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_hint_bar_dispose;
  GTK_WIDGET_CLASS (klass)->measure = fl_hint_bar_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = fl_hint_bar_size_allocate;
  GTK_WIDGET_CLASS (klass)->get_request_mode = fl_hint_bar_get_request_mode;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "hintbar");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_STATUS);
}

static GtkWidget *
text_line (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR); /* a path may be one long word */
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
text_button (FlHintBar *self, GCallback clicked)
{
  GtkWidget *button = gtk_button_new ();

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  return button;
}

/* NULL: no such button. */
static void
set_label (GtkWidget *button, const char *label)
{
  gtk_widget_set_visible (button, label != NULL);
  if (label != NULL)
    gtk_button_set_label (GTK_BUTTON (button), label);
}

/* Where there is a choice, the button that acts is the one to find first. */
static void
show_refusal (FlHintBar *self, const char *label)
{
  if (label != NULL && self->refusal == NULL)
    {
      self->refusal = text_button (self, G_CALLBACK (refuse_cb));
      gtk_box_insert_child_after (GTK_BOX (self->row), self->refusal, self->words);
    }
  if (self->refusal != NULL)
    set_label (self->refusal, label);
  gtk_widget_set_visible (self->close, label == NULL);
  if (label != NULL)
    gtk_widget_add_css_class (self->button, "suggested-action");
  else
    gtk_widget_remove_css_class (self->button, "suggested-action");
}

static void
fl_hint_bar_init (FlHintBar *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_widget_add_css_class (row, "train-card");
  gtk_widget_add_css_class (row, "hint");
  self->icon = gtk_image_new ();
  gtk_image_set_pixel_size (GTK_IMAGE (self->icon), 20);
  gtk_box_append (GTK_BOX (row), self->icon);
  self->title = text_line ("hint-title");
  self->detail = text_line ("hint-detail");
  gtk_box_append (GTK_BOX (words), self->title);
  gtk_box_append (GTK_BOX (words), self->detail);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), words);
  self->words = words;
  self->button = text_button (self, G_CALLBACK (act_cb));
  gtk_box_append (GTK_BOX (row), self->button);
  self->close = gtk_button_new_from_icon_name ("window-close-symbolic");
  gtk_widget_add_css_class (self->close, "flat");
  gtk_widget_add_css_class (self->close, "circular");
  gtk_widget_set_valign (self->close, GTK_ALIGN_CENTER);
  fl_set_tooltip (self->close, _("Close this message"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->close), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Close message"), -1);
  g_signal_connect_swapped (self->close, "clicked", G_CALLBACK (close_cb), self);
  gtk_box_append (GTK_BOX (row), self->close);

  /* No sliding in: every step of it would lay out and paint the whole view anew. */
  self->row = row;
  gtk_widget_set_visible (row, FALSE);
  gtk_widget_set_parent (row, GTK_WIDGET (self));
}

GtkWidget *
fl_hint_bar_new (void)
{
  return g_object_new (FL_TYPE_HINT_BAR, NULL);
}

gboolean
fl_hint_bar_is_shown (FlHintBar *self)
{
  return gtk_widget_get_visible (self->row);
}

void
fl_hint_bar_show (FlHintBar *self, const FlHint *hint, void (*act) (gpointer user_data), gpointer user_data)
{
  g_autofree char *key = g_strconcat (hint->title, "\n", hint->detail != NULL ? hint->detail : "", "\n",
                                      hint->button != NULL ? hint->button : "", "\n", hint->refusal != NULL ? hint->refusal : "", NULL);

  self->act = act;
  self->refuse = hint->refuse;
  self->user_data = user_data;
  if (g_strcmp0 (key, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&key);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), hint->icon);
  gtk_label_set_text (GTK_LABEL (self->title), hint->title);
  gtk_label_set_text (GTK_LABEL (self->detail), hint->detail != NULL ? hint->detail : "");
  gtk_widget_set_visible (self->detail, hint->detail != NULL);
  set_label (self->button, hint->button);
  show_refusal (self, hint->refusal);
  if (hint->serious)
    gtk_widget_add_css_class (self->icon, "serious");
  else
    gtk_widget_remove_css_class (self->icon, "serious");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, hint->title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, hint->detail != NULL ? hint->detail : "", -1);
  gtk_widget_set_visible (self->row, TRUE);
}

void
fl_hint_bar_hide (FlHintBar *self)
{
  if (self->shown == NULL)
    return;
  g_clear_pointer (&self->shown, g_free);
  gtk_widget_set_visible (self->row, FALSE);
}
