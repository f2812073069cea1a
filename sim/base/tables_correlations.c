/* Which assumptions go together, as correlations.def says. */
#define _XOPEN_SOURCE 700
#include "bellwether/base/tables.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

const struct correlation_row tables_correlations[TABLES_CORRELATIONS] = {
#define ACROSS                                        false
#define WITHIN                                        true
#define C(name, scope, rho, members, meaning, source) {#name, scope, rho, members, meaning, source},
#include "bellwether/correlations.def"
#undef C
};

size_t tables_correlation_find(const char *name) {
  size_t row = 0;
  while (row < TABLES_CORRELATIONS && strcmp(tables_correlations[row].name, name) != 0) row++;
  return row;
}

int tables_correlation_sign(const struct correlation_row *row, const char *name) {
  for (const char *member = row->members; *member; member += strspn(member, " ")) {
    char pattern[128];
    const int minus = *member == '-';
    const int length = (int)strcspn(member, " ");
    snprintf(pattern, sizeof pattern, "%.*s", length - minus, member + minus);
    if (fnmatch(pattern, name, 0) == 0) return minus ? -1 : 1;
    member += length;
  }
  return 0;
}

int tables_owner(const char *name) {
  const size_t kind = strcspn(name, ".");
  return (int)(name[kind] ? kind + 1 + strcspn(name + kind + 1, ".") : kind);
}
