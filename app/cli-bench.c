#include "cli.h"

#include "fl-json.h"
#include "nn-bench.h"

#include <glib/gi18n-lib.h>

static json_t *
bench_json (const NnBench *bench)
{
  json_t *object = json_pack ("{s:s, s:i}", "name", bench->name, "threads", (int) bench->threads);

  if (bench->milliseconds > 0)
    json_object_set_new (object, "milliseconds", fl_json_real (bench->milliseconds));
  if (bench->processor_milliseconds > 0)
    json_object_set_new (object, "processor_milliseconds", fl_json_real (bench->processor_milliseconds));
  if (bench->samples_per_second > 0)
    json_object_set_new (object, "samples_per_second", fl_json_real (bench->samples_per_second));
  json_object_set_new (object, "openblas_core", json_string (bench->openblas_core));
  json_object_set_new (object, "kernels", json_string (bench->kernels));
  return object;
}

static void
print_row (const NnBench *bench)
{
  gboolean time = bench->milliseconds > 0;
  char number[32], processor[32];

  g_print ("%-14s %7u %14s %-10s  %-8s %s", bench->name, bench->threads,
           g_ascii_formatd (number, sizeof number, time ? "%.3f" : "%.0f", time ? bench->milliseconds : bench->samples_per_second),
           time ? "ms" : "samples/s", bench->kernels, bench->openblas_core);
  if (bench->processor_milliseconds > 0)
    g_print ("  %s ms of processor time", g_ascii_formatd (processor, sizeof processor, "%.3f", bench->processor_milliseconds));
  g_print ("\n");
}

int
fl_cli_bench (int argc, char **argv)
{
  gboolean json = FALSE;
  int threads = 0;
  g_auto (GStrv) rest = NULL;
  const char *const *all = nn_bench_names ();
  const char *const *names;
  json_t *list;
  const GOptionEntry entries[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print a JSON list"), NULL },
                                   { "threads", 0, 0, G_OPTION_ARG_INT, &threads, N_("Threads (one a core)"), "N" },
                                   { NULL } };

  if (!fl_cli_parse (argc, argv, entries, "[spiral|digits|wide|field|landscape…]", _("Measures the reference workloads: median of five windows, several seconds each."), 0, 64, &rest)
      || !fl_cli_threads_valid ("bench", threads))
    return FL_EXIT_USAGE;
  names = rest != NULL ? (const char *const *) rest : all;
  for (guint i = 0; names[i] != NULL; i++)
    if (!g_strv_contains (all, names[i]))
      {
        g_autofree char *possible = g_strjoinv (", ", (char **) all);
        return fl_cli_usage ("bench", _("unknown workload “%s”; possible: %s"), names[i], possible);
      }

  list = json_array ();
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      NnBench bench = { 0 };

      if (!nn_bench_run (names[i], threads, &bench, &error))
        {
          json_decref (list);
          return fl_cli_fail (FL_EXIT_INPUT, error);
        }
      if (json)
        json_array_append_new (list, bench_json (&bench));
      else
        print_row (&bench);
    }
  if (json)
    fl_cli_print_json (list);
  else
    json_decref (list);
  return FL_EXIT_DONE;
}
