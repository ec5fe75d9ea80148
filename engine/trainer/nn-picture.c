#include "nn-picture-private.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "nn-channel.h"
#include "nn-error.h"

/* More than any screen needs, and little enough to be had on any machine. */
#define MAX_PICTURE_BYTES ((guint64) 1 << 30)

typedef struct
{
  NnPicture picture; /* first: a picture's address is its holder's */
  NnRefs refs;
} Holder;

NnPicture *
nn_picture_ref (NnPicture *picture)
{
  nn_refs_inc (&((Holder *) picture)->refs);
  return picture;
}

void
nn_picture_unref (NnPicture *picture)
{
  if (picture == NULL || !nn_refs_dec (&((Holder *) picture)->refs))
    return;
  g_clear_pointer (&picture->frame, nn_frame_unref);
  g_clear_pointer (&picture->spec, nn_spec_unref);
  g_clear_pointer (&picture->data, ds_prepared_unref);
  g_free (picture->field);
  for (guint i = 0; i < NN_MAX_LAYERS; i++)
    g_free (picture->maps[i]);
  g_free (picture->input_maps);
  g_free ((Holder *) picture);
}

/* Floats of the field and all maps together; G_MAXUINT64 where that cannot be counted. */
static guint64
count_floats (const NnPicture *picture)
{
  guint64 field = 0, maps = picture->input_units, edge = picture->map_size;

  for (guint i = 0; i < picture->n_layers; i++)
    maps += picture->map_units[i];
  if (!g_uint64_checked_mul (&field, picture->width, picture->height) || !g_uint64_checked_mul (&field, field, picture->outputs)
      || !g_uint64_checked_mul (&maps, maps, edge * edge) || !g_uint64_checked_add (&field, field, maps))
    return G_MAXUINT64;
  return field;
}

static gboolean
allocate (NnPicture *picture)
{
  gsize map = (gsize) picture->map_size * picture->map_size;

  picture->field = g_try_new (float, (gsize) picture->width * picture->height * picture->outputs);
  if (picture->field == NULL)
    return FALSE;
  if (map == 0)
    return TRUE;
  for (guint i = 0; i < picture->n_layers; i++)
    {
      picture->maps[i] = g_try_new (float, MAX (map * picture->map_units[i], 1));
      if (picture->maps[i] == NULL)
        return FALSE;
    }
  picture->input_maps = g_try_new (float, MAX (map * picture->input_units, 1));
  return picture->input_maps != NULL;
}

NnPicture *
nn_picture_new (const NnSpec *spec, DsPrepared *data, const NnPlan *plan, const NnProbeRequest *request, guint divisor, GError **error)
{
  Holder *holder = g_new0 (Holder, 1);
  NnPicture *picture = &holder->picture;
  guint64 floats;

  nn_refs_init (&holder->refs);
  picture->width = MAX (request->width / divisor, 1);
  picture->height = request->axis_y == NN_PROBE_NO_AXIS ? 1 : MAX (request->height / divisor, 1);
  picture->fine = divisor == 1;
  picture->request = *request;
  picture->request.width = picture->width;
  picture->request.height = picture->height;
  picture->spec = nn_spec_ref (spec);
  picture->data = ds_prepared_ref (data);
  picture->outputs = plan->outputs;
  picture->n_layers = plan->n_layers;
  picture->map_size = request->map_size;
  if (request->map_size > 0)
    {
      for (guint i = 0; i < plan->n_layers; i++)
        picture->map_units[i] = MIN (plan->layers[i].out, request->max_map_units);
      picture->input_units = MIN (plan->inputs, request->max_map_units);
    }
  floats = count_floats (picture);
  if (floats > MAX_PICTURE_BYTES / sizeof (float) || !allocate (picture))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_TOO_BIG,
                   _("A picture of %u × %u points for %u outputs takes too much memory; ask for a smaller one"), picture->width,
                   picture->height, picture->outputs);
      nn_picture_unref (picture);
      return NULL;
    }
  return picture;
}

void
nn_picture_copy_maps (NnPicture *picture, const NnPicture *from)
{
  gsize map = (gsize) from->map_size * from->map_size * sizeof (float);

  if (map == 0)
    return;
  for (guint i = 0; i < from->n_layers; i++)
    memcpy (picture->maps[i], from->maps[i], map * from->map_units[i]);
  memcpy (picture->input_maps, from->input_maps, map * from->input_units);
}
