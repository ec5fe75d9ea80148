/* The outer shape of a safetensors file: eight bytes of header length, a JSON header, then the bytes of all tensors. Private. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  NN_DTYPE_OTHER, /* a type this program does not read; fine for tensors nobody asks for */
  NN_DTYPE_F16,
  NN_DTYPE_BF16,
  NN_DTYPE_F32,
  NN_DTYPE_F64
} NnDtype;

#define NN_SAFETENSORS_MAX_DIMS 8
#define NN_SAFETENSORS_METADATA "__metadata__"

typedef struct
{
  const char *name; /* lives as long as the file */
  const char *dtype_name;
  NnDtype dtype;
  guint n_dims;
  guint64 dims[NN_SAFETENSORS_MAX_DIMS];
  guint64 begin, end; /* bytes, from `data` */
} NnSafetensor;

typedef struct _NnSafetensors NnSafetensors;

/* Checks the header and every entry in it: lengths, types, no gap and no overlap. bytes must outlive the result. name: for
 * messages. */
NnSafetensors *nn_safetensors_open (const guint8 *bytes, gsize n, const char *name, GError **error);
void nn_safetensors_free (NnSafetensors *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnSafetensors, nn_safetensors_free)

/* In the order of their bytes. */
const NnSafetensor *nn_safetensors_list (const NnSafetensors *file, guint *n);
const NnSafetensor *nn_safetensors_find (const NnSafetensors *file, const char *tensor); /* NULL if there is none */

/* One element, any of the four float types, as a double. */
double nn_safetensors_value (const NnSafetensors *file, const NnSafetensor *tensor, guint64 index);

/* A string of the header's __metadata__; NULL if there is none. Lives as long as the file. */
const char *nn_safetensors_metadata (const NnSafetensors *file, const char *key);

/* "[8, 4]"; caller frees. */
char *nn_safetensors_shape (const NnSafetensor *tensor);

/* At most so many bytes of a text from the file, for messages, and no half characters; caller frees. */
char *nn_safetensors_excerpt (const char *text, gsize bytes);

/* nn-safetensors-write.c */
typedef struct
{
  const char *name;
  NnDtype dtype; /* F32 or F64 */
  guint n_dims;
  guint64 dims[2];
  gconstpointer values; /* float or double; NULL where there are none */
} NnSafetensorSource;

/* Durable and atomic. metadata: strings for __metadata__, may be NULL: {"key", "value", ..., NULL}. */
gboolean nn_safetensors_write (const char *path, const NnSafetensorSource *tensors, guint n, const char *const *metadata, GError **error);

G_END_DECLS
