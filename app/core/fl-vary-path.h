/* Places in a project file: "network[0].units", "training.optimizer.learning_rate". Private to FlVary. */
#pragma once
#include "fl-json.h"

G_BEGIN_DECLS

typedef struct
{
  char *name; /* of a member; NULL: an item */
  gsize index;
} FlPathStep;

typedef struct
{
  char *text;
  guint n;
  FlPathStep *steps;
} FlPath;

gboolean fl_path_parse (FlPath *path, const char *text, GError **error);
void fl_path_clear (FlPath *path);

/* Puts value (not taken) where the path leads. Errors: the way does not exist in this tree, with what there is instead. */
gboolean fl_path_set (const FlPath *path, json_t *root, json_t *value, GError **error);
/* What is there, borrowed, or NULL. */
json_t *fl_path_get (const FlPath *path, json_t *root);

/* Sets the error for a key that the object it would stand in does not know. root: a whole project as it is written. */
gboolean fl_path_refuse (const FlPath *path, json_t *root, GError **error);

/* How a range of numbers at this place is drawn. whole: whole numbers only; logarithmic: evenly in the logarithm. a, b: the ends,
 * which decide where the place is nothing the program knows the scale of. */
void fl_path_scale (const FlPath *path, const FlProject *project, double a, double b, gboolean *whole, gboolean *logarithmic);

G_END_DECLS
