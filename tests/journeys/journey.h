/* A journey drives the real program as a person with assistive technology would: it finds widgets by their accessible names,
 * presses them, reads their descriptions; and, where a keyboard shortcut would do the same, activates GActions over D-Bus.
 *
 * Everything here waits by polling and fails the test with what was looked for when the wait is over. No function returns NULL
 * where it does not say so. Accessibles are plain values: a place on the accessibility bus. */
#pragma once
#include <gio/gio.h>

#define JOURNEY_CALL_LIMIT 5000 /* ms: more than a window that never freezes should ever need */
#define JOURNEY_NO_SESSION 75   /* exit status: the session failed, not the program; in-session.sh then makes another */

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
  Accessible *curve;              /* the loss curve, when it was last read */
  char *log;                      /* the file with what it has written to standard error */
} Journey;

/* Starts the program ($FALLLINE_PROGRAM) on a project, or without one if NULL, and waits for its window. Where it comes, but cannot
 * be heard of, ends this process with JOURNEY_NO_SESSION. */
Journey *journey_start (const char *project);
/* Quits, unless it has ended by itself; waits for a clean end (status 0, no warning in its log) within 10 s. Frees. */
void journey_end (Journey *journey);
/* Ends it as a power cut does. Frees. */
void journey_kill (Journey *journey);
/* Where something else than journey_end() quits it. */
void journey_wait_for_end (Journey *journey);
/* The program is still there and answers. */
void journey_assert_alive (Journey *journey);

void accessible_free (Accessible *accessible);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Accessible, accessible_free)

/* The first accessible, depth first, whose name matches the glob ("Dense layer 1*"), of any role, or of the one before a bar
 * ("button|Train", "spin button|Learning rate"); NULL if there is none now. Of several the first that has a place in the window. */
Accessible *journey_look_for (Journey *journey, const char *name);
/* The same, waited for up to 10 s. */
Accessible *journey_find (Journey *journey, const char *name);
/* Waits until nothing has that name any more. */
void journey_find_gone (Journey *journey, const char *name);
/* How many accessibles match now and have a place in the window. */
guint journey_count (Journey *journey, const char *name);
/* Every name, indented as the tree: for messages when a test fails. */
char *journey_tree (Journey *journey);

char *accessible_name (Journey *journey, const Accessible *accessible);
char *accessible_description (Journey *journey, const Accessible *accessible);
/* Clicks it, or what is inside it: a drop-down has no action itself, its button has. */
void accessible_press (Journey *journey, const Accessible *accessible);
gboolean accessible_try_press (Journey *journey, const Accessible *accessible); /* FALSE: it cannot be pressed, or is gone */
/* The number of a spin button or slider; setting it is what a screen reader's user does. */
double accessible_get_value (Journey *journey, const Accessible *accessible);
void accessible_set_value (Journey *journey, const Accessible *accessible, double value);

/* A call of AT-SPI. NULL where the widget went away meanwhile or has no such interface. */
GVariant *accessible_call (Journey *journey, const Accessible *accessible, const char *interface, const char *method,
                           GVariant *arguments);

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

/* The real keyboard (journey-keys.c). Keys through the display, as xdotool names them ("ctrl+z", or several after one another:
 * "Down Down Return"). */
void journey_keys (const char *keys);
void journey_type (const char *text);
/* Has the keyboard what this name belongs to? */
gboolean journey_has_focus (Journey *journey, const char *name);
/* Presses Tab (shift+Tab) until what has that name has the keyboard; fails where it never gets it. */
void journey_tab_to (Journey *journey, const char *name);
void journey_tab_back_to (Journey *journey, const char *name);

/* The real pointer (journey-pointer.c). The middle of a widget of that name on the screen; inside a popover only its height is
 * right, because the program does not know where the popover has come to stand. */
void journey_place (Journey *journey, const char *name, int *x, int *y);
void journey_click (int x, int y, int button);
/* Its corner on the screen, and its size. */
void journey_box (Journey *journey, const char *name, int *x, int *y, int *width, int *height);
void journey_hover (int x, int y);
/* Clicks the middle of what has that name. */
void journey_click_on (Journey *journey, const char *name);
/* Presses at the first of n places x, y, goes along them, and lets go at the last. */
void journey_draw (const int (*places)[2], guint n);
/* Turns the wheel; steps > 0: away from the hand. modifier: "ctrl", "shift" or NULL. */
void journey_wheel (int x, int y, int steps, const char *modifier);
/* Gives the window another size, as its border does. */
void journey_resize (int width, int height);
/* Presses, moves there as a hand does, and lets go. */
void journey_drag (int x0, int y0, int x1, int y1);

/* The loss curve's reading: "epoch 120, training loss 0.021, validation loss 0.034". FALSE if it cannot be read that way now. */
gboolean journey_read_curve (Journey *journey, double *epoch, double *training_loss);

/* Waits for two readings of the loss curve, the second of a later epoch than the first: it trains. */
void journey_assert_trains (Journey *journey);
/* Waits until the curve is at this epoch or past it. */
void journey_wait_for_epoch (Journey *journey, double epoch);
/* Waits until there is something to undo (TRUE), or nothing any more. */
void journey_wait_for_undo (Journey *journey, gboolean can_undo);
/* Waits until the description of what has that name matches the glob. */
void journey_wait_for_description (Journey *journey, const char *name, const char *glob);

/* Polls until check() is TRUE, at most `seconds`; what: for the message. */
typedef gboolean (*JourneyCheck) (Journey *journey, gpointer data);
void journey_wait (Journey *journey, const char *what, double seconds, JourneyCheck check, gpointer data);

/* Saves by the action, waits for the file, which is taken away before, and returns what stands in it. Caller frees. */
char *journey_save (Journey *journey, const char *path);
/* A path in the journey's own folder; and a copy of a file of the source tree there. Caller frees. */
char *journey_path (const char *name);
char *journey_copy (const char *source, const char *name);
/* The same without a limit of epochs: a small network reaches any limit before a test has looked twice. */
char *journey_endless (const char *source, const char *name);
char *journey_contents (const char *path);
void journey_write (const char *path, const char *contents);
