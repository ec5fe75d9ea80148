/* What libFuzzer calls, for the one target that FUZZ_TARGET names. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, size_t n);

int
LLVMFuzzerTestOneInput (const guint8 *bytes, size_t n)
{
  static const FuzzTarget *target;

  if (target == NULL)
    {
      g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
      target = fuzz_find (FUZZ_TARGET);
      g_assert_nonnull (target);
    }
  target->function (bytes, n);
  return 0;
}
