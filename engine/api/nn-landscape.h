/* NnLandscape: the thread behind the pictures of the loss. It lays a plane through the weights and evaluates the training loss
 * (without penalties) on a grid of it, coarse first and then ever finer, and says where the states of the runs lie on it. A newer
 * request replaces one not finished; one that asks for the same plane only brings the paths up to date. Nothing here blocks,
 * but where said. */
#pragma once
#include "nn-frame.h"

G_BEGIN_DECLS

/* A run's states in the order of time, bounded: at most 256 frames and about 48 MB; when it is full every second one goes. The
 * first and the newest stay. One thread. */
typedef struct _NnTrail NnTrail;
NnTrail *nn_trail_new (void);
void nn_trail_free (NnTrail *trail);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnTrail, nn_trail_free)
/* Refs the frame. Of frames whose history keeps enough states only the newest stays. Another run, other data or a step back start
 * afresh; a frame of the step seen last replaces that. */
void nn_trail_add (NnTrail *trail, NnFrame *frame);
guint nn_trail_length (const NnTrail *trail);
NnFrame *nn_trail_get (const NnTrail *trail, guint index); /* borrowed */

typedef enum
{
  NN_PLANE_RANDOM,    /* two random directions, each neuron's scaled to its weights (Li et al. 2018); biases, norms, frozen ones stay */
  NN_PLANE_PRINCIPAL, /* the first two principal components of all states shown, through the newest */
  NN_PLANE_WEIGHTS,   /* two chosen weights; coordinates are their values */
  NN_N_PLANES
} NnPlaneKind;

#define NN_LANDSCAPE_COARSEST 5

typedef struct
{
  NnPlaneKind kind;
  guint64 seed;              /* RANDOM: other seeds, other directions */
  gsize weight_x, weight_y;  /* WEIGHTS: indices into the flat weights */
  gboolean fit;              /* choose a rectangle that shows the paths; else the one given */
  double x0, x1, y0, y1;     /* in the plane's coordinates; row 0 of the grid is at y1 (top) */
  guint size;                /* edge of the finest grid: 5, 9, 17, 65, 129, 257 or 513 */
  gsize max_rows;            /* of the training rows, drawn by the seed; 0: all */
  guint64 centre;            /* another number lays the plane through the newest state anew */
} NnLandscapeRequest;

typedef struct
{
  guint64 step;
  double x, y;     /* the projection onto the plane */
  double distance; /* of the state from the plane, over the trainable parameters */
} NnLandscapePoint;

typedef struct
{
  guint n;
  NnLandscapePoint *points; /* (n) */
} NnLandscapePath;

typedef struct
{
  NnLandscapeRequest request;
  NnPlaneKind kind;            /* what is shown */
  gboolean fell_back;          /* principal components were asked for, and the states do not span a plane yet */
  char x_name[64], y_name[64]; /* WEIGHTS: "0.weight[3, 1]"; else empty */
  double variance[2];          /* PRINCIPAL: share of the states' variance along each direction; else 0 */
  guint states;                /* PRINCIPAL: how many went into it */
  gsize rows, all_rows;        /* training rows used, and how many there are: fewer make an approximation */
  gboolean statistics_kept;    /* some layer normalizes with running statistics: those of the shown state are used everywhere */
  gboolean chance_left_out;    /* some layer draws at random in training (dropout), and does not here */
  gboolean penalties_left_out; /* training adds penalties, which the loss here has not */
  gsize n_weights;
  guint64 run, step;           /* of the state the plane was laid through */
  double here_loss;            /* there, evaluated directly */
  double x0, x1, y0, y1;       /* what the grid covers */
  guint size;                  /* of the grid: its values are at the corners and between, spaced (x1 - x0) / (size - 1) */
  const float *values;         /* (size, size), row 0 at y1; NaN or infinite where the loss is */
  gboolean fine;               /* nothing finer follows */
  double lowest, lowest_x, lowest_y; /* NaN: no value is finite */
  gboolean flat;               /* all finite values are the same, but for rounding */
  guint n_paths;               /* one a trail of the request */
  NnLandscapePath *paths;
} NnLandscapePicture;

void nn_landscape_picture_unref (NnLandscapePicture *picture); /* NULL is fine; any thread */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnLandscapePicture, nn_landscape_picture_unref)

typedef struct _NnLandscape NnLandscape;
NnLandscape *nn_landscape_new (void);
void nn_landscape_free (NnLandscape *landscape); /* waits for no more than a few thousand rows */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnLandscape, nn_landscape_free)
/* Called on the landscape's thread when a picture is waiting, or the work ended. Set before the first request. */
void nn_landscape_set_listener (NnLandscape *landscape, void (*wake) (gpointer user_data), gpointer user_data);
/* trails: (n_trails), not empty; the newest frame of the first is the state shown, states of another size are left out. Frames
 * are ref'd. */
void nn_landscape_request (NnLandscape *landscape, const NnLandscapeRequest *request, NnTrail *const *trails, guint n_trails);
/* Leaves the grid as fine as it is by now. */
void nn_landscape_cancel (NnLandscape *landscape);
gboolean nn_landscape_busy (NnLandscape *landscape);
double nn_landscape_progress (NnLandscape *landscape); /* 0 .. 1 of all places of the finest grid */
double nn_landscape_seconds_left (NnLandscape *landscape); /* until then, at the rate of the last places; 0: not known */
NnLandscapePicture *nn_landscape_take (NnLandscape *landscape); /* newest not taken yet, or NULL; caller owns */

/* The same, blocking, finest grid only: for tests and the command line. Errors: NN_ERROR. */
NnLandscapePicture *nn_landscape_evaluate (const NnLandscapeRequest *request, NnTrail *const *trails, guint n_trails, GError **error);

/* "0.weight[3, 1]", "0.bias[2]", of a single layer "weight[0, 1]", of one with a single neuron and input "weight" and "bias": for people;
 * caller frees. */
char *nn_weight_name (const NnPlan *plan, gsize index);

G_END_DECLS
