/* The command line: one function a command. Each takes the arguments behind the command's name, prints to stdout and stderr, and
 * returns the program's exit code. */
#pragma once
#include <glib.h>
#include <jansson.h>

#include "fl-project.h"

G_BEGIN_DECLS

enum
{
  FL_EXIT_DONE = 0,
  FL_EXIT_FAILED_CHECK = 1,
  FL_EXIT_USAGE = 2,
  FL_EXIT_INPUT = 3,
  FL_EXIT_DIVERGED = 4,
  FL_EXIT_INTERRUPTED = 130
};

int fl_cli_train (int argc, char **argv);
int fl_cli_predict (int argc, char **argv);
int fl_cli_check (int argc, char **argv);
int fl_cli_list (int argc, char **argv);
int fl_cli_bench (int argc, char **argv);

/* Without a display: trains PROJECT (NULL: the example) in the terminal and writes fallline.png into the working directory. */
int fl_cli_without_display (const char *path);

/* --- cli-common.c: what the commands share --- */

/* Parses options with GOptionContext; argv[0] is the command's name. usage: "PROJECT"; summary: for --help; `rest` (owned by the
 * caller) gets what is not an option, `min` to `max` of them. FALSE: wrong usage, which was said on stderr. */
gboolean fl_cli_parse (int argc, char **argv, const GOptionEntry *entries, const char *usage, const char *summary, guint min, guint max,
                       char ***rest);
int fl_cli_usage (const char *command, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* "fallline: message" on stderr; returns code. */
int fl_cli_fail (int code, const GError *error);
/* One JSON value and a newline on stdout; takes the reference. */
void fl_cli_print_json (json_t *json);
/* 0 to G_MAXINT or, with a word on stderr, FALSE. */
gboolean fl_cli_threads_valid (const char *command, int threads);

typedef struct
{
  FlProject *project; /* nothing open in it */
  char *dir;
  DsPrepared *data;
  NnPlan *plan;
} FlCliInput;

/* Reads a project and its data and plans the network. seed: NULL for the project's own. */
gboolean fl_cli_input_load (FlCliInput *input, const char *path, const guint64 *seed, GError **error);
gboolean fl_cli_input_take (FlCliInput *input, FlProject *project, const char *dir, GError **error);
void fl_cli_input_clear (FlCliInput *input);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FlCliInput, fl_cli_input_clear)

/* Ctrl+C (and SIGTERM) from here on only raise a flag; a second one ends the program as usual. */
void fl_cli_catch_interrupts (void);
gboolean fl_cli_interrupted (void);

G_END_DECLS
