/* A plane in the space of the weights: origin + x d1 + y d2. Immutable once made. */
#pragma once
#include "nn-landscape.h"
#include "nn-trail.h"

typedef gboolean (*NnStopFunc) (gpointer data); /* TRUE: leave it */

typedef struct
{
  NnPlaneKind kind;
  gboolean fell_back;
  gsize n;
  float *origin, *d1, *d2;  /* (n); the directions are 0 where nothing is trained */
  double d11, d12, d22;     /* their scalar products */
  double variance[2];
  guint states;
} NnPlane;

/* states: (n_states), all of plan->n_weights weights, the last one the state the plane goes through. before: a plane whose
 * principal directions are to keep their sense, or NULL. NULL when stopped or without memory (then with an error). */
NnPlane *nn_plane_new (const NnPlan *plan, const NnLandscapeRequest *request, const NnWaypoint *states, guint n_states,
                       const NnPlane *before, NnStopFunc stop, gpointer stop_data, GError **error);
void nn_plane_free (NnPlane *plane);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnPlane, nn_plane_free)

void nn_plane_at (const NnPlane *plane, double x, double y, float *weights);
/* The nearest point of the plane, and how far that is over the trainable parameters. */
void nn_plane_project (const NnPlane *plane, const NnPlan *plan, const float *weights, double *x, double *y, double *distance);

/* Principal components (nn-pca.c): unit vectors d1, d2 (n) and the shares of variance. FALSE if the states span no plane, or when
 * stopped. */
gboolean nn_principal_directions (const NnPlan *plan, const NnWaypoint *states, guint n_states, float *d1, float *d2, double variance[2],
                                  NnStopFunc stop, gpointer stop_data);
