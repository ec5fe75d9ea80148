#include "fl-vary.h"

#include <glib/gi18n-lib.h>
#include <langinfo.h>
#include <math.h>
#include <string.h>

#include "ds-rng.h"
#include "fl-project-private.h"
#include "fl-vary-path.h"

/* Random draws of lists alone go through a shuffled list of all combinations, if it is not longer than this. */
#define MAX_SHUFFLED 1000000u

typedef struct
{
  FlPath path;
  GPtrArray *values; /* json_t; empty for a range */
  double from, to;   /* a range */
  gboolean whole, logarithmic;
} Key;

struct _FlVary
{
  FlProject *project;
  json_t *tree;      /* the project as it is written, unknown keys too */
  GPtrArray *keys;   /* Key */
  GPtrArray *chosen; /* json_t, (n_trials, n_keys) */
  guint n_trials;
};

static void
unref_json (gpointer value)
{
  json_decref (value);
}

static void
free_key (gpointer data)
{
  Key *key = data;

  fl_path_clear (&key->path);
  g_ptr_array_unref (key->values);
  g_free (key);
}

FlVary *
fl_vary_new (const FlProject *project)
{
  FlVary *vary = g_new0 (FlVary, 1);

  vary->project = fl_project_ref ((FlProject *) project);
  vary->tree = fl_project_known_tree (project);
  fl_project_add_unknown_keys (vary->tree, project->original);
  vary->keys = g_ptr_array_new_with_free_func (free_key);
  vary->chosen = g_ptr_array_new_with_free_func (unref_json);
  return vary;
}

void
fl_vary_free (FlVary *vary)
{
  if (vary == NULL)
    return;
  g_ptr_array_unref (vary->chosen);
  g_ptr_array_unref (vary->keys);
  json_decref (vary->tree);
  fl_project_unref (vary->project);
  g_free (vary);
}

static Key *
get_key (const FlVary *vary, guint i)
{
  return g_ptr_array_index (vary->keys, i);
}

/* --- reading ----------------------------------------------------------------------------------------------------------- */

static gboolean
refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (FL_ERROR, FL_ERROR_VALUE, format, args);
  va_end (args);
  return FALSE;
}

/* A finite number that is the whole text. */
static gboolean
parse_number (const char *text, double *number)
{
  char *end;

  if (*text == '\0')
    return FALSE;
  *number = g_ascii_strtod (text, &end);
  return *end == '\0' && isfinite (*number);
}

/* JSON where it is JSON; else a number as people write it (".5"); else a text. A new reference. */
static json_t *
parse_value (const char *text)
{
  json_t *value = json_loads (text, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
  double number;

  if (value != NULL)
    return value;
  if (parse_number (text, &number))
    return fl_json_real (number);
  return g_utf8_validate (text, -1, NULL) ? json_string (text) : NULL;
}

/* Up to the next comma outside of quotes, lists and objects. */
static const char *
end_of_value (const char *p)
{
  int depth = 0;
  gboolean quoted = FALSE;

  for (; *p != '\0'; p++)
    {
      if (quoted && *p == '\\' && p[1] != '\0')
        p++;
      else if (*p == '"')
        quoted = !quoted;
      else if (!quoted && (*p == '[' || *p == '{'))
        depth++;
      else if (!quoted && (*p == ']' || *p == '}'))
        depth--;
      else if (!quoted && depth <= 0 && *p == ',')
        return p;
    }
  return p;
}

/* "NAME:12:3: message" to "NAME: message": the text was made here, its lines mean nothing to anybody. */
static void
strip_place (GError *error, const char *name)
{
  const char *rest;
  char *message;

  if (!g_str_has_prefix (error->message, name))
    return;
  rest = error->message + strlen (name);
  for (guint i = 0; i < 2 && *rest == ':'; i++)
    rest += 1 + strspn (rest + 1, "0123456789");
  message = g_strconcat (name, rest, NULL);
  g_free (error->message);
  error->message = message;
}

/* A value is missing: what the reader of projects says of an empty one names what there could be. */
static gboolean
refuse_empty (const FlVary *vary, const Key *key, GError **error)
{
  json_t *tree = json_deep_copy (vary->tree), *empty = json_string ("");
  g_autofree char *text = fl_path_set (&key->path, tree, empty, NULL) ? fl_json_write_line (tree) : NULL;
  g_autofree char *name = g_strdup_printf ("%s=", key->path.text);
  g_autoptr (GError) trouble = NULL;
  g_autoptr (FlProject) project = text != NULL ? fl_project_parse (text, strlen (text), name, &trouble) : NULL;

  json_decref (tree);
  json_decref (empty);
  if (trouble == NULL)
    return refuse (error, _("%s: a value is missing; values are separated by single commas"), name);
  strip_place (trouble, name);
  g_propagate_error (error, g_steal_pointer (&trouble));
  return FALSE;
}

static gboolean
read_values (const FlVary *vary, Key *key, const char *text, GError **error)
{
  const char *p = text;

  for (;;)
    {
      const char *end = end_of_value (p);
      g_autofree char *word = g_strstrip (g_strndup (p, end - p));
      json_t *value = *word != '\0' ? parse_value (word) : NULL;

      if (value == NULL)
        return refuse_empty (vary, key, error);
      g_ptr_array_add (key->values, value);
      if (*end == '\0')
        return TRUE;
      p = end + 1;
    }
}

/* "A..B": TRUE if it is a range (and if it is a good one, *error stays). */
static gboolean
read_range (const FlVary *vary, Key *key, const char *text, GError **error)
{
  const char *dots = strstr (text, "..");
  g_autofree char *from = dots != NULL ? g_strstrip (g_strndup (text, dots - text)) : NULL;
  g_autofree char *to = dots != NULL ? g_strstrip (g_strdup (dots + 2)) : NULL;

  if (dots == NULL || !parse_number (from, &key->from) || !parse_number (to, &key->to))
    return FALSE;
  fl_path_scale (&key->path, vary->project, key->from, key->to, &key->whole, &key->logarithmic);
  if (!(key->from < key->to))
    refuse (error, _("%s: a range goes from a smaller to a larger number, found %s..%s"), key->path.text, from, to);
  else if (key->whole && (key->from != floor (key->from) || key->to != floor (key->to)))
    refuse (error, _("%s takes whole numbers, found the range %s..%s"), key->path.text, from, to);
  return TRUE;
}

/* The place must be there, whatever its value. */
static gboolean
check_place (const FlVary *vary, const Key *key, GError **error)
{
  json_t *tree = json_deep_copy (vary->tree), *nothing = json_null ();
  gboolean fine = fl_path_set (&key->path, tree, nothing, error);

  json_decref (tree);
  return fine;
}

static gboolean
is_twice (const FlVary *vary, const Key *key)
{
  for (guint i = 0; i < vary->keys->len; i++)
    if (strcmp (get_key (vary, i)->path.text, key->path.text) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
read_key (FlVary *vary, Key *key, const char *text, GError **error)
{
  const char *equals = strchr (text, '=');
  g_autofree char *name = equals != NULL ? g_strstrip (g_strndup (text, equals - text)) : NULL;
  GError *trouble = NULL;

  if (equals == NULL)
    return refuse (error, _("“%s” has no “=”; expected KEY=V1,V2,… (training.batch_size=8,32,all) or KEY=A..B"), text);
  if (!fl_path_parse (&key->path, name, error) || !check_place (vary, key, error))
    return FALSE;
  if (is_twice (vary, key))
    return refuse (error, _("%s is varied twice; give all its values at once, separated by commas"), name);
  if (!read_range (vary, key, equals + 1, &trouble))
    return read_values (vary, key, equals + 1, error);
  if (trouble == NULL)
    return TRUE;
  g_propagate_error (error, trouble);
  return FALSE;
}

gboolean
fl_vary_add (FlVary *vary, const char *text, GError **error)
{
  Key *key;

  if (!g_utf8_validate (text, -1, NULL))
    {
      g_autofree char *readable = g_utf8_make_valid (text, -1);
      return refuse (error, _("“%s” is not UTF-8; projects are, and so must be their keys and values"), readable);
    }
  key = g_new0 (Key, 1);
  key->values = g_ptr_array_new_with_free_func (unref_json);
  if (!read_key (vary, key, text, error))
    {
      free_key (key);
      return FALSE;
    }
  g_ptr_array_add (vary->keys, key);
  return TRUE;
}

/* --- trials ------------------------------------------------------------------------------------------------------------ */

/* How many combinations the lists have; G_MAXUINT64 where that is too many to count. */
static guint64
combinations (const FlVary *vary)
{
  guint64 product = 1;

  for (guint k = 0; k < vary->keys->len; k++)
    if (!g_uint64_checked_mul (&product, product, get_key (vary, k)->values->len))
      return G_MAXUINT64;
  return product;
}

static const Key *
first_range (const FlVary *vary)
{
  for (guint k = 0; k < vary->keys->len; k++)
    if (get_key (vary, k)->values->len == 0)
      return get_key (vary, k);
  return NULL;
}

/* Combination number `index`, the last key changing fastest. */
static void
choose_combination (FlVary *vary, guint64 index)
{
  guint n = vary->keys->len;
  json_t **row = g_newa (json_t *, n);

  for (guint k = n; k-- > 0;)
    {
      GPtrArray *values = get_key (vary, k)->values;

      row[k] = g_ptr_array_index (values, index % values->len);
      index /= values->len;
    }
  for (guint k = 0; k < n; k++)
    g_ptr_array_add (vary->chosen, json_incref (row[k]));
  vary->n_trials++;
}

static json_t *
draw_number (const Key *key, DsRng *rng)
{
  double u = ds_rng_uniform (rng), low = key->from, high = key->whole ? key->to + 1 : key->to, value;
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (key->logarithmic)
    value = exp (log (low) + u * (log (high) - log (low)));
  else
    value = isfinite (high - low) ? low + u * (high - low) : low * (1 - u) + high * u;
  if (key->whole && MAX (fabs (key->from), fabs (key->to)) > 9007199254740992.0) /* 2^53: above, whole numbers are no longer exact */
    return fl_json_real (CLAMP (floor (value), key->from, key->to));
  if (key->whole)
    return json_integer ((json_int_t) CLAMP (floor (value), key->from, key->to));
  g_ascii_formatd (digits, sizeof digits, "%.6g", value);
  return fl_json_real (CLAMP (g_ascii_strtod (digits, NULL), key->from, key->to));
}

static void
draw (FlVary *vary, guint64 seed)
{
  DsRng rng = ds_rng (seed, DS_RNG_SEARCH, vary->n_trials);

  for (guint k = 0; k < vary->keys->len; k++)
    {
      const Key *key = get_key (vary, k);

      if (key->values->len == 0)
        g_ptr_array_add (vary->chosen, draw_number (key, &rng));
      else
        g_ptr_array_add (vary->chosen, json_incref (g_ptr_array_index (key->values, ds_rng_below (&rng, key->values->len))));
    }
  vary->n_trials++;
}

static void
draw_combinations (FlVary *vary, guint n, guint total, guint64 seed)
{
  g_autofree guint32 *order = g_new (guint32, total);
  DsRng rng = ds_rng (seed, DS_RNG_SEARCH, G_MAXUINT64); /* a stream no trial has */

  for (guint i = 0; i < total; i++)
    order[i] = i;
  ds_rng_permute (&rng, order, total);
  for (guint i = 0; i < MIN (n, total); i++)
    choose_combination (vary, order[i]);
}

static gboolean
list_trials (FlVary *vary, guint n_random, guint64 seed, GError **error)
{
  const Key *range = first_range (vary);
  guint64 total = combinations (vary);

  if (vary->keys->len == 0)
    return refuse (error, _("nothing varies; give at least one key and its values"));
  if (n_random == 0 && range != NULL)
    return refuse (error, _("%s has a range, which is for random draws: say how many, or list its values"), range->path.text);
  if (n_random > FL_VARY_MAX_TRIALS || (n_random == 0 && total > FL_VARY_MAX_TRIALS))
    return refuse (error, _("more than %u trials; vary fewer values, or draw some of the combinations at random"), FL_VARY_MAX_TRIALS);
  if (n_random == 0)
    for (guint64 i = 0; i < total; i++)
      choose_combination (vary, i);
  else if (range == NULL && total <= MAX_SHUFFLED)
    draw_combinations (vary, n_random, (guint) total, seed);
  else
    while (vary->n_trials < n_random)
      draw (vary, seed);
  return TRUE;
}

char *
fl_vary_typed (const char *values)
{
  gboolean decimal = g_str_equal (nl_langinfo (RADIXCHAR), ",");
  char *text = g_strdup (values);

  for (char *c = text; *c != '\0'; c++)
    if (*c == ';')
      *c = ',';
    else if (decimal && *c == ',' && c > text && g_ascii_isdigit (c[-1]) && g_ascii_isdigit (c[1]))
      *c = '.';
  return text;
}

gboolean
fl_vary_list (FlVary *vary, guint n_random, guint64 seed, GError **error)
{
  g_ptr_array_set_size (vary->chosen, 0);
  vary->n_trials = 0;
  if (!list_trials (vary, n_random, seed, error))
    return FALSE;
  for (guint i = 0; i < vary->n_trials; i++)
    {
      g_autoptr (FlProject) project = fl_vary_project (vary, i, error);

      if (project == NULL)
        return FALSE;
    }
  return TRUE;
}

guint
fl_vary_n_keys (const FlVary *vary)
{
  return vary->keys->len;
}

const char *
fl_vary_key (const FlVary *vary, guint key)
{
  return get_key (vary, key)->path.text;
}

guint
fl_vary_n_trials (const FlVary *vary)
{
  return vary->n_trials;
}

static json_t *
chosen (const FlVary *vary, guint trial, guint key)
{
  return g_ptr_array_index (vary->chosen, (gsize) trial * vary->keys->len + key);
}

char *
fl_vary_value (const FlVary *vary, guint trial, guint key)
{
  json_t *value = chosen (vary, trial, key);

  return json_is_string (value) ? g_strdup (json_string_value (value)) : fl_json_write_line (value);
}

json_t *
fl_vary_json (const FlVary *vary, guint trial, guint key)
{
  return json_incref (chosen (vary, trial, key));
}

/* "training.batch_size=8, seed=3": stands for the file in messages. */
static char *
describe (const FlVary *vary, guint trial)
{
  GString *out = g_string_new (NULL);

  for (guint k = 0; k < vary->keys->len; k++)
    {
      g_autofree char *value = fl_vary_value (vary, trial, k);
      g_string_append_printf (out, "%s%s=%s", k > 0 ? ", " : "", fl_vary_key (vary, k), value);
    }
  return g_string_free (out, FALSE);
}

/* A key that the reader did not know is kept by it, and does nothing: that is an error here. */
static gboolean
check_known (const FlVary *vary, const FlProject *project, GError **error)
{
  json_t *unknown = project->original != NULL ? json_loads (project->original, 0, NULL) : NULL;
  gboolean fine = TRUE;

  for (guint k = 0; unknown != NULL && fine && k < vary->keys->len; k++)
    {
      const FlPath *path = &get_key (vary, k)->path;

      if (g_strcmp0 (path->steps[path->n - 1].name, "type") == 0 || fl_path_get (path, unknown) == NULL)
        continue;
      json_t *known = fl_project_known_tree (project);
      fine = fl_path_refuse (path, known, error);
      json_decref (known);
    }
  json_decref (unknown);
  return fine;
}

static json_t *
trial_tree (const FlVary *vary, guint trial, GError **error)
{
  json_t *tree = json_deep_copy (vary->tree);

  for (guint k = 0; k < vary->keys->len; k++)
    if (!fl_path_set (&get_key (vary, k)->path, tree, chosen (vary, trial, k), error))
      {
        json_decref (tree);
        return NULL;
      }
  return tree;
}

FlProject *
fl_vary_project (const FlVary *vary, guint trial, GError **error)
{
  json_t *tree = trial_tree (vary, trial, error);
  g_autofree char *text = tree != NULL ? fl_json_write_line (tree) : NULL;
  g_autofree char *name = describe (vary, trial);
  g_autoptr (FlProject) project = NULL;
  GError *trouble = NULL;

  json_decref (tree);
  if (text == NULL)
    return NULL;
  project = fl_project_parse (text, strlen (text), name, &trouble);
  if (project == NULL)
    {
      strip_place (trouble, name);
      g_propagate_error (error, trouble);
      return NULL;
    }
  return check_known (vary, project, error) ? g_steal_pointer (&project) : NULL;
}
