/* L-BFGS on the full batch: the two-loop recursion over the last 10 pairs (Nocedal and Wright 2006, algorithm 7.4) and a line search
 * for the strong Wolfe conditions with c1 = 1e-4, c2 = 0.9 (algorithms 3.5 and 3.6, cubic interpolation). One step is one iteration;
 * the first trial length is the learning rate (times min (1, 1/|g|_1) at the start, as in PyTorch's optim.LBFGS). */
#include <math.h>
#include <string.h>
#include "nn-math.h"
#include "nn-optimizer.h"

#define PAIRS 10
#define C1 1e-4
#define C2 0.9
#define TRIALS 25

/* moments: s of pair i at i, y at PAIRS + i, then the direction and the weights the search starts from. */
enum
{
  DIRECTION = 2 * PAIRS,
  START,
  N_MOMENTS
};

/* scalars: 1 / (y s) of each pair, and how many pairs there have been. */
enum
{
  COUNT = PAIRS
};

static const DsParam params[] = {
  { "learning_rate", N_("Learning rate"), NULL, N_("The length tried first along each direction; 1 is right nearly always."), DS_PARAM_REAL, DS_PARAM_LOG, 0, 1e9, 1 },
};

static double
dot (const nn_real *a, const nn_real *b, gsize n)
{
  double sum = 0;
  for (gsize i = 0; i < n; i++)
    sum += (double) a[i] * (double) b[i];
  return sum;
}

static void
add (nn_real *to, double factor, const nn_real *from, gsize n)
{
  for (gsize i = 0; i < n; i++)
    to[i] += (nn_real) factor * from[i];
}

/* d = -H g by the two loops. */
static void
find_direction (NnSearch *s)
{
  nn_real *d = s->moments[DIRECTION];
  guint count = (guint) s->scalars[COUNT], pairs = MIN (count, PAIRS);
  double alpha[PAIRS];
  for (gsize i = 0; i < s->n; i++)
    d[i] = -s->g[i];
  for (guint k = 0; k < pairs; k++)
    {
      guint at = (count - 1 - k) % PAIRS;
      alpha[at] = s->scalars[at] * dot (s->moments[at], d, s->n);
      add (d, -alpha[at], s->moments[PAIRS + at], s->n);
    }
  if (pairs > 0)
    {
      guint last = (count - 1) % PAIRS;
      const nn_real *y = s->moments[PAIRS + last];
      double scale = 1 / (s->scalars[last] * dot (y, y, s->n));
      for (gsize i = 0; i < s->n; i++)
        d[i] *= (nn_real) scale;
    }
  for (guint k = pairs; k-- > 0;)
    {
      guint at = (count - 1 - k) % PAIRS;
      double beta = s->scalars[at] * dot (s->moments[PAIRS + at], d, s->n);
      add (d, alpha[at] - beta, s->moments[at], s->n);
    }
}

/* A point on the line: length, value, slope. */
typedef struct
{
  double t, value, slope;
} Point;

static Point
visit (NnSearch *s, double t)
{
  const nn_real *start = s->moments[START], *d = s->moments[DIRECTION];
  /* Running statistics are no direction to search in: they go on from one measurement to the next. */
  for (guint k = 0; k < s->n_tensors; k++)
    {
      const NnTensor *tensor = &s->tensors[k];
      gsize end = tensor->offset + (gsize) tensor->rows * MAX (tensor->cols, 1);
      for (gsize i = tensor->offset; tensor->trainable && i < end; i++)
        s->w[i] = start[i] + (nn_real) t * d[i];
    }
  double value = s->measure (s->network);
  return (Point) { t, value, dot (s->g, d, s->n) };
}

/* The minimum of the cubic through two points, kept off the ends (Nocedal and Wright, equation 3.59). */
static double
interpolate (Point a, Point b)
{
  double low = MIN (a.t, b.t), high = MAX (a.t, b.t), margin = 0.1 * (high - low);
  double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.t - b.t);
  double square = d1 * d1 - a.slope * b.slope;
  double d2 = copysign (sqrt (MAX (square, 0)), b.t - a.t);
  double t = b.t - (b.t - a.t) * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
  if (!(square >= 0) || !isfinite (t))
    t = (low + high) / 2;
  return CLAMP (t, low + margin, high - margin);
}

static gboolean
falls_enough (Point p, Point origin)
{
  return p.value <= origin.value + C1 * p.t * origin.slope; /* FALSE for NaN */
}

static gboolean
flat_enough (Point p, Point origin)
{
  return fabs (p.slope) <= -C2 * origin.slope;
}

/* Between `low`, which falls enough, and `high`. Ends at the best point found. */
static Point
zoom (NnSearch *s, Point origin, Point low, Point high, int trials)
{
  Point p = low;
  for (; trials > 0 && fabs (high.t - low.t) > 1e-9 * MAX (low.t, high.t); trials--)
    {
      p = visit (s, isfinite (high.value) ? interpolate (low, high) : (low.t + high.t) / 2);
      if (!falls_enough (p, origin) || p.value >= low.value)
        high = p;
      else if (flat_enough (p, origin))
        return p;
      else
        {
          if (p.slope * (high.t - low.t) >= 0)
            high = low;
          low = p;
        }
    }
  return p.t == low.t ? p : visit (s, low.t);
}

static void
line_search (NnSearch *s, Point origin, double first)
{
  Point before = origin;
  double t = first;
  for (int trial = 0; trial < TRIALS; trial++)
    {
      Point p = visit (s, t);
      if (!falls_enough (p, origin) || (trial > 0 && p.value >= before.value))
        {
          zoom (s, origin, before, p, TRIALS - trial);
          return;
        }
      if (flat_enough (p, origin))
        return;
      if (p.slope >= 0)
        {
          zoom (s, origin, p, before, TRIALS - trial);
          return;
        }
      before = p;
      t *= 2;
    }
}

/* Keeps the pair (step, change of gradient) if it shows positive curvature. */
static void
remember (NnSearch *s, const nn_real *old_gradient)
{
  guint at = (guint) s->scalars[COUNT] % PAIRS;
  nn_real *step = s->moments[at], *change = s->moments[PAIRS + at];
  double curvature = 0;
  for (gsize i = 0; i < s->n; i++)
    curvature += ((double) s->w[i] - (double) s->moments[START][i]) * ((double) s->g[i] - (double) old_gradient[i]);
  if (!(curvature > 1e-10))
    return;
  for (gsize i = 0; i < s->n; i++)
    {
      step[i] = s->w[i] - s->moments[START][i];
      change[i] = s->g[i] - old_gradient[i];
    }
  s->scalars[at] = 1 / curvature;
  s->scalars[COUNT]++;
}

static void
search (const NnUpdate *u, NnSearch *s)
{
  nn_real *d = s->moments[DIRECTION];
  double length = 0;
  for (gsize i = 0; i < s->n; i++)
    length += fabs ((double) s->g[i]);
  if (length < 1e-10)
    return; /* at the bottom */
  find_direction (s);
  double slope = dot (s->g, d, s->n);
  if (!(slope < 0))
    {
      s->scalars[COUNT] = 0; /* the pairs mislead: straight down once */
      find_direction (s);
      slope = -dot (s->g, s->g, s->n);
    }
  memcpy (s->moments[START], s->w, s->n * sizeof (nn_real));
  g_autofree nn_real *old_gradient = g_memdup2 (s->g, s->n * sizeof (nn_real));
  double first = s->scalars[COUNT] == 0 ? MIN (1, 1 / length) * u->learning_rate : u->learning_rate;
  if (first > 0)
    line_search (s, (Point) { 0, s->value, slope }, first);
  remember (s, old_gradient);
}

const NnOptimizer NN_SYMBOL (nn_optimizer_lbfgs) = {
  .type = { "lbfgs", N_("L-BFGS"), N_("Learns the curvature and searches along each direction; always on all rows at once."), NULL, params, G_N_ELEMENTS (params) },
  .full_batch = TRUE,
  .n_moments = N_MOMENTS,
  .search = search,
};
