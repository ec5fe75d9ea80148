/* FlLossPlot: the loss chart of one run, painted on the plots' worker. */
#pragma once
#include "fl-chart-plot.h"
#include "nn-frame.h"

G_BEGIN_DECLS

#define FL_TYPE_LOSS_PLOT (fl_loss_plot_get_type ())
G_DECLARE_FINAL_TYPE (FlLossPlot, fl_loss_plot, FL, LOSS_PLOT, FlChartPlot)

GtkWidget *fl_loss_plot_new (void);
/* The moment that is looked at gets a line that can be dragged; NULL: none. Signals: "seek" (guint64 step, gboolean exact), after a
 * click and while the line is dragged; "unseek", when a click turns out to have been the first of two, which mean something else. */
void fl_loss_plot_mark (FlLossPlot *self, const NnFrame *frame);
/* Follows the frame's series; another run starts new curves. */
void fl_loss_plot_take (FlLossPlot *self, NnFrame *frame);
void fl_loss_plot_forget (FlLossPlot *self); /* no curves */
/* Runs to be seen behind this one, at most FL_CHART_OTHERS: their rows are followed until others are named. */
typedef struct
{
  NnSeries *epochs; /* borrowed */
  guint number;
  const char *name;
  gboolean validated;
} FlLossOther;
void fl_loss_plot_set_others (FlLossPlot *self, const FlLossOther *others, guint n);
void fl_loss_plot_set_smoothing (FlLossPlot *self, double weight); /* 0: none, up to 0.95 */

typedef enum
{
  FL_LOSS_EPOCHS,
  FL_LOSS_STEPS,
  FL_LOSS_SECONDS /* spent training; single batches carry no time and are left out */
} FlLossUnit;
void fl_loss_plot_set_unit (FlLossPlot *self, FlLossUnit unit);

G_END_DECLS
