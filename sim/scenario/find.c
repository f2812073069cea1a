#define _XOPEN_SOURCE 700
#include "bellwether/base/file.h"
#include "bellwether/scenario/scenario.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define NAMES_MOST 512

static bool is_file(const char *path) {
  struct stat about;
  return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

static bool try_path(char *out, const char *folder, const char *name, const char *ending) {
  const int length = folder ? snprintf(out, FILE_PATH_BYTES, "%s/%s%s", folder, name, ending)
                            : snprintf(out, FILE_PATH_BYTES, "%s%s", name, ending);
  return length > 0 && length < FILE_PATH_BYTES && is_file(out);
}

/* The name of a shipped scenario that is spelled most like this one; false where none is near. */
static bool nearest_name(const char *name, const char *const *roots, size_t count, char *out,
                         size_t out_bytes) {
  char *names[NAMES_MOST];
  size_t known = 0;
  for (size_t r = 0; r < count; r++) {
    char pattern[FILE_PATH_BYTES];
    if (!roots[r] ||
        snprintf(pattern, sizeof pattern, "%s/*/*.yaml", roots[r]) >= FILE_PATH_BYTES) {
      continue;
    }
    glob_t found;
    if (glob(pattern, 0, NULL, &found) != 0) continue;
    for (size_t i = 0; i < found.gl_pathc && known < NAMES_MOST; i++) {
      const char *from = found.gl_pathv[i] + strlen(roots[r]) + 1;
      names[known] = text_copy(from, strlen(from) - strlen(".yaml"));
      if (names[known]) known++;
    }
    globfree(&found);
  }
  const char *nearest = text_nearest(name, (const char *const *)names, known);
  if (nearest) snprintf(out, out_bytes, "%s", nearest);
  const bool any = nearest != NULL;
  for (size_t i = 0; i < known; i++) free(names[i]);
  return any;
}

/* The folder above one, without ".." where it can be told from the name: it stands in messages. */
static void folder_above(const char *folder, char *out, size_t bytes) {
  const char *slash = strrchr(folder, '/'), *last = slash ? slash + 1 : folder;
  if (*last == '\0' || strcmp(last, "..") == 0) snprintf(out, bytes, "%.4000s/..", folder);
  else if (strcmp(last, ".") == 0) snprintf(out, bytes, "%.4000s.", folder);
  else if (!slash) snprintf(out, bytes, ".");
  else snprintf(out, bytes, "%.*s", slash == folder ? 1 : (int)(slash - folder), folder);
}

enum status scenario_find(const char *name, const char *from_folder, char *out,
                          struct error *error) {
  char above[FILE_PATH_BYTES] = "", installed[FILE_PATH_BYTES];
  file_data_folder("scenarios", "scenarios", installed);
  if (from_folder) folder_above(from_folder, above, sizeof above);
  const char *roots[] = {from_folder, from_folder ? above : NULL, getenv("BELLWETHER_SCENARIOS"),
                         "scenarios", installed};
  const size_t count = sizeof roots / sizeof roots[0];
  if ((!from_folder || name[0] == '/') && try_path(out, NULL, name, "")) return STATUS_OK;
  for (size_t r = 0; r < count; r++) {
    if (!roots[r]) continue;
    if (try_path(out, roots[r], name, ".yaml")) return STATUS_OK;
    if (from_folder && try_path(out, roots[r], name, "")) return STATUS_OK;
  }
  char nearest[128];
  const bool near = nearest_name(name, roots, count, nearest, sizeof nearest);
  return error_set(error, STATUS_SCENARIO,
                   "no scenario '%.200s': not a file, and not in %s%s./scenarios or %s%s%s%s", name,
                   roots[2] ? roots[2] : "", roots[2] ? ", " : "", installed,
                   near ? "; did you mean '" : "", near ? nearest : "", near ? "'?" : "");
}
