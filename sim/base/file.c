#define _XOPEN_SOURCE 700
#include "bellwether/base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status disk_error(struct error *error, const char *doing, const char *path) {
  const int reason = errno;
  return error_set(error, STATUS_DISK, "cannot %s %s: %s%s", doing, path, strerror(reason),
                   reason == ENOSPC ? "; free space or choose another folder with -o" : "");
}

enum status file_join(char *out, const char *folder, const char *name, struct error *error) {
  const int length = snprintf(out, FILE_PATH_BYTES, "%s/%s", folder, name);
  if (length < 0 || length >= FILE_PATH_BYTES) {
    return error_set(error, STATUS_DISK, "the path %.60s.../%.60s is too long", folder, name);
  }
  return STATUS_OK;
}

/* Whether the program stands somewhere below the folder that it was built in. */
static bool is_built(const char *program) {
  char build[PATH_MAX];
  if (!realpath(BELLWETHER_BUILD, build)) return false;
  const size_t length = strlen(build);
  return strncmp(program, build, length) == 0 && program[length] == '/';
}

void file_data_folder(const char *installed, const char *source, char *out) {
  char program[FILE_PATH_BYTES];
  const ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
  program[length > 0 ? length : 0] = '\0';
  char *slash = strrchr(program, '/');
  if (slash) {
    snprintf(out, FILE_PATH_BYTES, "%.*s/../share/bellwether/%s", (int)(slash - program), program,
             installed);
    if (file_exists(out)) return;
  }
  if (is_built(program)) snprintf(out, FILE_PATH_BYTES, "%s/%s", BELLWETHER_SOURCE, source);
  else snprintf(out, FILE_PATH_BYTES, "%s/%s", BELLWETHER_DATA, installed);
}

bool file_exists(const char *path) { return access(path, F_OK) == 0; }

static enum status check_length(const char *path, struct error *error) {
  const size_t length = strlen(path);
  if (length > 0 && length < FILE_PATH_BYTES) return STATUS_OK;
  return error_set(error, STATUS_DISK, "no folder can be made of '%.60s'", path);
}

/* The next folder on the way to `path`, from the top; *at is 0 before the first. */
static bool next_part(const char *path, size_t *at, char *part) {
  if (*at && path[*at] == '\0') return false;
  for (++*at; path[*at] != '/' && path[*at] != '\0';) ++*at;
  memcpy(part, path, *at);
  part[*at] = '\0';
  return true;
}

enum status file_make_folder(const char *path, struct error *error) {
  char part[FILE_PATH_BYTES];
  TRY(check_length(path, error));
  for (size_t i = 0; next_part(path, &i, part);) {
    if (mkdir(part, 0777) != 0 && errno != EEXIST)
      return disk_error(error, "make the folder", part);
  }
  struct stat about;
  if (stat(path, &about) != 0) return disk_error(error, "make the folder", path);
  if (!S_ISDIR(about.st_mode)) {
    return error_set(error, STATUS_DISK, "%s is a file: choose another folder with -o", path);
  }
  return STATUS_OK;
}

bool file_folder_is_empty(const char *path) {
  DIR *folder = opendir(path);
  if (!folder) return true;
  bool empty = true;
  for (struct dirent *entry; empty && (entry = readdir(folder));) {
    empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
  }
  closedir(folder); /* nothing was written */
  return empty;
}

enum status file_check_folder(const char *path, struct error *error) {
  char part[FILE_PATH_BYTES];
  struct stat about;
  TRY(check_length(path, error));
  for (size_t i = 0; next_part(path, &i, part);) {
    if (stat(part, &about) == 0 && S_ISDIR(about.st_mode)) continue;
    if (mkdir(part, 0777) == 0)
      return rmdir(part) == 0 ? STATUS_OK : disk_error(error, "remove", part);
    return error_set(error, STATUS_DISK, "cannot make the folder %s: %s; name another with -o",
                     part, strerror(errno == EEXIST ? ENOTDIR : errno));
  }
  if (access(path, W_OK | X_OK) == 0) return STATUS_OK;
  return error_set(error, STATUS_DISK, "cannot write to the folder %s: %s; name another with -o",
                   path, strerror(errno));
}

static enum status folder_sync(const char *path, struct error *error) {
  char folder[FILE_PATH_BYTES];
  snprintf(folder, sizeof folder, "%s", path);
  char *slash = strrchr(folder, '/');
  if (slash == folder) slash[1] = '\0';
  else if (slash) *slash = '\0';
  else snprintf(folder, sizeof folder, ".");
  const int descriptor = open(folder, O_RDONLY | O_DIRECTORY);
  if (descriptor < 0) return disk_error(error, "open the folder", folder);
  const int failed = fsync(descriptor);
  if (failed && errno != EINVAL) { /* some file systems have no folder sync */
    (void)close(descriptor);
    return disk_error(error, "sync the folder", folder);
  }
  if (close(descriptor) != 0) return disk_error(error, "close the folder", folder);
  return STATUS_OK;
}

static enum status file_sync(const char *path, struct error *error) {
  const int descriptor = open(path, O_RDWR);
  if (descriptor < 0) return disk_error(error, "open", path);
  if (fsync(descriptor) != 0) {
    const enum status status = disk_error(error, "sync", path);
    (void)close(descriptor);
    return status;
  }
  if (close(descriptor) != 0) return disk_error(error, "close", path);
  return STATUS_OK;
}

enum status file_settle(const char *temporary, const char *path, bool sync, struct error *error) {
  if (sync) TRY(file_sync(temporary, error));
  if (rename(temporary, path) != 0) return disk_error(error, "rename to", path);
  return sync ? folder_sync(path, error) : STATUS_OK;
}

enum status file_write_whole(const char *path, const void *bytes, size_t count, bool sync,
                             struct error *error) {
  char temporary[FILE_PATH_BYTES];
  if (snprintf(temporary, sizeof temporary, "%s.tmp", path) >= (int)sizeof temporary) {
    return error_set(error, STATUS_DISK, "the path %.60s... is too long", path);
  }
  FILE *file = fopen(temporary, "wb");
  if (!file) return disk_error(error, "write", temporary);
  const bool written = fwrite(bytes, 1, count, file) == count && fflush(file) == 0;
  if (!written) {
    const enum status status = disk_error(error, "write", temporary);
    (void)fclose(file);
    (void)unlink(temporary);
    return status;
  }
  if (fclose(file) != 0) {
    const enum status status = disk_error(error, "close", temporary);
    (void)unlink(temporary);
    return status;
  }
  return file_settle(temporary, path, sync, error);
}
