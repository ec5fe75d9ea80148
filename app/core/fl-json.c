/* Parsing JSON with places.
 *
 * Jansson says where a syntax error stands but forgets the places of values. Once a text is known to be valid, a scanner of a
 * few lines can find any value again by its path: it walks the text from the root, skipping what is not on the way. That costs
 * nothing until something is wrong, and nothing has to be carried beside the parsed tree. */
#include "fl-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* --- places ------------------------------------------------------------------------------------------------------------ */

static void
place_of_offset (const FlJsonText *text, gsize offset, guint *line, guint *column)
{
  guint l = 1, c = 1;

  for (gsize i = 0; i < MIN (offset, text->length); i++)
    {
      if (text->text[i] == '\n')
        {
          l++;
          c = 1;
        }
      else if ((text->text[i] & 0xC0) != 0x80) /* continuation bytes belong to the character before */
        c++;
    }
  *line = l;
  *column = c;
}

static const char *
skip_space (const char *p, const char *end)
{
  while (p < end && strchr (" \t\r\n", *p) != NULL && *p != '\0')
    p++;
  return p;
}

static const char *
skip_string (const char *p, const char *end)
{
  for (p++; p < end && *p != '"'; p++)
    if (*p == '\\')
      p++;
  return MIN (p + 1, end);
}

/* From the first byte of a value to just behind it. */
static const char *
skip_value (const char *p, const char *end)
{
  guint depth = 0;

  do
    {
      p = skip_space (p, end);
      if (p >= end)
        return end;
      if (*p == '"')
        p = skip_string (p, end);
      else if (*p == '{' || *p == '[')
        {
          depth++;
          p++;
        }
      else if (*p == '}' || *p == ']')
        {
          depth -= MIN (depth, 1);
          p++;
        }
      else if (*p == ',' || *p == ':')
        p++;
      else
        while (p < end && strchr (" \t\r\n,:]}", *p) == NULL)
          p++;
    }
  while (depth > 0);
  return p;
}

static gboolean
key_is (const char *start, const char *end, const char *key)
{
  json_t *decoded = json_loadb (start, end - start, JSON_DECODE_ANY, NULL);
  gboolean same = decoded != NULL && g_strcmp0 (json_string_value (decoded), key) == 0;

  json_decref (decoded);
  return same;
}

static const char *
find_member (const char *p, const char *end, const char *key)
{
  p = skip_space (p + 1, end);
  while (p < end && *p == '"')
    {
      const char *after = skip_string (p, end);
      const char *value = skip_space (after, end);

      value = skip_space (value + 1, end); /* past the colon */
      if (key_is (p, after, key))
        return value;
      p = skip_space (skip_value (value, end), end);
      if (p < end && *p == ',')
        p = skip_space (p + 1, end);
    }
  return NULL;
}

static const char *
find_item (const char *p, const char *end, gsize index)
{
  p = skip_space (p + 1, end);
  for (gsize i = 0; i < index && p < end; i++)
    {
      p = skip_space (skip_value (p, end), end);
      p = skip_space (p + 1, end); /* past the comma */
    }
  return p < end ? p : NULL;
}

/* The first byte of the value, or of its nearest parent that is there. */
static const char *
find_node (const FlNode *node)
{
  const char *end = node->text->text + node->text->length;
  const char *parent, *here = NULL;

  if (node->parent == NULL)
    return skip_space (node->text->text, end);
  parent = find_node (node->parent);
  if (node->json == NULL)
    return parent;
  if (node->key != NULL && *parent == '{')
    here = find_member (parent, end, node->key);
  else if (node->key == NULL && *parent == '[')
    here = find_item (parent, end, node->index);
  return here != NULL ? here : parent;
}

void
fl_node_place (const FlNode *node, guint *line, guint *column)
{
  place_of_offset (node->text, find_node (node) - node->text->text, line, column);
}

/* --- nodes ------------------------------------------------------------------------------------------------------------- */

FlNode
fl_node_root (const FlJsonText *text, json_t *json)
{
  return (FlNode) { .text = text, .json = json };
}

FlNode
fl_node_member (const FlNode *object, const char *key)
{
  return (FlNode) { .text = object->text, .parent = object, .key = key, .json = json_object_get (object->json, key) };
}

FlNode
fl_node_item (const FlNode *array, gsize index)
{
  return (FlNode) { .text = array->text, .parent = array, .index = index, .json = json_array_get (array->json, index) };
}

static gboolean
fail_at (const FlJsonText *text, guint line, guint column, int code, GError **error, const char *message)
{
  g_set_error (error, FL_ERROR, code, "%s:%u:%u: %s", text->name, line, column, message);
  return FALSE;
}

gboolean
fl_node_fail (const FlNode *node, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  guint line, column;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  fl_node_place (node, &line, &column);
  return fail_at (node->text, line, column, FL_ERROR_VALUE, error, message);
}

char *
fl_node_found (const FlNode *node)
{
  char buffer[32];

  if (node->json == NULL)
    return g_strdup (_("nothing"));
  switch (json_typeof (node->json))
    {
    case JSON_OBJECT:
      return g_strdup (_("an object"));
    case JSON_ARRAY:
      return g_strdup (_("a list"));
    case JSON_STRING:
      {
        const char *s = json_string_value (node->json);
        g_autofree char *start = g_utf8_substring (s, 0, MIN (g_utf8_strlen (s, -1), 60));
        return g_strdup_printf ("\"%s%s\"", start, strlen (start) < strlen (s) ? "…" : "");
      }
    case JSON_INTEGER:
      return g_strdup_printf ("%" JSON_INTEGER_FORMAT, json_integer_value (node->json));
    case JSON_REAL:
      return g_strdup (fl_json_number (json_real_value (node->json), buffer));
    case JSON_TRUE:
      return g_strdup ("true");
    case JSON_FALSE:
      return g_strdup ("false");
    case JSON_NULL:
    default:
      return g_strdup ("null");
    }
}

char *
fl_node_title (const FlNode *node)
{
  if (node->key != NULL)
    return g_strdup_printf ("\"%s\"", node->key);
  if (node->parent == NULL)
    return g_strdup (_("the project"));
  {
    g_autofree char *parent = fl_node_title (node->parent);
    return g_strdup_printf (_("item %zu of %s"), node->index + 1, parent);
  }
}

/* --- parsing ----------------------------------------------------------------------------------------------------------- */

/* Jansson and everything behind it walk a tree by recursion: the depth is bounded before anything is built. */
static gboolean
check_depth (const FlJsonText *text, GError **error)
{
  const char *end = text->text + text->length;
  guint depth = 0;

  for (const char *p = text->text; p < end;)
    {
      if (*p == '"')
        {
          p = skip_string (p, end);
          continue;
        }
      if ((*p == '{' || *p == '[') && ++depth > FL_JSON_MAX_DEPTH)
        {
          guint line, column;

          place_of_offset (text, p - text->text, &line, &column);
          g_set_error (error, FL_ERROR, FL_ERROR_SYNTAX, _("%s:%u:%u: lists and objects nested more than %d deep"), text->name,
                       line, column, FL_JSON_MAX_DEPTH);
          return FALSE;
        }
      if ((*p == '}' || *p == ']') && depth > 0)
        depth--;
      p++;
    }
  return TRUE;
}

/* Jansson points behind the word it could not use; people want to see where that word begins. */
static gsize
start_of_trouble (const FlJsonText *text, const json_error_t *e)
{
  gsize position = CLAMP (e->position, 0, (gssize) text->length);
  const char *near = strstr (e->text, "near '");
  const char *close = near != NULL ? strrchr (near, '\'') : NULL;
  gsize length;

  if (close == NULL || close <= near + 6)
    return position;
  near += 6;
  length = close - near;
  if (length <= position && memcmp (text->text + position - length, near, length) == 0)
    return position - length;
  return position;
}

static gboolean
is_utf16 (const FlJsonText *text)
{
  const char *t = text->text;

  return text->length >= 2
         && (memcmp (t, "\xff\xfe", 2) == 0 || memcmp (t, "\xfe\xff", 2) == 0 || memcmp (t, "{", 2) == 0 || memcmp (t, "\0{", 2) == 0);
}

json_t *
fl_json_parse (const FlJsonText *text, GError **error)
{
  json_error_t e;
  json_t *json;
  guint line, column;
  gsize at;
  const char *nul = memchr (text->text, '\0', text->length);

  if (is_utf16 (text)) /* as some editors call "Unicode" */
    {
      fail_at (text, 1, 1, FL_ERROR_SYNTAX, error, _("the text is encoded as UTF-16; expected UTF-8 (an editor's “Save As” lets you choose)"));
      return NULL;
    }
  if (nul != NULL) /* Jansson passes over it, and then nothing stands where it says it does */
    {
      place_of_offset (text, nul - text->text, &line, &column);
      fail_at (text, line, column, FL_ERROR_SYNTAX, error, _("not valid JSON: a zero byte, which no text has"));
      return NULL;
    }
  if (!check_depth (text, error))
    return NULL;
  json = json_loadb (text->text, text->length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e);
  if (json != NULL)
    return json;

  at = start_of_trouble (text, &e);
  place_of_offset (text, at, &line, &column);
  if (skip_space (text->text, text->text + text->length) == text->text + text->length)
    fail_at (text, 1, 1, FL_ERROR_SYNTAX, error, _("the file is empty; a project is a JSON object"));
  else if (text->length - at >= 3
           && (g_ascii_strncasecmp (text->text + at, "nan", 3) == 0 || g_ascii_strncasecmp (text->text + at, "inf", 3) == 0))
    fail_at (text, line, column, FL_ERROR_SYNTAX, error, _("NaN and Infinity are not numbers a project can hold"));
  else if (strstr (e.text, "JSON_ALLOW_NUL") != NULL)
    fail_at (text, line, column, FL_ERROR_SYNTAX, error, _("not valid JSON: \\u0000 is a zero byte, which no text has"));
  else
    {
      g_autofree char *trouble = g_utf8_make_valid (e.text, -1); /* it quotes what it found, down to half a character */
      g_autofree char *message = g_strdup_printf (_("not valid JSON: %s"), trouble);
      fail_at (text, line, column, FL_ERROR_SYNTAX, error, message);
    }
  return NULL;
}
