/* CSV in two passes over the text in memory: the survey finds the shape (csv-survey.c), then the table is allocated once and
 * filled (csv-fill.c). Both use one lexer (csv-scan.c). A million rows cost their text and four bytes a cell. */
#include "csv-encoding.h"
#include "csv-fill.h"

#include <glib/gi18n-lib.h>

#define LIMIT (G_GUINT64_CONSTANT (2) << 30)

DsDataset *
ds_csv_parse (const char *text, gsize length, const char *name, const DsCsvOptions *options, DsProgress progress,
              gpointer user_data, GError **error)
{
  static const DsCsvOptions defaults = { .header = -1 };
  DsCsvSurvey survey;
  DsDataset *dataset = NULL;

  if (!options)
    options = &defaults;
  if (ds_csv_survey (&survey, text, length, name, options, progress, user_data, error))
    dataset = ds_csv_fill (&survey, options, error);
  ds_csv_survey_clear (&survey);
  return dataset;
}

DsDataset *
ds_csv_read (const char *path, const DsCsvOptions *options, DsProgress progress, gpointer user_data, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  const char *encoding;
  gsize length;
  g_autofree char *text = ds_csv_read_text (path, LIMIT, &length, &encoding, error);

  return text ? ds_csv_parse (text, length, name, options, progress, user_data, error) : NULL;
}
