/* The way out of an impossible network: one edit after which nn_plan_new() has nothing to say, or less. GTK-free; any thread. */
#pragma once
#include "fl-document.h"

G_BEGIN_DECLS

typedef struct
{
  char *button; /* what a person presses: "Make it 3 neurons" */
  char *label;  /* the undo step, past "Undo " */
  NnSpec *spec; /* the network after it */
} FlRemedy;

/* NULL where nothing is wrong, or nothing here helps. What is tried is planned first: a remedy is never a guess. Of several the one
 * that changes least is taken; with several things wrong it mends the one nn_plan_new() speaks of. */
FlRemedy *fl_remedy_find (const NnSpec *spec, const NnProblem *problem);
void fl_remedy_free (FlRemedy *remedy); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlRemedy, fl_remedy_free)

/* One undo step. UI thread. FALSE if the document has it that way already. */
gboolean fl_remedy_apply (const FlRemedy *remedy, FlDocument *document);

G_END_DECLS
