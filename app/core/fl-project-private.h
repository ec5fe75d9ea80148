/* What the files of FlProject share. */
#pragma once
#include "fl-json.h"

G_BEGIN_DECLS

/* A project file without a points list is at most this long; with one, FL_PROJECT_MAX_BYTES. */
#define FL_PROJECT_MAX_PLAIN_BYTES (4u << 20)
#define FL_PROJECT_MAX_BYTES (64u << 20)
#define FL_PROJECT_MAX_POINTS 1000000u
#define FL_PROJECT_VERSION 1

/* Reads the "data" of a project into values: source, preparation, task. */
gboolean fl_project_read_data (const FlNode *node, FlProject *values, GError **error);

/* Every known key of a project as a new tree, unknown ones left out. */
json_t *fl_project_known_tree (const FlProject *project);

/* The keys of `original` (a whole project file) which `known` does not have, as one line of JSON; NULL if there are none. */
char *fl_project_unknown_keys (json_t *original, json_t *known);

/* Adds unknown keys (as above) behind the known ones, where the object they belong to is still of the same type. */
void fl_project_add_unknown_keys (json_t *known, const char *unknown);

/* An item's value of one parameter as JSON: what files say. A new reference. */
/* Type and all parameters of an item, those too that files leave out. */
json_t *fl_item_to_json (const DsItem *item);
json_t *fl_param_to_json (const DsParam *param, double value);

G_END_DECLS
