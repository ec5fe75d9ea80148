#include "fl-picture-values.h"

#include "fl-plot-values.h"

static void
end_cell (GString *text, gboolean last)
{
  g_string_append_c (text, last ? '\n' : ',');
}

char *
fl_confusion_csv (const FlConfusion *confusion)
{
  GString *text = g_string_new ("truth");

  for (guint c = 0; c < confusion->n; c++)
    {
      g_string_append_c (text, ',');
      fl_values_append_words (text, confusion->names[c]);
    }
  g_string_append_c (text, '\n');
  for (guint r = 0; r < confusion->n; r++)
    {
      fl_values_append_words (text, confusion->names[r]);
      for (guint c = 0; c < confusion->n; c++)
        g_string_append_printf (text, ",%" G_GUINT64_FORMAT, confusion->counts[(gsize) r * confusion->n + c]);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

char *
fl_scatter_csv (const FlScatter *scatter)
{
  GString *text = g_string_new ("truth,predicted\n");

  for (gsize i = 0; i < scatter->n; i++)
    {
      fl_values_append_number (text, (double) scatter->truth[i]);
      end_cell (text, FALSE);
      fl_values_append_number (text, (double) scatter->predicted[i]);
      end_cell (text, TRUE);
    }
  return g_string_free (text, FALSE);
}

char *
fl_roc_csv (const FlRocCurve *curves, guint n, const char *const *names)
{
  GString *text = g_string_new ("class,false_positive_rate,true_positive_rate\n");

  for (guint c = 0; c < n; c++)
    for (guint i = 0; i < curves[c].n_points; i++)
      {
        fl_values_append_words (text, names[curves[c].class_index]);
        end_cell (text, FALSE);
        fl_values_append_number (text, curves[c].x[i]);
        end_cell (text, FALSE);
        fl_values_append_number (text, curves[c].y[i]);
        end_cell (text, TRUE);
      }
  return g_string_free (text, FALSE);
}

char *
fl_opinion_csv (const FlOpinion *opinion)
{
  GString *text = g_string_new ("class,share\n");

  for (guint c = 0; c < opinion->n; c++)
    {
      fl_values_append_words (text, opinion->names[c]);
      end_cell (text, FALSE);
      fl_values_append_number (text, (double) opinion->shares[c]);
      end_cell (text, TRUE);
    }
  return g_string_free (text, FALSE);
}

char *
fl_image_csv (const float *values, guint width, guint height)
{
  GString *text = g_string_new ("row");

  for (guint x = 0; x < width; x++)
    g_string_append_printf (text, ",%u", x + 1);
  g_string_append_c (text, '\n');
  for (guint y = 0; y < height; y++)
    {
      g_string_append_printf (text, "%u", y + 1);
      for (guint x = 0; x < width; x++)
        {
          g_string_append_c (text, ',');
          fl_values_append_number (text, (double) values[(gsize) y * width + x]);
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static void
append_bin (GString *text, const FlHistogramScene *histogram, guint bin)
{
  double width = (histogram->high - histogram->low) / MAX (histogram->n_bins, 1);

  if (histogram->bin_names != NULL)
    {
      fl_values_append_words (text, histogram->bin_names[bin]);
      return;
    }
  fl_values_append_number (text, histogram->low + bin * width);
  end_cell (text, FALSE);
  fl_values_append_number (text, histogram->low + (bin + 1) * width);
}

char *
fl_histogram_csv (const FlHistogramScene *histogram, const char *const *group_names)
{
  GString *text = g_string_new (histogram->bin_names != NULL ? "value" : "from,to");

  for (guint g = 0; g < histogram->n_groups; g++)
    {
      g_string_append_c (text, ',');
      fl_values_append_words (text, group_names != NULL ? group_names[g] : "count");
    }
  g_string_append_c (text, '\n');
  for (guint b = 0; b < histogram->n_bins; b++)
    {
      append_bin (text, histogram, b);
      for (guint g = 0; g < histogram->n_groups; g++)
        g_string_append_printf (text, ",%" G_GUINT64_FORMAT, histogram->counts[(gsize) g * histogram->n_bins + b]);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
