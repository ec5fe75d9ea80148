/* FlVary: variants of a project, made by giving keys of its file other values. What a value may be and what is wrong with it is
 * said by the reader of project files, so that every key it knows can vary. Any thread, one at a time.
 *
 *   training.optimizer.learning_rate=0.001,0.01    network[0].units=4,8,16    network[1].activation=relu,tanh
 *   training.batch_size=8,all    training.loss=mse,mae    seed=1,2,3    data.features=["x1","x2"],["x1","x2","x1*x2"]
 *   training.optimizer.learning_rate=1e-4..0.1    (a range, for random draws) */
#pragma once
#include <jansson.h>
#include "fl-project.h"

G_BEGIN_DECLS

#define FL_VARY_MAX_TRIALS 100000u

typedef struct _FlVary FlVary;

/* project: what is varied, with nothing open in it (see fl_project_resolve()); ref'd. */
FlVary *fl_vary_new (const FlProject *project);
void fl_vary_free (FlVary *vary); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlVary, fl_vary_free)

/* Adds "KEY=V1,V2,…" or "KEY=A..B". Errors (FL_ERROR_VALUE): no such form, no such place in the project, a key twice. */
gboolean fl_vary_add (FlVary *vary, const char *text, GError **error);

/* A list of values as a person types it, as fl_vary_add() takes it: semicolons separate too, and where the locale's decimal mark is a
 * comma, one between two digits is that ("0,01; 0,1" or "0,01, 0,1"). Caller frees. */
char *fl_vary_typed (const char *values);

/* Lists the trials. n_random 0: every combination, the last key changing fastest; else so many draws, which depend on seed alone:
 * values of lists evenly, without taking a combination twice where there are only lists (then at most all of them); ranges evenly, or
 * evenly in their logarithm where the parameter is shown on a logarithmic slider, ends included, reals rounded to six digits.
 * Every trial is read as a project: errors (FL_ERROR_VALUE) name the values at fault. Also: a range without n_random, more than
 * FL_VARY_MAX_TRIALS. */
gboolean fl_vary_list (FlVary *vary, guint n_random, guint64 seed, GError **error);

guint fl_vary_n_keys (const FlVary *vary);
const char *fl_vary_key (const FlVary *vary, guint key);
guint fl_vary_n_trials (const FlVary *vary);
/* A trial's value of a key as a file would have it, strings without quotes; caller frees. */
char *fl_vary_value (const FlVary *vary, guint trial, guint key);
/* The same as JSON: a new reference. */
json_t *fl_vary_json (const FlVary *vary, guint trial, guint key);
/* The project of a trial: a new reference. */
FlProject *fl_vary_project (const FlVary *vary, guint trial, GError **error);

G_END_DECLS
