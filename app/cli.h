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
int fl_cli_evaluate (int argc, char **argv);
int fl_cli_validate (int argc, char **argv);
int fl_cli_search (int argc, char **argv);
int fl_cli_range (int argc, char **argv);

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

/* A whole number from `min`; no text: *number stays. FALSE with a word on stderr. */
gboolean fl_cli_parse_whole (const char *command, const char *option, const char *text, guint64 min, guint64 *number);

/* A long training must not end in "no such folder". NULL: nothing to write. */
gboolean fl_cli_can_write (const char *path, GError **error);
/* Cells of a CSV file: a text, quoted where it must be; a number. */
void fl_cli_append_cell (GString *out, const char *text);
void fl_cli_append_number (GString *out, double value);
/* "0.0213", with a point whatever the locale; a dash where there is none. Returns buffer or a constant. */
const char *fl_cli_short_number (double value, char *buffer, gsize size);

/* A bar on stderr, redrawn ten times a second at most; nothing where it is not shown. */
typedef struct
{
  gboolean shown;
  gint64 drawn;
} FlCliBar;
void fl_cli_bar_draw (FlCliBar *bar, double share, const char *format, ...) G_GNUC_PRINTF (3, 4);
void fl_cli_bar_clear (FlCliBar *bar);

typedef struct
{
  FlProject *project; /* nothing open in it */
  char *dir;
  DsPrepared *data;
  NnPlan *plan;
  int unfit_layer;    /* where there is no plan: what it failed on, or -1 */
} FlCliInput;

/* What the reader did to the rows by itself (left out, filled in), on stderr. */
void fl_cli_print_notes (DsDataset *dataset);
/* Reads a project and its data, prints the data's notes and plans the network. seed: NULL for the project's own. */
gboolean fl_cli_input_load (FlCliInput *input, const char *path, const guint64 *seed, GError **error);
gboolean fl_cli_input_take (FlCliInput *input, FlProject *project, const char *dir, GError **error);
/* Stop after so many epochs instead of the project's limit; 0: the project's. */
void fl_cli_input_limit (FlCliInput *input, guint64 epochs);
void fl_cli_input_clear (FlCliInput *input);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FlCliInput, fl_cli_input_clear)

/* Ctrl+C (and SIGTERM) from here on only raise a flag; a second one ends the program as usual. */
void fl_cli_catch_interrupts (void);
gboolean fl_cli_interrupted (void);

G_END_DECLS
