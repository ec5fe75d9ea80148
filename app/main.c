/* The door: a command, the window, or (without a display) the terminal. */
#include "cli.h"

#include "fl-config.h"
#ifdef FL_HAVE_WINDOW
#include "fl-application.h"
#endif

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const struct
{
  const char *name;
  int (*run) (int argc, char **argv);
  const char *usage, *help;
} commands[] = {
  { "train", fl_cli_train, "train PROJECT", N_("train in the terminal; save weights, history, picture") },
  { "predict", fl_cli_predict, "predict PROJECT --weights F.safetensors --input X.csv", N_("apply trained weights to a table") },
  { "evaluate", fl_cli_evaluate, "evaluate PROJECT --weights F.safetensors", N_("measure trained weights: confusion matrix, F1, AUC, R²") },
  { "validate", fl_cli_validate, "validate PROJECT --folds K", N_("k-fold cross-validation") },
  { "search", fl_cli_search, "search PROJECT --vary KEY=V1,V2,… [--random N]", N_("train variants of a project and rank them") },
  { "range", fl_cli_range, "range PROJECT", N_("find a learning rate: range test") },
  { "check", fl_cli_check, "check PROJECT", N_("compare gradients with central differences") },
  { "list", fl_cli_list, "list layers|activations|losses|…", N_("what projects can be made of") },
  { "bench", fl_cli_bench, "bench [NAME…]", N_("measure the reference workloads") },
};

static int
print_help (void)
{
  g_print (_("Fall Line %s: put a neural network together, press Train and watch it learn.\n\n"), FL_VERSION);
  g_print (_("Usage:\n"));
  g_print ("  fallline [PROJECT]\n      %s\n", _("the workbench"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  fallline %s\n      %s\n", commands[i].usage, _(commands[i].help));
  g_print (_("\nfallline COMMAND --help says more about a command.\n"));
  g_print (_("Exit codes: 0 done, 2 wrong usage, 3 bad input file, 4 diverged, 130 interrupted.\n"));
  return FL_EXIT_DONE;
}

static gboolean
have_display (void)
{
  const char *x11 = g_getenv ("DISPLAY"), *wayland = g_getenv ("WAYLAND_DISPLAY");

  return (x11 != NULL && *x11 != '\0') || (wayland != NULL && *wayland != '\0');
}

static int
open_window (int argc, char **argv)
{
  const char *path = NULL;

  for (int i = 1; i < argc; i++)
    {
      if (argv[i][0] == '-' && strcmp (argv[i], "--gapplication-service") != 0)
        return fl_cli_usage (NULL, _("unknown option “%s”"), argv[i]);
      if (argv[i][0] != '-' && path != NULL)
        return fl_cli_usage (NULL, _("“%s” is one argument too many"), argv[i]);
      if (argv[i][0] != '-')
        path = argv[i];
    }
  if (path != NULL && strstr (path, "://") == NULL && !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      if (strpbrk (path, "./") == NULL)
        return fl_cli_usage (NULL, _("“%s” is neither a command nor a file"), path);
      g_printerr (_("fallline: %s: there is no such file\n"), path);
      return FL_EXIT_INPUT;
    }
#ifdef FL_HAVE_WINDOW
  int status;

  if (have_display () && fl_application_run (argc, argv, &status))
    return status;
#else
  if (have_display ())
    g_printerr (_("fallline: this build has no window\n"));
#endif
  return fl_cli_without_display (path);
}

/* A program started from its build directory speaks the translations that were built beside it. */
static const char *
locale_dir (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);

  return self != NULL && g_str_has_prefix (self, FL_BUILD_ROOT G_DIR_SEPARATOR_S) ? FL_BUILD_ROOT "/po" : FL_LOCALE_DIR;
}

/* What could not be printed (a full disk behind >, say) was not done. */
static int
finish (int code)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return code;
  g_printerr (_("fallline: the output cannot be written: %s\n"), g_strerror (errno));
  return code == FL_EXIT_DONE ? FL_EXIT_INPUT : code;
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("fallline");
  signal (SIGXFSZ, SIG_IGN); /* a file beyond the size one is allowed is an error of that file, and no end of the work */

  if (argc > 1)
    {
      for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
        if (strcmp (argv[1], commands[i].name) == 0)
          return finish (commands[i].run (argc - 1, argv + 1));
      if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0)
        return print_help ();
      if (strcmp (argv[1], "--version") == 0)
        {
          g_print ("Fall Line %s\n", FL_VERSION);
          return FL_EXIT_DONE;
        }
    }
  return open_window (argc, argv);
}
