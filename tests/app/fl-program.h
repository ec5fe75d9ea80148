/* The program under test, run as a child process in a temporary folder, without a display. */
#pragma once
#include <gio/gio.h>
#include <jansson.h>

typedef struct
{
  int code;
  char *out, *err;
} FlResult;

void fl_result_clear (FlResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FlResult, fl_result_clear)

/* Call before and after the tests; FALLLINE_PROGRAM and FALLLINE_SOURCE_ROOT must be set. fl_program_end() removes the folder. */
void fl_program_begin (void);
void fl_program_end (void);

/* What DISPLAY says to the programs started from now on; a literal; NULL, as at the start: it is not set. */
void fl_program_set_display (const char *name);
GSubprocess *fl_program_start (const char *const *arguments);
FlResult fl_program_finish (GSubprocess *process); /* waits; takes the reference; a crash fails the test */
#define RUN(...) fl_program_finish (fl_program_start ((const char *const[]) { __VA_ARGS__, NULL }))

char *fl_program_sample (const char *name);    /* path of a shipped project */
char *fl_program_file (const char *name);      /* path in the temporary folder */
void fl_program_write_project (const char *name, const char *source, const char *network, const char *training);

json_t *fl_program_json (const FlResult *result); /* what it printed */
const char *fl_json_string_of (json_t *json, const char *key);
double fl_json_number_of (json_t *json, const char *key);
void fl_assert_one_line (const char *text);

#define SPIRALS "{\"type\": \"generator\", \"name\": \"spirals\"}"
#define TANH "[{\"type\": \"dense\", \"units\": 8, \"activation\": \"tanh\"}, {\"type\": \"dense\", \"units\": \"auto\"}]"
