#include "nn-plane.h"

#include <math.h>
#include <string.h>
#include "ds-rng.h"

void
nn_plane_free (NnPlane *plane)
{
  if (plane == NULL)
    return;
  g_free (plane->origin);
  g_free (plane->d1);
  g_free (plane->d2);
  g_free (plane);
}

/* The length of v, over what d moves. */
static double
length_where (const float *d, const float *v, gsize n)
{
  double sum = 0;
  for (gsize i = 0; i < n; i++)
    if (d[i] != 0)
      sum += (double) v[i] * (double) v[i];
  return sqrt (sum);
}

static void
draw_direction (const NnPlan *plan, guint64 seed, guint which, float *d)
{
  for (guint t = 0; t < plan->n_tensors; t++)
    {
      const NnTensor *tensor = &plan->tensors[t];
      DsRng rng = ds_rng (seed, DS_RNG_PLANE, (guint64) which * 4096 + t);
      gsize n = tensor->trainable ? (gsize) tensor->rows * tensor->cols : 0;
      for (gsize i = 0; i < n; i++)
        d[tensor->offset + i] = (float) ds_rng_normal (&rng);
    }
  for (gsize f = 0; f < plan->n_frozen; f++)
    d[plan->frozen[f]] = 0;
}

/* Li et al. 2018, section 4: a Gaussian direction in which each filter (here: each unit's row of weights) is as long as the
 * filter itself; biases and the parameters of normalization do not move. Nor does what is frozen, which its row's length leaves out. */
static void
random_direction (const NnPlan *plan, const float *weights, guint64 seed, guint which, float *d)
{
  draw_direction (plan, seed, which, d);
  for (guint t = 0; t < plan->n_tensors; t++)
    for (guint row = 0; row < plan->tensors[t].rows; row++)
      {
        gsize cols = plan->tensors[t].cols, at = plan->tensors[t].offset + (gsize) row * cols;
        double drawn = length_where (d + at, d + at, cols), wanted = length_where (d + at, weights + at, cols);
        for (gsize i = at; i < at + cols; i++)
          d[i] = (float) ((double) d[i] * wanted / (drawn + 1e-10));
      }
}

static double
product (const float *a, const float *b, gsize n)
{
  double sum = 0;
  for (gsize i = 0; i < n; i++)
    sum += (double) a[i] * (double) b[i];
  return sum;
}

/* A principal component has no sense of its own: keep the one it had, or let the path go to the right and up. */
static void
give_sense (const NnPlane *plane, float *d, const float *before, const float *from, const float *to)
{
  double along = before != NULL ? product (d, before, plane->n) : product (d, to, plane->n) - product (d, from, plane->n);
  for (gsize i = 0; along < 0 && i < plane->n; i++)
    d[i] = -d[i];
}

static gboolean
principal (NnPlane *plane, const NnPlan *plan, const NnWaypoint *states, guint n_states, const NnPlane *before, NnStopFunc stop,
           gpointer stop_data)
{
  if (!nn_principal_directions (plan, states, n_states, plane->d1, plane->d2, plane->variance, stop, stop_data))
    return FALSE;
  gboolean same = before != NULL && before->kind == NN_PLANE_PRINCIPAL && before->n == plane->n;
  const float *from = states[0].weights, *to = states[n_states - 1].weights;
  give_sense (plane, plane->d1, same ? before->d1 : NULL, from, to);
  give_sense (plane, plane->d2, same ? before->d2 : NULL, from, to);
  plane->states = n_states;
  return TRUE;
}

static void
fill (NnPlane *plane, const NnPlan *plan, const NnLandscapeRequest *request, const NnWaypoint *states, guint n_states,
      const NnPlane *before, NnStopFunc stop, gpointer stop_data)
{
  const float *here = states[n_states - 1].weights;
  memcpy (plane->origin, here, plane->n * sizeof (float));
  if (request->kind == NN_PLANE_WEIGHTS && request->weight_x < plane->n && request->weight_y < plane->n
      && request->weight_x != request->weight_y)
    {
      /* Without those two, so that coordinates are their values. */
      plane->kind = NN_PLANE_WEIGHTS;
      plane->origin[request->weight_x] = plane->origin[request->weight_y] = 0;
      plane->d1[request->weight_x] = plane->d2[request->weight_y] = 1;
      return;
    }
  plane->kind = request->kind == NN_PLANE_PRINCIPAL ? NN_PLANE_PRINCIPAL : NN_PLANE_RANDOM;
  if (plane->kind == NN_PLANE_PRINCIPAL && principal (plane, plan, states, n_states, before, stop, stop_data))
    return;
  plane->fell_back = plane->kind == NN_PLANE_PRINCIPAL;
  plane->kind = NN_PLANE_RANDOM;
  memset (plane->d1, 0, plane->n * sizeof (float));
  memset (plane->d2, 0, plane->n * sizeof (float));
  random_direction (plan, here, request->seed, 0, plane->d1);
  random_direction (plan, here, request->seed, 1, plane->d2);
}

NnPlane *
nn_plane_new (const NnPlan *plan, const NnLandscapeRequest *request, const NnWaypoint *states, guint n_states, const NnPlane *before,
              NnStopFunc stop, gpointer stop_data, GError **error)
{
  g_autoptr (NnPlane) plane = g_new0 (NnPlane, 1);
  plane->n = plan->n_weights;
  plane->origin = g_try_new0 (float, plane->n + 1);
  plane->d1 = g_try_new0 (float, plane->n + 1);
  plane->d2 = g_try_new0 (float, plane->n + 1);
  if (plane->origin == NULL || plane->d1 == NULL || plane->d2 == NULL)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SYSTEM, "there is no memory for two directions of %zu weights", plane->n);
      return NULL;
    }
  fill (plane, plan, request, states, n_states, before, stop, stop_data);
  if (stop != NULL && stop (stop_data))
    return NULL;
  plane->d11 = product (plane->d1, plane->d1, plane->n);
  plane->d12 = product (plane->d1, plane->d2, plane->n);
  plane->d22 = product (plane->d2, plane->d2, plane->n);
  return g_steal_pointer (&plane);
}

void
nn_plane_at (const NnPlane *plane, double x, double y, float *weights)
{
  const float *restrict o = plane->origin, *restrict d1 = plane->d1, *restrict d2 = plane->d2;
  float a = (float) x, b = (float) y, *restrict w = weights;
  for (gsize i = 0; i < plane->n; i++)
    w[i] = o[i] + a * d1[i] + b * d2[i];
}

void
nn_plane_project (const NnPlane *plane, const NnPlan *plan, const float *weights, double *x, double *y, double *distance)
{
  double r1 = 0, r2 = 0, rr = 0, determinant = plane->d11 * plane->d22 - plane->d12 * plane->d12;
  for (guint t = 0; t < plan->n_tensors; t++)
    {
      const NnTensor *tensor = &plan->tensors[t];
      gsize end = tensor->offset + (gsize) tensor->rows * MAX (tensor->cols, 1);
      for (gsize i = tensor->offset; i < end; i++)
        {
          if (!tensor->trainable && plane->d1[i] == 0 && plane->d2[i] == 0) /* but a chosen weight is a coordinate, frozen or not */
            continue;
          double r = (double) weights[i] - (double) plane->origin[i];
          r1 += r * (double) plane->d1[i];
          r2 += r * (double) plane->d2[i];
          rr += r * r;
        }
    }
  *x = *y = 0;
  if (determinant > 1e-12 * plane->d11 * plane->d22)
    {
      *x = (r1 * plane->d22 - r2 * plane->d12) / determinant;
      *y = (r2 * plane->d11 - r1 * plane->d12) / determinant;
    }
  *distance = sqrt (MAX (0, rr - *x * r1 - *y * r2));
}
