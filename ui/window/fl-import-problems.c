#include "fl-import-problems.h"
#include <glib/gi18n-lib.h>
#include "fl-import-item.h"
#include "fl-tooltip.h"

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_list_item_set_child (list_item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  FlImportItem *item = gtk_list_item_get_item (list_item);
  const DsProblem *problem = &item->survey->problems.list[item->index];
  gboolean lines = item->survey->source->kind == DS_SOURCE_CSV;
  g_autofree char *text = problem->line == 0 ? g_strdup (problem->text)
                          : lines ? g_strdup_printf (_("Line %zu, column %u: %s"), problem->line, problem->column, problem->text)
                                  : g_strdup_printf (_("Row %zu, column %u: %s"), problem->line, problem->column, problem->text);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (list_item)), text);
}

typedef struct
{
  FlImportProblem chosen;
  gpointer user_data;
} Chosen;

static void
activate_cb (GtkListView *list, guint position, gpointer user_data)
{
  Chosen *chosen = user_data;
  g_autoptr (FlImportItem) item = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (list)), position);

  if (item != NULL)
    chosen->chosen (&item->survey->problems.list[item->index], chosen->user_data);
}

void
fl_import_problems_set (GtkWidget *problems, DsSurvey *survey)
{
  g_autoptr (GtkNoSelection) model = gtk_no_selection_new (fl_import_items_new (survey, survey->problems.n));

  gtk_list_view_set_model (GTK_LIST_VIEW (problems), GTK_SELECTION_MODEL (model));
  fl_set_tooltip (problems, survey->n_preview > 0 ? _("Click a problem to see its row") : NULL);
}

GtkWidget *
fl_import_problems_new (FlImportProblem chosen, gpointer user_data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Chosen *data = g_new (Chosen, 1);
  GtkWidget *list;

  *data = (Chosen) { chosen, user_data };
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  list = gtk_list_view_new (NULL, factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (list), TRUE);
  gtk_widget_add_css_class (list, "fl-import-problems");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Problems"), -1);
  g_signal_connect_data (list, "activate", G_CALLBACK (activate_cb), data, (GClosureNotify) (void (*) (void)) g_free, 0);
  return list;
}
