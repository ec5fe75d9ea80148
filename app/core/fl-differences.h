/* Which settings of several projects differ: rows of a table. Pure; any thread. */
#pragma once
#include "fl-project.h"

G_BEGIN_DECLS

typedef struct
{
  char *title;   /* in words: "Learning rate", "Units of layer 2" */
  char **values; /* (n), in words, numbers with the locale's decimal mark; "–": that project has no such setting */
} FlDifference;

/* Of FlDifference, in the order of a project file; free with g_ptr_array_unref(). The projects' names are no settings. Layers of
 * networks of different lengths are one row: their shapes. */
GPtrArray *fl_differences (const FlProject *const *projects, guint n);

/* The words for a key of a project file ("training.batch_size"); caller frees. */
char *fl_setting_title (const char *key);
/* The words for its value, as a file has it without quotes ("adam", "0.01"); caller frees. */
char *fl_setting_text (const char *key, const char *value);

G_END_DECLS
