/* What plot and validate share: figures by gnuplot, into the folder of their data. */
#define _POSIX_C_SOURCE 200809L
#include "cli.h"

#include "bellwether/base/file.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SCRIPT_BYTES ((size_t)1 << 20)

extern char **environ;

/* The script of a figure: $BELLWETHER_PLOTS, ./scripts/plots, or the installed one. */
static enum status find_script(const char *figure, char *out, struct error *error) {
  char installed[FILE_PATH_BYTES];
  file_data_folder("plots", "scripts/plots", installed);
  const char *folders[] = {getenv("BELLWETHER_PLOTS"), "scripts/plots", installed};
  for (int i = 0; i < 3; i++) {
    if (!folders[i]) continue;
    if (snprintf(out, FILE_PATH_BYTES, "%s/%s.gp", folders[i], figure) >= FILE_PATH_BYTES) continue;
    if (file_exists(out)) return STATUS_OK;
  }
  return error_set(
      error, STATUS_FAILURE,
      "no script for the figure '%s': looked in $BELLWETHER_PLOTS, scripts/plots and %s", figure,
      installed);
}

static const char no_gnuplot[] = "gnuplot is not installed: apt-get install gnuplot-nox";

/* Whether gnuplot is on the PATH. */
static bool has_gnuplot(void) {
  const char *at = getenv("PATH");
  while (at && *at) {
    char path[FILE_PATH_BYTES];
    const size_t length = strcspn(at, ":");
    snprintf(path, sizeof path, "%.*s/gnuplot", length < sizeof path ? (int)length : 0, at);
    if (access(path, X_OK) == 0) return true;
    at += length + (at[length] == ':');
  }
  return false;
}

enum status cli_can_draw(const char *figure, const char **wants, struct error *error) {
  char script[FILE_PATH_BYTES];
  *wants = "scripts/plots ($BELLWETHER_PLOTS)";
  TRY(find_script(figure, script, error));
  *wants = "gnuplot (apt-get install gnuplot-nox)";
  return has_gnuplot() ? STATUS_OK : error_set(error, STATUS_FAILURE, no_gnuplot);
}

static enum status run_gnuplot(const char *script, const char *folder, const char *format,
                               const char *lang, struct error *error) {
  char *arguments[] = {
      (char *)"gnuplot", (char *)"-c", (char *)script, (char *)folder, (char *)format,
      (char *)lang,      NULL};
  pid_t child;
  const int failed = posix_spawnp(&child, "gnuplot", NULL, NULL, arguments, environ);
  if (failed == ENOENT) {
    return error_set(error, STATUS_FAILURE, no_gnuplot);
  }
  int state = 0;
  if (failed || waitpid(child, &state, 0) < 0) {
    return error_set(error, STATUS_FAILURE, "cannot run gnuplot: %s",
                     strerror(failed ? failed : errno));
  }
  if (WIFEXITED(state) && WEXITSTATUS(state) == 0) return STATUS_OK;
  return error_set(error, STATUS_FAILURE, "gnuplot failed on %s", script);
}

/* figures/<name><ending> in the folder. */
static enum status figure_path(const char *folder, const char *name, const char *ending, char *out,
                               struct error *error) {
  char file[128];
  snprintf(file, sizeof file, "figures/%s%s", name, ending);
  return file_join(out, folder, file, error);
}

static enum status copy_script(const char *script, const char *to, struct error *error) {
  struct text text = {0};
  enum status status = text_read_file(script, SCRIPT_BYTES, &text, error);
  if (status == STATUS_OK) status = file_write_whole(to, text.bytes, text.length, true, error);
  text_free(&text);
  return status;
}

/* The style that all scripts load stands beside the copies too, so that they can be run there. */
static enum status copy_style(const char *script, const char *folder, struct error *error) {
  char from[FILE_PATH_BYTES], to[FILE_PATH_BYTES];
  const char *slash = strrchr(script, '/');
  snprintf(from, sizeof from, "%.*s", slash ? (int)(slash - script) : 1, slash ? script : ".");
  TRY(file_join(to, folder, "figures/style.gpi", error));
  char style[FILE_PATH_BYTES];
  TRY(file_join(style, from, "style.gpi", error));
  return copy_script(style, to, error);
}

enum status cli_write_data(const char *folder, const char *figure, const struct text *data,
                           struct error *error) {
  char path[FILE_PATH_BYTES];
  TRY(file_join(path, folder, "figures", error));
  TRY(file_make_folder(path, error));
  TRY(figure_path(folder, figure, ".tsv", path, error));
  return file_write_whole(path, data->bytes, data->length, true, error);
}

enum status cli_draw(const struct cli *cli, const char *folder, const char *figure,
                     struct error *error) {
  char script[FILE_PATH_BYTES], path[FILE_PATH_BYTES], ending[16];
  TRY(find_script(figure, script, error));
  TRY(figure_path(folder, figure, ".gp", path, error));
  TRY(copy_script(script, path, error));
  TRY(copy_style(script, folder, error));
  TRY(run_gnuplot(script, folder, cli->format, cli->lang, error));
  snprintf(ending, sizeof ending, ".%.8s", cli->format);
  TRY(figure_path(folder, figure, ending, path, error));
  if (!cli->json && !cli->quiet) printf("%s\n", path);
  return STATUS_OK;
}
