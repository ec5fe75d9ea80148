/* Opening is done without following what a careless path may name: a pipe would block, a device would never end. */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../ds-memory.h"

#define CHUNK (1 << 20)

gboolean
ds_report (DsProgress progress, gpointer user_data, double share, GError **error)
{
  if (!progress || progress (share, user_data))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Reading was stopped"));
  return FALSE;
}

static int
open_regular (const char *path, const char *name, gsize limit, gsize *size, GError **error)
{
  struct stat info;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

  if (fd < 0 || fstat (fd, &info) != 0)
    {
      int code = errno;
      g_set_error (error, DS_ERROR, DS_ERROR_IO, _("%s could not be opened: %s"), path, g_strerror (code));
      if (fd >= 0)
        close (fd);
      return -1;
    }
  if (!S_ISREG (info.st_mode))
    g_set_error (error, DS_ERROR, DS_ERROR_IO, S_ISDIR (info.st_mode) ? _("%s is a folder; expected a file") : _("%s is no ordinary file"),
                 name);
  else if ((guint64) info.st_size > limit)
    {
      g_autofree char *found = g_format_size (info.st_size), *most = g_format_size (limit);
      g_set_error (error, DS_ERROR, DS_ERROR_TOO_BIG, _("%s is %s large; at most %s are read"), name, found, most);
    }
  else
    {
      *size = info.st_size;
      return fd;
    }
  close (fd);
  return -1;
}

static gboolean
read_all (int fd, char *buffer, gsize size, gsize *length, const char *name, GError **error)
{
  for (*length = 0; *length < size;)
    {
      gssize n = read (fd, buffer + *length, MIN (size - *length, CHUNK));
      if (n == 0)
        break; /* it became shorter meanwhile */
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_set_error (error, DS_ERROR, DS_ERROR_IO, _("%s could not be read: %s"), name, g_strerror (errno));
          return FALSE;
        }
      *length += n;
    }
  buffer[*length] = '\0';
  return TRUE;
}

gboolean
ds_is_gzip (const char *bytes, gsize length)
{
  return length >= 2 && (guchar) bytes[0] == 0x1f && (guchar) bytes[1] == 0x8b;
}

/* One round of the converter; FALSE with an error where the stream is broken. *finished: a member ended. */
static gboolean
inflate_some (GConverter *converter, const char *bytes, gsize length, char *out, gsize room, gsize *taken, gsize *made,
              gboolean *finished, const char *name, GError **error)
{
  g_autoptr (GError) local = NULL;
  GConverterResult result = g_converter_convert (converter, bytes, length, out, room, G_CONVERTER_INPUT_AT_END, taken, made, &local);

  *finished = result == G_CONVERTER_FINISHED;
  if (result != G_CONVERTER_ERROR)
    return TRUE;
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    g_set_error (error, DS_ERROR, DS_ERROR_SYNTAX, _("%s ends in the middle of its compressed data; it was cut off"), name);
  else
    g_set_error (error, DS_ERROR, DS_ERROR_SYNTAX, _("%s is not valid gzip: %s"), name, local->message);
  return FALSE;
}

gboolean
ds_gunzip_into (const char *bytes, gsize length, char *out, gsize room, gsize *made, gboolean *more, const char *name,
                GError **error)
{
  g_autoptr (GZlibDecompressor) decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  GConverter *converter = G_CONVERTER (decompressor);

  *made = 0;
  *more = FALSE;
  for (;;) /* until a member ends: what is cut off is an error of the converter, also once all input is taken */
    {
      gsize taken = 0, got = 0;
      gboolean finished = FALSE;
      char spare;
      gboolean full = *made == room;
      if (!inflate_some (converter, bytes, length, full ? &spare : out + *made, full ? 1 : room - *made, &taken, &got, &finished,
                         name, error))
        return FALSE;
      bytes += taken;
      length -= taken;
      if (full && got > 0)
        {
          *more = TRUE;
          return TRUE;
        }
      *made += got;
      if (finished)
        {
          if (!ds_is_gzip (bytes, length)) /* what pads the end of a file is no data */
            return TRUE;
          g_converter_reset (converter); /* gzip files may be joined */
        }
    }
}

/* Grows with what really comes out, and stops at the limit: what a small file claims to hold costs nothing. */
static char *
gunzip_growing (const char *bytes, gsize length, gsize limit, gsize *made, const char *name, GError **error)
{
  gsize room = MIN (limit, MAX (length, CHUNK) * 4);

  for (;;)
    {
      gboolean more;
      g_autofree char *out = ds_try_memory (room + 1, error);
      if (!out || !ds_gunzip_into (bytes, length, out, room, made, &more, name, error))
        return NULL;
      if (!more)
        {
          out[*made] = '\0';
          return g_steal_pointer (&out);
        }
      if (room == limit)
        {
          g_autofree char *most = g_format_size (limit);
          g_set_error (error, DS_ERROR, DS_ERROR_TOO_BIG, _("%s unpacks to more than %s; that much is not read"), name, most);
          return NULL;
        }
      room = room > limit / 4 ? limit : room * 4;
    }
}

char *
ds_file_read (const char *path, gsize limit, gboolean gunzip, gsize *length, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  gsize size;
  int fd = open_regular (path, name, limit, &size, error);

  if (fd < 0)
    return NULL;
  char *buffer = ds_try_memory (size + 1, error);
  gboolean good = buffer && read_all (fd, buffer, size, length, name, error);
  close (fd);
  if (good && gunzip && ds_is_gzip (buffer, *length))
    {
      char *packed = buffer;
      buffer = gunzip_growing (packed, *length, limit, length, name, error);
      g_free (packed);
      return buffer;
    }
  if (!good)
    g_clear_pointer (&buffer, g_free);
  return buffer;
}
