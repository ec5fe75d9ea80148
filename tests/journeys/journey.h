/* A journey drives the real program as a person with assistive technology would: it finds widgets by their accessible names,
 * presses them, reads their descriptions; and, where a keyboard shortcut would do the same, activates GActions over D-Bus.
 *
 * Everything here waits by polling and fails the test with what was looked for when the wait is over. No function returns NULL
 * where it does not say so. Accessibles are plain values: a place on the accessibility bus. */
#pragma once
#include <gio/gio.h>

typedef struct
{
  char *bus_name;
  char *path;
} Accessible;

typedef struct
{
  GSubprocess *process;
  GDBusConnection *session;       /* GActions */
  GDBusConnection *accessibility; /* AT-SPI */
  char *bus_name;                 /* the program's name on the accessibility bus */
} Journey;

/* Starts the program ($FALLLINE_PROGRAM) on a project, or without one if NULL, and waits for its window. */
Journey *journey_start (const char *project);
/* Quits, unless it has ended by itself; waits for a clean end (status 0) within 10 s. Frees. */
void journey_end (Journey *journey);
/* The program is still there and answers. */
void journey_assert_alive (Journey *journey);

void accessible_free (Accessible *accessible);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Accessible, accessible_free)

/* The first accessible, depth first, whose name matches the glob ("Dense layer 1*"), of any role, or of the one before a bar
 * ("button|Train", "spin button|Learning rate"); NULL if there is none now. */
Accessible *journey_look_for (Journey *journey, const char *name);
/* The same, waited for up to 10 s. */
Accessible *journey_find (Journey *journey, const char *name);
/* Waits until nothing has that name any more. */
void journey_find_gone (Journey *journey, const char *name);
/* How many accessibles match now. */
guint journey_count (Journey *journey, const char *name);
/* Every name, indented as the tree: for messages when a test fails. */
char *journey_tree (Journey *journey);

char *accessible_name (Journey *journey, const Accessible *accessible);
char *accessible_description (Journey *journey, const Accessible *accessible);
/* Clicks it, or what is inside it: a drop-down has no action itself, its button has. */
void accessible_press (Journey *journey, const Accessible *accessible);
/* The number of a spin button or slider; setting it is what a screen reader's user does. */
double accessible_get_value (Journey *journey, const Accessible *accessible);
void accessible_set_value (Journey *journey, const Accessible *accessible, double value);

/* Presses the thing of that name. */
void journey_press (Journey *journey, const char *name);
/* Activates "win.save", "app.quit" ...; parameter (floating, may be NULL) is taken. */
void journey_activate (Journey *journey, const char *action, GVariant *parameter);
/* FALSE if there is no such action or it is disabled. */
gboolean journey_is_enabled (Journey *journey, const char *action);
/* State of a stateful action. */
GVariant *journey_state (Journey *journey, const char *action);
/* Opens files as the file manager does. */
void journey_open (Journey *journey, const char *path);
/* Keys through the display, as xdotool names them ("ctrl+z"). */
void journey_keys (const char *keys);

/* The real pointer (journey-pointer.c). The middle of a widget of that name on the screen; inside a popover only its height is
 * right, because the program does not know where the popover has come to stand. */
void journey_place (Journey *journey, const char *name, int *x, int *y);
void journey_click (int x, int y, int button);
/* Presses, moves there as a hand does, and lets go. */
void journey_drag (int x0, int y0, int x1, int y1);

/* The loss curve's reading: "epoch 120, training loss 0.021, validation loss 0.034". FALSE if it cannot be read that way now. */
gboolean journey_read_curve (Journey *journey, double *epoch, double *training_loss);

/* Polls until check() is TRUE, at most `seconds`; what: for the message. */
typedef gboolean (*JourneyCheck) (Journey *journey, gpointer data);
void journey_wait (Journey *journey, const char *what, double seconds, JourneyCheck check, gpointer data);

/* A path in the journey's own folder; and a copy of a file of the source tree there. Caller frees. */
char *journey_path (const char *name);
char *journey_copy (const char *source, const char *name);
/* The same without a limit of epochs: a small network reaches any limit before a test has looked twice. */
char *journey_endless (const char *source, const char *name);
char *journey_contents (const char *path);
void journey_write (const char *path, const char *contents);
