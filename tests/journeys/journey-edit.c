/* An engineer in a hurry: the network and its training change while it trains, and it goes on training. */
#include "journey.h"
#include <string.h>

typedef struct
{
  const char *name;
  guint n;
} Wanted;

static gboolean
count_is_cb (Journey *journey, gpointer data)
{
  const Wanted *wanted = data;
  return journey_count (journey, wanted->name) == wanted->n;
}

static void
test_layers_while_training (void)
{
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "layers.fallline");
  Journey *journey = journey_start (project);
  g_autoptr (Accessible) first = journey_find (journey, "button|Dense layer 1, *");
  guint layers = journey_count (journey, "button|Dense layer *");

  journey_press (journey, "button|Train");
  journey_assert_trains (journey);
  for (guint more = 1; more <= 3; more++)
    {
      Wanted wanted = { "button|Dense layer *", layers + more };
      journey_activate (journey, "win.add-layer", g_variant_new_string ("dense"));
      journey_wait (journey, "one dense layer more", 10, count_is_cb, &wanted);
      journey_assert_trains (journey);
    }
  for (guint less = 1; less <= 3; less++)
    {
      Wanted wanted = { "button|Dense layer *", layers + 3 - less };
      journey_activate (journey, "win.remove-layer", NULL);
      journey_wait (journey, "one dense layer less", 10, count_is_cb, &wanted);
      journey_assert_trains (journey);
    }
  for (guint i = 0; i < 6; i++)
    journey_activate (journey, "win.undo", NULL);
  Wanted wanted = { "button|Dense layer *", layers };
  journey_wait (journey, "the layers of the beginning", 10, count_is_cb, &wanted);
  g_assert_false (journey_is_enabled (journey, "win.undo"));
  journey_assert_trains (journey);
  journey_end (journey);
}

/* A type that does not exist is answered, not obeyed. */
static void
test_unknown_layer (void)
{
  g_autofree char *project = journey_copy ("data/samples/spirals.fallline", "unknown.fallline");
  Journey *journey = journey_start (project);
  g_autoptr (Accessible) first = journey_find (journey, "button|Dense layer 1, *");
  journey_activate (journey, "win.add-layer", g_variant_new_string ("no-such-layer"));
  g_autoptr (Accessible) answer = journey_find (journey, "*no-such-layer*");
  g_assert_false (journey_is_enabled (journey, "win.undo"));
  journey_end (journey);
}

typedef struct
{
  const char *path, *text;
} Content;

static gboolean
file_lacks_cb (Journey *journey, gpointer data)
{
  const Content *content = data;
  g_autofree char *contents = journey_contents (content->path);
  return strstr (contents, content->text) == NULL;
}

static gboolean
is_open_cb (Journey *journey, gpointer data)
{
  return journey_count (journey, "list item|*") > 0;
}

/* Keys that come before the list has the focus get lost, so that they are given until the list has closed. */
static gboolean
chosen_cb (Journey *journey, gpointer data)
{
  journey_keys ("Down");
  journey_keys ("Return");
  for (int i = 0; i < 10; i++)
    {
      if (!is_open_cb (journey, NULL))
        return TRUE;
      g_usleep (20000);
    }
  return FALSE;
}

/* Opens a drop-down and takes another choice by keyboard. */
static void
choose_another (Journey *journey, const char *name)
{
  journey_press (journey, name);
  journey_wait (journey, "the list of choices", 10, is_open_cb, NULL);
  journey_wait (journey, "the list to close", 10, chosen_cb, NULL);
}

static void
test_loss_and_optimizer_while_training (void)
{
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "choices.fallline");
  g_autofree char *before = journey_contents (project);
  g_assert_nonnull (strstr (before, "\"type\": \"adam\""));
  Journey *journey = journey_start (project);

  journey_press (journey, "button|Train");
  journey_assert_trains (journey);
  choose_another (journey, "combo box|Optimizer");
  journey_assert_trains (journey);
  choose_another (journey, "combo box|Loss function");
  journey_assert_trains (journey);

  Content optimizer = { project, "\"type\": \"adam\"" };
  journey_activate (journey, "win.save", NULL);
  journey_wait (journey, "another optimizer in the file", 10, file_lacks_cb, &optimizer);
  g_autoptr (Accessible) toast = journey_find (journey, "Saved without weights: the Export menu keeps them, and loads them again.");
  g_autofree char *after = journey_contents (project);
  const char *loss = strstr (before, "\"loss\": ");
  g_assert_nonnull (loss);
  g_autofree char *loss_line = g_strndup (loss, strcspn (loss, "\n"));
  g_assert_null (strstr (after, loss_line));
  journey_end (journey);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/layers-while-training", test_layers_while_training);
  g_test_add_func ("/journey/unknown-layer", test_unknown_layer);
  g_test_add_func ("/journey/loss-and-optimizer-while-training", test_loss_and_optimizer_while_training);
  return g_test_run ();
}
