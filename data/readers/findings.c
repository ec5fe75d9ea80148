#include "findings.h"

void
ds_findings_take (DsFindings *findings, GError *error)
{
  DsProblem problem = { .text = g_strdup (error->message) };

  if (findings->problems)
    ds_problems_take (findings->problems, &problem);
  g_free (problem.text);
  if (findings->first)
    g_error_free (error);
  else
    findings->first = error;
}

void
ds_find (DsFindings *findings, DsError code, const char *format, ...)
{
  va_list values;

  va_start (values, format);
  ds_findings_take (findings, g_error_new_valist (DS_ERROR, (int) code, format, values));
  va_end (values);
}
