/* Writing JSON for people: the layout of the project files.
 *
 * Jansson's own writer gives 17 digits for every real (0.1 becomes 0.10000000000000001) and a line for every value. Here a real
 * is the shortest decimal that reads back as itself, and a list or object without further nesting stays on one line while it
 * fits, which keeps a layer a line. The result depends on the tree alone. */
#include "fl-json.h"

#include <math.h>
#include <string.h>

#define LINE_WIDTH 140

const char *
fl_json_number (double value, char *buffer)
{
  char *e;

  if (value == floor (value) && fabs (value) < 1e15)
    {
      g_snprintf (buffer, 32, "%" G_GINT64_FORMAT, (gint64) value);
      return buffer;
    }
  for (int digits = 1; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (buffer, 32, format, value);
      if (g_ascii_strtod (buffer, NULL) == value)
        break;
    }
  /* "1e-08" to "1e-8", "1e+20" to "1e20" */
  e = strchr (buffer, 'e');
  if (e != NULL)
    {
      char *from = e + 1, *to = e + 1;

      if (*from == '-')
        to = ++from;
      else if (*from == '+')
        from++;
      while (*from == '0' && from[1] != '\0')
        from++;
      memmove (to, from, strlen (from) + 1);
    }
  return buffer;
}

json_t *
fl_json_real (double value)
{
  if (!isfinite (value))
    return json_null ();
  if (value == floor (value) && fabs (value) < 1e15)
    return json_integer ((json_int_t) value);
  return json_real (value);
}

static void
write_string (GString *out, const char *s)
{
  g_string_append_c (out, '"');
  for (; *s != '\0'; s++)
    {
      if (*s == '"' || *s == '\\')
        g_string_append_printf (out, "\\%c", *s);
      else if (*s == '\n')
        g_string_append (out, "\\n");
      else if (*s == '\t')
        g_string_append (out, "\\t");
      else if ((guchar) *s < 0x20 || *s == 0x7f)
        g_string_append_printf (out, "\\u%04x", (guchar) *s);
      else
        g_string_append_c (out, *s);
    }
  g_string_append_c (out, '"');
}

static void
write_scalar (GString *out, const json_t *json)
{
  char buffer[32];

  switch (json_typeof (json))
    {
    case JSON_STRING:
      write_string (out, json_string_value (json));
      break;
    case JSON_INTEGER:
      g_string_append_printf (out, "%" JSON_INTEGER_FORMAT, json_integer_value (json));
      break;
    case JSON_REAL:
      fl_json_number (json_real_value (json), buffer);
      g_string_append (out, buffer);
      /* a real stays a real: what an unknown key's owner wrote as 1e300 must not come back as an integer too big to read */
      if (strpbrk (buffer, ".e") == NULL && fabs (json_real_value (json)) >= 1e15)
        g_string_append (out, ".0");
      break;
    case JSON_TRUE:
      g_string_append (out, "true");
      break;
    case JSON_FALSE:
      g_string_append (out, "false");
      break;
    default:
      g_string_append (out, "null");
      break;
    }
}

static gboolean
is_container (const json_t *json)
{
  return json_is_object (json) || json_is_array (json);
}

/* One line for anything; what is longer than `limit` is given up (FALSE), with `out` cut back. */
static gboolean
write_inline (GString *out, json_t *json, gsize limit)
{
  gsize start = out->len;
  const char *key;
  json_t *value;
  gsize i;

  if (!is_container (json))
    {
      write_scalar (out, json);
      return out->len <= limit;
    }
  g_string_append_c (out, json_is_object (json) ? '{' : '[');
  if (json_is_object (json))
    {
      json_object_foreach (json, key, value)
        {
          if (out->str[out->len - 1] != '{')
            g_string_append (out, ", ");
          write_string (out, key);
          g_string_append (out, ": ");
          if (!write_inline (out, value, limit))
            goto too_long;
        }
    }
  else
    {
      json_array_foreach (json, i, value)
        {
          if (i > 0)
            g_string_append (out, ", ");
          if (!write_inline (out, value, limit))
            goto too_long;
        }
    }
  g_string_append_c (out, json_is_object (json) ? '}' : ']');
  if (out->len <= limit)
    return TRUE;
too_long:
  g_string_truncate (out, start);
  return FALSE;
}

static gboolean
is_flat (json_t *json)
{
  const char *key;
  json_t *value;
  gsize i;

  if (json_is_object (json))
    {
      json_object_foreach (json, key, value)
        {
          if (is_container (value))
            return FALSE;
        }
    }
  else
    {
      json_array_foreach (json, i, value)
        {
          if (is_container (value))
            return FALSE;
        }
    }
  return TRUE;
}

static void
new_line (GString *out, guint indent)
{
  g_string_append_printf (out, "\n%*s", (int) (2 * indent), "");
}

static void
write_value (GString *out, json_t *json, guint indent, gsize line_start)
{
  const char *key;
  json_t *value;
  gboolean first = TRUE;
  gsize i;

  if (!is_container (json))
    {
      write_scalar (out, json);
      return;
    }
  if (is_flat (json) && write_inline (out, json, line_start + LINE_WIDTH))
    return;
  g_string_append_c (out, json_is_object (json) ? '{' : '[');
  if (json_is_object (json))
    {
      json_object_foreach (json, key, value)
        {
          if (!first)
            g_string_append_c (out, ',');
          first = FALSE;
          new_line (out, indent + 1);
          line_start = out->len - 2 * (indent + 1);
          write_string (out, key);
          g_string_append (out, ": ");
          write_value (out, value, indent + 1, line_start);
        }
    }
  else
    {
      json_array_foreach (json, i, value)
        {
          if (i > 0)
            g_string_append_c (out, ',');
          new_line (out, indent + 1);
          write_value (out, value, indent + 1, out->len - 2 * (indent + 1));
        }
    }
  new_line (out, indent);
  g_string_append_c (out, json_is_object (json) ? '}' : ']');
}

char *
fl_json_write (const json_t *json)
{
  GString *out = g_string_new (NULL);

  write_value (out, (json_t *) json, 0, 0);
  return g_string_free (out, FALSE);
}

char *
fl_json_write_line (const json_t *json)
{
  GString *out = g_string_new (NULL);

  write_inline (out, (json_t *) json, G_MAXSIZE);
  return g_string_free (out, FALSE);
}
