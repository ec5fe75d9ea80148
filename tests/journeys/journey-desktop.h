/* The desktop around the program: its style and its scale, changed while the program runs, as the control panel of a desktop does:
 * the settings portal on the session bus, and XSETTINGS on the display. To be started before the program. */
#pragma once
#include <gio/gio.h>

typedef struct _JourneyDesktop JourneyDesktop;

JourneyDesktop *journey_desktop_start (void);
void journey_desktop_set_dark (JourneyDesktop *desktop, gboolean dark);
void journey_desktop_set_contrast (JourneyDesktop *desktop, gboolean high);
/* Pixels for each unit of length: 1 or 2; and the size of letters, in percent. */
void journey_desktop_set_scale (JourneyDesktop *desktop, int scale, int text_percent);
void journey_desktop_end (JourneyDesktop *desktop);
/* The colour at a place of the screen as 0xRRGGBB. */
guint32 journey_desktop_pixel (int x, int y);
