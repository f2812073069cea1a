#define _XOPEN_SOURCE 700
#include "ensemble_folder.h"

#include "bellwether/base/columns.h"
#include "bellwether/base/journal.h"
#include "bellwether/io/results.h"
#include "bellwether/io/shard.h"

#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RUN_BYTES   ((size_t)64 << 20)
#define DIGEST_TEXT 17

enum status ensemble_verbatim(const struct scenario *scenario, struct text *text,
                              struct error *error) {
  for (size_t i = 0; i < scenario->sources.count; i++) {
    const struct tree_source *source = &scenario->sources.list[i];
    if (source->name[0]) text_add(text, "# %s\n%s\n", source->name, source->text);
    else text_add(text, "%s", source->text); /* of a record: it has its names in it */
  }
  return text->failed ? error_memory(error, "scenario files", text->length) : STATUS_OK;
}

enum status ensemble_read_journal(const struct ensemble *ensemble, unsigned char *states,
                                  uint64_t *digests, struct error *error) {
  static const unsigned char state_of[JOURNAL_OUTCOMES] = {RUN_DONE, RUN_FAILED, RUN_INFEASIBLE};
  char path[FILE_PATH_BYTES];
  struct journal_entry *entries;
  size_t count;
  TRY(file_join(path, ensemble->folder, "journal.ndjson", error));
  if (!file_exists(path)) return STATUS_OK;
  TRY(journal_read(path, &entries, &count, error));
  for (size_t i = 0; i < count; i++) {
    const struct journal_entry *entry = &entries[i];
    if (entry->scenario >= ensemble->scenarios_count ||
        entry->replication >= ensemble->replications || entry->seed != ensemble->seed) {
      free(entries);
      return error_set(error, STATUS_DISK, "%s:%zu: the run is not of this experiment", path,
                       i + 1);
    }
    const size_t run = ensemble_run_at(ensemble, entry->scenario, entry->replication);
    states[run] = state_of[entry->outcome];
    digests[run] = entry->digest;
  }
  free(entries);
  return STATUS_OK;
}

enum status ensemble_read_seconds(const struct ensemble *ensemble, double *seconds,
                                  struct error *error) {
  char path[FILE_PATH_BYTES];
  struct journal_entry *entries;
  size_t count, ended = 0;
  double sum = 0;
  *seconds = NAN;
  TRY(file_join(path, ensemble->folder, "journal.ndjson", error));
  if (!file_exists(path)) return STATUS_OK;
  TRY(journal_read(path, &entries, &count, error));
  for (size_t i = 0; i < count; i++) {
    if (entries[i].outcome != JOURNAL_DONE) continue;
    sum += entries[i].seconds;
    ended++;
  }
  free(entries);
  if (ended) *seconds = sum / (double)ended;
  return STATUS_OK;
}

enum status ensemble_shard_path(const struct ensemble *ensemble, uint32_t scenario,
                                uint32_t replication, char *out, struct error *error) {
  char name[SHARD_NAME + 8] = "shards/", shard[SHARD_NAME];
  strcat(name, shard_name(scenario, replication, shard));
  return file_join(out, ensemble->folder, name, error);
}

static enum status resolved_path(const struct ensemble *ensemble, uint32_t s, char *out,
                                 struct error *error) {
  char name[64];
  snprintf(name, sizeof name, "scenario.%u.resolved.yaml", s);
  return file_join(out, ensemble->folder, name, error);
}

/* Scenarios in one folder must have the same months, places and segments. */
static enum status check_together(const struct ensemble *ensemble, struct error *error) {
  const struct scenario *first = &ensemble->scenarios[0];
  for (uint32_t s = 1; s < ensemble->scenarios_count; s++) {
    const struct scenario *next = &ensemble->scenarios[s];
    bool same = next->start == first->start && next->end == first->end &&
                next->segments_count == first->segments_count &&
                scenario_places(next) == scenario_places(first);
    for (uint32_t p = 0; same && p < scenario_places(first); p++) {
      same = strcmp(scenario_place_name(first, p), scenario_place_name(next, p)) == 0;
    }
    for (uint32_t k = 0; same && k < first->segments_count; k++) {
      same = strcmp(first->segment_names[k], next->segment_names[k]) == 0;
    }
    if (!same) {
      return error_set(error, STATUS_USAGE,
                       "%s and %s differ in months, focal towns or segments: run them into folders "
                       "of their own",
                       first->name, next->name);
    }
    for (uint32_t e = 0; e < s; e++) {
      if (strcmp(ensemble->scenarios[e].name, next->name) == 0) {
        return error_set(error, STATUS_USAGE, "%s is named twice", next->name);
      }
    }
  }
  return STATUS_OK;
}

/* What a resolved scenario's file says, in sixteen hexadecimal digits. */
static enum status digest_resolved(const struct ensemble *ensemble, uint32_t s, char *out,
                                   struct error *error) {
  char path[FILE_PATH_BYTES];
  struct text text = {0};
  TRY(resolved_path(ensemble, s, path, error));
  const enum status status = text_read_file(path, TREE_FILE_BYTES, &text, error);
  if (status == STATUS_OK) {
    snprintf(out, DIGEST_TEXT, "%016" PRIx64, columns_digest_bytes(text.bytes, text.length, 0));
  }
  text_free(&text);
  return status;
}

enum status ensemble_write_run(const struct ensemble *ensemble, struct error *error) {
  json_t *root = json_object(), *scenarios = json_array();
  struct text verbatim = {0};
  bool good = root && scenarios;
  enum status status = STATUS_OK;
  for (uint32_t s = 0; s < ensemble->scenarios_count && good && status == STATUS_OK; s++) {
    verbatim.length = 0;
    status = ensemble_verbatim(&ensemble->scenarios[s], &verbatim, error);
    if (status != STATUS_OK) break;
    char digest[DIGEST_TEXT];
    status = digest_resolved(ensemble, s, digest, error);
    if (status != STATUS_OK) break;
    json_t *one = json_object();
    good = one && json_object_set_new(one, "name", json_string(ensemble->scenarios[s].name)) == 0 &&
           json_object_set_new(one, "digest", json_string(digest)) == 0 &&
           json_object_set_new(one, "verbatim", json_string(verbatim.bytes)) == 0;
    good = json_array_append_new(scenarios, one) == 0 && good;
  }
  text_free(&verbatim);
  good = good && json_object_set_new(root, "format", json_integer(1)) == 0 &&
         json_object_set_new(root, "command", json_string(ensemble->command)) == 0 &&
         json_object_set_new(root, "seed", json_integer(ensemble->seed)) == 0 &&
         json_object_set_new(root, "replications", json_integer(ensemble->replications)) == 0 &&
         json_object_set_new(root, "firms_kept", json_integer(ensemble->firms_kept)) == 0;
  const struct ensemble_panel *panel = &ensemble->panel;
  if (good && (panel->firms || panel->persons)) {
    good = json_object_set_new(root, "panel",
                               json_pack("{s:b, s:b, s:i}", "firms", (int)panel->firms, "persons",
                                         (int)panel->persons, "every", (int)panel->every)) == 0;
  }
  const struct ensemble_rule *until = &ensemble->until;
  if (good && until->share > 0) {
    good = json_object_set_new(root, "until",
                               json_pack("{s:f, s:s, s:i, s:i}", "share", until->share, "indicator",
                                         tables_indicators[until->indicator].name, "place",
                                         (int)until->place, "base", (int)until->base)) == 0;
  }
  if (good && ensemble->draws.count) {
    good = json_object_set_new(root, "draws", ensemble_draws_json(ensemble)) == 0;
  }
  good = json_object_set_new(root, "scenarios", scenarios) == 0 && good;
  char *text = good ? json_dumps(root, JSON_INDENT(2)) : NULL;
  char path[FILE_PATH_BYTES];
  if (status == STATUS_OK) status = file_join(path, ensemble->folder, "run.json", error);
  if (status == STATUS_OK && !text) status = error_memory(error, "run.json", 0);
  if (status == STATUS_OK) status = file_write_whole(path, text, strlen(text), true, error);
  free(text);
  json_decref(root);
  return status;
}

enum status ensemble_make_shards(const struct ensemble *ensemble, struct error *error) {
  char path[FILE_PATH_BYTES];
  TRY(file_join(path, ensemble->folder, "shards", error));
  return file_make_folder(path, error);
}

static enum status fill_folder(const struct ensemble *ensemble, struct error *error) {
  char path[FILE_PATH_BYTES];
  TRY(ensemble_make_shards(ensemble, error));
  if (ensemble->panel.every) {
    TRY(file_join(path, ensemble->folder, "panels", error));
    TRY(file_make_folder(path, error));
  }
  for (uint32_t s = 0; s < ensemble->scenarios_count; s++) {
    struct text text = {0};
    enum status status = scenario_print(&ensemble->scenarios[s], SCENARIO_RECORD, &text, error);
    if (status == STATUS_OK) status = resolved_path(ensemble, s, path, error);
    if (status == STATUS_OK) status = file_write_whole(path, text.bytes, text.length, true, error);
    text_free(&text);
    TRY(status);
  }
  return ensemble_write_run(ensemble, error);
}

/* Takes back what a start that failed has made, so that the folder is free for another. */
static void empty_folder(const struct ensemble *ensemble) {
  char path[FILE_PATH_BYTES];
  struct error ignored;
  for (uint32_t s = 0; s < ensemble->scenarios_count; s++) {
    if (resolved_path(ensemble, s, path, &ignored) == STATUS_OK) (void)unlink(path);
  }
  if (file_join(path, ensemble->folder, "run.json", &ignored) == STATUS_OK) (void)unlink(path);
  if (file_join(path, ensemble->folder, "shards", &ignored) == STATUS_OK) (void)rmdir(path);
  if (file_join(path, ensemble->folder, "panels", &ignored) == STATUS_OK) (void)rmdir(path);
  (void)rmdir(ensemble->folder);
}

enum status ensemble_check(const struct ensemble *ensemble, struct error *error) {
  TRY(check_together(ensemble, error));
  if (!file_folder_is_empty(ensemble->folder)) {
    return error_set(error, STATUS_USAGE,
                     "%s is not empty, and nothing is overwritten: name another folder with -o, or "
                     "go on with 'bellwether resume %s'",
                     ensemble->folder, ensemble->folder);
  }
  return file_check_folder(ensemble->folder, error);
}

enum status ensemble_create(const struct ensemble *ensemble, struct error *error) {
  TRY(ensemble_check(ensemble, error));
  const enum status status = fill_folder(ensemble, error);
  if (status != STATUS_OK) empty_folder(ensemble);
  return status;
}

enum status ensemble_damaged(const char *path, struct error *error) {
  return error_set(error, STATUS_DISK, "%s is not the record of an experiment, or damaged", path);
}

static enum status read_scenario(struct ensemble *ensemble, uint32_t s, const json_t *one,
                                 const char *path, struct error *error) {
  char resolved[FILE_PATH_BYTES];
  const char *name = json_string_value(json_object_get(one, "name"));
  const char *verbatim = json_string_value(json_object_get(one, "verbatim"));
  const char *digest = json_string_value(json_object_get(one, "digest"));
  struct scenario *scenario = &ensemble->scenarios[s];
  if (!name || !verbatim || !digest) return ensemble_damaged(path, error);
  TRY(resolved_path(ensemble, s, resolved, error));
  char found[DIGEST_TEXT];
  TRY(digest_resolved(ensemble, s, found, error));
  if (strcmp(found, digest) != 0) {
    return error_set(error, STATUS_DISK,
                     "%s has changed since the experiment began: restore it, or run the changed "
                     "scenario into a folder of its own",
                     resolved);
  }
  struct complaints complaints;
  const enum status status = scenario_load(resolved, NULL, 0, scenario, &complaints, error);
  scenario_free_complaints(&complaints);
  if (status != STATUS_OK) return ensemble_damaged(resolved, error);
  ensemble->scenarios_count = s + 1;
  snprintf(scenario->name, sizeof scenario->name, "%s", name);
  /* What was read is the resolved text; what the user wrote is in run.json. */
  for (size_t i = 0; i < scenario->sources.count; i++) {
    struct tree_source *source = &scenario->sources.list[i];
    char *copy = text_copy(verbatim, strlen(verbatim));
    if (!copy) return error_memory(error, path, strlen(verbatim));
    free(source->text);
    source->text = copy;
    source->name[0] = '\0';
  }
  return STATUS_OK;
}

/* The rule, where there is one. */
static enum status read_rule(struct ensemble *ensemble, const json_t *rule, const char *path,
                             struct error *error) {
  if (!rule) return STATUS_OK;
  const char *name = json_string_value(json_object_get(rule, "indicator"));
  const int row = name ? tables_indicator_find(name) : -1;
  const json_int_t place = json_integer_value(json_object_get(rule, "place"));
  const json_int_t base = json_integer_value(json_object_get(rule, "base"));
  const double share = json_real_value(json_object_get(rule, "share"));
  if (row < 0 || !(share > 0) || place < 0 || place >= scenario_places(&ensemble->scenarios[0]) ||
      base < 0 || base >= ensemble->scenarios_count) {
    return ensemble_damaged(path, error);
  }
  ensemble->until = (struct ensemble_rule){.share = share,
                                           .indicator = (enum indicator)row,
                                           .place = (uint32_t)place,
                                           .base = (uint32_t)base};
  return STATUS_OK;
}

/* The panel, where agents are kept. */
static enum status read_panel(struct ensemble *ensemble, const json_t *panel, const char *path,
                              struct error *error) {
  if (!panel) return STATUS_OK;
  const json_int_t every = json_integer_value(json_object_get(panel, "every"));
  const bool firms = json_is_true(json_object_get(panel, "firms"));
  const bool persons = json_is_true(json_object_get(panel, "persons"));
  if (every < 1 || every > INT32_MAX || (!firms && !persons)) return ensemble_damaged(path, error);
  ensemble->panel = (struct ensemble_panel){firms, persons, (uint32_t)every};
  return STATUS_OK;
}

static enum status read_run(struct ensemble *ensemble, const json_t *root, const char *path,
                            struct error *error) {
  const json_t *scenarios = json_object_get(root, "scenarios");
  const json_t *numbers[] = {json_object_get(root, "seed"), json_object_get(root, "replications"),
                             json_object_get(root, "firms_kept")};
  const char *command = json_string_value(json_object_get(root, "command"));
  const size_t count = json_array_size(scenarios);
  if (json_integer_value(json_object_get(root, "format")) != 1 || !command || count == 0 ||
      count > ENSEMBLE_SCENARIOS_MOST) {
    return ensemble_damaged(path, error);
  }
  for (int i = 0; i < 3; i++) {
    const json_int_t value = json_integer_value(numbers[i]);
    if (!json_is_integer(numbers[i]) || value < 0 || value > UINT32_MAX)
      return ensemble_damaged(path, error);
  }
  snprintf(ensemble->command, sizeof ensemble->command, "%s", command);
  ensemble->seed = (uint32_t)json_integer_value(numbers[0]);
  ensemble->replications = (uint32_t)json_integer_value(numbers[1]);
  ensemble->firms_kept = (uint32_t)json_integer_value(numbers[2]);
  ensemble->scenarios = calloc(count, sizeof *ensemble->scenarios);
  if (!ensemble->scenarios) return error_memory(error, path, count);
  for (uint32_t s = 0; s < count; s++) {
    TRY(read_scenario(ensemble, s, json_array_get(scenarios, s), path, error));
  }
  TRY(read_rule(ensemble, json_object_get(root, "until"), path, error));
  TRY(read_panel(ensemble, json_object_get(root, "panel"), path, error));
  TRY(ensemble_read_draws(ensemble, json_object_get(root, "draws"), path, error));
  return ensemble->replications ? STATUS_OK : ensemble_damaged(path, error);
}

enum status ensemble_open(struct ensemble *ensemble, const char *folder, struct error *error) {
  *ensemble = (struct ensemble){0};
  char path[FILE_PATH_BYTES];
  TRY(file_join(path, folder, "run.json", error));
  snprintf(ensemble->folder, sizeof ensemble->folder, "%s", folder);
  if (!file_exists(path)) {
    return error_set(error, STATUS_DISK, "%s holds no experiment: %s is missing", folder, path);
  }
  struct text text = {0};
  enum status status = text_read_file(path, RUN_BYTES, &text, error);
  json_t *root = status == STATUS_OK ? json_loadb(text.bytes, text.length, 0, NULL) : NULL;
  text_free(&text);
  if (status != STATUS_OK || !root) return ensemble_damaged(path, error);
  status = read_run(ensemble, root, path, error);
  json_decref(root);
  if (status != STATUS_OK) ensemble_free(ensemble);
  return status;
}

void ensemble_free(struct ensemble *ensemble) {
  for (uint32_t s = 0; s < ensemble->scenarios_count; s++) scenario_free(&ensemble->scenarios[s]);
  free(ensemble->scenarios);
  draws_free(&ensemble->draws);
  *ensemble = (struct ensemble){0};
}
