/* FlPartChooser: training, validation or test rows; offers the parts that have rows, and where there is one alone, hides.
 * Signal "chosen": fl_part_chooser_get() differs. */
#pragma once
#include <gtk/gtk.h>
#include "nn-metrics.h"

G_BEGIN_DECLS

#define FL_TYPE_PART_CHOOSER (fl_part_chooser_get_type ())
G_DECLARE_FINAL_TYPE (FlPartChooser, fl_part_chooser, FL, PART_CHOOSER, GtkBox)

GtkWidget *fl_part_chooser_new (const char *tooltip);
NnPart fl_part_chooser_get (FlPartChooser *self);
void fl_part_chooser_sync (FlPartChooser *self, const DsPrepared *data); /* may be NULL */

G_END_DECLS
