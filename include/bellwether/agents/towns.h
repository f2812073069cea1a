/* towns.h - towns and their parks as columns. Rows never move: a town's row is its place in the
 * scenario; the parks of a town stand together, in the towns' order. A mu is a fifteenth of a
 * hectare. */
#ifndef BELLWETHER_AGENTS_TOWNS_H
#define BELLWETHER_AGENTS_TOWNS_H

#include "bellwether/agents/firms.h"

/* Terms on which a town sells plants, or land, to the firms that use them (M17). */
struct mortgage {
  double deposit; /* share of the price paid at once */
  double months;  /* in which the rest is paid; 0: not offered */
  double rate;    /* yearly interest */
  double offered; /* share of firms that are offered them this month */
};

/* The other town of an outreach, and the least weight of its staff here (M1). */
struct partner {
  uint32_t town; /* its row + 1; 0: none */
  double weight;
};
enum outreach_mode { OUTREACH_RESEARCH, OUTREACH_FINANCE, OUTREACH_MOUNTAIN, OUTREACH_COUNT };

/* What levers do to a town this month: set to nothing by the calendar, then added to by each lever
 * (lever files write, the rooms that cite the equations read). Factors are less 1. */
struct instruments {
  double relatedness;      /* M1: weight that related segments gain */
  double park_link;        /* M1: least weight of staff in the town's other parks */
  double lead_strength;    /* M2: Z, lead firms in reach */
  double research_access;  /* M4: what a yuan of research yields, factor */
  double platforms;        /* M4: platforms for research */
  double colleges;         /* M13: colleges run with universities */
  double pooled_research;  /* M4: research that members of the alliance share, M CNY a month */
  double paperwork;        /* M5: share of the paperwork of registration that is saved */
  double coaching;         /* M5: how much faster tenants register, factor */
  double procurement;      /* M8: share of inputs bought in town that is added */
  double credit;           /* M9: bank debt allowed, factor */
  double service;          /* M11: service to talents that is added */
  double homesickness;     /* M12: weight of home that is added for natives */
  double contact;          /* M12: natives away who compare towns, factor */
  struct by_skill search;  /* M10: idle persons who look for a job, factor */
  struct by_skill map;     /* M12: arrivals from elsewhere, factor */
  struct by_skill appeal;  /* M12: utility that is added */
  struct by_skill college; /* M13: persons who finish their studies and stay, a month */
  double start_ups;        /* M14: start-ups in free seats, factor */
  double founding;         /* M14: founders among returned natives, factor */
  double subsidy;          /* M14: what movers are offered, as attraction */
  double landing;          /* M14: log odds that a signed project lands */
  double signings;         /* M14: projects that recruiters sign, factor */
  double targeting;        /* M14: weight of missing links of the chain in recruiting */
  double approval;         /* M14: share of the approval time that is saved */
  double seats, equipment, tenancy, hazard_tenant, hazard_graduate; /* M15 */
  double relocation;              /* M21: hazard that an attracted firm leaves, 1/year */
  double lead_spin_offs;          /* M14: spin-off rate of lead firms, factor */
  struct mortgage plant, land;    /* M17 */
  double missing_first;           /* M17: share of firms of missing links that get floor first */
  double compliance;              /* M20: share of compliance costs that is saved */
  double tiers;                   /* M22: log odds of promotion */
  double effort;                  /* M23: effort that officials aim at, factor */
  double cases, survey, response; /* M24: cases a month; factors */
  struct partner partners[OUTREACH_COUNT];
};

/* Public works: M CNY spent so far, by kind. */
enum amenity { EDUCATION, HEALTH, SPORT, CULTURE, LEISURE, AMENITY_COUNT };
enum infrastructure { ROAD, WATER, POWER, TELECOM, LOGISTICS, NETWORK, INFRASTRUCTURE_COUNT };
enum publicity { STAFF, CHANNELS, STYLE, STORY, PUBLICITY_COUNT };
struct amenity_works {
  double v[AMENITY_COUNT];
};
struct infrastructure_works {
  double v[INFRASTRUCTURE_COUNT];
};
struct publicity_works {
  double v[PUBLICITY_COUNT];
};

#define TOWN_COLUMNS(C)                                                                            \
  C(focal, uint8_t, "1", "1 where the study looks at it; the others are rivals")                   \
  C(x, double, "km", "place, eastwards")                                                           \
  C(y, double, "km", "place, northwards")                                                          \
  C(amenity, double, "1", "education, health, sport, culture, leisure, against the average")       \
  C(service, double, "1", "service to talents, against the average")                               \
  C(housing, double, "CNY/m2", "housing price")                                                    \
  C(brand_base, double, "1", "brand that fades to this, against the average")                      \
  C(brand, double, "1", "brand, against the average")                                              \
  C(infrastructure, double, "1", "roads to networks, against the average")                         \
  C(platforms, double, "1", "platforms for research at the start")                                 \
  C(brokerage, double, "1/month", "cases that the town's own people broker")                       \
  C(college, struct by_skill, "person/month", "graduates of its colleges who stay")                \
  C(effort, double, "1", "effort of officials; 1 is usual")                                        \
  C(amenity_works, struct amenity_works, "M CNY", "spent on amenities by levers")                  \
  C(infrastructure_works, struct infrastructure_works, "M CNY",                                    \
    "spent on infrastructure by levers")                                                           \
  C(publicity, struct publicity_works, "M CNY", "spent on its name by levers, fading")             \
  C(bonds_issued, int64_t, "fen", "bonds issued since the start")                                  \
  C(bond_debt, int64_t, "fen", "owed to holders of its bonds")                                     \
  C(bond_service, int64_t, "fen", "interest and repayments of the past months, since the start")   \
  C(diaspora, struct by_skill, "person", "natives who live elsewhere, by skill")                   \
  C(returned, struct by_skill_count, "person", "natives who came back last month")                 \
  C(returned_ever, uint64_t, "person", "natives who came back since the start")                    \
  C(cash, int64_t, "fen", "money received less money spent; below zero: what it must borrow")      \
  C(public_cost, int64_t, "fen", "gross public cost of levers since the start")                    \
  C(public_returns, int64_t, "fen", "what public funds have paid back since the start")            \
  C(tax_income, int64_t, "fen", "its share of taxes since the start")                              \
  C(rent_income, int64_t, "fen", "rent of plant floor since the start")                            \
  C(plant_income, int64_t, "fen", "sales of plants and land since the start")                      \
  C(hires, uint32_t, "person", "persons hired this month")                                         \
  C(labour_force, struct by_skill, "person",                                                       \
    "persons at the start, by skill: the scale of arrivals")                                       \
  C(going_wage, struct by_skill, "fen/month", "mean wage posted, by skill")                        \
  C(idle, struct by_skill_count, "person", "persons without employer, by skill")                   \
  C(openings, struct by_skill_count, "person", "vacancies, by skill")                              \
  C(seats_taken, uint32_t, "1", "incubator seats in use")                                          \
  C(seats_free, double, "1", "how far free incubator seats draw founders this month, 0..1")        \
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
  C(land, double, "mu", "its land at the start")                                                   \
  C(plot_ratio, double, "1", "floor that a unit of land may carry")                                \
  C(chain_only, uint8_t, "1", "1 where it lets in the industry's chain alone")                     \
  C(floor_built, uint64_t, "m2", "plant floor")                                                    \
  C(floor_used, uint64_t, "m2", "plant floor that firms hold")                                     \
  C(floor_coming, uint64_t, "m2", "plant floor being built")                                       \
  C(floor_short, uint64_t, "m2", "plant floor asked for last month and not to be had")             \
  C(floor_most, uint64_t, "m2", "plant floor that its land may carry")                             \
  C(rent, double, "CNY/m2/month", "rent")                                                          \
  C(concentration, double, "1", "sum of squared shares of its firms in its staff")

#define M2_PER_MU (10000.0 / 15.0)

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

/* Amenity and infrastructure against the average town: facts, and the works of levers with
 * diminishing returns: mean over kinds of ln(1 + spent / unit). */
double towns_amenity(const struct towns *towns, uint32_t town, double unit);
double towns_infrastructure(const struct towns *towns, uint32_t town, double unit);

/* Adds a sum (M CNY) to a town's works, evenly over their kinds. */
void towns_add_works(double *works, int kinds, double sum);

enum status towns_create(struct towns *towns, uint32_t count, struct error *error) MUST_CHECK;
void towns_free(struct towns *towns);
enum status towns_create_parks(struct parks *parks, uint32_t count, struct error *error) MUST_CHECK;
void towns_free_parks(struct parks *parks);

#endif
