/* `fallline train --checkpoint / --resume`: interrupted and taken up again, a run ends with the bits of one that was not. */
#include "fl-program.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#define NETWORK                                                                                                                        \
  "[{\"type\": \"dense\", \"units\": 16}, {\"type\": \"batch_norm\"}, {\"type\": \"activation\", \"function\": \"tanh\"}, {\"type\": " \
  "\"dropout\", \"rate\": 0.1}, {\"type\": \"dense\", \"units\": \"auto\"}]"

static void
write_project (void)
{
  fl_program_write_project ("r.fallline", SPIRALS, NETWORK,
                            "{\"optimizer\": {\"type\": \"nadam\"}, \"batch_size\": 7, \"schedule\": {\"type\": \"cosine\", \"epochs\": 90, "
                            "\"warmup\": 3}, \"stop\": {\"epochs\": 4000}}");
}

static char *
word_of (const FlResult *result, const char *key)
{
  json_t *json = fl_program_json (result);
  char *word = g_strdup (fl_json_string_of (json, key));

  json_decref (json);
  return word;
}

/* Rows of the history, without the seconds. */
static char *
history_of (const char *path)
{
  g_autofree char *text = NULL;
  GString *out = g_string_new (NULL);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (char *line = strtok (text, "\n"); line != NULL; line = strtok (NULL, "\n"))
    g_string_append_printf (out, "%.*s\n", (int) (strrchr (line, ',') - line), line);
  return g_string_free (out, FALSE);
}

static void
test_two_halves (void)
{
  g_autofree char *checkpoint = fl_program_file ("half.safetensors"), *a = fl_program_file ("a.csv"), *b = fl_program_file ("b.csv");
  g_auto (FlResult) whole = RUN ("train", "r.fallline", "--json", "--epochs", "100", "--history", a);
  g_auto (FlResult) first = RUN ("train", "r.fallline", "--json", "--epochs", "50", "--checkpoint", checkpoint);
  g_auto (FlResult) second = RUN ("train", "r.fallline", "--json", "--epochs", "100", "--resume", checkpoint, "--history", b, "--threads", "2");
  g_auto (FlResult) again = RUN ("train", "r.fallline", "--json", "--epochs", "50", "--resume", checkpoint);
  g_autofree char *bits = word_of (&whole, "weights_sha256"), *same = word_of (&second, "weights_sha256"), *half = word_of (&first, "weights_sha256");
  g_autofree char *over = word_of (&again, "weights_sha256"), *why = word_of (&again, "stopped"), *rows = history_of (a), *same_rows = history_of (b);

  g_assert_cmpint (second.code, ==, 0);
  g_assert_cmpstr (bits, ==, same);
  g_assert_cmpstr (bits, !=, half);
  g_assert_cmpstr (rows, ==, same_rows);
  g_assert_cmpint (again.code, ==, 0); /* nothing was left to do */
  g_assert_cmpstr (half, ==, over);
  g_assert_cmpstr (why, ==, "epochs");
}

static void
test_interrupted (void)
{
  g_autofree char *checkpoint = fl_program_file ("interrupted.safetensors");
  g_auto (FlResult) whole = RUN ("train", "r.fallline", "--json", "--epochs", "4000");
  g_autofree char *bits = word_of (&whole, "weights_sha256");
  const char *const first[] = { "train", "r.fallline", "--json", "--checkpoint", checkpoint, NULL };
  const char *const next[] = { "train", "r.fallline", "--json", "--checkpoint", checkpoint, "--resume", checkpoint, NULL };
  guint breaks = 0;

  for (guint round = 0; round < 60; round++)
    {
      GSubprocess *process = fl_program_start (round == 0 ? first : next);

      if (round < 6)
        {
          g_usleep (G_USEC_PER_SEC / 5);
          g_subprocess_send_signal (process, SIGINT);
        }
      g_auto (FlResult) result = fl_program_finish (process);
      g_assert_true (result.code == 0 || result.code == 130);
      breaks += result.code == 130;
      if (result.code == 0)
        {
          g_autofree char *same = word_of (&result, "weights_sha256");

          g_test_message ("%u breaks", breaks);
          g_assert_cmpstr (bits, ==, same);
          return;
        }
    }
  g_assert_not_reached ();
}

static void
test_refused (void)
{
  g_autofree char *checkpoint = fl_program_file ("r.safetensors"), *weights = fl_program_file ("w.safetensors"), *iris = fl_program_sample ("iris");
  g_auto (FlResult) made = RUN ("train", "r.fallline", "--quiet", "--epochs", "1", "--checkpoint", checkpoint, "--save-weights", weights);
  g_auto (FlResult) other = RUN ("train", iris, "--resume", checkpoint), bare = RUN ("train", "r.fallline", "--resume", weights);
  g_auto (FlResult) both = RUN ("train", "r.fallline", "--resume", checkpoint, "--init-weights", weights);
  g_auto (FlResult) none = RUN ("train", "r.fallline", "--resume", "none.safetensors"), seeded = RUN ("train", "r.fallline", "--seed", "77", "--resume", checkpoint);
  g_auto (FlResult) start = RUN ("train", "r.fallline", "--quiet", "--epochs", "1", "--init-weights", checkpoint);
  g_auto (FlResult) folder = RUN ("train", "r.fallline", "--checkpoint", "/no/such/folder/x.safetensors");

  g_assert_cmpint (made.code, ==, 0);
  g_assert_cmpint (other.code, ==, 3);
  g_assert_nonnull (strstr (other.err, "another network"));
  fl_assert_one_line (other.err);
  g_assert_cmpint (bare.code, ==, 3);
  g_assert_nonnull (strstr (bare.err, "no checkpoint"));
  g_assert_cmpint (both.code, ==, 2);
  g_assert_cmpint (none.code, ==, 3);
  g_assert_cmpint (seeded.code, ==, 3);
  g_assert_cmpint (start.code, ==, 0); /* a checkpoint is a weights file too */
  g_assert_cmpint (folder.code, ==, 3);
}

int
main (int argc, char **argv)
{
  int code;

  g_test_init (&argc, &argv, NULL);
  fl_program_begin ();
  write_project ();
  g_test_add_func ("/cli-resume/two-halves", test_two_halves);
  g_test_add_func ("/cli-resume/interrupted", test_interrupted);
  g_test_add_func ("/cli-resume/refused", test_refused);
  code = g_test_run ();
  fl_program_end ();
  return code;
}
