/* towns.h - towns and their parks as columns. Rows never move: a town's row is its place in the
 * scenario; the parks of a town stand together, in the towns' order. */
#ifndef BELLWETHER_AGENTS_TOWNS_H
#define BELLWETHER_AGENTS_TOWNS_H

#include "bellwether/agents/firms.h"

/* What levers do to a town this month: set to nothing by the calendar, then added to by each lever
 * (lever files write, the rooms that cite them read). */
struct instruments {
  double start_ups;     /* more start-ups, as a share (M15) */
  double lead_strength; /* Z: lead firms in reach (M2, M18) */
  double procurement;   /* added to the local share of inputs (M8, M18) */
  double coaching;      /* how much faster tenants register (M15) */
  double hazard_tenant; /* factors on the hazard of tenants and graduates, less 1 (M15, M21) */
  double hazard_graduate;
  double equipment;      /* machinery for a new tenant, per owners' money (M15) */
  double tenancy;        /* months a tenant may stay (M15) */
  double seats;          /* incubator seats (M15) */
  double lead_spin_offs; /* spin-off rate of lead firms, less 1 (M14, M18) */
};

#define TOWN_COLUMNS(C)                                                                            \
  C(focal, uint8_t, "1", "1 where the study looks at it; the others are rivals")                   \
  C(x, double, "km", "place, eastwards")                                                           \
  C(y, double, "km", "place, northwards")                                                          \
  C(amenity, double, "1", "education, health, sport, culture, leisure, against the average")       \
  C(service, double, "1", "service to talents, against the average")                               \
  C(housing, double, "CNY/m2", "housing price")                                                    \
  C(brand, double, "1", "brand, against the average")                                              \
  C(cash, int64_t, "fen", "money received less money spent; below zero: what it must borrow")      \
  C(public_cost, int64_t, "fen", "gross public cost of levers since the start")                    \
  C(public_returns, int64_t, "fen", "what public funds have paid back since the start")            \
  C(tax_income, int64_t, "fen", "its share of taxes since the start")                              \
  C(labour_force, struct by_skill, "person",                                                       \
    "persons at the start, by skill: the scale of arrivals")                                       \
  C(going_wage, struct by_skill, "fen/month", "mean wage posted, by skill")                        \
  C(idle, struct by_skill_count, "person", "persons without employer, by skill")                   \
  C(openings, struct by_skill_count, "person", "vacancies, by skill")                              \
  C(seats_taken, uint32_t, "1", "incubator seats in use")                                          \
  C(seats_free, double, "1", "share of incubator seats that are free this month")                  \
  C(local_share, double, "1", "share of suppliable inputs bought in town")                         \
  C(chain_gap, double, "1", "what the chain lacks, 0..1: 1 - completeness")                        \
  C(projects_signed, uint32_t, "1", "projects signed since the start")                             \
  C(projects_landed, uint32_t, "1", "projects arrived since the start")                            \
  C(first_park, uint32_t, "1", "row of its first park")                                            \
  C(instruments, struct instruments, "1", "what levers do here this month")

#define PARK_COLUMNS(C)                                                                            \
  C(town, uint32_t, "1", "row of its town")                                                        \
  C(x, double, "km", "place, eastwards")                                                           \
  C(y, double, "km", "place, northwards")                                                          \
  C(floor_built, uint64_t, "m2", "plant floor")                                                    \
  C(floor_used, uint64_t, "m2", "plant floor that firms hold")                                     \
  C(floor_coming, uint64_t, "m2", "plant floor being built")                                       \
  C(floor_comes, int32_t, "month", "month in which that floor is delivered")                       \
  C(floor_short, uint64_t, "m2", "plant floor asked for last month and not to be had")             \
  C(floor_most, uint64_t, "m2", "plant floor that its land may carry")                             \
  C(rent, double, "CNY/m2/month", "rent")                                                          \
  C(concentration, double, "1", "sum of squared shares of its firms in its staff")

struct towns {
  uint32_t count;
  TOWN_COLUMNS(COLUMN_POINTER)
};
struct parks {
  uint32_t count;
  PARK_COLUMNS(COLUMN_POINTER)
};

extern const struct column towns_columns[];
extern const size_t towns_columns_count;
extern const struct column towns_park_columns[];
extern const size_t towns_park_columns_count;

enum status towns_create(struct towns *towns, uint32_t count, struct error *error) MUST_CHECK;
void towns_free(struct towns *towns);
enum status towns_create_parks(struct parks *parks, uint32_t count, struct error *error) MUST_CHECK;
void towns_free_parks(struct parks *parks);

#endif
