#include "cli.h"

#include "fl-json.h"
#include "nn-range-test.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <unistd.h>

#define CURVE_WIDTH 60

typedef struct
{
  NnRangeOptions range;
  int threads;
  gboolean json, quiet;
} Options;

static json_t *
numbers_json (const double *values, guint n)
{
  json_t *list = json_array ();

  for (guint i = 0; i < n; i++)
    json_array_append_new (list, fl_json_real (values[i]));
  return list;
}

static void
print_json (const NnRangeTest *test)
{
  fl_cli_print_json (json_pack ("{s:i, s:b, s:o, s:o, s:b, s:o, s:o, s:o, s:o, s:o, s:o}", "steps", (int) test->n, "blew_up", test->blew_up,
                                "end_rate", fl_json_real (test->end_rate), "end_loss", fl_json_real (isfinite (test->end_loss) ? test->end_loss : NAN),
                                "interrupted", test->cancelled, "suggestion", fl_json_real (test->suggestion), "steepest",
                                fl_json_real (test->steepest), "minimum", fl_json_real (test->minimum), "learning_rate",
                                numbers_json (test->learning_rate, test->n), "loss", numbers_json (test->loss, test->n), "smoothed",
                                numbers_json (test->smoothed, test->n)));
}

/* "▇▇▆▄▂▁▁▃█": the smoothed loss, between its lowest value and a little over its first, so that the blow-up hides nothing. */
static char *
curve (const NnRangeTest *test)
{
  static const char *const blocks[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
  GString *out = g_string_new (NULL);
  guint width = MIN (test->n, CURVE_WIDTH);
  double low = INFINITY, high = -INFINITY;

  for (guint i = 0; i < test->n; i++)
    {
      low = MIN (low, test->smoothed[i]);
      high = MAX (high, test->smoothed[i]);
    }
  if (test->n > 0)
    high = MIN (high, test->smoothed[0] + (test->smoothed[0] - low) / 8);
  for (guint c = 0; c < width; c++)
    {
      double value = test->smoothed[(gsize) c * test->n / width];
      g_string_append (out, blocks[high > low ? (guint) MIN ((value - low) / (high - low) * 8, 7) : 0]);
    }
  return g_string_free (out, FALSE);
}

/* Two digits: more would be a promise. */
static const char *
rate (double value, char *buffer, gsize size)
{
  return g_ascii_formatd (buffer, size, "%.2g", value);
}

static void
print_words (const FlCliInput *input, const NnRangeTest *test)
{
  g_autofree char *picture = curve (test);
  char a[32], b[32], c[32], d[32];

  if (test->n > 0)
    g_print (_("loss while the learning rate climbs from %s to %s in %u steps%s:\n%s\n"), rate (test->learning_rate[0], a, sizeof a),
             rate (test->learning_rate[test->n - 1], b, sizeof b), test->n, nn_range_test_is_lost (test) ? _(" (then it blew up)") : test->blew_up ? _(" (then it rose again)") : "", picture);
  if (isfinite (test->suggestion))
    g_print (_("steepest descent at %s, lowest loss at %s · suggestion: %s (now %s)\n"), rate (test->steepest, a, sizeof a),
             rate (test->minimum, b, sizeof b), rate (test->suggestion, c, sizeof c),
             rate (ds_item_get (&input->project->spec->optimizer, "learning_rate"), d, sizeof d));
  else if (nn_range_test_is_lost (test))
    g_print (_("the loss did not fall by as much as 1 %% before it blew up, so there is nothing to suggest; start at a smaller rate (--from)\n"));
  else
    g_print (_("the loss did not fall by as much as 1 %% anywhere, so there is nothing to suggest; try a wider range or more steps\n"));
}

static gboolean
progress_cb (guint step, guint steps, gpointer user_data)
{
  fl_cli_bar_draw (user_data, step / (double) steps, _("step %u of %u"), step, steps);
  return !fl_cli_interrupted ();
}

/* A point or two are no curve: there is nothing to show and nothing to suggest. */
static gboolean
is_lost_at_once (const NnRangeTest *test)
{
  return !test->cancelled && test->n < 3 && nn_range_test_is_lost (test);
}

static int
range_test (const Options *options, const FlCliInput *input)
{
  FlCliBar bar = { .shown = !options->quiet && isatty (STDERR_FILENO) };
  g_autoptr (NnRangeTest) test = NULL;
  g_autoptr (GError) error = NULL;

  test = nn_range_test (input->project->spec, input->data, &options->range, options->threads, progress_cb, &bar, &error);
  fl_cli_bar_clear (&bar);
  if (test == NULL)
    return fl_cli_fail (FL_EXIT_INPUT, error);
  if (options->json)
    print_json (test);
  else if (!options->quiet && !is_lost_at_once (test))
    print_words (input, test);
  if (is_lost_at_once (test))
    {
      char from[32];
      g_printerr (_("fallline: the loss blew up at once, at learning rate %s: there is no curve; start at a smaller rate (--from)\n"),
                  rate (options->range.from, from, sizeof from));
      return FL_EXIT_DIVERGED;
    }
  if (!test->cancelled)
    return FL_EXIT_DONE;
  g_printerr (_("fallline: interrupted after %u of %u steps\n"), test->n, options->range.steps);
  return FL_EXIT_INTERRUPTED;
}

static gboolean
parse_rate (const char *option, const char *text, double *value)
{
  char *end = NULL;
  double number;

  if (text == NULL)
    return TRUE;
  number = g_ascii_strtod (text, &end);
  if (end != text && *end == '\0' && number > 0 && number <= 1e6)
    {
      *value = number;
      return TRUE;
    }
  fl_cli_usage ("range", _("%s must be a learning rate above 0 and at most 1e6, found “%s”"), option, text);
  return FALSE;
}

static gboolean
check_range (const NnRangeOptions *range)
{
  if (range->from >= range->to)
    fl_cli_usage ("range", _("--from must be smaller than --to"));
  else if (range->steps < NN_RANGE_MIN_STEPS || range->steps > NN_RANGE_MAX_STEPS)
    fl_cli_usage ("range", _("--steps must be between %d and %d, found %u"), NN_RANGE_MIN_STEPS, NN_RANGE_MAX_STEPS, range->steps);
  else
    return TRUE;
  return FALSE;
}

int
fl_cli_range (int argc, char **argv)
{
  Options options = { .range = NN_RANGE_DEFAULTS };
  g_auto (FlCliInput) input = { 0 };
  g_auto (GStrv) rest = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *from = NULL, *to = NULL, *steps = NULL;
  guint64 n_steps = options.range.steps;
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, N_("First learning rate (1e-7)"), "X" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, N_("Last learning rate (10)"), "X" },
    { "steps", 0, 0, G_OPTION_ARG_STRING, &steps, N_("Optimizer steps in between (200)"), "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options.threads, N_("Threads (one a core); the result does not depend on it"), "N" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_("Print curve and suggestion as one JSON object"), NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options.quiet, N_("No progress, no summary"), NULL },
    { NULL }
  };

  if (!fl_cli_parse (argc, argv, entries, "PROJECT", _("Learning-rate range test: a short training whose learning rate climbs exponentially. Suggests the smaller of where the loss falls most steeply and a tenth of where it is lowest."), 1, 1, &rest)
      || !fl_cli_threads_valid ("range", options.threads) || !parse_rate ("--from", from, &options.range.from)
      || !parse_rate ("--to", to, &options.range.to) || !fl_cli_parse_whole ("range", "--steps", steps, 1, &n_steps))
    return FL_EXIT_USAGE;
  options.range.steps = (guint) MIN (n_steps, G_MAXUINT);
  if (!check_range (&options.range))
    return FL_EXIT_USAGE;
  fl_cli_catch_interrupts ();
  if (!fl_cli_input_load (&input, rest[0], NULL, &error))
    return fl_cli_fail (fl_cli_interrupted () ? FL_EXIT_INTERRUPTED : FL_EXIT_INPUT, error);
  return range_test (&options, &input);
}
