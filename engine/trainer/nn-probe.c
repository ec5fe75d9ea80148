#include "nn-probe.h"

#include <math.h>

#include "nn-channel.h"
#include "nn-sampler.h"

/* A field done within this keeps up with any screen: no coarse one before it. */
#define QUICK_SECONDS 0.012
/* Fields smaller than this are never made coarse first. */
#define SMALL_FIELD (128 * 128)

typedef struct
{
  guint64 serial;
  NnFrame *frame;
  NnProbeRequest request;
} Letter;

struct _NnProbe
{
  NnThread *thread;
  NnEvent *wake;
  NnMailbox requests; /* Letter */
  NnMailbox pictures; /* NnPicture */
  NnCounter asked, answered; /* serial numbers */
  NnCounter moved;           /* of the newest request that looks elsewhere, or at another network, than the one before it */
  NnCounter quit;            /* 0 or 1 */
  /* The asking thread's own: */
  guint64 serial;
  NnProbeRequest last_request;
  const void *last_spec, *last_data; /* to compare, never to follow */
  void (*listener) (gpointer user_data);
  gpointer listener_data;
  /* The probe thread's own: */
  NnSampler *sampler;
  guint64 answering;  /* serial of the request under way */
  gboolean gave_up;   /* the last fine field was left for a newer request */
  gint64 last_fine;   /* when one was last finished, µs */
};

static void
letter_free (Letter *letter)
{
  if (letter == NULL)
    return;
  nn_frame_unref (letter->frame);
  g_free (letter);
}

/* --- The probe's thread ---------------------------------------------------------------------------
 *
 * While a network trains, a request comes with every frame of the screen, and what should be seen is the finest field that
 * keeps up. So: a field that takes no longer than a frame is made fine at once. A slower one is made coarse first, at half the
 * edge if that keeps up, else at a quarter. The fine one after it gives way to a newer request, but not twice in a row if it is
 * merely slow, and not for ever if it is very slow: then it gets a fifth of the time. Once the window looks elsewhere, everything
 * gives way. */

static gboolean
must_stop (gpointer data)
{
  NnProbe *probe = data;

  return nn_counter_get (&probe->quit) != 0 || nn_counter_get (&probe->moved) > probe->answering;
}

static gboolean
newer_waits (gpointer data)
{
  NnProbe *probe = data;

  return must_stop (probe) || !nn_mailbox_is_empty (&probe->requests);
}

static void
publish (NnProbe *probe, NnPicture *picture, NnFrame *frame)
{
  if (picture->frame == NULL)
    picture->frame = nn_frame_ref (frame);
  nn_picture_unref (nn_mailbox_put (&probe->pictures, picture));
  if (probe->listener != NULL)
    probe->listener (probe->listener_data);
}

static guint
first_divisor (NnProbe *probe, const NnProbeRequest *request)
{
  double points = (double) request->width * (request->axis_y == NN_PROBE_NO_AXIS ? 1 : request->height);
  double seconds = points * nn_sampler_seconds_per_point (probe->sampler);

  if (points <= SMALL_FIELD)
    return 1;
  if (seconds == 0) /* a network never drawn before: look at a small picture first */
    return 4;
  return seconds <= QUICK_SECONDS ? 1 : seconds / 4 <= QUICK_SECONDS ? 2 : 4;
}

/* Whether the fine field now due may be left for a newer request. */
static gboolean
may_give_up (NnProbe *probe, const NnProbeRequest *request)
{
  double points = (double) request->width * (request->axis_y == NN_PROBE_NO_AXIS ? 1 : request->height);
  double seconds = points * nn_sampler_seconds_per_point (probe->sampler);
  double since = (double) (g_get_monotonic_time () - probe->last_fine) * 1e-6;

  return seconds < 0.05 ? !probe->gave_up : since < 5 * seconds;
}

static void
answer (NnProbe *probe, Letter *letter)
{
  const NnProbeRequest *request = &letter->request;
  g_autoptr (NnPicture) first = NULL;
  NnPicture *fine;
  guint divisor;

  if (!nn_sampler_prepare (probe->sampler, letter->frame, request, NULL))
    return;
  divisor = first_divisor (probe, request);
  first = nn_sampler_picture (probe->sampler, letter->frame, request, divisor, NULL, must_stop, probe, NULL);
  if (first == NULL)
    return;
  publish (probe, nn_picture_ref (first), letter->frame);
  if (divisor == 1)
    {
      probe->last_fine = g_get_monotonic_time ();
      probe->gave_up = FALSE;
      return;
    }
  fine = nn_sampler_picture (probe->sampler, letter->frame, request, 1, first,
                             may_give_up (probe, request) ? newer_waits : must_stop, probe, NULL);
  probe->gave_up = fine == NULL;
  if (fine == NULL)
    return;
  probe->last_fine = g_get_monotonic_time ();
  publish (probe, fine, letter->frame);
}

static void
run (gpointer data)
{
  NnProbe *probe = data;

  while (nn_event_wait (probe->wake, -1))
    {
      Letter *letter;

      /* Off before looking: a request put after the look sets it again. */
      nn_event_set (probe->wake, FALSE);
      if (nn_counter_get (&probe->quit))
        return;
      while ((letter = nn_mailbox_take (&probe->requests)) != NULL)
        {
          probe->answering = letter->serial;
          answer (probe, letter);
          letter_free (letter);
          nn_counter_set (&probe->answered, probe->answering);
        }
    }
}

/* --- The window's side ---------------------------------------------------------------------------- */

NnProbe *
nn_probe_new (void)
{
  NnProbe *probe = g_new0 (NnProbe, 1);

  probe->wake = nn_event_new ();
  probe->sampler = nn_sampler_new ();
  /* Without a thread there are no pictures, but everything else works. */
  probe->thread = nn_thread_start ("nn-probe", run, probe, NULL);
  return probe;
}

void
nn_probe_free (NnProbe *probe)
{
  if (probe == NULL)
    return;
  nn_counter_set (&probe->quit, 1);
  nn_event_set (probe->wake, TRUE);
  if (probe->thread != NULL)
    nn_thread_join (probe->thread);
  letter_free (nn_mailbox_take (&probe->requests));
  nn_picture_unref (nn_mailbox_take (&probe->pictures));
  nn_sampler_free (probe->sampler);
  nn_event_free (probe->wake);
  g_free (probe);
}

void
nn_probe_set_listener (NnProbe *probe, void (*wake) (gpointer user_data), gpointer user_data)
{
  probe->listener = wake;
  probe->listener_data = user_data;
}

static gboolean
looks_elsewhere (NnProbe *probe, const NnFrame *frame, const NnProbeRequest *request)
{
  const NnProbeRequest *last = &probe->last_request;

  return frame->spec != probe->last_spec || frame->data != probe->last_data || request->axis_x != last->axis_x
         || request->axis_y != last->axis_y || request->x0 != last->x0 || request->x1 != last->x1 || request->y0 != last->y0
         || request->y1 != last->y1 || request->width != last->width || request->height != last->height
         || request->map_size != last->map_size || request->max_map_units != last->max_map_units;
}

void
nn_probe_request (NnProbe *probe, NnFrame *frame, const NnProbeRequest *request)
{
  Letter *letter;

  if (probe->thread == NULL)
    return;
  letter = g_new0 (Letter, 1);
  letter->serial = ++probe->serial;
  letter->frame = nn_frame_ref (frame);
  letter->request = *request;
  nn_counter_set (&probe->asked, letter->serial);
  if (looks_elsewhere (probe, frame, request))
    nn_counter_set (&probe->moved, letter->serial);
  probe->last_request = *request;
  probe->last_spec = frame->spec;
  probe->last_data = frame->data;
  letter_free (nn_mailbox_put (&probe->requests, letter));
  nn_event_set (probe->wake, TRUE);
}

gboolean
nn_probe_busy (NnProbe *probe)
{
  return nn_counter_get (&probe->asked) != nn_counter_get (&probe->answered);
}

NnPicture *
nn_probe_take (NnProbe *probe)
{
  return nn_mailbox_take (&probe->pictures);
}

NnPicture *
nn_probe_evaluate (const NnFrame *frame, const NnProbeRequest *request, GError **error)
{
  g_autoptr (NnSampler) sampler = nn_sampler_new ();

  if (!nn_sampler_prepare (sampler, frame, request, error))
    return NULL;
  return nn_sampler_picture (sampler, frame, request, 1, NULL, NULL, NULL, error);
}

/* --- Where to look -------------------------------------------------------------------------------- */

static void
range_with_margin (double low, double high, double *from, double *to)
{
  double margin = 0.08 * (high - low);

  if (high <= low)
    {
      *from = low - 0.5;
      *to = low + 0.5;
      return;
    }
  *from = low - margin;
  *to = high + margin;
}

void
nn_probe_request_init (NnProbeRequest *request, const DsPrepared *data)
{
  *request = (NnProbeRequest){ .axis_y = NN_PROBE_NO_AXIS, .width = 256, .height = 256, .map_size = 32, .max_map_units = 32 };
  range_with_margin (data->raw_min[0], data->raw_max[0], &request->x0, &request->x1);
  if (data->raw_inputs >= 2)
    {
      request->axis_y = 1;
      range_with_margin (data->raw_min[1], data->raw_max[1], &request->y0, &request->y1);
    }
  else if (data->options.task == DS_REGRESSION)
    range_with_margin (data->y_min, data->y_max, &request->y0, &request->y1);
  else
    range_with_margin (0, 1, &request->y0, &request->y1);
}
