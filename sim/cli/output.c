#include "cli.h"

#include "bellwether/base/date.h"
#include "bellwether/base/file.h"
#include "bellwether/study/ensemble.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAMES_SHOWN 3 /* of what there is, in an error */
#define NAMES_BYTES 512

enum status cli_print(const struct text *text, struct error *error) {
  if (text->failed) return error_memory(error, "the output", text->length);
  if (text->length && fwrite(text->bytes, 1, text->length, stdout) != text->length) {
    return error_set(error, STATUS_DISK, "cannot write to standard output");
  }
  return STATUS_OK;
}

enum status cli_print_json(json_t *root, struct error *error) {
  char *text = root ? json_dumps(root, JSON_INDENT(2)) : NULL;
  json_decref(root);
  if (!text) return error_memory(error, "JSON", 0);
  const bool written = puts(text) >= 0;
  free(text);
  return written ? STATUS_OK : error_set(error, STATUS_DISK, "cannot write to standard output");
}

void cli_add_word(struct text *out, const char *word) {
  static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                              "-_./+:,%=";
  if (word[0] && word[strspn(word, plain)] == '\0') {
    text_add(out, " %s", word);
    return;
  }
  text_add(out, " '");
  for (; *word; word++) {
    if (*word == '\'') text_add(out, "'\\''");
    else text_add_bytes(out, word, 1);
  }
  text_add(out, "'");
}

json_t *cli_json_number(double value) { return isfinite(value) ? json_real(value) : json_null(); }

/* "a, b, c, ..." of a few names. */
static void list_names(char *const *names, uint32_t count, char *out, size_t bytes) {
  size_t used = 0;
  out[0] = '\0';
  for (uint32_t i = 0; i < count && i < NAMES_SHOWN && used < bytes; i++) {
    used += (size_t)snprintf(out + used, bytes - used, "%s%.100s", i ? ", " : "", names[i]);
  }
  if (count > NAMES_SHOWN && used < bytes) snprintf(out + used, bytes - used, ", ...");
}

enum status cli_check_free(const char *path, struct error *error) {
  if (!file_exists(path)) return STATUS_OK;
  return error_set(error, STATUS_USAGE,
                   "%s is there already, and nothing is overwritten: name another file", path);
}

enum status cli_check_same(const struct ensemble *ensemble, const struct results *results,
                           struct error *error) {
  bool same = ensemble->scenarios_count == results->scenarios;
  for (uint32_t s = 0; s < results->scenarios && same; s++) {
    same = strcmp(ensemble->scenarios[s].name, results->scenario_names[s]) == 0;
  }
  if (same) return STATUS_OK;
  return error_set(error, STATUS_DISK, "%s and run.json beside it are of different experiments",
                   results->path);
}

enum status cli_check_finished(const struct results *results, struct error *error) {
  uint64_t digest;
  size_t finished;
  TRY(results_digest(results, &digest, &finished, error));
  if (finished) return STATUS_OK;
  return error_set(error, STATUS_RUNS, "%s: no replication finished, there is nothing to show",
                   results->path);
}

enum status cli_place(const struct cli *cli, const struct results *results, uint32_t *place,
                      struct error *error) {
  char names[NAMES_BYTES];
  *place = cli->town ? results_find_place(results, cli->town) : 0;
  if (*place < results->places) return STATUS_OK;
  list_names(results->place_names, results->places, names, sizeof names);
  return error_set(
      error, STATUS_USAGE,
      "--town %.100s: the results have %s; a town that is not focal is among the rivals: "
      "for one of its own say 'focal: yes' of it, and run again",
      cli->town, names);
}

enum status cli_scenario(const struct cli *cli, const struct results *results, uint32_t *scenario,
                         struct error *error) {
  char names[NAMES_BYTES];
  *scenario = results_find_scenario(results, cli->scenario);
  if (*scenario < results->scenarios) return STATUS_OK;
  list_names(results->scenario_names, results->scenarios, names, sizeof names);
  return error_set(error, STATUS_USAGE, "--scenario %.100s: the results have %s", cli->scenario,
                   names);
}

enum status cli_base(const struct cli *cli, const struct results *results, uint32_t *base,
                     struct error *error) {
  char names[NAMES_BYTES];
  *base = cli->base ? results_find_scenario(results, cli->base) : 0;
  if (*base < results->scenarios) return STATUS_OK;
  list_names(results->scenario_names, results->scenarios, names, sizeof names);
  return error_set(error, STATUS_USAGE, "--base %.100s: the results have %s", cli->base, names);
}

enum status cli_indicator(const struct cli *cli, enum indicator usual, enum indicator *indicator,
                          struct error *error) {
  const char *names[INDICATOR_SHOWN];
  *indicator = usual;
  if (!cli->indicator) return STATUS_OK;
  const int row = tables_indicator_find(cli->indicator);
  if (row >= 0) {
    *indicator = (enum indicator)row;
    return STATUS_OK;
  }
  for (int i = 0; i < INDICATOR_SHOWN; i++) names[i] = tables_indicators[i].name;
  const char *nearest = text_nearest(cli->indicator, names, INDICATOR_SHOWN);
  return error_set(error, STATUS_USAGE,
                   "--indicator %.100s: no such indicator%s%s%s 'bellwether indicators'",
                   cli->indicator, nearest ? ": did you mean '" : "", nearest ? nearest : "",
                   nearest ? "'? See" : "; see");
}

enum status cli_month(const struct cli *cli, int32_t start, uint32_t months, uint32_t *month,
                      struct error *error) {
  int32_t date = start + (int32_t)months - 1;
  if (cli->at && date_parse(cli->at, &date, error) != STATUS_OK) {
    error->status = STATUS_USAGE;
    return error_prefix(error, "--at");
  }
  if (date < start || date >= start + (int32_t)months) {
    char first[DATE_TEXT], last[DATE_TEXT];
    return error_set(error, STATUS_USAGE, "--at %s: the results run from %s to %s", cli->at,
                     date_format(start, first), date_format(start + (int32_t)months - 1, last));
  }
  *month = (uint32_t)(date - start);
  return STATUS_OK;
}
