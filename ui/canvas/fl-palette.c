#include "fl-palette.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fl-parcel.h"
#include "fl-tooltip.h"
#include "nn-registry.h"

struct _FlPalette
{
  GtkPopover parent_instance;
  GtkWidget *search, *list, *scroll; /* borrowed */
};

G_DEFINE_FINAL_TYPE (FlPalette, fl_palette, GTK_TYPE_POPOVER)

enum
{
  CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* What a row knows; kept with it. */
typedef struct
{
  char *id;          /* "dense", "activation:relu" */
  const char *group; /* translated */
  char *words;       /* title, help and id, folded: what a search looks through */
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->id);
  g_free (entry->words);
  g_free (entry);
}

static Entry *
entry_of (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "fl-entry");
}

static void
choose (FlPalette *self, GtkListBoxRow *row)
{
  g_autofree char *id = g_strdup (entry_of (row)->id);

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, id);
}

/* Searching */

static gboolean
filter_cb (GtkListBoxRow *row, gpointer data)
{
  FlPalette *self = data;
  g_autofree char *wanted = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);

  return strstr (entry_of (row)->words, g_strstrip (wanted)) != NULL;
}

static GtkListBoxRow *
first_match (FlPalette *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      return row;
  return NULL;
}

static void
search_changed_cb (FlPalette *self)
{
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), first_match (self));
}

static void
search_activate_cb (FlPalette *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  if (row == NULL || !gtk_widget_get_child_visible (GTK_WIDGET (row)))
    row = first_match (self);
  if (row != NULL)
    choose (self, row);
}

/* From the words into the list. */
static gboolean
search_key_cb (FlPalette *self, guint key, guint code, GdkModifierType modifiers)
{
  GtkListBoxRow *row;

  if (key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  row = first_match (self);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
  return GDK_EVENT_STOP;
}

/* Dragging */

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, GtkListBoxRow *row)
{
  g_autoptr (GdkPaintable) picture = fl_parcel_picture (gtk_list_box_row_get_child (row));

  gtk_drag_source_set_icon (source, picture, (int) x, (int) y);
  return fl_parcel_provider (&(FlParcel){ entry_of (row)->id, -1 });
}

/* The network must be seen and reached to drop something into it. Where there is a compositor the palette stays until the drag is
 * over all the same, out of sight and out of reach: some of them end a drag with the surface it began on. */
static void
drag_begin_cb (FlPalette *self)
{
  cairo_region_t *nothing;

  if (!gdk_display_is_composited (gtk_widget_get_display (GTK_WIDGET (self))))
    {
      gtk_popover_popdown (GTK_POPOVER (self));
      return;
    }
  nothing = cairo_region_create ();
  gtk_widget_set_opacity (gtk_widget_get_first_child (GTK_WIDGET (self)), 0); /* the popover's own is not heeded */
  gdk_surface_set_input_region (gtk_native_get_surface (GTK_NATIVE (self)), nothing);
  cairo_region_destroy (nothing);
}

static void
drag_end_cb (FlPalette *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

/* Rows */

static void
add_entry (FlPalette *self, char *id, const DsType *type, const char *group)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = gtk_label_new (_(type->title)), *help = gtk_label_new (_(type->help));
  GtkDragSource *drag = gtk_drag_source_new ();
  Entry *entry = g_new0 (Entry, 1);
  g_autofree char *words = g_strjoin (" ", _(type->title), _(type->help), id, NULL);

  *entry = (Entry){ id, group, g_utf8_casefold (words, -1) };
  g_object_set_data_full (G_OBJECT (row), "fl-entry", entry, entry_free);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "palette-title");
  gtk_label_set_xalign (GTK_LABEL (help), 0);
  gtk_label_set_wrap (GTK_LABEL (help), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (help), 40);
  gtk_widget_add_css_class (help, "card-hint");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), help);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_add_css_class (row, "palette-row");
  fl_set_tooltip (row, _("Press Enter or click to add it, or drag it to its place"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, _(type->title),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _(type->help), -1);
  g_signal_connect (drag, "prepare", G_CALLBACK (drag_prepare_cb), row);
  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (drag_end_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (drag));
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static gboolean
is_choice_only (const DsType *type)
{
  return type->n_params == 1 && type->params[0].kind == DS_PARAM_CHOICE;
}

static void
add_group (FlPalette *self, const char *group)
{
  guint n, n_choices;
  const DsType *const *types = nn_registry (NN_LAYERS, &n);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (types[i]->group, group) == 0 && !is_choice_only (types[i]))
      add_entry (self, g_strdup (types[i]->id), types[i], group != NULL ? _(group) : "");
  for (guint i = 0; i < n; i++)
    {
      const DsType *const *choices;

      if (g_strcmp0 (types[i]->group, group) != 0 || !is_choice_only (types[i]))
        continue;
      choices = types[i]->params[0].choices (&n_choices);
      for (guint k = 0; k < n_choices; k++)
        add_entry (self, g_strconcat (types[i]->id, ":", choices[k]->id, NULL), choices[k], group != NULL ? _(group) : "");
    }
}

static gboolean
group_is_long (const char *group)
{
  guint n;
  const DsType *const *types = nn_registry (NN_LAYERS, &n);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (types[i]->group, group) == 0 && is_choice_only (types[i]))
      return TRUE;
  return FALSE;
}

/* Groups in the order of the registry; those with many choices last, so that the others are seen at once. */
static void
add_all (FlPalette *self)
{
  guint n;
  const DsType *const *types = nn_registry (NN_LAYERS, &n);

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < n; i++)
      {
        guint first = 0;

        while (g_strcmp0 (types[first]->group, types[i]->group) != 0)
          first++;
        if (first == i && group_is_long (types[i]->group) == (pass == 1))
          add_group (self, types[i]->group);
      }
}

static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const char *group = entry_of (row)->group;
  GtkWidget *label;

  if (before != NULL && strcmp (entry_of (before)->group, group) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = gtk_label_new (group);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "palette-group");
  gtk_list_box_row_set_header (row, label);
}

/* Its rows are made when it first opens. */
static void
fl_palette_show (GtkWidget *widget)
{
  FlPalette *self = FL_PALETTE (widget);

  if (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0) == NULL)
    add_all (self);
  GTK_WIDGET_CLASS (fl_palette_parent_class)->show (widget);
}

static void
fl_palette_map (GtkWidget *widget)
{
  FlPalette *self = FL_PALETTE (widget);

  gtk_widget_set_opacity (gtk_widget_get_first_child (widget), 1);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  search_changed_cb (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroll)), 0);
  GTK_WIDGET_CLASS (fl_palette_parent_class)->map (widget);
  gtk_widget_grab_focus (self->search);
}

static void
fl_palette_class_init (FlPaletteClass *klass)
{
  GTK_WIDGET_CLASS (klass)->map = fl_palette_map;
  GTK_WIDGET_CLASS (klass)->show = fl_palette_show;
  signals[CHOSEN] = g_signal_new ("chosen", FL_TYPE_PALETTE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
make_list (FlPalette *self)
{
  GtkWidget *nothing = gtk_label_new (_("No layer of that name"));

  self->list = gtk_list_box_new ();
  gtk_widget_add_css_class (self->list, "palette-list");
  gtk_widget_add_css_class (nothing, "card-hint");
  gtk_widget_set_margin_top (nothing, 12);
  gtk_list_box_set_placeholder (GTK_LIST_BOX (self->list), nothing);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Layers"), -1);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), filter_cb, self, NULL);
  gtk_list_box_set_header_func (GTK_LIST_BOX (self->list), header_cb, NULL, NULL);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (choose), self);
}

static void
fl_palette_init (FlPalette *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->search = gtk_search_entry_new ();
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search), GTK_WIDGET (self));
  g_object_set (self->search, "placeholder-text", _("Search layers"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search layers"), -1);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (search_activate_cb), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (gtk_popover_popdown), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (search_key_cb), self);
  gtk_widget_add_controller (self->search, keys);
  make_list (self);
  self->scroll = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroll), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroll), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroll), 420);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroll), self->list);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), self->scroll);
  gtk_widget_add_css_class (box, "palette");
  gtk_popover_set_child (GTK_POPOVER (self), box);
}

GtkWidget *
fl_palette_new (void)
{
  return g_object_new (FL_TYPE_PALETTE, NULL);
}
