/* The trainer's two sides: the thread that trains (nn-trainer.c) and who controls it (nn-trainer-commands.c). Only the queue, the mailbox
 * and what is set before the thread starts are shared. */
#pragma once
#include "nn-channel.h"
#include "nn-frame-private.h"
#include "nn-keeper.h"
#include "nn-pace.h"
#include "nn-run.h"
#include "nn-trainer.h"

typedef enum
{
  COMMAND_PLAY,
  COMMAND_PAUSE,
  COMMAND_STEP,
  COMMAND_RESET,
  COMMAND_RESET_KEEPING,
  COMMAND_UNRESET,
  COMMAND_INTERRUPT,
  COMMAND_CHANGE,
  COMMAND_WEIGHTS,
  COMMAND_WEIGHT,
  COMMAND_RESTORE,
  COMMAND_HISTORY_BUDGET,
  COMMAND_CAPTURE,
  COMMAND_SPEED,
  COMMAND_FRAME_RATE,
  COMMAND_WAIT,
  COMMAND_QUIT
} CommandType;

/* Somebody waits for the trainer to be idle; may give up first. */
typedef struct
{
  NnRefs refs;
  NnEvent *event;
} Waiter;

/* Somebody waits for a checkpoint. */
typedef struct
{
  Waiter waiter;
  NnCheckpoint *checkpoint;
  GError *error;
} Capture;

typedef struct
{
  CommandType type;
  NnSpec *spec;
  DsPrepared *data;
  float *weights;
  gsize n;
  double number;
  guint64 from, to; /* versions */
  gboolean anew;
  Waiter *waiter;
  NnCheckpoint *checkpoint;
  NnHistory *history;
  NnMoment *moment;
  Capture *capture;
} Command;

struct _NnTrainer
{
  NnThread *thread;
  NnQueue *queue;
  NnMailbox mailbox;
  NnPool *pool;
  void (*wake) (gpointer user_data);
  gpointer wake_data;
  NnPace *pace; /* ref; NULL: by itself */
  guint lane;

  /* The thread's own from here on. */
  NnRun *run;
  NnKeeper *keeper;
  NnFramePool *frames;
  NnState state;
  guint64 version;
  double steps_per_second, frame_interval, next_frame, next_step;
  double rate_time, samples_per_second;
  guint64 rate_samples;
  double last_clock; /* of count_seconds() */
  gboolean held; /* where the pace holds everybody, and has said so */
  GPtrArray *waiters;
  gboolean quit;
};

void nn_waiter_unref (Waiter *waiter);
void nn_command_clear (Command *command);
void nn_command_free (Command *command);
void nn_trainer_thread (gpointer trainer);
