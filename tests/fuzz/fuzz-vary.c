/* What follows --vary: one a line. Every trial that is listed is a project that can be written, and has the value it is said to have. */
#include "fuzz.h"

#include <string.h>

#include "fl-vary.h"

/* A list of every kind of thing that can vary; listing reads each of them, so that many would only be slow. */
#define MAX_COMBINATIONS 200
#define RANDOM_TRIALS 8

static const char project_text[] =
    "{\"fallline\": 1, \"name\": \"Fuzz\", \"seed\": 7, \"mine\": {\"kept\": [1, 2]},"
    " \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"moons\", \"samples\": 100, \"noise\": 0.1}, \"task\": \"classification\"},"
    " \"network\": [{\"type\": \"dense\", \"units\": 4, \"activation\": \"tanh\"}, {\"type\": \"dropout\"}, {\"type\": \"dense\"}],"
    " \"training\": {\"loss\": \"cross_entropy\", \"optimizer\": {\"type\": \"adam\", \"learning_rate\": 0.01}, \"batch_size\": 16}}";

/* TRUE: every line was taken. */
static gboolean
add_lines (FlVary *vary, char **lines, guint64 *combinations)
{
  gboolean fine = TRUE;

  for (char **line = lines; *line != NULL; line++)
    {
      g_autoptr (GError) error = NULL;
      guint values = 1;

      fine = fl_vary_add (vary, *line, &error);
      g_assert_true (fine == (error == NULL));
      if (!fine)
        {
          fuzz_check_outcome (NULL, error);
          return FALSE;
        }
      for (const char *p = *line; *p != '\0'; p++)
        values += *p == ',';
      *combinations *= values;
      if (*combinations > MAX_COMBINATIONS)
        *combinations = MAX_COMBINATIONS + 1;
    }
  return TRUE;
}

static void
check_trials (const FlVary *vary)
{
  guint n = fl_vary_n_trials (vary);

  g_assert_cmpuint (n, >, 0);
  for (guint trial = 0; trial < MIN (n, RANDOM_TRIALS); trial++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (FlProject) project = fl_vary_project (vary, trial, &error);

      g_assert_no_error (error);
      g_autofree char *text = fl_project_to_json (project);
      g_assert_nonnull (text);
      for (guint key = 0; key < fl_vary_n_keys (vary); key++)
        {
          g_autofree char *value = fl_vary_value (vary, trial, key);
          json_t *json = fl_vary_json (vary, trial, key);

          g_assert_true (g_utf8_validate (value, -1, NULL));
          g_assert_nonnull (json);
          json_decref (json);
        }
    }
}

gboolean
fuzz_vary (const guint8 *bytes, gsize n)
{
  static FlProject *project;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strndup ((const char *) bytes, n);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint64 combinations = 1;

  if (project == NULL)
    {
      project = fl_project_parse (project_text, strlen (project_text), "fuzz", &error);
      g_assert_no_error (error);
    }
  g_autoptr (FlVary) vary = fl_vary_new (project);
  if (!add_lines (vary, lines, &combinations))
    return FALSE;

  gboolean random = combinations > MAX_COMBINATIONS || strstr (text, "..") != NULL;
  gboolean fine = fl_vary_list (vary, random ? RANDOM_TRIALS : 0, 3, &error);
  g_assert_true (fine == (error == NULL));
  if (fine)
    check_trials (vary);
  else
    fuzz_check_outcome (NULL, error);
  return fine;
}
