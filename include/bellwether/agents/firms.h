/* firms.h - firms as columns.
 * Owns every array. Rows of closed firms are empty (`open` is 0) until an entrant takes them; other
 * modules hold rows for a month at most, and ids for longer. */
#ifndef BELLWETHER_AGENTS_FIRMS_H
#define BELLWETHER_AGENTS_FIRMS_H

#include "bellwether/base/columns.h"

#define NOBODY UINT32_MAX /* a row that stands for none */

enum skill { TECHNICIAN, GRADUATE, HIGH_END, SKILL_COUNT };

enum origin {
  ORIGIN_INCUMBENT,
  ORIGIN_SPIN_OFF,
  ORIGIN_START_UP,
  ORIGIN_ATTRACTED,
  ORIGIN_RETURNEE,
  ORIGIN_COUNT
};

/* The ladder of small and medium enterprises (M22). */
enum tier {
  TIER_NONE,
  TIER_TECHNOLOGY,
  TIER_HIGH_TECH,
  TIER_SPECIALISED,
  TIER_LITTLE_GIANT,
  TIER_LEADER,
  TIER_COUNT
};

struct by_skill_count {
  uint32_t v[SKILL_COUNT];
};
struct by_skill {
  float v[SKILL_COUNT];
};
struct year_ring {
  float v[12];
};

#define FIRM_COLUMNS(C)                                                                            \
  C(id, uint64_t, "1", "identity, never reused")                                                   \
  C(town, uint32_t, "1", "row of the town it stands in")                                           \
  C(park, uint32_t, "1", "row of the park it stands in")                                           \
  C(segment, uint16_t, "1", "row of its segment")                                                  \
  C(origin, uint8_t, "1", "how it came: incumbent, spin-off, start-up, attracted, returnee")       \
  C(tier, uint8_t, "1", "rung on the ladder of small and medium enterprises")                      \
  C(promoted, int16_t, "month", "month in which it rose to that rung")                             \
  C(ally, uint8_t, "1", "1 for a member of the town's alliance")                                   \
  C(upgraded, uint8_t, "1", "which programmes have upgraded it, a bit each")                       \
  C(months_poor, uint8_t, "month", "months in a row with output below what the land should yield") \
  C(links, float, "1", "collaborations with universities and others")                              \
  C(grant, int64_t, "fen", "public money for the research of this month")                          \
  C(open, uint8_t, "1", "1 while it lives; 0: the row is empty")                                   \
  C(lead, uint8_t, "1", "1 for a lead firm (fine bird or phoenix)")                                \
  C(leaving, uint8_t, "1", "1 where it leaves at the end of this month")                           \
  C(recruited, uint8_t, "1", "1 where a recruiting team signed it")                                \
  C(born, int32_t, "month", "month in which it came")                                              \
  C(own_productivity, double, "1", "permanent part of log total factor productivity")              \
  C(reach_productivity, double, "1", "part that follows its surroundings")                         \
  C(capital, double, "M CNY", "machinery and equipment")                                           \
  C(research, double, "M CNY/month", "what it spent on research this month, grants included")      \
  C(research_stock, double, "M CNY", "research spending, depreciated")                             \
  C(quality, double, "1", "quality of its products")                                               \
  C(log_price, double, "1", "log of its price over the segment's")                                 \
  C(market_share, double, "1", "share of the segment's demand")                                    \
  C(share_due, double, "1", "share that its certificates have yet to open")                        \
  C(opening_share, double, "1", "share that its next certificate will open")                       \
  C(orders, double, "M CNY/month", "orders of the month, local ones included")                     \
  C(local_orders, double, "M CNY/month", "of these, from firms in town")                           \
  C(expected_orders, double, "M CNY/month", "orders it expects")                                   \
  C(capacity, double, "M CNY/month", "what it could sell this month")                              \
  C(sales, double, "M CNY/month", "what it sold this month, local sales included")                 \
  C(local_sales, double, "M CNY/month", "of these, to firms in town")                              \
  C(unmet, double, "M CNY/month", "orders of the month that it could not fill")                    \
  C(sales_year, struct year_ring, "M CNY/month",                                                   \
    "sales of the past twelve months, by month of the year")                                       \
  C(staff, struct by_skill_count, "person", "employees by skill")                                  \
  C(staff_wanted, struct by_skill_count, "person", "employees wanted by skill")                    \
  C(vacancies, struct by_skill_count, "person", "openings posted by skill")                        \
  C(layoff, struct by_skill, "1/month", "chance that an employee is laid off")                     \
  C(posted_wage, struct by_skill, "fen/month", "wage it posts by skill")                           \
  C(payroll, int64_t, "fen/month", "sum of its employees' wages")                                  \
  C(floor, uint32_t, "m2", "plant floor it holds")                                                 \
  C(floor_wanted, uint32_t, "m2", "plant floor it wants")                                          \
  C(floor_owned, uint32_t, "m2", "of what it holds, what it has bought")                           \
  C(mortgage, int64_t, "fen", "owed to the town for that floor, interest to come included")        \
  C(instalment, int64_t, "fen/month", "what it pays on that, interest included")                   \
  C(cash, int64_t, "fen", "money held")                                                            \
  C(debt, int64_t, "fen", "owed to banks")                                                         \
  C(costs, double, "M CNY/month", "what it paid last month, investment and loans aside")           \
  C(profit, double, "M CNY/month", "sales less costs and depreciation, before tax")                \
  C(funding_gap, double, "M CNY", "investment that it wants and cannot pay for")                   \
  C(certificates, uint16_t, "1", "product certificates held")                                      \
  C(registrations, uint16_t, "1", "products waiting for registration, the one in hand included")   \
  C(transferring, uint16_t, "1",                                                                   \
    "certificates that it brings along and that are being transferred")                            \
  C(registration_progress, float, "1", "progress of the product in registration, 0..1")            \
  C(registration_months, float, "month", "time that it takes")                                     \
  C(incubated_until, int32_t, "month", "end of its tenancy in an incubator; 0: never a tenant")    \
  C(seated, uint8_t, "1", "1 while it holds a seat")

struct firms {
  uint32_t count; /* rows in use, empty ones included */
  uint32_t room;  /* rows there is room for */
  uint32_t living;
  uint32_t empty_count; /* rows free to be taken, the last first */
  uint32_t *empty;
  FIRM_COLUMNS(COLUMN_POINTER)
};

extern const struct column firms_columns[];
extern const size_t firms_columns_count;

/* Room for `room` rows. Errors: memory. */
enum status firms_reserve(struct firms *firms, uint32_t room, struct error *error) MUST_CHECK;
void firms_free(struct firms *firms);

/* Takes an empty row (all zero, open = 1). There must be room: see firms_reserve. */
uint32_t firms_add(struct firms *firms, uint64_t id);

/* Empties a row. */
void firms_remove(struct firms *firms, uint32_t row);

/* All employees of a firm. */
static inline uint32_t firms_staff(const struct firms *firms, uint32_t row) {
  const uint32_t *v = firms->staff[row].v;
  return v[TECHNICIAN] + v[GRADUATE] + v[HIGH_END];
}

/* Sales over the past twelve months, M CNY: in four sums, which do not wait for one another. */
static inline double firms_sales_year(const struct firms *firms, uint32_t row) {
  const float *v = firms->sales_year[row].v;
  double sums[4];
  for (int m = 0; m < 4; m++) sums[m] = (double)v[m] + (double)v[m + 4] + (double)v[m + 8];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/* Log total factor productivity: own and reach. */
static inline double firms_productivity(const struct firms *firms, uint32_t row) {
  return firms->own_productivity[row] + firms->reach_productivity[row];
}

#endif
