#include "ds-write.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
fail (const char *path, int code, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), _("%s cannot be written: %s"), name, g_strerror (code));
  return FALSE;
}

/* 0, or the errno of what failed. A full disk may say so no sooner than when the file is closed. */
static int
write_and_close (int fd, const char *bytes, gsize length, gboolean durable)
{
  int code = 0;

  while (length > 0 && code == 0)
    {
      gssize n = write (fd, bytes, length);

      if (n < 0)
        code = errno == EINTR ? 0 : errno;
      else
        {
          bytes += n;
          length -= (gsize) n;
        }
    }
  if (code == 0 && durable && fsync (fd) != 0)
    code = errno;
  if (close (fd) != 0 && code == 0)
    code = errno;
  return code;
}

/* The name of a file that is there no more is on disk once its folder is. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

static int
replace (const char *target, mode_t mode, const char *bytes, gsize length)
{
  g_autofree char *beside = g_strconcat (target, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (beside, O_RDWR | O_CLOEXEC, 0666), code;

  if (fd < 0)
    return errno;
  if (mode != 0 && fchmod (fd, mode) != 0)
    {
      /* A file system without permissions: what it gives must do. */
    }
  code = write_and_close (fd, bytes, length, TRUE);
  if (code == 0 && g_rename (beside, target) != 0)
    code = errno;
  if (code != 0)
    g_unlink (beside);
  else
    sync_folder (target);
  return code;
}

gboolean
ds_write_file (const char *path, gconstpointer bytes, gsize length, GError **error)
{
  struct stat info = { 0 };
  gboolean there = stat (path, &info) == 0;
  char *target = NULL;
  int code;

  if (there && S_ISDIR (info.st_mode))
    return fail (path, EISDIR, error);
  if (there && access (path, W_OK) != 0) /* replacing would get around a write protection */
    return fail (path, errno, error);
  if (there && !S_ISREG (info.st_mode))
    {
      /* a pipe that nobody reads is an error, not a wait; one that is read may be slow */
      int fd = open (path, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

      code = fd < 0 || fcntl (fd, F_SETFL, 0) != 0 ? errno : write_and_close (fd, bytes, length, FALSE);
    }
  else
    {
      target = there ? realpath (path, NULL) : NULL; /* behind links */
      code = replace (target != NULL ? target : path, there ? info.st_mode & 0777 : 0, bytes, length);
      free (target);
    }
  return code == 0 || fail (path, code, error);
}
