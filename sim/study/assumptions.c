#include "assumptions_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* While the list is made. */
struct listing {
  const struct scenario *scenario;
  struct assumptions *out;
  size_t list_room, values_room, values_count;
  bool failed;
};

/* The array with room for one more than `count`; NULL where memory ran out, and it is as it was. */
static void *grow(void *array, size_t *room, size_t count, size_t size) {
  if (count < *room) return array;
  const size_t more = *room ? 2 * *room : 256;
  void *grown = realloc(array, more * size);
  if (grown) *room = more;
  return grown;
}

size_t assumptions_find(const struct assumptions *assumptions, const char *name) {
  size_t k = 0;
  while (k < assumptions->count && strcmp(assumptions->list[k].name, name) != 0) k++;
  return k;
}

const struct assumed_value *assumptions_value(const struct assumptions *assumptions,
                                              size_t assumption) {
  size_t k = 0;
  while (assumptions->values[k].assumption != assumption) k++;
  return &assumptions->values[k];
}

bool assumptions_is_outside(const struct assumptions *assumptions,
                            const struct assumed_value *value) {
  const struct field *field = assumptions->list[value->assumption].field;
  const double low = prior_quantile(field, &value->prior, value->value, PRIOR_POINT);
  const double high = prior_quantile(field, &value->prior, value->value, 1 - PRIOR_POINT);
  return value->value < low || value->value > high;
}

const char *assumptions_path(const struct assumptions *assumptions, const struct scenario *scenario,
                             const struct assumed_value *value, char *out) {
  const struct assumption *assumption = &assumptions->list[value->assumption];
  if (value->of == ASSUMED_LEVERS) {
    snprintf(out, SCENARIO_PATH, "levers.%s.%s", scenario->levers[value->row].name,
             assumption->field->name);
  } else snprintf(out, SCENARIO_PATH, "%s", assumption->name);
  return out;
}

static size_t number_of(struct listing *listing, const char *name, const struct field *field) {
  struct assumptions *out = listing->out;
  const size_t found = assumptions_find(out, name);
  if (found < out->count) return found;
  void *grown = grow(out->list, &listing->list_room, out->count, sizeof *out->list);
  if (!grown) {
    listing->failed = true;
    return 0;
  }
  out->list = grown;
  struct assumption *one = &out->list[out->count];
  *one = (struct assumption){.field = field};
  snprintf(one->name, sizeof one->name, "%s", name);
  return out->count++;
}

/* Adds a value where it is an assumption. `path`: where the scenario says it; `name`: what the
 * assumption is called. */
static void add(struct listing *listing, const char *path, const char *name,
                struct assumed_value value, const struct field *field) {
  struct assumptions *out = listing->out;
  if (scenario_believe(listing->scenario, path, field, value.value, &value.prior) !=
      SCENARIO_VARIES) {
    return;
  }
  void *grown = grow(out->values, &listing->values_room, listing->values_count,
                     sizeof *out->values);
  if (!grown) {
    listing->failed = true;
    return;
  }
  out->values = grown;
  value.assumption = number_of(listing, name, field);
  out->values[listing->values_count++] = value;
}

static void add_table(struct listing *listing, const char *prefix, enum assumed_of of, uint32_t row,
                      const struct field *fields, size_t count, const double *numbers) {
  for (uint32_t f = 0; f < count; f++) {
    char path[SCENARIO_PATH];
    snprintf(path, sizeof path, "%.250s.%.60s", prefix, fields[f].name);
    const struct assumed_value value = {.of = of, .row = row, .field = f, .value = numbers[f]};
    add(listing, path, path, value, &fields[f]);
  }
}

/* What a town says of itself, and what stands in its parks; of a town without parks of its own the
 * one that it has is what the town says. */
static void add_town(struct listing *listing, uint32_t t) {
  const struct scenario *scenario = listing->scenario;
  const size_t own = tables_towns_count - tables_parks_count; /* its last rows are a park's */
  char town[SCENARIO_PATH], park[SCENARIO_PATH], industry[SCENARIO_PATH];
  snprintf(town, sizeof town, "towns.%s", scenario->town_names[t]);
  add_table(listing, town, ASSUMED_TOWNS, t, tables_towns, own,
            (const double *)&scenario->towns[t]);
  for (uint32_t p = scenario->first_park[t]; p < scenario->first_park[t + 1]; p++) {
    const bool named = scenario->park_names[p][0] != '\0';
    snprintf(park, sizeof park, "towns.%s%s%s", scenario->town_names[t], named ? ".parks." : "",
             scenario->park_names[p]);
    add_table(listing, park, ASSUMED_PARKS, p, tables_parks, tables_parks_count,
              (const double *)&scenario->parks[p]);
    for (uint32_t s = 0; s < scenario->segments_count; s++) {
      const uint32_t row = p * scenario->segments_count + s;
      snprintf(industry, sizeof industry, "%.180s.industry.%s", park, scenario->segment_names[s]);
      add_table(listing, industry, ASSUMED_INDUSTRY, row, tables_industry, tables_industry_count,
                (const double *)&scenario->industry[row]);
    }
  }
}

static void add_lever(struct listing *listing, uint32_t l) {
  const struct lever *lever = &listing->scenario->levers[l];
  const struct lever_row *row = &tables_levers[lever->kind];
  for (uint32_t f = 0; f < row->fields_count; f++) {
    char path[SCENARIO_PATH], name[SCENARIO_PATH];
    snprintf(path, sizeof path, "levers.%s.%s", lever->name, row->fields[f].name);
    snprintf(name, sizeof name, "levers.%s.%s", row->name, row->fields[f].name);
    const struct assumed_value value = {
        .of = ASSUMED_LEVERS, .row = l, .field = f, .value = lever->values[f]};
    add(listing, path, name, value, &row->fields[f]);
  }
}

static void add_scenario(struct listing *listing) {
  const struct scenario *scenario = listing->scenario;
  char prefix[SCENARIO_PATH];
  add_table(listing, "parameters", ASSUMED_PARAMETERS, 0, tables_params, tables_params_count,
            (const double *)&scenario->params);
  for (uint32_t s = 0; s < scenario->segments_count; s++) {
    snprintf(prefix, sizeof prefix, "segments.%s", scenario->segment_names[s]);
    add_table(listing, prefix, ASSUMED_SEGMENTS, s, tables_segments, tables_segments_count,
              (const double *)&scenario->segments[s]);
  }
  for (uint32_t t = 0; t < scenario->named_towns; t++) add_town(listing, t);
  for (uint32_t l = 0; l < scenario->levers_count; l++) add_lever(listing, l);
}

enum status assumptions_list(const struct scenario *scenarios, size_t count,
                             struct assumptions *assumptions, struct error *error) {
  struct listing listing = {.out = assumptions};
  *assumptions = (struct assumptions){.scenarios = count};
  assumptions->first = calloc(count + 1, sizeof *assumptions->first);
  enum status status = assumptions->first ? STATUS_OK : error_memory(error, "assumptions", count);
  for (size_t s = 0; s < count && status == STATUS_OK; s++) {
    listing.scenario = &scenarios[s];
    add_scenario(&listing);
    assumptions->first[s + 1] = listing.values_count;
    if (listing.failed) status = error_memory(error, "assumptions", listing.values_room);
  }
  if (status == STATUS_OK) status = assumptions_join(scenarios, count, assumptions, error);
  if (status != STATUS_OK) assumptions_free(assumptions);
  return status;
}

void assumptions_free(struct assumptions *assumptions) {
  free(assumptions->list);
  free(assumptions->first);
  free(assumptions->values);
  free(assumptions->correlated_list);
  free(assumptions->correlated_names);
  free(assumptions->correlations);
  free(assumptions->cholesky);
  *assumptions = (struct assumptions){0};
}

static void order(double *low, double *high) {
  const double a = *low, b = *high;
  *low = fmin(a, b);
  *high = fmax(a, b);
}

/* Two shares of one whole: together at most `most`. */
static void share_out(double *a, double *b, double most) {
  const double scale = most / fmax(*a + *b, most);
  *a *= scale;
  *b *= scale;
}

static void put_right(struct scenario *scenario) {
  struct params *p = &scenario->params;
  order(&p->reach_unrelated, &p->reach_related);
  order(&p->innovation_least, &p->innovation_most);
  order(&p->registration_class_1, &p->registration_class_2);
  order(&p->registration_class_2, &p->registration_class_3);
  order(&p->registration_class_1, &p->registration_class_2);
  order(&p->transfer_least, &p->transfer_most);
  order(&p->wage_technician, &p->wage_graduate);
  order(&p->wage_graduate, &p->wage_high_end);
  order(&p->wage_technician, &p->wage_graduate);
  order(&p->efficiency_graduate, &p->efficiency_high_end);
  order(&p->cash_reserve, &p->dividend_reserve);
  share_out(&p->innovation_process, &p->innovation_product, 1);
  for (uint32_t s = 0; s < scenario->segments_count; s++) {
    share_out(&scenario->segments[s].graduates, &scenario->segments[s].high_end, 1);
  }
}

/* One firm at least where there are sales, and staff and certificates for each. */
static void staff_firms(struct industry_facts *facts) {
  if (facts->sales > 0) facts->firms = fmax(facts->firms, 1);
  if (facts->staff > 0) facts->staff = fmax(facts->staff, facts->firms);
  if (facts->certificates > 0) facts->certificates = fmax(facts->certificates, facts->firms);
}

/* Where a scenario holds a value. */
static double *place_of(const struct assumed_value *value, struct scenario *scenario) {
  double *row = NULL;
  switch (value->of) {
  case ASSUMED_PARAMETERS: row = (double *)&scenario->params; break;
  case ASSUMED_SEGMENTS: row = (double *)&scenario->segments[value->row]; break;
  case ASSUMED_TOWNS: row = (double *)&scenario->towns[value->row]; break;
  case ASSUMED_PARKS: row = (double *)&scenario->parks[value->row]; break;
  case ASSUMED_INDUSTRY: row = (double *)&scenario->industry[value->row]; break;
  case ASSUMED_LEVERS: row = scenario->levers[value->row].values; break;
  }
  return row + value->field;
}

void assumptions_set(const struct assumptions *assumptions, size_t number, const double *u,
                     struct scenario *scenario) {
  for (size_t k = assumptions->first[number]; k < assumptions->first[number + 1]; k++) {
    const struct assumed_value *v = &assumptions->values[k];
    if (isnan(u[v->assumption])) continue; /* it keeps its value */
    *place_of(v, scenario) = prior_quantile(assumptions->list[v->assumption].field, &v->prior,
                                            v->value, u[v->assumption]);
    if (v->of == ASSUMED_INDUSTRY) staff_firms(&scenario->industry[v->row]);
  }
  put_right(scenario);
}
