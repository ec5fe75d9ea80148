#include "fuzz.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int
fuzz_file (const guint8 *bytes, gsize n, char **path)
{
  int fd = memfd_create ("fuzz", MFD_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  for (gsize done = 0; done < n;)
    {
      gssize some = write (fd, bytes + done, n - done);

      g_assert_cmpint (some, >, 0);
      done += some;
    }
  *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  return fd;
}

guint8 *
fuzz_copy (const guint8 *bytes, gsize n)
{
  guint8 *copy = g_malloc (MAX (n, 1));

  if (n > 0)
    memcpy (copy, bytes, n);
  return copy;
}

void
fuzz_check_outcome (gconstpointer value, const GError *error)
{
  g_assert_true ((value != NULL) != (error != NULL));
  if (error == NULL)
    return;
  g_assert_cmpstr (error->message, !=, "");
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}
