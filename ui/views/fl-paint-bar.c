#include "fl-paint-bar.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-number-field.h"
#include "fl-play-keys.h"
#include "fl-tooltip.h"
#include "fl-undo-toast.h"
#include "fl-wrap-row.h"

#define CHIPS_A_LINE 5
#define STATUS_CHARS 20 /* what has less room beside the classes goes below them: with large type "Brush · class A" was all one saw */
#define STATUS_MOST 60
#define LARGE_TEXT 1.4  /* from here on what was done needs a second line */

struct _FlPaintBar
{
  GtkBox parent_instance;

  /* Owned */
  FlSession *session;
  FlPaintHands *hands;
  char **classes; /* as the chips show them; NULL: none */

  /* Borrowed */
  GtkWidget *tools[FL_N_TOOLS], *parts[2];
  GtkWidget *status, *chips, *value, *part_box, *size, *size_box, *spray, *dabs, *jitter;
  gboolean quiet;
};

G_DEFINE_FINAL_TYPE (FlPaintBar, fl_paint_bar, GTK_TYPE_BOX)

static const struct
{
  const char *icon, *help;
} tool_looks[FL_N_TOOLS] = {
  { "fl-brush-symbolic", N_("Brush: paint points of the chosen class (B)") },
  { "fl-eraser-symbolic", N_("Eraser: take points away (E)") },
  { "fl-move-symbolic", N_("Move: drag the points under the circle (M)") },
  { "fl-flip-symbolic", N_("Flip label: give the points under the circle the chosen class (F)") },
  { "fl-lasso-symbolic", N_("Lasso: draw a loop around points to put them into validation or training (L)") },
};

static void
choose (FlPaintBar *self, const FlPaintChoice *choice)
{
  if (!self->quiet)
    fl_paint_hands_set_choice (self->hands, choice);
}

static guint
index_of (gpointer widget)
{
  return GPOINTER_TO_UINT (g_object_get_data (widget, "fl-index"));
}

static void
name_it (GtkWidget *widget, const char *name, const char *help)
{
  fl_set_tooltip (widget, help);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* One of several that exclude each other. */
static GtkWidget *
new_toggle (FlPaintBar *self, GtkWidget *group, guint index, GCallback toggled)
{
  GtkWidget *toggle = gtk_toggle_button_new ();

  g_object_set_data (G_OBJECT (toggle), "fl-index", GUINT_TO_POINTER (index));
  if (group != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (toggle), GTK_TOGGLE_BUTTON (group));
  gtk_widget_set_focus_on_click (toggle, FALSE); /* the keys stay with the plot */
  gtk_widget_add_css_class (toggle, "paint-tool");
  g_signal_connect (toggle, "toggled", toggled, self);
  return toggle;
}

/* ---- tools ---- */

static void
tool_cb (GtkToggleButton *button, FlPaintBar *self)
{
  FlPaintChoice choice = *fl_paint_hands_get_choice (self->hands);

  choice.tool = (FlTool) index_of (button);
  if (gtk_toggle_button_get_active (button))
    choose (self, &choice);
}

static GtkWidget *
new_tools (FlPaintBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "linked");
  for (guint i = 0; i < FL_N_TOOLS; i++)
    {
      self->tools[i] = new_toggle (self, i > 0 ? self->tools[0] : NULL, i, G_CALLBACK (tool_cb));
      gtk_button_set_icon_name (GTK_BUTTON (self->tools[i]), tool_looks[i].icon);
      name_it (self->tools[i], fl_paint_tool_title ((FlTool) i), _(tool_looks[i].help));
      gtk_box_append (GTK_BOX (box), self->tools[i]);
    }
  return box;
}

/* ---- classes and values ---- */

static void
class_cb (GtkToggleButton *button, FlPaintBar *self)
{
  FlPaintChoice choice = *fl_paint_hands_get_choice (self->hands);

  choice.class_index = index_of (button);
  if (gtk_toggle_button_get_active (button))
    choose (self, &choice);
}

static void
draw_chip (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  const FlTheme *theme = fl_plot_theme ();
  guint k = GPOINTER_TO_UINT (data);

  fl_marker_path (cr, fl_class_marker (k), width / 2.0, height / 2.0, 10);
  fl_set_source (cr, theme->classes[k % 10], 1);
  cairo_fill_preserve (cr);
  cairo_set_source_rgba (cr, 0.06, 0.06, 0.08, 0.95);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static void
add_class_cb (FlPaintBar *self)
{
  FlPaintChoice choice = *fl_paint_hands_get_choice (self->hands);

  if (!fl_paint_add_class (fl_session_get_document (self->session), fl_session_get_data (self->session)))
    return;
  fl_paint_hands_get_classes (self->hands, &choice.class_index);
  choice.class_index--;
  choose (self, &choice);
}

/* More of them than a narrow window has room for stand in two lines. n: of classes. */
static void
attach (FlPaintBar *self, GtkWidget *chip, guint k, guint n)
{
  guint a_line = n < CHIPS_A_LINE ? n + 1 : CHIPS_A_LINE;

  gtk_grid_attach (GTK_GRID (self->chips), chip, (int) (k % a_line), (int) (k / a_line), 1, 1);
}

static GtkWidget *
new_chips (void)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 2);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 2);
  return grid;
}

static void
append_chip (FlPaintBar *self, GtkWidget *first, guint k, guint n, const char *class_name)
{
  GtkWidget *chip = new_toggle (self, first, k, G_CALLBACK (class_cb)), *area = gtk_drawing_area_new ();
  g_autofree char *name = g_strdup_printf (_("Class %s"), class_name);
  g_autofree char *help = g_strdup_printf (_("Class %s (%u)"), class_name, k + 1);

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), 16);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), 16);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_chip, GUINT_TO_POINTER (k), NULL);
  gtk_button_set_child (GTK_BUTTON (chip), area);
  name_it (chip, name, help);
  gtk_widget_add_css_class (chip, "paint-class");
  attach (self, chip, k, n);
}

static gboolean
same_classes (FlPaintBar *self, char **classes)
{
  if (classes == NULL || self->classes == NULL)
    return classes == self->classes;
  return g_strv_equal ((const char *const *) classes, (const char *const *) self->classes);
}

static void
fill_chips (FlPaintBar *self, char **classes, guint n)
{
  GtkWidget *child, *add;

  if (same_classes (self, classes))
    return;
  g_strfreev (self->classes);
  self->classes = g_strdupv (classes);
  while ((child = gtk_widget_get_first_child (self->chips)) != NULL)
    gtk_grid_remove (GTK_GRID (self->chips), child);
  for (guint k = 0; k < MIN (n, FL_PAINT_MAX_CLASSES); k++)
    append_chip (self, gtk_widget_get_first_child (self->chips), k, n, classes[k]);
  if (n == 0)
    return;
  add = gtk_button_new_from_icon_name ("list-add-symbolic");
  name_it (add, _("Add class"), n < FL_PAINT_MAX_CLASSES ? _("Add a class; the network gets an output for it") : _("Nine classes are the most"));
  gtk_widget_set_sensitive (add, n < FL_PAINT_MAX_CLASSES);
  gtk_widget_set_focus_on_click (add, FALSE);
  gtk_widget_add_css_class (add, "paint-tool");
  g_signal_connect_swapped (add, "clicked", G_CALLBACK (add_class_cb), self);
  attach (self, add, n, n);
}

static void
value_cb (double value, gpointer data)
{
  FlPaintBar *self = data;
  FlPaintChoice choice = *fl_paint_hands_get_choice (self->hands);

  choice.value = value;
  choose (self, &choice);
}

static GtkWidget *
new_value (FlPaintBar *self)
{
  static const FlNumber number = { .min = -1e6, .max = 1e6, .step = 0.1 };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->value = fl_number_field_new (_("Value of new points"), &number, FALSE, value_cb, self);
  fl_set_tooltip (self->value, _("What the brush and flipping give to points"));
  gtk_box_append (GTK_BOX (box), gtk_label_new (_("Value")));
  gtk_box_append (GTK_BOX (box), self->value);
  return box;
}

/* ---- the lasso ---- */

static void
part_cb (GtkToggleButton *button, FlPaintBar *self)
{
  FlPaintChoice choice = *fl_paint_hands_get_choice (self->hands);

  choice.part = (DsPart) index_of (button);
  if (gtk_toggle_button_get_active (button))
    choose (self, &choice);
}

static GtkWidget *
new_parts (FlPaintBar *self)
{
  static const struct
  {
    DsPart part;
    const char *title, *help;
  } parts[] = { { DS_PART_VALIDATION, N_("To validation"), N_("Points in the loop only check what was learned, whatever the training share") },
                { DS_PART_TRAINING, N_("To training"), N_("Points in the loop are learned from, whatever the training share") } };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "linked");
  for (guint i = 0; i < 2; i++)
    {
      self->parts[i] = new_toggle (self, i > 0 ? self->parts[0] : NULL, parts[i].part, G_CALLBACK (part_cb));
      gtk_button_set_label (GTK_BUTTON (self->parts[i]), _(parts[i].title));
      gtk_widget_add_css_class (self->parts[i], "paint-part");
      name_it (self->parts[i], _(parts[i].title), _(parts[i].help));
      gtk_box_append (GTK_BOX (box), self->parts[i]);
    }
  return box;
}

/* ---- size and spray ---- */

static void
size_cb (FlPaintBar *self)
{
  FlPaintChoice choice = *fl_paint_hands_get_choice (self->hands);

  choice.size = gtk_range_get_value (GTK_RANGE (self->size));
  choose (self, &choice);
}

static void
dabs_cb (double value, gpointer data)
{
  FlPaintBar *self = data;
  FlPaintChoice choice = *fl_paint_hands_get_choice (self->hands);

  choice.density = (guint) value;
  choose (self, &choice);
}

static void
jitter_cb (double value, gpointer data)
{
  FlPaintBar *self = data;
  FlPaintChoice choice = *fl_paint_hands_get_choice (self->hands);

  choice.jitter = value;
  choose (self, &choice);
}

static GtkWidget *
new_size (FlPaintBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  self->size = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, FL_PAINT_LEAST_SIZE, FL_PAINT_MOST_SIZE, 1);
  gtk_scale_set_draw_value (GTK_SCALE (self->size), FALSE);
  gtk_widget_set_size_request (self->size, 96, -1);
  gtk_widget_set_hexpand (self->size, TRUE);
  name_it (self->size, _("Size"), _("Size of the tool ([ and ])"));
  g_signal_connect_swapped (self->size, "value-changed", G_CALLBACK (size_cb), self);
  gtk_box_append (GTK_BOX (box), gtk_label_new (_("Size")));
  gtk_box_append (GTK_BOX (box), self->size);
  return box;
}

static GtkWidget *
new_spray (FlPaintBar *self)
{
  static const FlSlider dabs = { { .min = 1, .max = 20, .step = 1, .whole = TRUE }, FALSE, 0 };
  static const FlSlider jitter = { { .min = 0, .max = 1, .step = 0.05, .factor = 100, .unit = "%" }, FALSE, 0 };
  GtkWidget *button = gtk_menu_button_new (), *popover = gtk_popover_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->dabs = fl_slider_row_new (_("Density"), _("How many points the brush gives at each touch"), &dabs, dabs_cb, self);
  self->jitter = fl_slider_row_new (_("Jitter"), _("How far points stray within the circle; at 0 they lie where the brush goes"),
                                    &jitter, jitter_cb, self);
  fl_play_keys_add (popover);
  gtk_widget_set_size_request (box, 200, -1);
  gtk_box_append (GTK_BOX (box), self->dabs);
  gtk_box_append (GTK_BOX (box), self->jitter);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "fl-spray-symbolic");
  gtk_widget_add_css_class (button, "paint-menu");
  name_it (button, _("Spray"), _("How the brush sprays: density and jitter"));
  return button;
}

/* ---- all points ---- */

static void
clear_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FlPaintBar *self = user_data;

  if (fl_paint_clear (fl_session_get_document (self->session), fl_session_get_data (self->session)))
    fl_offer_undo (GTK_WIDGET (self), fl_session_get_document (self->session), _("All points cleared"));
}

static GtkWidget *
new_menu (FlPaintBar *self)
{
  static const GActionEntry entries[] = { { .name = "clear", .activate = clear_cb } };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "paint", G_ACTION_GROUP (group));
  g_menu_append (menu, _("_Clear all points"), "paint.clear");
  g_menu_append (menu, _("_Save data as CSV…"), "win.save-data");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_widget_add_css_class (button, "paint-menu");
  name_it (button, _("All points"), _("Clear all points, save them"));
  return button;
}

/* ---- following ---- */

static void
update (FlPaintBar *self)
{
  const FlPaintChoice *choice = fl_paint_hands_get_choice (self->hands);
  gboolean gives = choice->tool == FL_TOOL_BRUSH || choice->tool == FL_TOOL_FLIP, lasso = choice->tool == FL_TOOL_LASSO;
  g_autofree char *status = fl_paint_hands_status (self->hands);
  GtkWidget *chip;
  char **classes;
  guint n, k = 0;

  gtk_widget_set_visible (GTK_WIDGET (self), fl_paint_hands_is_active (self->hands));
  if (!fl_paint_hands_is_active (self->hands))
    return;
  self->quiet = TRUE;
  classes = fl_paint_hands_get_classes (self->hands, &n);
  fill_chips (self, classes, n);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->tools[choice->tool]), TRUE);
  for (chip = gtk_widget_get_first_child (self->chips); chip != NULL && k < n; chip = gtk_widget_get_next_sibling (chip), k++)
    if (GTK_IS_TOGGLE_BUTTON (chip) && k == choice->class_index)
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip), TRUE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->parts[choice->part == DS_PART_VALIDATION ? 0 : 1]), TRUE);
  gtk_inscription_set_text (GTK_INSCRIPTION (self->status), status);
  fl_set_tooltip (self->status, status);
  gtk_range_set_value (GTK_RANGE (self->size), choice->size);
  fl_number_field_set (self->value, choice->value);
  fl_slider_row_set (self->dabs, choice->density);
  fl_slider_row_set (self->jitter, choice->jitter);
  gtk_widget_set_visible (self->chips, n > 0 && !lasso);
  gtk_widget_set_sensitive (self->chips, gives);
  gtk_widget_set_visible (gtk_widget_get_parent (self->value), n == 0 && !lasso);
  gtk_widget_set_sensitive (self->value, gives);
  gtk_widget_set_visible (self->part_box, lasso);
  gtk_widget_set_sensitive (self->size_box, !lasso);
  gtk_widget_set_sensitive (self->spray, choice->tool == FL_TOOL_BRUSH);
  self->quiet = FALSE;
}

static void
style_changed_cb (FlPaintBar *self)
{
  for (GtkWidget *chip = gtk_widget_get_first_child (self->chips); chip != NULL; chip = gtk_widget_get_next_sibling (chip))
    if (GTK_IS_TOGGLE_BUTTON (chip))
      gtk_widget_queue_draw (gtk_button_get_child (GTK_BUTTON (chip)));
}

/* Lines kept free: the plot must not move under the hand when there is more to say. */
static void
text_scale_cb (FlPaintBar *self)
{
  gtk_inscription_set_min_lines (GTK_INSCRIPTION (self->status), fl_plot_text_scale () > LARGE_TEXT ? 2 : 1);
}

static GtkWidget *
new_status (FlPaintBar *self)
{
  GtkWidget *status = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (status), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_wrap_mode (GTK_INSCRIPTION (status), PANGO_WRAP_WORD_CHAR);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (status), 1);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (status), STATUS_CHARS);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (status), STATUS_MOST);
  gtk_widget_add_css_class (status, "card-hint");
  return status;
}

static void
fl_paint_bar_dispose (GObject *object)
{
  FlPaintBar *self = FL_PAINT_BAR (object);

  self->quiet = TRUE;
  g_clear_object (&self->session);
  g_clear_object (&self->hands);
  g_clear_pointer (&self->classes, g_strfreev);
  G_OBJECT_CLASS (fl_paint_bar_parent_class)->dispose (object);
}

static void
fl_paint_bar_class_init (FlPaintBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_paint_bar_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_TOOLBAR);
}

static void
fl_paint_bar_init (FlPaintBar *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 4);
  gtk_widget_add_css_class (GTK_WIDGET (self), "paint-bar");
}

GtkWidget *
fl_paint_bar_new (FlSession *session, FlPaintHands *hands)
{
  FlPaintBar *self = g_object_new (FL_TYPE_PAINT_BAR, NULL);
  AdwStyleManager *style = adw_style_manager_get_default ();
  GtkWidget *what = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *how = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  self->session = g_object_ref (session);
  self->hands = g_object_ref (hands);
  self->quiet = TRUE;
  self->chips = new_chips ();
  self->part_box = new_parts (self);
  self->size_box = new_size (self);
  self->spray = new_spray (self);
  gtk_box_append (GTK_BOX (how), self->size_box);
  gtk_box_append (GTK_BOX (how), self->spray);
  gtk_box_append (GTK_BOX (how), new_menu (self));
  gtk_box_append (GTK_BOX (what), self->chips);
  gtk_box_append (GTK_BOX (what), new_value (self));
  gtk_box_append (GTK_BOX (what), self->part_box);
  self->status = new_status (self);
  gtk_box_append (GTK_BOX (self), fl_wrap_row_new (new_tools (self), how));
  gtk_box_append (GTK_BOX (self), fl_wrap_row_new (what, self->status));
  self->quiet = FALSE;
  text_scale_cb (self);
  g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-xft-dpi", G_CALLBACK (text_scale_cb), self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Painting tools"), -1);
  g_signal_connect_object (hands, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
