#include "npy-header.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define QUOTED_BYTES 24

/* A place in the header's text, a Python dictionary. */
typedef struct
{
  const guint8 *bytes;
  gsize at, end;
  const char *name;
} Cursor;

/* Tells the byte at which the cursor is, and what is there. Always FALSE. */
static gboolean
refuse (const Cursor *cursor, const char *expected, GError **error)
{
  g_autofree char *found = g_strndup ((const char *) cursor->bytes + cursor->at, MIN (cursor->end - cursor->at, QUOTED_BYTES));
  g_autofree char *shown = g_strescape (g_strchomp (found), NULL); /* the header is padded */

  g_set_error (error, DS_ERROR, DS_ERROR_SYNTAX, _("%s: byte %zu of the header: found \"%s\"; expected %s"), cursor->name, cursor->at + 1,
               shown, expected);
  return FALSE;
}

static void
skip_blanks (Cursor *cursor)
{
  while (cursor->at < cursor->end && g_ascii_isspace (cursor->bytes[cursor->at]))
    cursor->at++;
}

static gboolean
take (Cursor *cursor, const char *word)
{
  gsize n = strlen (word);

  skip_blanks (cursor);
  if (cursor->end - cursor->at < n || memcmp (cursor->bytes + cursor->at, word, n) != 0)
    return FALSE;
  cursor->at += n;
  return TRUE;
}

/* A short word in single or double quotes. */
static gboolean
take_text (Cursor *cursor, char *text, gsize room, const char *expected, GError **error)
{
  Cursor begin;
  gsize n = 0;

  skip_blanks (cursor);
  begin = *cursor;
  if (cursor->at == cursor->end || (cursor->bytes[cursor->at] != '\'' && cursor->bytes[cursor->at] != '"'))
    return refuse (cursor, expected, error);
  guint8 quote = cursor->bytes[cursor->at++];
  while (cursor->at < cursor->end && cursor->bytes[cursor->at] != quote && n + 1 < room)
    text[n++] = cursor->bytes[cursor->at++];
  text[n] = '\0';
  if (cursor->at == cursor->end || cursor->bytes[cursor->at] != quote)
    return refuse (&begin, expected, error);
  cursor->at++;
  return TRUE;
}

/* What NumPy has besides numbers, by the letter of its type. Always FALSE. */
static gboolean
refuse_type (const Cursor *begin, char letter, const char *possible, GError **error)
{
  static const struct
  {
    char letter;
    const char *holds;
  } others[] = {
    { 'O', N_("Python objects") }, { 'U', N_("text") }, { 'S', N_("text") }, { 'c', N_("complex numbers") },
    { 'M', N_("dates") }, { 'm', N_("time spans") }, { 'V', N_("records") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (others[i].letter == letter)
      {
        g_set_error (error, DS_ERROR, DS_ERROR_SYNTAX, _("%s holds %s; expected numbers (in NumPy, x.astype('float32') makes them)"),
                     begin->name, _(others[i].holds));
        return FALSE;
      }
  return refuse (begin, possible, error);
}

static gboolean
parse_type (DsNpyHeader *header, Cursor *cursor, GError **error)
{
  const char *possible = _("a plain type: f2 to f8, i1 to i8, u1 to u8 or b1, of either byte order");
  Cursor begin;
  char text[8];

  skip_blanks (cursor);
  begin = *cursor;
  if (!take_text (cursor, text, sizeof text, possible, error))
    return FALSE;
  const char *p = text;
  char order = *p && strchr ("<>|=", *p) ? *p++ : '=';
  guint size = p[0] && g_ascii_isdigit (p[1]) && p[2] == '\0' ? (guint) (p[1] - '0') : 0;
  gboolean known = (*p == 'f' && (size == 2 || size == 4 || size == 8)) || (*p == 'b' && size == 1)
                   || ((*p == 'i' || *p == 'u') && (size == 1 || size == 2 || size == 4 || size == 8));
  if (!known)
    return refuse_type (&begin, *p, possible, error);
  header->kind = *p;
  header->size = size;
  header->big_endian = order == '>' || (order == '=' && G_BYTE_ORDER == G_BIG_ENDIAN);
  return TRUE;
}

static gboolean
parse_shape (DsNpyHeader *header, Cursor *cursor, GError **error)
{
  if (!take (cursor, "("))
    return refuse (cursor, _("the shape, such as (150, 4)"), error);
  header->n_dimensions = 0;
  header->count = 1;
  for (guint d = 0; d < DS_NPY_MAX_DIMENSIONS; d++)
    header->shape[d] = 1;
  while (!take (cursor, ")"))
    {
      gsize value = 0;
      skip_blanks (cursor);
      Cursor begin = *cursor;
      if (header->n_dimensions == DS_NPY_MAX_DIMENSIONS)
        return refuse (&begin, _("at most three dimensions: rows and columns, or images of height and width"), error);
      while (cursor->at < cursor->end && g_ascii_isdigit (cursor->bytes[cursor->at]))
        if (!g_size_checked_mul (&value, value, 10) || !g_size_checked_add (&value, value, cursor->bytes[cursor->at++] - '0'))
          return refuse (&begin, _("a size that fits into memory"), error);
      if (cursor->at == begin.at)
        return refuse (&begin, _("a whole number in the shape"), error);
      if (value == 0)
        {
          g_set_error (error, DS_ERROR, DS_ERROR_SYNTAX, _("%s is empty: a 0 stands in its shape; there is nothing to learn from"), cursor->name);
          return FALSE;
        }
      if (!g_size_checked_mul (&header->count, header->count, value))
        return refuse (&begin, _("a size that fits into memory"), error);
      header->shape[header->n_dimensions++] = value;
      if (!take (cursor, ",") && (skip_blanks (cursor), cursor->at == cursor->end || cursor->bytes[cursor->at] != ')'))
        return refuse (cursor, _("a comma or a closing parenthesis"), error);
    }
  if (header->n_dimensions == 0)
    return refuse (cursor, _("at least one dimension; this is a single number"), error);
  return TRUE;
}

enum
{
  GOT_TYPE = 1 << 0,
  GOT_ORDER = 1 << 1,
  GOT_SHAPE = 1 << 2,
  GOT_ALL = GOT_TYPE | GOT_ORDER | GOT_SHAPE
};

static gboolean
parse_entry (DsNpyHeader *header, Cursor *cursor, guint *got, GError **error)
{
  const char *keys = _("one of the keys 'descr', 'fortran_order', 'shape'");
  char key[16];
  Cursor begin;

  skip_blanks (cursor);
  begin = *cursor;
  if (!take_text (cursor, key, sizeof key, keys, error))
    return FALSE;
  if (!take (cursor, ":"))
    return refuse (cursor, "':'", error);
  if (strcmp (key, "descr") == 0)
    {
      *got |= GOT_TYPE;
      return parse_type (header, cursor, error);
    }
  if (strcmp (key, "shape") == 0)
    {
      *got |= GOT_SHAPE;
      return parse_shape (header, cursor, error);
    }
  if (strcmp (key, "fortran_order") != 0)
    return refuse (&begin, keys, error);
  *got |= GOT_ORDER;
  header->fortran = take (cursor, "True");
  return header->fortran || take (cursor, "False") || refuse (cursor, _("True or False"), error);
}

static gboolean
parse_dictionary (DsNpyHeader *header, Cursor *cursor, GError **error)
{
  guint got = 0;

  if (!take (cursor, "{"))
    return refuse (cursor, "'{'", error);
  while (!take (cursor, "}"))
    {
      if (!parse_entry (header, cursor, &got, error))
        return FALSE;
      if (!take (cursor, ",") && (skip_blanks (cursor), cursor->at == cursor->end || cursor->bytes[cursor->at] != '}'))
        return refuse (cursor, _("a comma or a closing brace"), error);
    }
  return got == GOT_ALL || refuse (cursor, _("all of 'descr', 'fortran_order' and 'shape' before the header ends"), error);
}

/* Where the dictionary is. */
static gboolean
find_text (Cursor *cursor, gsize length, GError **error)
{
  static const guint8 magic[] = { 0x93, 'N', 'U', 'M', 'P', 'Y' };
  const guint8 *b = cursor->bytes;

  if (length < 10 || memcmp (b, magic, sizeof magic) != 0)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_SYNTAX, _("%s is no .npy file: it does not begin with the bytes 93 4e 55 4d 50 59 (\\x93NUMPY)"),
                   cursor->name);
      return FALSE;
    }
  if (b[6] < 1 || b[6] > 3)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_SYNTAX, _("%s: byte 7: found version %u; expected 1, 2 or 3"), cursor->name, b[6]);
      return FALSE;
    }
  gsize announced = b[8] | (gsize) b[9] << 8;
  cursor->at = 10;
  if (b[6] > 1 && length >= 12)
    {
      announced |= (gsize) b[10] << 16 | (gsize) b[11] << 24;
      cursor->at = 12;
    }
  if (announced > length - cursor->at)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_SYNTAX, _("%s: byte 9: the header announces %zu bytes, but only %zu follow; it was cut off"),
                   cursor->name, announced, length - cursor->at);
      return FALSE;
    }
  cursor->end = cursor->at + announced;
  return TRUE;
}

gboolean
ds_npy_header_read (DsNpyHeader *header, const guint8 *bytes, gsize length, const char *name, GError **error)
{
  Cursor cursor = { bytes, 0, 0, name };

  if (!find_text (&cursor, length, error) || !parse_dictionary (header, &cursor, error))
    return FALSE;
  header->offset = cursor.end;
  return TRUE;
}

gboolean
ds_npy_header_parse (DsNpyHeader *header, const guint8 *bytes, gsize length, const char *name, GError **error)
{
  gsize size;

  if (!ds_npy_header_read (header, bytes, length, name, error))
    return FALSE;
  if (g_size_checked_mul (&size, header->count, header->size) && size == length - header->offset)
    return TRUE;
  g_set_error (error, DS_ERROR, DS_ERROR_SYNTAX, _("%s: %zu bytes of numbers follow the header (byte %zu); its shape needs %zu × %u"), name,
               length - header->offset, header->offset + 1, header->count, header->size);
  return FALSE;
}
