/* A form built from a type's parameters: spin, slider, switch and drop-down rows with titles, units, help as tooltips, and
 * accessible names from the titles. Nothing here knows any type. */
#pragma once
#include <gtk/gtk.h>
#include "ds-type.h"

G_BEGIN_DECLS

/* param: the id that changed. item: all values after the change (already in range). */
typedef void (*FlFormChanged) (const DsItem *item, const char *param, gpointer user_data);

#define FL_TYPE_FORM (fl_form_get_type ())
G_DECLARE_FINAL_TYPE (FlForm, fl_form, FL, FORM, GtkWidget)

/* skip: NULL-terminated ids not to show, or NULL. columns: 1 or more controls side by side. */
GtkWidget *fl_form_new (guint columns, const char *const *skip, FlFormChanged changed, gpointer user_data);
/* Shows item; rebuilds only if the type differs, never calls back. A control being used keeps its focus. */
void fl_form_set_item (FlForm *self, const DsItem *item);

/* A drop-down over a catalogue, titles translated, help as tooltip: `changed` gets the type chosen. */
GtkWidget *fl_type_chooser_new (const char *accessible_name, const DsType *const *types, guint n,
                                void (*changed) (const DsType *type, gpointer user_data), gpointer user_data);
void fl_type_chooser_set (GtkWidget *chooser, const DsType *type); /* never calls back */

G_END_DECLS
