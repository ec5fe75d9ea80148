#include "fl-landscape-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-axis.h"
#include "fl-time-strip.h"

static void
say_plane (GString *text, const NnLandscapePicture *p)
{
  g_autofree char *weights = fl_format_whole (p->n_weights), *step = fl_format_whole (p->step), *states = fl_format_whole (p->states);

  if (p->fell_back)
    g_string_append (text, _("The states so far do not span a plane: two random directions until they do. "));
  else if (p->kind == NN_PLANE_PRINCIPAL)
    g_string_append_printf (text, _("The plane of the first two principal components of %s states: %.1f %% and %.1f %% of their variance. "), states,
                            100 * p->variance[0], 100 * p->variance[1]);
  else if (p->kind == NN_PLANE_WEIGHTS && p->n_weights == 2)
    g_string_append_printf (text, _("The plane of %s and %s. "), p->x_name, p->y_name);
  else if (p->kind == NN_PLANE_WEIGHTS)
    g_string_append_printf (text, _("The plane of %s and %s; all others stay as they are. "), p->x_name, p->y_name);
  if (p->kind == NN_PLANE_RANDOM)
    g_string_append (text, _("A plane of two random directions, each neuron’s scaled to the length of its weights (Li et al. 2018). "));
  if (p->n_weights > 2)
    g_string_append_printf (text, _("It is a slice through %s dimensions, laid at step %s. "), weights, step);
  else if (p->rows < p->all_rows || p->penalties_left_out)
    g_string_append (text, _("Every parameter of the model is shown. "));
  else
    g_string_append (text, _("Exact: every parameter of the model is shown. "));
}

char *
fl_landscape_statement (const NnLandscapePicture *p)
{
  const NnLandscapePoint *last = &p->paths[0].points[p->paths[0].n - 1];
  g_autofree char *step = fl_format_whole (last->step), *rows = fl_format_whole (p->rows), *all_rows = fl_format_whole (p->all_rows);
  GString *text = g_string_new (NULL);
  char a[32];

  say_plane (text, p);
  if (!isfinite (last->distance))
    g_string_append_printf (text, _("At step %s weights are no numbers any more: there is no place for them on any plane."), step);
  else if (last->distance < 1e-5)
    g_string_append_printf (text, _("The state at step %s lies on it: distance 0."), step);
  else
    g_string_append_printf (text, _("The state at step %s lies %s from the plane."), step, fl_format_number (last->distance, a, sizeof a));
  if (p->flat)
    g_string_append (text, _(" The loss is the same all over the plane."));
  if (p->rows < p->all_rows)
    g_string_append_printf (text, _(" An approximation: on %s of %s training rows."), rows, all_rows);
  if (p->penalties_left_out)
    g_string_append (text, _(" Penalties are left out."));
  if (p->chance_left_out)
    g_string_append (text, _(" An approximation of what training sees: dropout is off."));
  if (p->statistics_kept)
    g_string_append (text, _(" An approximation: batch statistics stay those of the state the plane goes through."));
  return g_string_free (text, FALSE);
}

char *
fl_landscape_description (const NnLandscapePicture *p)
{
  g_autofree char *step = fl_format_whole (p->step);
  char a[32], b[32], c[32], d[32];

  return g_strdup_printf (_("loss %s at step %s, where the plane was laid; lowest on this plane %s at %s, %s"), fl_format_number (p->here_loss, a, sizeof a),
                          step, fl_format_number (p->lowest, b, sizeof b), fl_format_number (p->lowest_x, c, sizeof c),
                          fl_format_number (p->lowest_y, d, sizeof d));
}
