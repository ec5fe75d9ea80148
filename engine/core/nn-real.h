/* What a backend is compiled with.
 *
 * The numeric sources (core/nn-network.c, core/nn-gemm.c, layers/, activations/, losses/, optim/) are compiled once per
 * *backend*: "ref" (plain loops and libm), "avx2", "avx512", and "f64" (double precision, for gradient checks). Each is its own
 * static library; NN_SYMBOL() keeps their names apart. A new layer is one plain C file: the vector code comes free.
 *
 * Layout everywhere in here: a matrix of activations is (units, ld): one unit's values over the samples of a batch lie
 * together, one sample is one *lane*. ld is a multiple of NN_LANES; lanes past the batch are padding: their inputs are 0 and
 * the loss gives them a gradient of 0, so that they add nothing. */
#pragma once
#include <glib.h>

#ifndef NN_BACKEND
#define NN_BACKEND ref
#endif
#define NN_PASTE_(name, backend) name##_##backend
#define NN_PASTE(name, backend) NN_PASTE_ (name, backend)
#define NN_SYMBOL(name) NN_PASTE (name, NN_BACKEND)

#define NN_LANES 16
#define NN_ROUND_UP(n) (((n) + NN_LANES - 1) & ~(gsize) (NN_LANES - 1))

#ifdef NN_DOUBLE
typedef double nn_real;
#else
typedef float nn_real;
#endif

/* The widest vector the backend has; NN_LANES of them or a part make a group of lanes. */
#if defined(__AVX512F__)
#define NN_VECTOR_BYTES 64
#elif defined(__AVX__)
#define NN_VECTOR_BYTES 32
#else
#define NN_VECTOR_BYTES 16
#endif
#define NN_VECTOR ((int) (NN_VECTOR_BYTES / sizeof (nn_real)))
typedef nn_real nn_vector __attribute__ ((vector_size (NN_VECTOR_BYTES), may_alias));

#define NN_ALIGN 128
