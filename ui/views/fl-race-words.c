#include "fl-race-words.h"

#include <glib/gi18n-lib.h>

#include "fl-axis.h"

char *
fl_race_statement (const FlRaceResult *result)
{
  GString *text = g_string_new (NULL);

  if (result->setup.surface != NULL)
    return g_string_free (g_string_append (text, _(result->setup.surface->help)), FALSE);
  if (result->parameters == 2)
    g_string_append (text, _("Exact: every parameter of the model is shown."));
  else if (result->choice.held_best)
    g_string_append_printf (text, _("A slice: two of %.0f parameters. The others stay where the loss of all is lowest, and only these two learn here."),
                            (double) result->parameters);
  else
    g_string_append_printf (text, _("A slice: two of %.0f parameters. The others stay at 0, since no values of theirs are best, and only these two learn here."),
                            (double) result->parameters);
  if (result->rows < result->setup.data->n_train)
    g_string_append_printf (text, _(" An approximation: on %.0f of %.0f training rows."), (double) result->rows, (double) result->setup.data->n_train);
  g_string_append_c (text, ' ');
  g_string_append (text, _("Drag the start, or click anywhere."));
  return g_string_free (text, FALSE);
}

char *
fl_race_result_text (const FlRaceResult *result, guint racer, guint step)
{
  const NnDescent *descent = result->descents[racer];
  double near = 0.01 * (result->setup.box.x1 - result->setup.box.x0);
  guint at = MIN (step, descent->n - 1);
  int reached = nn_descent_reaches (descent, (const double (*)[2]) result->optima, result->n_optima, near);
  char value[32];

  fl_format_number (descent->points[at].value, value, sizeof value);
  if (descent->diverged && step + 1 >= descent->n)
    return g_strdup_printf (_("diverged at step %u"), descent->n);
  if (reached >= 0 && reached <= (int) at)
    return g_strdup_printf (_("%s · there in %d steps"), value, reached);
  return g_strdup_printf (_("%s after %u steps"), value, at);
}

char *
fl_race_stability (const FlRaceResult *result)
{
  const NnSpec *spec = result->setup.spec;
  char a[32], b[32], c[32], d[32];

  if (result->n_optima == 0 && nn_loss_prediction (spec->loss.type) == NN_PREDICT_PROBABILITY && spec->l1 == 0)
    return g_strdup (_("The loss has no lowest point: the classes can be told apart without error, and the weights grow for ever."));
  if (result->n_optima == 0)
    return g_strdup (_("No lowest point was found by Newton’s method: this loss is not smooth, or curves the wrong way somewhere."));
  return g_strdup_printf (_("Eigenvalues of the Hessian at the optimum: %s and %s; condition number %s. Plain descent diverges above a learning rate of 2 / λₘₐₓ = %s."),
                          fl_format_number (result->eigenvalues[0], a, sizeof a), fl_format_number (result->eigenvalues[1], b, sizeof b),
                          fl_format_number (result->eigenvalues[0] / result->eigenvalues[1], c, sizeof c),
                          fl_format_number (2 / result->eigenvalues[0], d, sizeof d));
}
