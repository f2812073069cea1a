/* What looks like a slip in a scenario that can be run all the same. */
#include "complain.h"

#include <stdio.h>
#include <string.h>

/* The place of the value at "a.b.c"; where no file says it, of the nearest map above that one does.
 */
static struct tree_place place_at(const struct tree *tree, const char *path) {
  while (*path) {
    char key[SCENARIO_NAME];
    const size_t length = strcspn(path, ".");
    snprintf(key, sizeof key, "%.*s", (int)(length < sizeof key ? length : sizeof key - 1), path);
    const struct tree *child = tree_get(tree, key);
    if (!child) break;
    tree = child;
    path += length + (path[length] == '.');
  }
  return tree->kind == TREE_MAP ? tree->key_place : tree->place;
}

void scenario_warn(struct scenario *scenario, const char *path, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  scenario_note(&scenario->warnings, place_at(scenario->tree, path), format, arguments);
  va_end(arguments);
}

char *scenario_money(double value, char *out) {
  if (value >= 1000) snprintf(out, SCENARIO_MONEY, "%.4g bn CNY", value / 1000);
  else if (value >= 0.01) snprintf(out, SCENARIO_MONEY, "%.4g M CNY", value);
  else snprintf(out, SCENARIO_MONEY, "%.4g CNY", value * 1e6);
  return out;
}

/* Whether a file says which town a target is about. */
static bool says_town(const struct scenario *scenario, const struct target *target) {
  const struct tree *targets = tree_get(scenario->tree, "targets");
  return targets && tree_get(tree_get(targets, target->name), "town");
}

/* A town that is not focal is observed together with others: so a target of it is of them all. */
static void doubt_targets(struct scenario *scenario) {
  uint32_t focal = 0, all_focal = 0;
  while (focal < scenario->towns_count && !(scenario->towns[focal].focal > 0)) focal++;
  for (uint32_t t = 0; t < scenario->named_towns; t++) all_focal += scenario->towns[t].focal > 0;
  for (uint32_t t = 0; t < scenario->targets_count; t++) {
    const struct target *target = &scenario->targets[t];
    const char *town = scenario->town_names[target->town];
    char path[2 * SCENARIO_NAME], other[SCENARIO_NAME + 64] = "";
    if (all_focal > 1 && !says_town(scenario, target)) {
      snprintf(path, sizeof path, "targets.%s", target->name);
      scenario_warn(
          scenario, path,
          "%u towns are focal, and the target '%s' is about the first, '%s': say which it "
          "is about, as in 'town: %s'",
          all_focal, target->name, town, town);
    }
    if (scenario->towns[target->town].focal > 0) continue;
    snprintf(path, sizeof path, "targets.%s.town", target->name);
    if (focal < scenario->towns_count) {
      snprintf(other, sizeof other, ", or ask about one that is, as in 'town: %s'",
               scenario->town_names[focal]);
    }
    scenario_warn(scenario, path,
                  "the target '%s' is about '%s', which is not focal: it is answered for '%s' "
                  "together; say 'focal: yes' of that town%s",
                  target->name, town,
                  scenario_place_name(scenario, scenario_place_of(scenario, target->town)), other);
  }
}

/* Whether what makes a town not focal was laid over its record: then that is meant. */
static bool was_laid_over(const struct scenario *scenario, const struct record *record) {
  const struct tree *towns = tree_get(scenario->tree, "towns"),
                    *records = tree_get(scenario->tree, "record");
  const struct tree *town = tree_get(towns, scenario->town_names[record->town]);
  const struct tree *focal = tree_get(town, "focal"), *row = tree_get(records, record->name);
  return focal && row && focal->layer > row->layer;
}

/* A record of a town that results do not tell apart judges nothing. */
static void doubt_records(struct scenario *scenario) {
  for (uint32_t r = 0; r < scenario->records_count; r++) {
    const struct record *record = &scenario->records[r];
    char path[2 * SCENARIO_NAME];
    if (scenario_sees(scenario, record->town) || was_laid_over(scenario, record)) continue;
    snprintf(path, sizeof path, "record.%s.town", record->name);
    scenario_warn(scenario, path,
                  "the record '%s' is of '%s', which is observed with others as '%s': nothing is "
                  "judged by it; say 'focal: yes' of that town",
                  record->name, scenario->town_names[record->town],
                  scenario_place_name(scenario, scenario_place_of(scenario, record->town)));
  }
}

/* A correlation with what no lever of the scenario has: it counts beside a scenario that has one.
 */
static void doubt_correlations(struct scenario *scenario) {
  static const char levers[] = "levers.";
  for (uint32_t c = 0; c < scenario->correlations_count; c++) {
    for (int k = 0; k < 2; k++) {
      const char *name = scenario->correlations[c].between[k];
      char kind[SCENARIO_NAME], path[2 * SCENARIO_NAME];
      if (strncmp(name, levers, strlen(levers)) != 0) continue;
      name += strlen(levers);
      snprintf(kind, sizeof kind, "%.*s", (int)strcspn(name, "."), name);
      uint32_t l = 0;
      while (l < scenario->levers_count &&
             strcmp(tables_levers[scenario->levers[l].kind].name, kind) != 0) {
        l++;
      }
      if (l < scenario->levers_count) continue;
      snprintf(path, sizeof path, "correlations.%s.between", scenario->correlations[c].name);
      scenario_warn(scenario, path,
                    "no lever of this scenario is a %s: the correlation counts where it is run "
                    "together with a scenario that has one",
                    kind);
    }
  }
}

void scenario_doubt(struct scenario *scenario) {
  doubt_targets(scenario);
  doubt_records(scenario);
  doubt_correlations(scenario);
  scenario_doubt_facts(scenario);
  scenario_doubt_levers(scenario);
}
