/* file.h - files that are whole or not there.
 *
 * Results are written to `<path>.tmp`, closed, fsynced, renamed, and their folder fsynced: a killed
 * writer or a full disk leaves the old file or none, never half a one. */
#ifndef BELLWETHER_BASE_FILE_H
#define BELLWETHER_BASE_FILE_H

#include "bellwether/base/error.h"

#include <stdbool.h>
#include <stddef.h>

#define FILE_PATH_BYTES 4096

/* "folder/name" into out[FILE_PATH_BYTES]. Errors: STATUS_DISK where the path is too long. */
enum status file_join(char *out, const char *folder, const char *name,
                      struct error *error) MUST_CHECK;

/* Where what belongs to the program stands, into out[FILE_PATH_BYTES]: beside an installed program
 * (<program>/../share/bellwether/`installed`) where that is there; of a program in the folder that
 * it was built in, in its source tree (`source`, as "scripts/plots"); else where the library was
 * meant to be installed. */
void file_data_folder(const char *installed, const char *source, char *out);

bool file_exists(const char *path);

/* Makes a folder and those above it. Errors: STATUS_DISK with path and reason. */
enum status file_make_folder(const char *path, struct error *error) MUST_CHECK;

/* Whether a folder that is there can be written to, and one that is not can be made: makes and
 * removes the first of those that are missing. Errors: STATUS_DISK with path, reason and remedy. */
enum status file_check_folder(const char *path, struct error *error) MUST_CHECK;

/* Whether a folder holds anything (a missing one holds nothing). */
bool file_folder_is_empty(const char *path);

/* Writes bytes to `path` as above; `sync`: as file_settle has it. Errors: STATUS_DISK with path and
 * reason. */
enum status file_write_whole(const char *path, const void *bytes, size_t count, bool sync,
                             struct error *error) MUST_CHECK;

/* Moves a finished temporary file to its place: fsync, rename, fsync of the folder; without `sync`
 * renames alone, so that a power cut may leave a damaged file: for what can be made again. */
enum status file_settle(const char *temporary, const char *path, bool sync,
                        struct error *error) MUST_CHECK;

#endif
