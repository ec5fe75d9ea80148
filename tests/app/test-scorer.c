/* The scorer: it works while somebody looks, follows the training and the data, and outlives neither. */
#include "fl-session-fixture.h"

#include "fl-scorer.h"

typedef struct
{
  Fixture session;
  FlScorer *scorer;
  guint scores;
} Scored;

static void
scored_set_up (Scored *s, gconstpointer text)
{
  set_up (&s->session, text);
  s->scorer = fl_scorer_get (s->session.session);
  s->scores = 0;
  g_signal_connect (s->scorer, "score", G_CALLBACK (count_cb), &s->scores);
}

static void
scored_tear_down (Scored *s, gconstpointer text)
{
  g_object_unref (s->scorer);
  tear_down (&s->session, text);
}

#define SCORE(s) fl_scorer_get_score ((s)->scorer)

static void
test_one_a_session (Scored *s, gconstpointer text)
{
  g_autoptr (FlScorer) again = fl_scorer_get (s->session.session);

  g_assert_true (again == s->scorer);
}

/* Nobody looks: nothing is computed. */
static void
test_only_while_watched (Scored *s, gconstpointer text)
{
  wait_ready (&s->session);
  fl_session_step (s->session.session);
  WAIT_FOR (&s->session, frame (&s->session)->step == 1);
  g_assert_null (SCORE (s));
  g_assert_false (fl_scorer_is_busy (s->scorer));
  fl_scorer_watch (s->scorer, 1);
  WAIT_FOR (&s->session, SCORE (s) != NULL);
  g_assert_cmpuint (SCORE (s)->step, ==, 1);
  g_assert_true (SCORE (s)->data == fl_session_get_data (s->session.session));
  g_assert_nonnull (SCORE (s)->metrics[NN_PART_TRAIN]);
  fl_scorer_watch (s->scorer, -1);
}

/* It comes by itself to the last weights of a run, without anybody else taking frames. */
static void
test_follows_training (Scored *s, gconstpointer text)
{
  guint before;

  wait_ready (&s->session);
  set_learning_rate (&s->session, 0.02);
  fl_scorer_watch (s->scorer, 1);
  fl_session_play (s->session.session);
  while (SCORE (s) == NULL || SCORE (s)->step < 50)
    g_main_context_iteration (NULL, TRUE);
  fl_session_pause (s->session.session);
  WAIT_FOR (&s->session, frame (&s->session)->state == NN_PAUSED);
  WAIT_FOR (&s->session, SCORE (s)->step == frame (&s->session)->step && !fl_scorer_is_busy (s->scorer));
  before = s->scores;
  fl_session_step (s->session.session);
  WAIT_FOR (&s->session, SCORE (s)->step == frame (&s->session)->step && s->scores > before);
  fl_scorer_watch (s->scorer, -1);
}

static void
test_other_data (Scored *s, gconstpointer text)
{
  DsItem generator;
  DsPrepared *old;

  fl_scorer_watch (s->scorer, 1);
  WAIT_FOR (&s->session, SCORE (s) != NULL);
  old = ds_prepared_ref (SCORE (s)->data);
  generator = fl_document_get_project (s->session.document)->source->generator;
  ds_item_set (&generator, "noise", 0.2, NULL);
  fl_edit_set_generator (s->session.document, &generator, NULL);
  WAIT_FOR (&s->session, SCORE (s) != NULL && SCORE (s)->data != old);
  g_assert_true (SCORE (s)->data == fl_session_get_data (s->session.session));
  ds_prepared_unref (old);
  fl_scorer_watch (s->scorer, -1);
}

/* The session goes while a score is on its way. */
static void
test_gone (Scored *s, gconstpointer text)
{
  wait_ready (&s->session);
  fl_scorer_watch (s->scorer, 1);
}

/* The chosen row belongs to its data. */
static void
test_row (Scored *s, gconstpointer text)
{
  FlSession *session = s->session.session;
  guint rows = 0;

  wait_ready (&s->session);
  g_signal_connect (session, "row", G_CALLBACK (count_cb), &rows);
  g_assert_cmpint (fl_session_get_row (session), ==, -1);
  fl_session_set_row (session, 3);
  fl_session_set_row (session, 3);
  g_assert_cmpuint (rows, ==, 1);
  g_assert_cmpint (fl_session_get_row (session), ==, 3);
  fl_session_set_row (session, G_MAXINT);
  g_assert_cmpint (fl_session_get_row (session), ==, -1);
  g_assert_cmpuint (rows, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/scorer/one-a-session", Scored, NULL, scored_set_up, test_one_a_session, scored_tear_down);
  g_test_add ("/scorer/only-while-watched", Scored, NULL, scored_set_up, test_only_while_watched, scored_tear_down);
  g_test_add ("/scorer/follows-training", Scored, NULL, scored_set_up, test_follows_training, scored_tear_down);
  g_test_add ("/scorer/other-data", Scored, NULL, scored_set_up, test_other_data, scored_tear_down);
  g_test_add ("/scorer/gone", Scored, NULL, scored_set_up, test_gone, scored_tear_down);
  g_test_add ("/scorer/row", Scored, NULL, scored_set_up, test_row, scored_tear_down);
  return g_test_run ();
}
