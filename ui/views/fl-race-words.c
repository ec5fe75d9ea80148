#include "fl-race-words.h"

#include <glib/gi18n-lib.h>

#include "fl-axis.h"
#include "fl-race-scene.h"
#include "fl-time-strip.h"

char *
fl_race_statement (const FlRaceResult *result)
{
  g_autofree char *parameters = fl_format_whole (result->parameters);
  GString *text = g_string_new (NULL);

  if (result->setup.surface != NULL)
    return g_string_free (g_string_append (text, _(result->setup.surface->help)), FALSE);
  if (result->parameters == 2 && result->rows == result->setup.data->n_train)
    g_string_append (text, _("Exact: every parameter of the model is shown."));
  else if (result->parameters == 2)
    g_string_append (text, _("Every parameter of the model is shown."));
  else if (result->choice.held_best)
    g_string_append_printf (text, _("A slice: two of %s parameters. The others stay where the loss of all is lowest, and only these two learn here."),
                            parameters);
  else
    g_string_append_printf (text, _("A slice: two of %s parameters. The others stay at 0, since no values of theirs are best, and only these two learn here."),
                            parameters);
  if (result->rows < result->setup.data->n_train)
    {
      g_autofree char *rows = fl_format_whole (result->rows), *all = fl_format_whole (result->setup.data->n_train);

      g_string_append_printf (text, _(" An approximation: on %s of %s training rows."), rows, all);
    }
  g_string_append_c (text, ' ');
  g_string_append (text, _("Drag the start, click anywhere, or press Alt and an arrow on the level lines."));
  return g_string_free (text, FALSE);
}

char *
fl_race_result_text (const FlRaceResult *result, guint racer, guint step)
{
  const NnDescent *descent = result->descents[racer];
  double near = 0.01 * (result->setup.box.x1 - result->setup.box.x0);
  guint at = MIN (step, descent->n - 1);
  int reached = nn_descent_reaches (descent, (const double (*)[2]) result->optima, result->n_optima, near);
  gboolean gone = descent->diverged && step + 1 >= descent->n, there = reached >= 0 && reached <= (int) at;
  g_autofree char *steps = fl_format_whole (gone ? descent->n : there ? (guint) reached : at);
  char value[32];

  fl_format_number (descent->points[at].value, value, sizeof value);
  if (gone)
    return g_strdup_printf (_("diverged at step %s"), steps);
  return g_strdup_printf (there ? _("%s · there in %s steps") : _("%s after %s steps"), value, steps);
}

/* On which side of its limit the racer is; nothing where it has none. */
static void
say_racer (GString *text, const FlRaceResult *result, guint racer)
{
  const DsItem *item = &result->setup.racers[racer];
  double rate = ds_item_get (item, "learning_rate"), limit = nn_stable_rate (item, result->eigenvalues[0]);
  g_autofree char *name = fl_racer_name (item);
  char a[32];

  if (!(limit > 0) || result->setup.batch > 0)
    return;
  fl_format_number (limit, a, sizeof a);
  if (rate > limit)
    /* TRANSLATORS: a racer, as "SGD · η 0.4", and a learning rate */
    g_string_append_printf (text, result->closed_form ? _(" %s is above its limit of %s: it diverges.") : _(" %s is above its limit of %s: it finds no rest there."), name, a);
  else
    g_string_append_printf (text, _(" %s is below its limit of %s."), name, a);
}

char *
fl_race_stability (const FlRaceResult *result, guint chosen)
{
  const NnSpec *spec = result->setup.spec;
  GString *text = g_string_new (NULL);
  char a[32], b[32], c[32], d[32];

  if (result->n_optima == 0 && nn_loss_prediction (spec->loss.type) == NN_PREDICT_PROBABILITY && spec->l1 == 0)
    return g_string_free (g_string_append (text, _("The loss has no lowest point: the classes can be told apart without error, and the weights grow for ever.")), FALSE);
  if (result->n_optima == 0)
    return g_string_free (g_string_append (text, _("No lowest point was found by Newton’s method: this loss is not smooth, or curves the wrong way somewhere.")), FALSE);
  fl_format_number (result->eigenvalues[0], a, sizeof a);
  fl_format_number (result->eigenvalues[1], b, sizeof b);
  fl_format_number (result->eigenvalues[0] / result->eigenvalues[1], c, sizeof c);
  fl_format_number (2 / result->eigenvalues[0], d, sizeof d);
  g_string_append_printf (text, _("Eigenvalues of the Hessian at the optimum: %s and %s; condition number %s. "), a, b, c);
  if (result->closed_form)
    g_string_append_printf (text, _("Plain descent diverges above a learning rate of 2 / λmax = %s."), d);
  else /* farther out the loss is flatter than a square: it does not run away, but swings round the optimum */
    g_string_append_printf (text, _("Plain descent finds no rest there above a learning rate of 2 / λmax = %s."), d);
  say_racer (text, result, MIN (chosen, result->setup.n_racers - 1));
  return g_string_free (text, FALSE);
}
