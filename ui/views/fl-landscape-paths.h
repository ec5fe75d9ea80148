/* Whose paths the page of the network shows: those of the session's runs; or, from when a race begins until the session goes on (or has
 * another state), those of the lanes of the comparison instead. UI thread; nothing blocks. */
#pragma once
#include "fl-comparison.h"
#include "fl-terrain.h"
#include "nn-landscape.h"

G_BEGIN_DECLS

typedef struct
{
  FlSession *session;       /* borrowed */
  FlComparison *comparison; /* borrowed */
  gboolean racing;          /* lanes, not runs */
  guint n_lanes;            /* there were last time */
  guint64 run, version;     /* of the session's frame last time */
  NnTrail *trail;           /* owned: of the state shown, the first of all */
  GPtrArray *others;        /* owned, of NnTrail */
  guint n;                  /* paths asked for: the next ones in their order */
  guint colors[FL_TERRAIN_PATHS];
  char *names[FL_TERRAIN_PATHS]; /* owned */
  gboolean shows_race;           /* they are lanes' */
} FlLandscapePaths;

void fl_landscape_paths_init (FlLandscapePaths *self, FlSession *session);
void fl_landscape_paths_clear (FlLandscapePaths *self);

/* The present state of the first path, which the plane is laid through, as of now. Borrowed; NULL: nothing yet. */
NnFrame *fl_landscape_paths_frame (FlLandscapePaths *self);
gboolean fl_landscape_paths_is_playing (FlLandscapePaths *self);
void fl_landscape_paths_forget (FlLandscapePaths *self); /* the first path begins anew */
/* All paths for nn_landscape_request(): the first, then the others; elements are borrowed until the next call. */
GPtrArray *fl_landscape_paths_list (FlLandscapePaths *self);
/* Of a race, whose paths they are; and whose are not on the plane: sentences with a space before them, or nothing. Caller frees. */
char *fl_landscape_paths_say (const FlLandscapePaths *self, const NnLandscapePicture *picture);

G_END_DECLS
