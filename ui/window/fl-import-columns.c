#include "fl-import-columns.h"
#include <glib/gi18n-lib.h>
#include <math.h>
#include "fl-drop-down.h"
#include "fl-gradual.h"
#include "fl-import-item.h"
#include "fl-tooltip.h"

#define LINES_A_FRAME 4  /* each with two choices, which are many widgets */
#define UPDATES_A_FRAME 24 /* of lines that are there */
#define MAX_LEVELS 12      /* of a class column, named */

/* What the list remembers, kept on it. */
typedef struct
{
  FlImportRole role;
  FlImportKind kind;
  gpointer user_data;
  GListModel *items; /* owned, or NULL: all of them, the list may not have come to the last */
  gboolean quiet;
  gboolean words; /* there may be columns of words, so also one that splits the rows */
  guint stamp; /* of what is to be shown; another with every survey */
  guint tick;  /* while there are lines that show something older, or 0 */
} Columns;

/* The widgets of one line, kept on it; borrowed. */
typedef struct
{
  Columns *columns;
  GtkListItem *list_item;
  GtkWidget *name, *facts, *role, *kind;
  guint stamp; /* of what it shows */
} Line;

static const DsSurveyColumn *
column_of (GtkListItem *list_item, guint *index)
{
  FlImportItem *item = gtk_list_item_get_item (list_item);

  if (item == NULL)
    return NULL;
  *index = item->index;
  return &item->survey->columns[item->index];
}

static void
role_cb (GtkDropDown *dropdown, GParamSpec *pspec, gpointer user_data)
{
  Line *line = user_data;
  guint index;

  if (!line->columns->quiet && column_of (line->list_item, &index) != NULL)
    line->columns->role (index, (DsRole) gtk_drop_down_get_selected (dropdown), line->columns->user_data);
}

static void
kind_cb (GtkDropDown *dropdown, GParamSpec *pspec, gpointer user_data)
{
  Line *line = user_data;
  guint index;

  if (!line->columns->quiet && column_of (line->list_item, &index) != NULL)
    line->columns->kind (index, (DsColumnKind) gtk_drop_down_get_selected (dropdown), line->columns->user_data);
}

/* "cat, dog, horse", or the first of many; NULL where they are not known. Caller frees. */
static char *
levels_of (const DsSurvey *survey, guint index)
{
  const DsColumn *column = survey->table != NULL ? ds_dataset_column (survey->table, index) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (column == NULL || column->kind != DS_COLUMN_CLASS)
    return NULL;
  for (guint k = 0; k < MIN (column->n_classes, MAX_LEVELS); k++)
    g_string_append_printf (text, "%s%s", k > 0 ? ", " : "", column->classes[k]);
  if (column->n_classes > MAX_LEVELS)
    g_string_append (text, ", …");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* "0.5 to 9.7 · 3 missing", "3 classes: cat, dog, horse". Caller frees. */
static char *
facts_of (const DsSurvey *survey, guint index)
{
  const DsSurveyColumn *column = &survey->columns[index];
  g_autofree char *levels = levels_of (survey, index);
  g_autoptr (GString) text = g_string_new (NULL);

  if (column->role == DS_ROLE_IGNORE)
    g_string_append (text, _("left out"));
  else if (column->role == DS_ROLE_SPLIT)
    g_string_append (text, levels != NULL ? levels : "");
  else if (column->kind == DS_COLUMN_CLASS && survey->rows > 2 && column->n_classes == survey->rows)
    g_string_append (text, _("all different"));
  else if (column->kind == DS_COLUMN_CLASS && column->n_classes > 0)
    {
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u class", "%u classes", column->n_classes), column->n_classes);
      if (levels != NULL)
        g_string_append_printf (text, ": %s", levels);
    }
  else if (column->min == column->max)
    g_string_append_printf (text, _("always %.4g"), column->min);
  else if (!isnan (column->min))
    g_string_append_printf (text, _("%.4g to %.4g"), column->min, column->max);
  if (column->missing > 0)
    {
      if (text->len > 0)
        g_string_append (text, " · ");
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%'u missing", "%'u missing", column->missing), (guint) column->missing);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
name_choice (GtkWidget *dropdown, const char *format, const char *column)
{
  g_autofree char *name = g_strdup_printf (format, column);

  gtk_accessible_update_property (GTK_ACCESSIBLE (dropdown), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  fl_set_tooltip (dropdown, name);
}

static void
show_line (Line *line, GtkListItem *list_item)
{
  guint index = 0;
  const DsSurveyColumn *column = column_of (list_item, &index);
  FlImportItem *item = gtk_list_item_get_item (list_item);
  g_autofree char *facts = facts_of (item->survey, index);
  gboolean before = line->columns->quiet;

  line->columns->quiet = TRUE;
  line->stamp = line->columns->stamp;
  line->list_item = list_item;
  gtk_label_set_text (GTK_LABEL (line->name), column->name);
  fl_set_tooltip (line->name, column->name);
  gtk_label_set_text (GTK_LABEL (line->facts), facts);
  fl_set_tooltip (line->facts, facts);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (line->role), column->role);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (line->kind), column->kind);
  gtk_widget_set_sensitive (line->kind, column->role == DS_ROLE_INPUT || column->role == DS_ROLE_TARGET);
  name_choice (line->role, _("Role of %s"), column->name);
  name_choice (line->kind, _("Type of %s"), column->name);
  line->columns->quiet = before;
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  show_line (g_object_get_data (G_OBJECT (gtk_list_item_get_child (list_item)), "fl-line"), list_item);
}

static GtkWidget *
new_text (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 8);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  const char *roles[] = { _("Input"), _("Target"), _("Leave out"), NULL, NULL }; /* in the order of DsRole */
  const char *const kinds[] = { _("Number"), _("Class"), NULL };                 /* of DsColumnKind */
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  Line *line = g_new0 (Line, 1);

  line->columns = user_data;
  if (line->columns->words)
    roles[DS_ROLE_SPLIT] = C_("role of a column", "Split");
  line->list_item = list_item;
  line->name = new_text (NULL);
  line->facts = new_text ("fl-note");
  line->role = fl_drop_down_new (G_LIST_MODEL (gtk_string_list_new (roles)), NULL);
  line->kind = fl_drop_down_new (G_LIST_MODEL (gtk_string_list_new (kinds)), NULL);
  gtk_widget_set_size_request (line->role, 108, -1); /* the choices of all lines below each other */
  gtk_widget_set_size_request (line->kind, 98, -1);
  gtk_widget_set_valign (line->role, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (line->kind, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), line->name);
  gtk_box_append (GTK_BOX (texts), line->facts);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), line->role);
  gtk_box_append (GTK_BOX (box), line->kind);
  g_signal_connect (line->role, "notify::selected", G_CALLBACK (role_cb), line);
  g_signal_connect (line->kind, "notify::selected", G_CALLBACK (kind_cb), line);
  g_object_set_data_full (G_OBJECT (box), "fl-line", line, g_free);
  gtk_list_item_set_child (list_item, box);
  gtk_list_item_set_activatable (list_item, FALSE);
  gtk_list_item_set_selectable (list_item, FALSE);
}

/* FALSE: all of them show what they should. */
static gboolean
update_some (GtkWidget *list, const Columns *columns)
{
  guint n = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *box = gtk_widget_get_first_child (row);
      Line *line = box != NULL ? g_object_get_data (G_OBJECT (box), "fl-line") : NULL;

      if (line == NULL || line->stamp == columns->stamp || gtk_list_item_get_item (line->list_item) == NULL)
        continue;
      if (n++ == UPDATES_A_FRAME)
        return TRUE;
      show_line (line, line->list_item);
    }
  return FALSE;
}

static gboolean
update_cb (GtkWidget *list, GdkFrameClock *clock, gpointer data)
{
  Columns *columns = data;

  if (update_some (list, columns))
    return G_SOURCE_CONTINUE;
  columns->tick = 0;
  return G_SOURCE_REMOVE;
}

/* As many columns as before: the lines stay, and with them the focus and the place scrolled to. */
static void
update_lines (GtkWidget *list, Columns *columns, DsSurvey *survey)
{
  for (guint i = 0; i < survey->n_columns; i++)
    {
      g_autoptr (FlImportItem) item = g_list_model_get_item (columns->items, i);

      ds_survey_unref (item->survey);
      item->survey = ds_survey_ref (survey);
    }
  if (update_some (list, columns) && columns->tick == 0)
    columns->tick = gtk_widget_add_tick_callback (list, update_cb, columns, NULL);
}

void
fl_import_columns_set (GtkWidget *list, DsSurvey *survey)
{
  Columns *columns = g_object_get_data (G_OBJECT (list), "fl-columns");

  columns->quiet = TRUE;
  columns->stamp++;
  columns->words = survey->source->kind == DS_SOURCE_CSV;
  if (columns->items != NULL && g_list_model_get_n_items (columns->items) == survey->n_columns)
    update_lines (list, columns, survey);
  else
    {
      g_autoptr (GtkNoSelection) model = NULL;

      g_clear_object (&columns->items);
      columns->items = fl_import_items_new (survey, survey->n_columns);
      model = gtk_no_selection_new (fl_gradual_new (list, g_object_ref (columns->items), LINES_A_FRAME));
      gtk_list_view_set_model (GTK_LIST_VIEW (list), GTK_SELECTION_MODEL (model));
    }
  columns->quiet = FALSE;
}

static void
columns_free (gpointer data)
{
  Columns *columns = data;

  g_clear_object (&columns->items);
  g_free (columns);
}

GtkWidget *
fl_import_columns_new (FlImportRole role, FlImportKind kind, gpointer user_data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Columns *columns = g_new0 (Columns, 1);
  GtkWidget *list;

  *columns = (Columns) { .role = role, .kind = kind, .user_data = user_data };
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), columns);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), columns);
  list = gtk_list_view_new (NULL, factory);
  g_object_set_data_full (G_OBJECT (list), "fl-columns", columns, columns_free);
  gtk_list_view_set_show_separators (GTK_LIST_VIEW (list), TRUE);
  gtk_widget_add_css_class (list, "fl-import-columns");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Columns"), -1);
  return list;
}
