#include "ds-problem.h"

void
ds_problems_take (DsProblems *problems, DsProblem *problem)
{
  problems->total++;
  if (problems->n == DS_MAX_PROBLEMS)
    g_free (problem->text);
  else
    {
      /* Grows by doubling: most files have none. */
      if ((problems->n & (problems->n - 1)) == 0)
        problems->list = g_renew (DsProblem, problems->list, problems->n ? 2 * problems->n : 1);
      problems->list[problems->n++] = *problem;
    }
  *problem = (DsProblem){ 0 };
}

void
ds_problems_clear (DsProblems *problems)
{
  for (guint i = 0; i < problems->n; i++)
    g_free (problems->list[i].text);
  g_free (problems->list);
  *problems = (DsProblems){ 0 };
}

gboolean
ds_problem_fail (DsProblem *problem, const char *file, DsError code, GError **error)
{
  g_set_error (error, DS_ERROR, code, "%s:%zu:%u: %s", file, problem->line, problem->column, problem->text);
  g_clear_pointer (&problem->text, g_free);
  return FALSE;
}
