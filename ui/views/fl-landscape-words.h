/* What the page of this network says of its picture, in words. Callers free. */
#pragma once
#include "nn-landscape.h"

G_BEGIN_DECLS

/* Which plane it is, how far the present state lies from it, and what is an approximation. */
char *fl_landscape_statement (const NnLandscapePicture *picture);
/* For assistive technology: the loss there is, and the lowest. */
char *fl_landscape_description (const NnLandscapePicture *picture);

G_END_DECLS
