/* How numbers, units and scenarios are shown to people. */
#include "cli.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *cli_number(double value, char *out) {
  const double size = fabs(value);
  if (isnan(value)) snprintf(out, CLI_NUMBER, "-");
  else if (size < 1e-12) snprintf(out, CLI_NUMBER, "0");
  else if (size < 0.001 || size >= 1e9) snprintf(out, CLI_NUMBER, "%.3g", value);
  else if (size < 1) snprintf(out, CLI_NUMBER, "%.4f", value);
  else if (size < 10) snprintf(out, CLI_NUMBER, "%.3f", value);
  else if (size < 100) snprintf(out, CLI_NUMBER, "%.2f", value);
  else if (size < 1000) snprintf(out, CLI_NUMBER, "%.1f", value);
  else snprintf(out, CLI_NUMBER, "%.0f", value);
  return out;
}

char *cli_range(double middle, double low, double high, double factor, char *out) {
  char a[CLI_NUMBER], b[CLI_NUMBER], c[CLI_NUMBER];
  cli_number(middle * factor, a);
  if (isnan(low)) snprintf(out, CLI_RANGE, "%s", a);
  else
    snprintf(out, CLI_RANGE, "%s [%s, %s]", a, cli_number(low * factor, b),
             cli_number(high * factor, c));
  return out;
}

/* Multiples of money, the largest first: from `least` M CNY on, in `name` of 1 / factor M CNY. */
struct multiple {
  double least, factor;
  const char *name;
};
static const struct multiple english[] = {
    {1000, 1e-3, "bn CNY"}, {0.1, 1, "M CNY"}, {0, 1e6, "CNY"}};
static const struct multiple chinese_ones[] = {
    {100, 1e-2, "亿元"}, {0.01, 1e2, "万元"}, {0, 1e6, "元"}};

/* What money is measured by, as in "M CNY/month". */
static const char *const denominators[][2] = {
    {"/month", "/月"}, {"/m2/month", "/平方米/月"}, {"/mu", "/亩"}, {"/year", "/年"}};

struct cli_unit cli_unit(const char *unit, double largest, bool chinese) {
  static const char money[] = "M CNY";
  struct cli_unit shown = {.factor = 1};
  if (strncmp(unit, money, strlen(money)) != 0) {
    const char *name = strcmp(unit, "1") == 0 ? "" : chinese ? tables_unit_chinese(unit) : unit;
    snprintf(shown.name, sizeof shown.name, "%s", name);
    return shown;
  }
  const char *by = unit + strlen(money);
  const struct multiple *multiple = chinese ? chinese_ones : english;
  /* Where there is nothing to go by, the usual unit. */
  if (!(fabs(largest) > 1e-12) || isinf(largest)) multiple++;
  else
    while (fabs(largest) < multiple->least) multiple++;
  for (size_t k = 0; chinese && k < sizeof denominators / sizeof denominators[0]; k++) {
    if (strcmp(by, denominators[k][0]) == 0) by = denominators[k][1];
  }
  shown.factor = multiple->factor;
  snprintf(shown.name, sizeof shown.name, "%s%s", multiple->name, by);
  return shown;
}

char *cli_title(const struct results *results, uint32_t scenario) {
  const char *name = results->scenario_names[scenario], *title = results->scenario_titles[scenario];
  if (title[0] == '\0') return text_copy(name, strlen(name));
  const size_t bytes = strlen(title) + strlen(name) + sizeof " ()";
  char *out = malloc(bytes);
  if (out) snprintf(out, bytes, "%s (%s)", title, name);
  return out;
}

void cli_table_add_title(struct cli_table *table, const struct results *results,
                         uint32_t scenario) {
  char *title = cli_title(results, scenario);
  if (title) cli_table_add(table, title);
  else table->failed = true;
  free(title);
}
