/* What Jansson leaves out: places of values in a text, messages that name them, and writing that a person can read.
 * Private to app/. Any thread; nothing here is shared. */
#pragma once
#include <glib.h>
#include <jansson.h>
#include "fl-project.h"

G_BEGIN_DECLS

/* The text a value came from. `name` stands for the file in messages. Borrowed. */
typedef struct
{
  const char *text;
  gsize length;
  const char *name;
} FlJsonText;

/* A value and the way to it. Nodes live on the stack and point at their parents, so that the place of a value is only looked
 * for when a message needs it. json is NULL where the key is absent. */
typedef struct _FlNode FlNode;
struct _FlNode
{
  const FlJsonText *text;
  const FlNode *parent;
  const char *key; /* of an object's member; NULL: item `index` of an array, or the root */
  gsize index;
  json_t *json;    /* borrowed from the root */
};

/* Parses a text, refusing duplicate keys, nesting deeper than FL_JSON_MAX_DEPTH and everything that is not JSON, with line and
 * column. The caller decrefs the result. */
#define FL_JSON_MAX_DEPTH 100
json_t *fl_json_parse (const FlJsonText *text, GError **error);

FlNode fl_node_root (const FlJsonText *text, json_t *json);
FlNode fl_node_member (const FlNode *object, const char *key);
FlNode fl_node_item (const FlNode *array, gsize index);

/* Line and column of the value, counted in characters from 1; of the nearest parent that is there where it is absent. */
void fl_node_place (const FlNode *node, guint *line, guint *column);

/* Sets FL_ERROR_VALUE "name:line:column: message" and returns FALSE. */
gboolean fl_node_fail (const FlNode *node, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);
/* The value in a few words, for "found ...": "\"fast\"", "-3", "null", "a list". Caller frees. */
char *fl_node_found (const FlNode *node);
/* Where it stands, for messages: "learning_rate", or "item 3 of features". Caller frees. */
char *fl_node_title (const FlNode *node);

/* The value on lines with two-space indents; small flat lists and objects stay on one line. Numbers as short as they can be
 * without loss. Ends without a newline. Caller frees. */
char *fl_json_write (const json_t *json);
/* The same on a single line. */
char *fl_json_write_line (const json_t *json);

/* The shortest decimal that reads back as the same double: "0.1", "1e-8", "500". buffer: 32 bytes. Finite values only. */
const char *fl_json_number (double value, char *buffer);
/* A JSON real or integer, null for NaN and infinities: a new reference. */
json_t *fl_json_real (double value);

G_END_DECLS
