/* The bare generator, for the test of its published vectors. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* One block of Philox4x32-10. */
void ds_rng_philox (const guint32 key[2], const guint32 counter[4], guint32 out[4]);

G_END_DECLS
