/* DsGenerator: one synthetic data set of the gallery. A generator is one file ending in one `const` descriptor, and one
 * row of datasets.inc; the gallery, the options form, saving and `fallline list` follow from the descriptor.
 *
 * Every draw of a row is keyed by the row's index, and noise scales offsets that do not depend on its amount: dragging
 * Points adds rows and keeps those that were there, dragging Noise moves each point along its own line. Positions
 * come from low-discrepancy sequences, so that few points already show the whole shape. */
#pragma once
#include "../ds-dataset.h"
#include "../ds-rng.h"
#include "../ds-type.h"

G_BEGIN_DECLS

typedef struct
{
  DsType type; /* first: a DsGenerator is a DsType */
  DsTask task;
  guint inputs;              /* 1 or 2 */
  guint n_classes;           /* CLASSIFICATION without classes_param */
  const char *classes_param; /* id of the INT parameter that says how many classes, or NULL */

  /* Fills rows [0, rows) of values (rows, inputs + 1); the last column is the class index or the value. */
  void (*fill) (const DsItem *item, guint64 seed, gsize rows, float *values);
} DsGenerator;

/* Inputs lie within about -DS_EXTENT .. DS_EXTENT: wide enough that sin x bends, small enough for a tanh network
 * without standardizing. */
#define DS_EXTENT 3.0

/* The first two parameters of every generator. */
#define DS_GENERATOR_PARAMS \
  { "samples", N_ ("Points"), NULL, N_ ("How many points to draw"), DS_PARAM_INT, DS_PARAM_LOG, 20, 20000, 500, 10 }, \
  { "noise", N_ ("Noise"), "%", N_ ("How far points stray from the exact shape"), DS_PARAM_REAL, DS_PARAM_PLAIN, 0, 1, 0.1, 0.01 }

/* The random numbers of one row. */
DsRng ds_generator_row (guint64 seed, gsize row);

/* The index-th of a sequence evenly filling [0, 1) (golden ratio), shifted by the seed; channel separates several. */
double ds_generator_even (guint64 seed, guint channel, gsize index);

/* The same for the unit square (Roberts 2018, "R2"), loosened by a little randomness of the row. */
void ds_generator_even_square (guint64 seed, guint channel, gsize index, DsRng *row, double *u, double *v);

G_END_DECLS
