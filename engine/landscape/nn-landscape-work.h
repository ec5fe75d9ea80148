/* What a landscape is made of: a letter with what is asked for, the work on one plane, and pictures of it. One thread's. */
#pragma once
#include "nn-terrain.h"

typedef struct
{
  guint64 serial;
  NnLandscapeRequest request;
  guint n_trails;
  GArray **trails;    /* (n_trails) of NnWaypoint */
  NnFrame *frame;     /* owned: the state shown */
} NnLetter;

/* trails: not empty, nor is the first of them. Frames are ref'd. */
NnLetter *nn_letter_new (const NnLandscapeRequest *request, NnTrail *const *trails, guint n_trails);
void nn_letter_free (NnLetter *letter); /* NULL is fine */

/* What is known of one plane. */
typedef struct
{
  NnLandscapeRequest request;
  NnField field;
  NnPlane *plane;
  double box[4];
  NnSurvey survey;
  NnGrid *grid;           /* the finest one complete */
  NnFrame *frame;         /* owned: the state the plane goes through */
  gboolean preview;       /* on fewer rows than were asked for */
  double here_loss;
  gboolean statistics, chance, penalties;
  guint n_paths;          /* of the newest letter, on this plane */
  NnLandscapePath *paths; /* owned */
} NnWork;

typedef enum
{
  NN_FINEST_ONLY,
  NN_COARSE_TO_FINE /* where a place takes long, the first grid is on few rows */
} NnThoroughness;

/* Lays the plane and begins its first grid. FALSE when stopped, or with an error. */
gboolean nn_work_begin (NnWork *work, const NnLetter *letter, NnThoroughness thoroughness, NnStopFunc stop, gpointer stop_data, GError **error);
void nn_work_clear (NnWork *work); /* but for the field, which the next plane may need, too */
/* Puts the letter's states on the plane. Reads all weights of all of them. */
void nn_work_project (NnWork *work, const NnLetter *letter);
void nn_work_take_grid (NnWork *work); /* the grid under way is complete */
/* Begins the next finer grid; after a preview, the coarsest on all rows. FALSE: there is none. */
gboolean nn_work_go_finer (NnWork *work, NnStopFunc stop, gpointer stop_data);
NnLandscapePicture *nn_work_picture (const NnWork *work); /* caller owns */
