#include "fl-train-hints.h"

#include <glib/gi18n-lib.h>

#include "fl-axis.h"
#include "fl-edit.h"
#include "fl-panel-parts.h"
#include "fl-remedy.h"

struct _FlTrainHints
{
  FlHintBar *bar;     /* borrowed */
  FlSession *session; /* borrowed */
  void (*select) (int layer, gpointer user_data);
  gpointer user_data;
};

FlTrainHints *
fl_train_hints_new (FlHintBar *bar, FlSession *session, void (*select) (int layer, gpointer user_data), gpointer user_data)
{
  FlTrainHints *hints = g_new0 (FlTrainHints, 1);

  hints->bar = bar;
  hints->session = session;
  hints->select = select;
  hints->user_data = user_data;
  return hints;
}

void
fl_train_hints_free (FlTrainHints *hints)
{
  g_free (hints);
}

static const NnSpec *
spec_of (FlTrainHints *hints)
{
  return fl_document_get_project (fl_session_get_document (hints->session))->spec;
}

static void
select_cb (gpointer data)
{
  FlTrainHints *hints = data;
  int layer;

  if (fl_session_get_problem (hints->session, &layer) != NULL && layer >= 0)
    hints->select (layer, hints->user_data);
}

/* NULL where the data are what is wrong, or nothing helps. */
static FlRemedy *
remedy_of (FlTrainHints *hints)
{
  DsPrepared *data = fl_session_get_data (hints->session);
  NnProblem problem;

  if (data == NULL)
    return NULL;
  problem = nn_problem (data);
  return fl_remedy_find (spec_of (hints), &problem);
}

static void
mend_cb (gpointer data)
{
  FlTrainHints *hints = data;
  g_autoptr (FlRemedy) remedy = remedy_of (hints);

  if (remedy != NULL)
    fl_remedy_apply (remedy, fl_session_get_document (hints->session));
}

/* What the trainer's message advises too: from 1e6 no halving leads back within a lesson. */
static double
gentler_rate (const DsItem *optimizer)
{
  return MIN (ds_item_get (optimizer, "learning_rate") / 10, 0.1);
}

static void
slower_cb (gpointer data)
{
  FlTrainHints *hints = data;
  DsItem optimizer = spec_of (hints)->optimizer;

  if (ds_type_find_param (optimizer.type, "learning_rate") >= 0
      && ds_item_set (&optimizer, "learning_rate", gentler_rate (&optimizer), NULL))
    fl_edit_set_optimizer (fl_session_get_document (hints->session), &optimizer, "learning_rate");
  fl_session_reset (hints->session);
  fl_session_play (hints->session);
}

/* A run that goes on after its stop is given as many epochs again, or its patience anew. */
static void
train_on_cb (gpointer data)
{
  FlTrainHints *hints = data;

  fl_session_play (hints->session);
}

static void
show_problem (FlTrainHints *hints, const char *problem, int layer)
{
  g_autoptr (FlRemedy) remedy = remedy_of (hints);
  const char *text = fl_session_get_run (hints->session) != NULL
                       ? _("Training waits until this is changed; what was learned so far is kept.") : _("Training waits until this is changed.");
  g_autofree char *sentence = fl_sentence (problem);
  FlHint hint = { "dialog-warning-symbolic", sentence, text,
                  remedy != NULL ? remedy->button : layer >= 0 ? _("Select layer") : NULL, TRUE };

  fl_hint_bar_show (hints->bar, &hint, remedy != NULL ? mend_cb : select_cb, hints);
}

static void
show_diverged (FlTrainHints *hints, const NnFrame *frame)
{
  FlHint hint = { "dialog-warning-symbolic", _("The training has diverged."), frame->message, NULL, TRUE };
  const DsItem *optimizer = &spec_of (hints)->optimizer;
  g_autofree char *button = NULL;
  char number[32];

  if (frame->step > 0 && ds_type_find_param (optimizer->type, "learning_rate") >= 0)
    button = g_strdup_printf (_("Restart with learning rate %s"), fl_format_number (gentler_rate (optimizer), number, sizeof number));
  hint.button = button;
  fl_hint_bar_show (hints->bar, &hint, slower_cb, hints);
}

static void
show_stop (FlTrainHints *hints, const NnFrame *frame)
{
  const NnSpec *spec = frame->spec;
  g_autofree char *title = NULL, *epochs = fl_format_whole (frame->epoch); /* more than asked for at first: as long again */
  FlHint hint = { "emblem-ok-symbolic", NULL, NULL, NULL, FALSE };
  char number[32];

  switch (frame->stop)
    {
    case NN_STOP_PATIENCE:
      title = g_strdup_printf (frame->data->n_validation > 0 ? _("Stopped: no better validation loss for %s epochs.")
                                                             : _("Stopped: no better training loss for %s epochs."),
                               fl_format_number ((double) spec->stop_patience, number, sizeof number));
      hint.detail = _("The weights are those of the best epoch.");
      break;
    case NN_STOP_LOSS_BELOW:
      title = g_strdup_printf (_("Stopped: the training loss is below %s."), fl_format_number (spec->stop_loss_below, number, sizeof number));
      break;
    case NN_STOP_EPOCHS:
      title = g_strdup_printf (_("Stopped after %s epochs, as asked for."), epochs);
      hint.button = _("Train as long again");
      break;
    default:
      fl_hint_bar_hide (hints->bar);
      return;
    }
  hint.title = title;
  fl_hint_bar_show (hints->bar, &hint, train_on_cb, hints);
}

void
fl_train_hints_update (FlTrainHints *hints)
{
  NnFrame *frame = fl_session_get_frame (hints->session);
  int layer = -1;
  const char *problem = fl_session_get_problem (hints->session, &layer);

  if (problem != NULL)
    show_problem (hints, problem, layer);
  else if (frame == NULL || frame->state != NN_STOPPED || fl_session_is_playing (hints->session))
    fl_hint_bar_hide (hints->bar);
  else if (frame->stop == NN_STOP_DIVERGED)
    show_diverged (hints, frame);
  else
    show_stop (hints, frame);
}
