/* One edit that makes the project a model of two parameters, whose loss can be seen whole. GTK-free; UI thread. */
#pragma once
#include "fl-document.h"

G_BEGIN_DECLS

typedef enum
{
  FL_TWO_LINEAR,
  FL_TWO_LOGISTIC
} FlTwoKind;

/* Do the data serve as they are: one or two inputs, and one value or two classes to predict? data may be NULL. */
gboolean fl_two_keeps_data (FlTwoKind kind, const DsPrepared *data);
/* A single unit: with a bias on one input, without on two. data: the project's, as they are prepared now, or NULL; where they do not
 * serve, a line or two clouds take their place. One undo step. FALSE where it is that already. */
gboolean fl_edit_make_two (FlDocument *document, FlTwoKind kind, const DsPrepared *data);

G_END_DECLS
