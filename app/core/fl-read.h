/* Reading values out of JSON nodes: each function checks kind and range, and on a mistake sets FL_ERROR_VALUE with line, column, what
 * was found and what is possible, and returns FALSE. Values that are absent leave their target as it is. Private to app/core. */
#pragma once
#include "fl-json.h"

G_BEGIN_DECLS

gboolean fl_read_absent (const FlNode *node); /* not there, or null */

/* Fails: "KEY must be EXPECTED, found ...". Always FALSE. */
gboolean fl_read_expect (const FlNode *node, GError **error, const char *expected);

gboolean fl_read_object (const FlNode *node, GError **error); /* must be one */
gboolean fl_read_bool (const FlNode *node, gboolean *value, GError **error);
/* required: must be there and not be empty. *value is freed and replaced by a copy. */
gboolean fl_read_string (const FlNode *node, gboolean required, char **value, GError **error);
/* Must be a number from min to max, both included. or_else: what else would do, for the message (", or null"), or "". */
gboolean fl_read_number (const FlNode *node, double min, double max, gboolean whole, const char *or_else, double *value, GError **error);

/* The parameters of item->type, from the members of an object. */
gboolean fl_read_params (const FlNode *object, DsItem *item, GError **error);
/* {"type": "adam", ...}, or the id alone. what: "layer type", for messages. */
gboolean fl_read_item (const FlNode *node, NnRegistry registry, const char *what, DsItem *item, GError **error);

G_END_DECLS
