#include "bellwether/markets/labour.h"

#include "bellwether/base/batch.h"

#include <math.h>

#define LAYOFF_TOLERANCE 0.05 /* staff over need, as a share, at which no one is laid off */
#define WAGE_LEAST       0.5  /* of the base wage */
#define WAGE_MOST        3.0
#define HALF             0.5 /* wage_slack is the fall at half of staff unneeded */
#define POSTS            (ECONOMY_TOGETHER * SKILL_COUNT)

double labour_premium(const struct economy *economy, uint32_t firm) {
  const double productivity = firms_productivity(&economy->firms, firm);
  return batch_max(1 + economy->params->wage_productivity * productivity, WAGE_LEAST);
}

/* What some firms have and post, a value a firm and skill. */
struct posts {
  uint32_t staff[POSTS], wanted[POSTS], vacancies[POSTS];
  double base[POSTS], usual[POSTS]; /* wages: the base's, and its own at its productivity */
  float wage[POSTS], layoff[POSTS];
};

/* M10, M13: wages move with vacancies that stayed open and with staff that is not needed; then what
 * is open is what is wanted, and who is not needed may be laid off. */
BATCH_CLONES static void move_posts(const struct params *params, struct posts *restrict posts,
                                    uint32_t count) {
  const double by_vacancy = params->wage_vacancy, by_slack = params->wage_slack;
  const double back = params->wage_return, layoff_speed = params->layoff_speed;
  for (uint32_t k = 0; k < count; k++) {
    const double staff = posts->staff[k], wanted = posts->wanted[k], open = posts->vacancies[k];
    const double base = posts->base[k], usual = posts->usual[k], old = (double)posts->wage[k];
    const double unfilled = open / batch_max(open + staff, 1);
    const double slack = staff > wanted ? (staff - wanted) / staff : 0;
    double wage = old > 0 ? old : usual;
    wage *= 1 + by_vacancy * unfilled - by_slack * slack / HALF;
    wage += back * (usual - wage);
    wage = batch_min(batch_max(wage, WAGE_LEAST * base), WAGE_MOST * base);
    posts->wage[k] = (float)wage;
    posts->layoff[k] = staff > wanted * (1 + LAYOFF_TOLERANCE)
                           ? (float)(layoff_speed * (staff - wanted) / staff)
                           : 0;
    posts->vacancies[k] = wanted > staff ? posts->wanted[k] - posts->staff[k] : 0;
  }
}

/* Posts of firms that stand together in the roster, no more than ECONOMY_TOGETHER. */
static void post(struct economy *economy, const uint32_t *rows, uint32_t count,
                 const double *base) {
  struct firms *firms = &economy->firms;
  struct posts posts;
  for (uint32_t k = 0; k < count; k++) {
    const uint32_t i = rows[k];
    const double premium = labour_premium(economy, i);
    for (uint32_t z = 0; z < SKILL_COUNT; z++) {
      const uint32_t at = k * SKILL_COUNT + z;
      posts.staff[at] = firms->staff[i].v[z];
      posts.wanted[at] = firms->staff_wanted[i].v[z];
      posts.vacancies[at] = firms->vacancies[i].v[z];
      posts.wage[at] = firms->posted_wage[i].v[z];
      posts.base[at] = base[z];
      posts.usual[at] = base[z] * premium;
    }
  }
  move_posts(economy->params, &posts, count * SKILL_COUNT);
  for (uint32_t k = 0; k < count; k++) {
    for (uint32_t z = 0; z < SKILL_COUNT; z++) {
      const uint32_t i = rows[k], at = k * SKILL_COUNT + z;
      firms->posted_wage[i].v[z] = posts.wage[at];
      firms->vacancies[i].v[z] = posts.vacancies[at];
      firms->layoff[i].v[z] = posts.layoff[at];
    }
  }
}

/* How many openings each board of a town has, and what the town's wages are on average. */
static void survey_town(struct economy *economy, uint32_t town, const double *base) {
  const struct firms *firms = &economy->firms;
  const struct span here = economy_town_firms(economy, town);
  for (uint32_t z = 0; z < SKILL_COUNT; z++) {
    double sum = 0, weights = 0;
    uint32_t openings = 0;
    for (uint32_t at = here.first; at < here.end; at++) {
      const uint32_t i = economy->roster.rows[at];
      const double weight = firms->staff[i].v[z] + 1.0;
      sum += weight * (double)firms->posted_wage[i].v[z];
      weights += weight;
      openings += firms->vacancies[i].v[z] > 0;
    }
    economy->towns.going_wage[town].v[z] = (float)(weights > 0 ? sum / weights : base[z]);
    economy->labour.board_first[town * SKILL_COUNT + z] = openings;
  }
}

/* For each equal part of what a draw may be, the first opening that its least draw falls on: the
 * one with vacancy number part vacancies / openings, which is added up without a division. */
static void guide(struct opening *board, uint32_t openings, uint32_t vacancies) {
  if (openings == 0) return;
  const uint32_t step = vacancies / openings, more = vacancies % openings;
  uint32_t at = 0, vacancy = 0, rest = 0;
  for (uint32_t part = 0; part < openings; part++) {
    while (board[at].upto <= vacancy) at++;
    board[part].guide = at;
    rest += more;
    vacancy += step + (rest >= openings);
    rest -= rest >= openings ? openings : 0;
  }
}

/* Some openings of a board. */
struct openings {
  uint32_t count, firm[ECONOMY_TOGETHER], vacancies[ECONOMY_TOGETHER];
  float wage[ECONOMY_TOGETHER], aversion[ECONOMY_TOGETHER];
};

static void gather_openings(const struct firms *firms, const uint32_t *rows, uint32_t count,
                            uint32_t z, struct openings *openings) {
  openings->count = 0;
  for (uint32_t k = 0; k < count; k++) {
    const uint32_t i = rows[k], vacancies = firms->vacancies[i].v[z];
    openings->firm[openings->count] = i;
    openings->vacancies[openings->count] = vacancies;
    openings->wage[openings->count] = firms->posted_wage[i].v[z];
    openings->count += vacancies > 0;
  }
}

/* (wage / base)^-taste. */
BATCH_CLONES static void find_aversion(double taste, double base, const float *restrict wage,
                                       float *restrict aversion, uint32_t count) {
  for (uint32_t k = 0; k < count; k++) {
    aversion[k] = (float)batch_exp(-taste * batch_log((double)wage[k] / base));
  }
}

static void list_board(struct economy *economy, uint32_t town, uint32_t z, double base) {
  const struct span here = economy_town_firms(economy, town);
  const uint32_t at = town * SKILL_COUNT + z;
  struct opening *board = economy->labour.openings + economy->labour.board_first[at];
  struct openings some;
  uint32_t count = 0, upto = 0;
  float least = INFINITY;
  for (uint32_t first = here.first; first < here.end; first += ECONOMY_TOGETHER) {
    gather_openings(&economy->firms, economy->roster.rows + first,
                    batch_length(here.end, first, ECONOMY_TOGETHER), z, &some);
    find_aversion(economy->params->taste_wage, base, some.wage, some.aversion, some.count);
    for (uint32_t k = 0; k < some.count; k++) {
      const float aversion = some.aversion[k];
      upto += some.vacancies[k];
      board[count++] = (struct opening){.firm = some.firm[k], .upto = upto, .aversion = aversion};
      least = aversion < least ? aversion : least;
    }
  }
  guide(board, count, upto);
  economy->towns.openings[town].v[z] = upto;
  economy->labour.board_least[at] = least;
}

static void list_openings(struct economy *economy, uint32_t town, const double *base) {
  for (uint32_t z = 0; z < SKILL_COUNT; z++) list_board(economy, town, z, base[z]);
}

void labour_post(struct economy *economy) {
  const struct roster *roster = &economy->roster;
  const uint32_t towns = economy->towns.count;
  uint32_t *first = economy->labour.board_first;
  double base[SKILL_COUNT];
  for (int z = 0; z < SKILL_COUNT; z++) base[z] = economy_base_wage(economy, (enum skill)z);
  const int threads = economy_threads_firms(economy);
  PARALLEL_BATCHES(threads, at, here, roster->count, ECONOMY_TOGETHER,
                   post(economy, roster->rows + at, here, base));
  PARALLEL_EACH(threads, town, towns, survey_town(economy, town, base));
  uint32_t sum = 0;
  for (uint32_t board = 0; board < towns * SKILL_COUNT; board++) {
    const uint32_t openings = first[board];
    first[board] = sum;
    sum += openings;
  }
  first[towns * SKILL_COUNT] = sum;
  PARALLEL_EACH(threads, town, towns, list_openings(economy, town, base));
}
