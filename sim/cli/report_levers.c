/* report_levers.c - the levers of each scenario: when they act, and what their money does. */
#include "report.h"

#include "bellwether/base/date.h"

#include <stdio.h>
#include <string.h>

/* Whether a lever is a scenario's beyond the base; of the base, all are. */
static bool is_own(const struct report *report, uint32_t s, const struct lever *lever) {
  const struct scenario *base = &report->ensemble->scenarios[report->base];
  for (uint32_t k = 0; s != report->base && k < base->levers_count; k++) {
    const struct lever *other = &base->levers[k];
    if (strcmp(other->name, lever->name) == 0 && other->kind == lever->kind &&
        other->values[LEVER_BUDGET] == lever->values[LEVER_BUDGET]) {
      return false;
    }
  }
  return true;
}

/* A value in the unit that reads best, into out[REPORT_AMOUNT]. Returns out. */
static char *money_text(const struct report *report, double value, const char *unit, char *out) {
  const struct cli_unit best = cli_unit(unit, value, report->chinese);
  return report_amount(value, &best, out);
}

/* What the budget does, in words, into out[REPORT_LINE]. */
#define REPORT_LINE 512
static void say_money(const struct report *report, const struct lever *lever, char *out) {
  static const enum report_text says[] = {REPORT_money_reaches, REPORT_money_buys,
                                          REPORT_money_works, REPORT_money_fixed,
                                          REPORT_money_befalls};
  const struct lever_row *row = &tables_levers[lever->kind];
  const char *what = report->chinese ? tables_lever_buys_chinese(lever->kind) : row->buys;
  char each[REPORT_AMOUNT], cost[2 * REPORT_AMOUNT] = "";
  const struct field *field = &row->fields[LEVER_COST];
  if (row->fields_count > LEVER_COST && strcmp(field->name, "cost") == 0) {
    money_text(report, lever->values[LEVER_COST], field->unit, each);
    const bool is_share = strcmp(field->unit, "1") == 0;
    snprintf(cost, sizeof cost, is_share ? report_text(report, REPORT_per_yuan) : "%s", each);
  }
  const bool priced = cost[0] != '\0';
  snprintf(out, REPORT_LINE,
           report_text(report, row->money == LEVER_BUYS && !priced ? REPORT_money_buys_own
                                                                   : says[row->money]),
           what, cost);
}

static void add_lever(struct report_table *table, const struct lever *lever) {
  const struct report *report = table->report;
  const struct lever_row *row = &tables_levers[lever->kind];
  const int32_t start = report->ensemble->scenarios[report->base].start;
  char name[160], months[2 * DATE_TEXT + 8], first[DATE_TEXT], last[DATE_TEXT];
  char amount[REPORT_AMOUNT], budget[2 * REPORT_AMOUNT], does[REPORT_LINE];
  snprintf(name, sizeof name, report_text(report, REPORT_lever_named), lever->name,
           report->chinese ? tables_lever_chinese(lever->kind) : row->name);
  snprintf(months, sizeof months, "%s – %s", date_format(start + lever->from, first),
           date_format(start + lever->to, last));
  money_text(report, lever->values[LEVER_BUDGET], "M CNY", amount);
  if (row->money == LEVER_BEFALLS) snprintf(budget, sizeof budget, "—");
  else if (lever->towns_count == 1) snprintf(budget, sizeof budget, "%s", amount);
  else
    snprintf(budget, sizeof budget, report_text(report, REPORT_in_each), amount,
             lever->towns_count);
  say_money(report, lever, does);
  report_table_cell(table, name);
  report_table_cell(table, months);
  report_table_cell(table, budget);
  report_table_cell(table, does);
}

void report_levers(const struct report *report, uint32_t s) {
  const struct scenario *scenario = &report->ensemble->scenarios[s];
  uint32_t own = 0;
  for (uint32_t k = 0; k < scenario->levers_count; k++) {
    own += is_own(report, s, &scenario->levers[k]);
  }
  if (own == 0) return;
  char caption[SCENARIO_LAYERED + 512];
  struct report_table table;
  snprintf(caption, sizeof caption, report_text(report, REPORT_levers_of), report->titles[s]);
  report_table_begin(&table, report, 4, 4, caption);
  report_table_head(&table, report_text(report, REPORT_lever));
  report_table_head(&table, report_text(report, REPORT_months));
  report_table_head(&table, report_text(report, REPORT_budget));
  report_table_head(&table, report_text(report, REPORT_money_does));
  for (uint32_t k = 0; k < scenario->levers_count; k++) {
    if (is_own(report, s, &scenario->levers[k])) add_lever(&table, &scenario->levers[k]);
  }
  report_table_end(&table);
}
