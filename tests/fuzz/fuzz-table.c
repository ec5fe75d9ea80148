#include "fuzz.h"

#include <string.h>

const FuzzTarget fuzz_targets[] = {
  { "checkpoint", fuzz_checkpoint }, { "csv", fuzz_csv }, { "idx", fuzz_idx },   { "image", fuzz_image },
  { "npy", fuzz_npy },               { "project", fuzz_project }, { "vary", fuzz_vary }, { "weights", fuzz_weights }, { NULL },
};

const FuzzTarget *
fuzz_find (const char *name)
{
  for (const FuzzTarget *target = fuzz_targets; target->name != NULL; target++)
    if (strcmp (target->name, name) == 0)
      return target;
  return NULL;
}
