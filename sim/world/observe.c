#include "bellwether/world/observe.h"

#include "bellwether/base/batch.h"
#include "bellwether/base/date.h"
#include "bellwether/base/sum.h"
#include "bellwether/policy/policy.h"
#include "bellwether/world/dues.h"
#include "bellwether/world/rest.h"

#include <gsl/gsl_sort.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define SHARE_TOLERANCE 1e-9 /* of the sum of market shares */
#define SMALL_SALES     20.0 /* M CNY a year */
#define LARGE_SALES     1000.0
#define NICHE_SHARE     0.02 /* of its segment's market, from which a firm leads its niche */
#define RETURN_LEAST    -0.2 /* a month: bounds and steps of the search for a fund's return */
#define RETURN_MOST     0.2
#define RETURN_STEPS    40

/* What one pass over persons finds: whole numbers, so that the order in which threads add theirs
 * does not matter. */
struct census {
  uint64_t living, employed;
  int64_t wages;
};

static void census_add(struct census *sum, const struct census *census) {
  sum->living += census->living;
  sum->employed += census->employed;
  sum->wages += census->wages;
}
#ifdef _OPENMP
#pragma omp declare reduction(+ : struct census : census_add(&omp_out, &omp_in))                   \
    initializer(omp_priv = {0})
#endif

/* Who is there, who has work and for how much, and who has it in the town that is home; `at_home`:
 * a flag a person. */
BATCH_CLONES static struct census
count_block(const uint8_t *restrict skills, const uint32_t *restrict employers,
            const int32_t *restrict wages, const uint32_t *restrict towns,
            const uint32_t *restrict homes, uint8_t *restrict at_home, uint32_t count) {
  uint32_t living = 0, employed = 0;
  int64_t sum = 0;
  for (uint32_t k = 0; k < count; k++) living += skills[k] != NO_PERSON;
  for (uint32_t k = 0; k < count; k++) employed += employers[k] != NOBODY;
  for (uint32_t k = 0; k < count; k++) sum += wages[k]; /* 0 without employer */
  for (uint32_t k = 0; k < count; k++) {
    at_home[k] = (employers[k] != NOBODY) & (homes[k] == towns[k]);
  }
  return (struct census){living, employed, sum};
}

/* Whether each row lives in another town than the row before. */
BATCH_CLONES static void find_breaks(const uint32_t *restrict towns, uint8_t *restrict breaks,
                                     uint32_t count) {
  breaks[0] = 1;
  for (uint32_t k = 1; k < count; k++) breaks[k] = towns[k] != towns[k - 1];
}

/* Rows of a block whose flag is set, as bits, and how many are before each word of bits. */
struct flagged {
  uint64_t bits[SUM_BLOCK / 64 + 1];
  uint32_t before[SUM_BLOCK / 64 + 1];
};

static inline uint32_t flagged_before(const struct flagged *flagged, uint32_t k) {
  const uint64_t bits = flagged->bits[k / 64] & batch_first_bits(k % 64);
  return flagged->before[k / 64] + (uint32_t)__builtin_popcountll(bits);
}

/* Adds up the flags of a block's rows by place: neighbouring rows mostly live in one town, so that
 * it is done run by run. */
BATCH_CLONES static void add_by_place(const uint32_t *place_of, const uint32_t *towns,
                                      const uint8_t *flags, const uint32_t *runs,
                                      uint32_t runs_count, uint32_t count, uint64_t *sums) {
  struct flagged flagged;
  uint32_t sum = 0;
  for (uint32_t word = 0; word <= count / 64; word++) {
    flagged.bits[word] = word * 64 < count ? batch_bits(flags + word * 64) : 0;
    flagged.before[word] = sum;
    sum += (uint32_t)__builtin_popcountll(flagged.bits[word]);
  }
  uint32_t before = 0;
  for (uint32_t run = 0; run < runs_count; run++) {
    const uint32_t end = run + 1 < runs_count ? runs[run + 1] : count;
    const uint32_t upto = flagged_before(&flagged, end);
    sums[place_of[towns[runs[run]]]] += upto - before;
    before = upto;
  }
}

/* Adds up a block of persons: all into `census`, those employed at home by place. */
static void add_block(const struct world *world, uint32_t block, struct census *census,
                      uint64_t *at_home) {
  const struct persons *persons = &world->economy.persons;
  const uint32_t first = block * SUM_BLOCK, count = persons_in_block(persons, block);
  const uint32_t *towns = persons->town + first;
  uint8_t flags[SUM_BLOCK], breaks[SUM_BLOCK];
  uint32_t broken_at[SUM_BLOCK];
  const struct census here = count_block(persons->skill + first, persons->employer + first,
                                         persons->wage + first, towns, persons->home + first, flags,
                                         count);
  census_add(census, &here);
  find_breaks(towns, breaks, count);
  const uint32_t runs = batch_select(breaks, count, 0, broken_at);
  add_by_place(world->place_of, towns, flags, broken_at, runs, count, at_home);
}

static struct census take_census(struct world *world) {
  const struct economy *economy = &world->economy;
  const uint32_t places = world->places;
  uint64_t *at_home = world->at_home;
  struct census census = {0};
  memset(at_home, 0, places * sizeof *at_home);
  PARALLEL_EACH(economy_threads_persons(economy), block, persons_blocks(&economy->persons),
                add_block(world, block, &census, at_home),
                reduction(+ : census, at_home[:places]));
  return census;
}

static enum status broken(const struct world *world, struct error *error, const char *law,
                          double expected, double found) {
  char date[DATE_TEXT];
  return error_set(
      error, STATUS_INVARIANT, "%s, month %s, replication %u: %s: %.12g expected, %.12g found",
      world->scenario->name, date_format(world->economy.start + world->economy.month, date),
      world->economy.key.replication, law, expected, found);
}

/* Sums over a town's firms; floor held must be floor used, and built. */
static void audit_town(struct world *world, uint32_t town) {
  const struct economy *economy = &world->economy;
  const struct firms *firms = &economy->firms;
  struct audit audit = {0};
  const struct span parks = economy_town_parks(economy, town);
  for (uint32_t park = parks.first; park < parks.end; park++) {
    const struct span here = economy_park_firms(economy, park);
    uint64_t held = 0;
    for (uint32_t at = here.first; at < here.end; at++) {
      const uint32_t i = economy->roster.rows[at];
      audit.staff += firms_staff(firms, i);
      audit.payroll += firms->payroll[i];
      audit.cash += firms->cash[i];
      audit.debt += firms->debt[i];
      held += firms->floor[i];
      __builtin_prefetch(&firms->sales_year[i]);
    }
    const bool adds_up = held == economy->parks.floor_used[park] &&
                         held <= economy->parks.floor_built[park];
    if (!adds_up && audit.crowded == 0) audit.crowded = park + 1;
  }
  world->audits[town] = audit;
}

static enum status check_persons(const struct world *world, const struct census *census,
                                 struct error *error) {
  const struct economy *economy = &world->economy;
  uint64_t staff = 0, idle = 0;
  int64_t payroll = 0;
  for (uint32_t town = 0; town < economy->towns.count; town++) {
    staff += world->audits[town].staff;
    payroll += world->audits[town].payroll;
    for (int z = 0; z < SKILL_COUNT; z++) idle += economy->towns.idle[town].v[z];
  }
  const uint64_t due = world->persons_at_start + economy->persons.arrived -
                       economy->persons.departed;
  if (census->living != due) {
    return broken(world, error, "persons are conserved", (double)due, (double)census->living);
  }
  if (census->employed != staff) {
    return broken(world, error, "each employee is on one staff", (double)staff,
                  (double)census->employed);
  }
  if (census->wages != payroll) {
    return broken(world, error, "payrolls are the sum of wages (fen)", (double)payroll,
                  (double)census->wages);
  }
  if (census->living - census->employed != idle) {
    return broken(world, error, "who is not employed is idle", (double)idle,
                  (double)(census->living - census->employed));
  }
  return STATUS_OK;
}

static enum status check_floor(const struct world *world, struct error *error) {
  const struct economy *economy = &world->economy;
  for (uint32_t town = 0; town < economy->towns.count; town++) {
    if (world->audits[town].crowded == 0) continue;
    const uint32_t park = world->audits[town].crowded - 1;
    const struct span here = economy_park_firms(economy, park);
    uint64_t held = 0;
    for (uint32_t at = here.first; at < here.end; at++) {
      held += economy->firms.floor[economy->roster.rows[at]];
    }
    const uint64_t used = economy->parks.floor_used[park];
    if (held != used) {
      return broken(world, error, "floor held is floor used (m2)", (double)used, (double)held);
    }
    return broken(world, error, "floor used is built (m2)",
                  (double)economy->parks.floor_built[park], (double)used);
  }
  return STATUS_OK;
}

static enum status check_shares(struct world *world, struct error *error) {
  struct economy *economy = &world->economy;
  double *held = economy->group_scratch[0];
  economy_sum_by_segment(economy, economy->firms.market_share, held);
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    const double sum = held[s] + economy->markets[s].rest_share;
    if (!(fabs(sum - 1) <= SHARE_TOLERANCE)) {
      return broken(world, error, "market shares add to one", 1, sum);
    }
  }
  return STATUS_OK;
}

static enum status close_books(struct world *world, struct error *error) {
  struct economy *economy = &world->economy;
  struct ledger_stocks stocks = {0};
  for (uint32_t town = 0; town < economy->towns.count; town++) {
    stocks.firms_cash += world->audits[town].cash;
    stocks.debt += world->audits[town].debt;
    stocks.towns_cash += economy->towns.cash[town];
    for (uint32_t l = 0; l < economy->levers_count; l++) {
      stocks.funds_cash += economy_lever_state(economy, l, town)->cash;
    }
  }
  char date[DATE_TEXT];
  const enum status status = ledger_close(&economy->ledger, &stocks, error);
  if (status != STATUS_OK) {
    return error_prefix(error, "%s, month %s, replication %u", world->scenario->name,
                        date_format(economy->start + economy->month, date),
                        economy->key.replication);
  }
  return STATUS_OK;
}

/* Adds a firm of the industry to what it is of: the leads, or the others of its origin. */
static void count_origin(const struct firms *firms, uint32_t i, double staff, double added,
                         double *restrict v, double *restrict month) {
  static const struct {
    enum yearly sales, value_added;
    enum indicator jobs;
  } of[ORIGIN_COUNT + 1] = {
      [ORIGIN_INCUMBENT] = {YEARLY_incumbent_sales, YEARLY_incumbent_value_added,
                            INDICATOR_incumbent_jobs},
      [ORIGIN_SPIN_OFF] = {YEARLY_spin_off_sales, YEARLY_spin_off_value_added,
                           INDICATOR_spin_off_jobs},
      [ORIGIN_START_UP] = {YEARLY_start_up_sales, YEARLY_start_up_value_added,
                           INDICATOR_start_up_jobs},
      [ORIGIN_ATTRACTED] = {YEARLY_attracted_sales, YEARLY_attracted_value_added,
                            INDICATOR_attracted_jobs},
      [ORIGIN_RETURNEE] = {YEARLY_returnee_sales, YEARLY_returnee_value_added,
                           INDICATOR_returnee_jobs},
      [ORIGIN_COUNT] = {YEARLY_lead_device_sales, YEARLY_lead_device_value_added,
                        INDICATOR_lead_device_jobs}};
  const int part = firms->lead[i] ? ORIGIN_COUNT : firms->origin[i];
  month[of[part].sales] += firms->sales[i];
  month[of[part].value_added] += firms->sales[i] * added;
  v[of[part].jobs] += staff;
}

/* Adds a firm that holds a niche. */
static void count_leader(const struct firms *firms, uint32_t i, const struct segment *segment,
                         double *restrict v) {
  const bool attracted = firms->origin[i] == ORIGIN_ATTRACTED;
  v[INDICATOR_niche_leaders]++;
  v[INDICATOR_niche_leaders_attracted] += attracted;
  v[INDICATOR_service_leaders_attracted] += attracted && (int)segment->role == ROLE_SERVICE;
}

/* Adds the firms of one group, which share a park and a segment, to their town's tally; `month`
 * collects the flows of the month. Returns their yearly sales as part of the industry, M CNY. */
static double count_group(const struct economy *economy, uint32_t park, uint32_t s,
                          struct span here, double *restrict v, double *restrict month) {
  static const enum indicator by_tier[TIER_COUNT - 1] = {
      INDICATOR_technology_firms, INDICATOR_high_tech_firms, INDICATOR_specialised_firms,
      INDICATOR_little_giants, INDICATOR_leading_firms};
  const struct firms *firms = &economy->firms;
  const struct segment *segment = &economy->segments[s];
  const bool device = tables_in_chain(segment);
  const double added = 1 - segment->materials / economy->markets[s].price;
  const double count = here.end - here.first, rent = economy->parks.rent[park];
  double sales = 0;
  v[INDICATOR_firms] += count;
  if (device) v[INDICATOR_device_firms] += count;
  if ((int)segment->role == ROLE_SERVICE) v[INDICATOR_service_firms] += count;
  if ((int)segment->role == ROLE_SUPPLIER) v[INDICATOR_supplier_firms] += count;
  if ((int)segment->class == 3) v[INDICATOR_class_3_firms] += count;
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = economy->roster.rows[at];
    const double year = firms_sales_year(firms, i), staff = firms_staff(firms, i);
    month[YEARLY_sales] += firms->sales[i];
    month[device ? YEARLY_device_sales : YEARLY_other_sales] += firms->sales[i];
    month[YEARLY_value_added] += firms->sales[i] * added;
    month[YEARLY_device_value_added] += device ? firms->sales[i] * added : 0;
    month[YEARLY_procurement] += firms->local_sales[i];
    month[YEARLY_research] += firms->research[i];
    month[YEARLY_profit] += firms->profit[i];
    month[YEARLY_exports] += segment->exports * (firms->sales[i] - firms->local_sales[i]);
    month[YEARLY_entries] += firms->born[i] == economy->month;
    v[year >= LARGE_SALES   ? INDICATOR_firms_over_1bn
      : year >= SMALL_SALES ? INDICATOR_firms_20m_to_1bn
                            : INDICATOR_firms_under_20m]++;
    if (device) {
      sales += year;
      v[INDICATOR_device_jobs] += staff;
      v[INDICATOR_producing_firms] += firms->sales[i] > 0;
      count_origin(firms, i, staff, added, v, month);
      if (firms->market_share[i] >= NICHE_SHARE) count_leader(firms, i, segment, v);
      v[INDICATOR_sales_squared] += year * year;
      v[INDICATOR_demand_held] += firms->market_share[i] * economy->markets[s].demand;
    }
    if (firms->lead[i]) {
      month[YEARLY_lead_sales] += firms->sales[i];
      month[YEARLY_lead_value_added] += firms->sales[i] * added;
      v[INDICATOR_lead_jobs] += staff;
    }
    v[INDICATOR_lead_firms] += firms->lead[i];
    for (int tier = 0; tier < firms->tier[i]; tier++) v[by_tier[tier]]++;
    v[INDICATOR_upgraded_firms] += firms->upgraded[i] != 0;
    v[INDICATOR_allies] += firms->ally[i];
    v[INDICATOR_links] += (double)firms->links[i];
    v[INDICATOR_floor_owned] += firms->floor_owned[i];
    const double rented = firms->seated[i] ? 0 : firms->floor[i] - firms->floor_owned[i];
    v[INDICATOR_floor_rented] += rented;
    v[INDICATOR_rent_income] += rented * rent / 1e6;
    v[INDICATOR_vacancies_high_end] += firms->vacancies[i].v[HIGH_END];
    if ((int)segment->class == 3) v[INDICATOR_certificates_class_3] += firms->certificates[i];
    v[INDICATOR_projects_producing] += firms->recruited[i] && firms->sales[i] > 0;
    v[INDICATOR_technicians] += firms->staff[i].v[TECHNICIAN];
    v[INDICATOR_graduates] += firms->staff[i].v[GRADUATE];
    v[INDICATOR_high_end] += firms->staff[i].v[HIGH_END];
    v[INDICATOR_employment] += staff;
    for (int z = 0; z < SKILL_COUNT; z++) v[INDICATOR_vacancies] += firms->vacancies[i].v[z];
    v[INDICATOR_payroll] += (double)firms->payroll[i] / FEN_PER_MILLION;
    v[INDICATOR_certificates] += firms->certificates[i];
    v[INDICATOR_registrations] += firms->registrations[i];
    v[INDICATOR_debt] += (double)firms->debt[i] / FEN_PER_MILLION;
    v[INDICATOR_funding_gap] += firms->funding_gap[i];
    v[INDICATOR_demand_unmet] += firms->unmet[i];
    v[INDICATOR_productivity_weighted] += staff * firms_productivity(firms, i);
    v[INDICATOR_surroundings_weighted] += staff * firms->reach_productivity[i];
  }
  return sales;
}

/* Puts a park's sales among those of the town's three largest. */
static void rank_cluster(double sales, double *v) {
  double *largest[] = {&v[INDICATOR_first_cluster_sales], &v[INDICATOR_second_cluster_sales],
                       &v[INDICATOR_third_cluster_sales]};
  for (int k = 0; k < 3; k++) {
    if (sales <= *largest[k]) continue;
    const double displaced = *largest[k];
    *largest[k] = sales;
    sales = displaced;
  }
}

/* Adds a park and its firms to its town's tally. */
static void count_park(const struct economy *economy, uint32_t park, double *v, double *month) {
  const uint32_t segments = economy->segments_count;
  const uint32_t *first = &economy->roster.group_first[park * segments];
  const double used = (double)economy->parks.floor_used[park];
  double sales = 0;
  for (uint32_t s = 0; s < segments; s++) {
    const struct span here = {first[s], first[s + 1]};
    if (here.first < here.end) sales += count_group(economy, park, s, here, v, month);
  }
  rank_cluster(sales, v);
  v[INDICATOR_floor_built] += (double)economy->parks.floor_built[park];
  v[INDICATOR_floor_used] += used;
  v[INDICATOR_land_used] += used / economy->parks.plot_ratio[park] / M2_PER_MU;
}

/* The sum of twelve months, in four sums that do not wait for one another. */
static double twelve_months(const double *months) {
  double sums[4];
  for (int m = 0; m < 4; m++) sums[m] = months[m] + months[m + 4] + months[m + 8];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

static void count_town(struct world *world, uint32_t town) {
  const struct economy *economy = &world->economy;
  const struct towns *towns = &economy->towns;
  struct tally *tally = &world->tallies[town];
  double *v = tally->v;
  double month[YEARLY_COUNT] = {0};
  memset(tally, 0, sizeof *tally);
  const struct span parks = economy_town_parks(economy, town);
  for (uint32_t park = parks.first; park < parks.end; park++) count_park(economy, park, v, month);
  const struct span here = economy_town_firms(economy, town);
  const uint32_t living = here.end - here.first;
  month[YEARLY_exits] = world->living[town] + month[YEARLY_entries] - living;
  world->living[town] = living;
  double *year = world->yearly + (size_t)town * YEARLY_COUNT * 12;
  const int32_t slot = (economy->start + economy->month) % 12;
  static const enum indicator shown[YEARLY_COUNT] = {INDICATOR_sales,
                                                     INDICATOR_device_sales,
                                                     INDICATOR_other_sales,
                                                     INDICATOR_value_added,
                                                     INDICATOR_device_value_added,
                                                     INDICATOR_procurement,
                                                     INDICATOR_research,
                                                     INDICATOR_profit,
                                                     INDICATOR_exports,
                                                     INDICATOR_entries,
                                                     INDICATOR_exits,
                                                     INDICATOR_lead_sales,
                                                     INDICATOR_lead_value_added,
                                                     INDICATOR_incumbent_sales,
                                                     INDICATOR_spin_off_sales,
                                                     INDICATOR_start_up_sales,
                                                     INDICATOR_attracted_sales,
                                                     INDICATOR_returnee_sales,
                                                     INDICATOR_lead_device_sales,
                                                     INDICATOR_incumbent_value_added,
                                                     INDICATOR_spin_off_value_added,
                                                     INDICATOR_start_up_value_added,
                                                     INDICATOR_attracted_value_added,
                                                     INDICATOR_returnee_value_added,
                                                     INDICATOR_lead_device_value_added};
  for (int f = 0; f < YEARLY_COUNT; f++) {
    year[f * 12 + slot] = month[f];
    v[shown[f]] = twelve_months(&year[f * 12]);
  }
  for (int z = 0; z < SKILL_COUNT; z++) v[INDICATOR_idle] += towns->idle[town].v[z];
  v[INDICATOR_projects_signed] = towns->projects_signed[town];
  v[INDICATOR_projects_landed] = towns->projects_landed[town];
  v[INDICATOR_towns] = 1;
  v[INDICATOR_colleges] = towns->instruments[town].colleges;
  v[INDICATOR_platforms] = towns->platforms[town] + towns->instruments[town].platforms;
  v[INDICATOR_brand_sum] = towns->brand[town];
  v[INDICATOR_effort_sum] = towns->effort[town];
  v[INDICATOR_amenity_sum] = towns_amenity(towns, town, economy->params->amenity_unit);
  v[INDICATOR_infrastructure_sum] = towns_infrastructure(towns, town,
                                                         economy->params->infrastructure_unit);
  v[INDICATOR_completeness_sum] = 1 - towns->chain_gap[town];
  v[INDICATOR_returned] = (double)towns->returned_ever[town];
  v[INDICATOR_hires] = towns->hires[town];
  v[INDICATOR_bond_debt] = (double)towns->bond_debt[town] / FEN_PER_MILLION;
  v[INDICATOR_bond_service] = (double)towns->bond_service[town] / FEN_PER_MILLION;
  v[INDICATOR_public_cost] = (double)towns->public_cost[town] / FEN_PER_MILLION;
  v[INDICATOR_public_returns] = (double)towns->public_returns[town] / FEN_PER_MILLION;
  v[INDICATOR_public_cost_net] = v[INDICATOR_public_cost] - v[INDICATOR_public_returns];
  v[INDICATOR_tax_income] = (double)towns->tax_income[town] / FEN_PER_MILLION;
  for (uint32_t l = 0; l < economy->levers_count; l++) {
    const struct lever_state *state = economy_lever_state(economy, l, town);
    v[INDICATOR_fund_invested] += (double)state->invested / FEN_PER_MILLION;
    v[INDICATOR_fund_joined] += (double)state->joined / FEN_PER_MILLION;
    v[INDICATOR_fund_returns] += (double)state->returned / FEN_PER_MILLION;
    if (economy->levers[l].kind == LEVER_fund_injection) {
      v[INDICATOR_fund_capital] += (double)state->spent / FEN_PER_MILLION;
    }
  }
  v[INDICATOR_town_income] = (double)(towns->tax_income[town] + towns->rent_income[town] +
                                      towns->plant_income[town]) /
                             FEN_PER_MILLION;
  v[INDICATOR_fund_value] = (double)world->fund_values[town] / FEN_PER_MILLION;
  if (economy->month >= 0) dues_count(world, town, v);
}

/* Gini coefficient of the towns' yearly sales: 2 sum k x_k / (n sum x) - (n + 1) / n, x ascending.
 */
static double town_gini(const struct world *world) {
  const uint32_t n = world->economy.towns.count;
  double *x = world->economy.town_scratch, sum = 0, weighted = 0;
  for (uint32_t town = 0; town < n; town++) x[town] = world->tallies[town].v[INDICATOR_sales];
  gsl_sort(x, 1, n);
  for (uint32_t k = 0; k < n; k++) {
    sum += x[k];
    weighted += (k + 1) * x[k];
  }
  return sum > 0 ? 2 * weighted / (n * sum) - (n + 1.0) / n : 0;
}

/* Rank of a place's first town by sales of the industry. */
static double town_rank(const struct world *world, uint32_t place) {
  uint32_t first = 0, rank = 1;
  while (world->place_of[first] != place) first++;
  const double own = world->tallies[first].v[INDICATOR_device_sales];
  for (uint32_t town = 0; town < world->economy.towns.count; town++) {
    rank += world->tallies[town].v[INDICATOR_device_sales] > own;
  }
  return rank;
}

/* Value at the last month of a fund's flows at this monthly rate: what was paid in and back, and
 * what it is worth now. */
static double worth_at(const struct world *world, uint32_t place, double monthly) {
  double worth = 0, in = 0, back = 0;
  for (int32_t m = 0; m <= world->economy.month; m++) {
    const double in_now = world_value(world, m, place, INDICATOR_fund_capital);
    const double back_now = world_value(world, m, place, INDICATOR_fund_returns);
    worth = worth * (1 + monthly) + (back_now - back) - (in_now - in);
    in = in_now;
    back = back_now;
  }
  return worth + world_value(world, world->economy.month, place, INDICATOR_fund_value);
}

/* Internal rate of return a year, by bisection, at each year's end; between, that of the last. */
static double fund_return(const struct world *world, uint32_t place) {
  const int32_t month = world->economy.month;
  const bool any = world_value(world, month, place, INDICATOR_fund_capital) > 0;
  if (!any) return 0;
  if ((world->economy.start + month) % 12 != 11) {
    return month > 0 ? world_value(world, month - 1, place, INDICATOR_fund_return) : 0;
  }
  double low = RETURN_LEAST, high = RETURN_MOST;
  for (int step = 0; step < RETURN_STEPS; step++) {
    const double middle = (low + high) / 2;
    if (worth_at(world, place, middle) > 0) low = middle;
    else high = middle;
  }
  return pow(1 + (low + high) / 2, 12) - 1;
}

/* Growth of a place's device sales over twelve months, once there are twelve months before. */
static double yearly_growth(const struct world *world, uint32_t place, double sales) {
  const int32_t month = world->economy.month;
  const double before = month < 12 ? 0
                                   : world_value(world, month - 12, place, INDICATOR_device_sales);
  return before > 0 ? sales / before - 1 : 0;
}

static void write_places(struct world *world) {
  const struct economy *economy = &world->economy;
  double *out = world->series + (size_t)economy->month * world->places * INDICATOR_COUNT;
  memset(out, 0, world->places * INDICATOR_COUNT * sizeof *out);
  for (uint32_t town = 0; town < economy->towns.count; town++) {
    double *place = out + world->place_of[town] * INDICATOR_COUNT;
    for (int k = 0; k < INDICATOR_COUNT; k++) place[k] += world->tallies[town].v[k];
  }
  const uint32_t segments = economy->segments_count;
  double *by_segment = world->segment_sales + (size_t)economy->month * world->places * segments;
  for (uint32_t p = 0; p < economy->roster.parts_count; p++) {
    const struct part part = economy->roster.parts[p];
    const uint32_t town = economy->parks.town[part.group / segments];
    double sum = 0;
    for (uint32_t at = part.first; at < part.end; at++) {
      sum += economy->firms.sales[economy->roster.rows[at]];
    }
    by_segment[world->place_of[town] * segments + part.group % segments] += sum;
  }
  for (uint32_t k = 0; k < economy->projects_count; k++) {
    const struct project *project = &economy->projects[k];
    double *place = out + world->place_of[project->town] * INDICATOR_COUNT;
    if (project->recruited) place[INDICATOR_projects_coming]++;
    place[INDICATOR_public_committed] += project->subsidy;
  }
  double contested = 0;
  for (uint32_t s = 0; s < economy->segments_count; s++) {
    if (tables_in_chain(&economy->segments[s])) contested += economy->markets[s].demand;
  }
  const double gini = town_gini(world);
  for (uint32_t p = 0; p < world->places; p++) {
    double *place = out + p * INDICATOR_COUNT;
    place[INDICATOR_employed_at_home] = (double)world->at_home[p];
    place[INDICATOR_demand_contested] = contested;
    for (int k = 0; k < INDICATOR_COUNT; k++) {
      const struct indicator_row *row = &tables_indicators[k];
      if (!row->is_ratio) continue;
      const double below = place[row->denominator];
      place[k] = below > 0 ? place[row->numerator] / below : 0;
    }
    const double sales = place[INDICATOR_device_sales];
    place[INDICATOR_device_concentration] = sales > 0
                                                ? place[INDICATOR_sales_squared] / (sales * sales)
                                                : 0;
    place[INDICATOR_device_growth] = yearly_growth(world, p, sales);
    place[INDICATOR_town_gini] = gini;
    place[INDICATOR_town_rank] = town_rank(world, p);
    place[INDICATOR_fund_return] = fund_return(world, p);
    rest_write(world, place);
  }
}

static void observe_town(struct world *world, uint32_t town) {
  audit_town(world, town);
  count_town(world, town);
}

/* Keeps each town's year where one ends. */
static void keep_year(struct world *world) {
  const uint32_t towns = world->economy.towns.count;
  const int32_t month = world->economy.month;
  if ((month + 1) % 12 != 0 && month + 1 != scenario_months(world->scenario)) return;
  struct town_year *year = world->town_years + (size_t)(month / 12) * towns;
  for (uint32_t town = 0; town < towns; town++) {
    const double *v = world->tallies[town].v;
    year[town] = (struct town_year){(float)v[INDICATOR_sales], (float)v[INDICATOR_employment],
                                    (float)v[INDICATOR_firms]};
  }
}

enum status observe_month(struct world *world, struct error *error) {
  const struct economy *economy = &world->economy;
  const struct census census = take_census(world);
  policy_value_funds(economy, world->fund_values);
  PARALLEL_EACH(economy_threads_firms(economy), town, economy->towns.count,
                observe_town(world, town));
  TRY(close_books(world, error));
  TRY(check_persons(world, &census, error));
  TRY(check_floor(world, error));
  TRY(check_shares(world, error));
  rest_observe(world);
  if (economy->month < 0) return STATUS_OK;
  write_places(world);
  keep_year(world);
  return STATUS_OK;
}
