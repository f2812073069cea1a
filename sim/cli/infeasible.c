/* What commands say of sets of assumptions that make a scenario impossible. */
#include "cli.h"

#define SETS_SHOWN 8 /* of one scenario, to people */

/* Whether run (scenario, replication) is infeasible. */
static bool is_infeasible(const struct results *results, uint32_t scenario, uint32_t replication) {
  return results->outcomes[(size_t)scenario * results->replications + replication] ==
         RESULTS_INFEASIBLE;
}

/* The next replication from `r` on that is infeasible in one of two scenarios, and whose set was
 * not `last`, that of the one before; the number of replications where there is none. */
static uint32_t next_of(const struct results *results, uint32_t a, uint32_t b, uint32_t r,
                        uint32_t last) {
  while (r < results->replications &&
         (results->draw_of[r] == last ||
          !(is_infeasible(results, a, r) || is_infeasible(results, b, r)))) {
    r++;
  }
  return r;
}

json_t *cli_infeasible_draws(const struct results *results, uint32_t a, uint32_t b) {
  json_t *list = json_array();
  uint32_t last = 0; /* the central one is never infeasible */
  for (uint32_t r = 0; results->draws; last = results->draw_of[r++]) {
    r = next_of(results, a, b, r, last);
    if (r == results->replications) break;
    json_array_append_new(list, json_integer(results->draw_of[r]));
  }
  return list;
}

/* "fund.yaml: 4 of 24 runs, of sets 2, 5". */
static void add_scenario(struct text *out, const struct results *results, uint32_t s,
                         uint32_t count) {
  uint32_t last = 0, shown = 0;
  text_add(out, "%s: %u of %u runs, of sets", results->scenario_names[s], count,
           results->replications);
  for (uint32_t r = 0;; last = results->draw_of[r++], shown++) {
    r = next_of(results, s, s, r, last);
    if (r == results->replications) return;
    if (shown < SETS_SHOWN) text_add(out, "%s %u", shown ? "," : "", results->draw_of[r]);
    if (shown == SETS_SHOWN) text_add(out, ", ...");
  }
}

void cli_add_infeasible(struct text *out, const struct results *looked_at) {
  const struct results *results = results_whole(looked_at);
  bool any = false;
  for (uint32_t s = 0; s < results->scenarios && results->draws; s++) {
    const uint32_t count = results_count(results, s, RESULTS_INFEASIBLE);
    if (count == 0) continue;
    text_add(out, "%s", any ? "; " : "infeasible, and left out: ");
    add_scenario(out, results, s, count);
    any = true;
  }
}

void cli_say_infeasible(struct text *out, const struct results *results) {
  struct text line = {0};
  cli_add_infeasible(&line, results);
  if (line.length) cli_say(out, "%s\n\n", line.bytes);
  out->failed |= line.failed;
  text_free(&line);
}
