/* Whose gain a programme is and what it costs, over sets of assumptions: a row a figure, with both
 * intervals. */
#include "economics.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

char *economics_apart(const struct assumed *assumed, double factor, char *out) {
  char mean[CLI_NUMBER], chance[CLI_APART_CELL];
  const bool none = !assumed->told || isnan(assumed->effects.mean);
  cli_number(assumed->effects.mean * factor, mean);
  cli_apart_chance(assumed, factor, chance);
  snprintf(out, ECONOMICS_CELL, none ? "-" : "%s %s", mean, strcmp(chance, "-") ? chance : "");
  return out;
}

/* A table of figures on its way. */
struct figures {
  struct cli_table table;
  struct text *out;
};

/* `leads`: names are long, and may stand above their numbers. */
static struct figures begin(const struct economics *economics, const char *what, bool leads,
                            struct text *out) {
  struct figures figures = {.table = {.columns = 2 + CLI_APART_COLUMNS,
                                      .right = {[1] = true, true, true, true, true, true},
                                      .leads = leads},
                            .out = out};
  cli_table_add(&figures.table, what);
  cli_table_add(&figures.table, "mean");
  cli_apart_table_heads(&figures.table, economics->cli->level, true);
  return figures;
}

static void add(struct figures *figures, const char *name, const struct assumed *assumed,
                double factor) {
  char mean[CLI_NUMBER];
  const bool none = !assumed->told || isnan(assumed->effects.mean);
  cli_table_add(&figures->table, name);
  cli_table_add(&figures->table, none ? "-" : cli_number(assumed->effects.mean * factor, mean));
  cli_apart_table_cells(&figures->table, assumed, factor, true);
}

static void end(struct figures *figures) {
  cli_table_print(&figures->table, figures->out);
  cli_table_free(&figures->table);
}

/* Gains of some parts, under a title. */
static void print_gains(const struct economics *economics, uint32_t other, const char *title,
                        const enum net_part *parts, int count, struct text *out) {
  static const char *const heads[NET_MEASURES] = {"sales", "jobs", "value added"};
  const struct assumed_money *money = &economics->assumed[other];
  cli_say(out, "\n%s:\n", title);
  for (int measure = 0; measure < NET_MEASURES; measure++) {
    const struct cli_unit unit = economics_unit_of_gain(&economics->nets[other], measure, false);
    char head[96];
    snprintf(head, sizeof head, "%s%s%s", heads[measure], unit.name[0] ? ", " : "", unit.name);
    text_add(out, "\n");
    struct figures figures = begin(economics, head, false, out);
    for (int k = 0; k < count; k++) {
      add(&figures, net_parts[parts[k]], &money->gains[parts[k]][measure], unit.factor);
    }
    end(&figures);
  }
}

static void print_items(const struct economics *economics, uint32_t other, struct text *out) {
  const struct assumed_money *money = &economics->assumed[other];
  const struct cli_unit unit = economics_unit_of_cost(&economics->costs[other], false);
  char head[128];
  snprintf(head, sizeof head, "public money, discounted at %.3g %% a year, %s",
           100 * economics->cli->discount, unit.name);
  text_add(out, "\n");
  struct figures figures = begin(economics, head, true, out);
  for (int item = 0; item < COST_ITEMS; item++) {
    add(&figures, cost_items[item], &money->items[item], unit.factor);
  }
  add(&figures, "against a budget: of all months, not discounted", &money->spent, unit.factor);
  add(&figures, "beside it: plants that the town builds itself", &money->built, unit.factor);
  end(&figures);
}

static void print_ratios(const struct economics *economics, uint32_t other, struct text *out) {
  static const char *const pers[COST_PERS] = {"a job in town", "a job, net",
                                              "a yuan of value added, net, in yuan"};
  static const char *const gained[COST_PERS] = {"jobs are gained in town",
                                                "jobs are gained by the nation",
                                                "value added is gained by the nation"};
  const struct assumed_money *money = &economics->assumed[other];
  char name[128], head[96] = "cost, M CNY";
  if (economics->cli->public_funds > 1 || economics->cli->public_funds < 1) {
    snprintf(head, sizeof head, "cost, M CNY x %.3g", economics->cli->public_funds);
  }
  text_add(out, "\n");
  struct figures figures = begin(economics, head, true, out);
  for (int per = 0; per < COST_PERS; per++) {
    for (int kind = 0; kind < COST_KINDS; kind++) {
      snprintf(name, sizeof name, "%s: %s", pers[per], cost_kinds[kind]);
      add(&figures, name, &money->per[kind][per], 1);
    }
  }
  end(&figures);
  for (int per = 0; per < COST_PERS; per++) {
    const struct assumed *ratio = &money->per[COST_GROSS][per];
    const struct assumed *gain =
        &money->gains[per == COST_PER_JOB ? NET_TOWN : NET_NATION]
                     [per == COST_PER_NET_OUTPUT ? NET_VALUE_ADDED : NET_JOBS];
    if (ratio->none == 0 || !assumed_is_told(gain)) continue;
    cli_say(out, "\nno %s in %zu of %zu sets of assumptions: there it costs the most there is\n",
            gained[per], ratio->none, ratio->effects.draws);
  }
}

void economics_print_apart(const struct economics *economics, uint32_t other, struct text *out) {
  print_gains(economics, other, "whose gain, a year", net_whose, NET_WHOSE, out);
  print_gains(economics, other, "where the gain comes from", net_sources, NET_SOURCES, out);
  if (!economics_costs_something(&economics->costs[other])) return;
  print_items(economics, other, out);
  print_ratios(economics, other, out);
}
