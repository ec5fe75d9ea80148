#include <glib/gi18n-lib.h>
#include "fl-view.h"

#define FL_VIEW(id, title, icon, create) { id, title, icon, create },
static const FlViewType types[] = {
#include "views.inc"
};
#undef FL_VIEW

const FlViewType *const *
fl_views (guint *n)
{
  static const FlViewType *list[G_N_ELEMENTS (types)];

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    list[i] = &types[i];
  *n = G_N_ELEMENTS (types);
  return list;
}
