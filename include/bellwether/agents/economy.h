/* economy.h - everything that a month changes: agents, markets, funds, books, and the scratch space
 * that the phases share.
 *
 * The rooms to the right (markets, dynamics, policy) work on one `struct economy`; the world owns
 * it. Only phases that settle may add or remove rows. */
#ifndef BELLWETHER_AGENTS_ECONOMY_H
#define BELLWETHER_AGENTS_ECONOMY_H

#include "bellwether/agents/firms.h"
#include "bellwether/agents/persons.h"
#include "bellwether/agents/towns.h"
#include "bellwether/base/draw.h"
#include "bellwether/base/ledger.h"
#include "bellwether/base/messages.h"
#include "bellwether/base/parallel.h"
#include "bellwether/base/sum.h"
#include "bellwether/base/tables.h"

#include <stdbool.h>

/* Firms whose values are computed in one batch. */
#define ECONOMY_TOGETHER 64u

/* Firms at most: a message to one leaves room for what it says. */
#define ECONOMY_FIRMS_MOST ((1u << 29) - 1)

/* Channels by which agents come; part of their ids. Append only. */
enum channel {
  CHANNEL_INITIAL = 0,
  CHANNEL_START_UP = 1,
  CHANNEL_FOOTLOOSE = 2,
  CHANNEL_RECRUITED = 3,
  CHANNEL_LEAD = 4,
  CHANNEL_ARRIVAL = 5,
  CHANNEL_RETURNEE = 6,
};

/* By which channels persons come: strangers, natives, those whose studies end. */
enum arrival { ARRIVE_STRANGERS, ARRIVE_NATIVES, ARRIVE_STUDENTS, ARRIVE_COUNT };

/* A segment's market. */
struct market {
  double demand;       /* D, M CNY a month, shocks included */
  double price;        /* P, of the segment's goods: 1 at the start */
  double demand_shock; /* factor that shocks put on demand this month */
  double start_demand;
  double deviation;            /* log deviation from the path */
  double rest_share;           /* share that no simulated firm holds */
  double certificate_share;    /* share that one certificate opens at most */
  double log_scale;            /* log of production at A = K = E = 1, M CNY a month */
  double rest_competitiveness; /* of the rest of industry: the mean of the first month */
  bool rest_known;
  double rivals_drift; /* log growth of the rivals' share this month, shocks aside */
  double left;         /* rivals' share that closed firms left, this month */
  double margin;       /* profit per sales of its firms, averaged over months */
  double start_room;   /* demand per firm in the first month, M CNY a month; 0: no firm then */
  double prospects;    /* factor of entry this month (M14) */
};

/* Firms in order of (park, segment, row), cut into parts of at most SUM_BLOCK rows: the unit of
 * parallel work and of fixed-order sums. */
struct part {
  uint32_t group, first, end; /* group = park * segments + segment; positions in `rows` */
};
struct roster {
  uint32_t *rows;
  uint32_t count;
  uint32_t *group_first; /* groups + 1 positions */
  struct part *parts;
  uint32_t parts_count, groups;
};

/* A firm that is on its way: signed, landing, or lead. */
struct project {
  uint64_t id;
  uint32_t town;
  uint16_t segment;
  int32_t due;         /* month in which it arrives */
  double sales;        /* M CNY a year that it brings */
  double productivity; /* its log productivity over its draw */
  double subsidy;      /* M CNY on arrival */
  uint32_t lever;      /* the lever that brings it, or NOBODY */
  bool recruited, lead;
};

/* What a lever has done so far in one town. */
struct lever_state {
  int64_t spent;    /* fen of its budget */
  int64_t cash;     /* fen held by its fund */
  int64_t invested; /* fen that its fund has put into firms, in all */
  int64_t joined;   /* fen of private money that joined it */
  int64_t returned; /* fen that its fund has paid back to the town */
  uint64_t firm;    /* id of its lead firm; 0: none yet */
  uint32_t firm_row;
  int32_t landed;      /* month in which that firm came */
  double done_exactly; /* of what comes in whole pieces: signings, trainees, works */
};

/* A public fund's stake in a firm. */
struct stake {
  uint64_t firm;
  uint32_t firm_row, lever, town;
  int64_t paid;
  double share;
  int32_t due;
};

/* Plant floor on its way. */
struct construction {
  uint32_t park;
  uint64_t floor;
  int32_t due;
};

/* What befalls all towns this month: set to nothing by the calendar. */
struct shocks {
  double registration; /* M5: time that registration takes, factor less 1 */
  double credit;       /* M9: bank debt allowed, factor less 1 */
  double elsewhere;    /* M12: utility of going elsewhere that is added */
};

struct neighbour {
  uint32_t park;
  float weight;
};

/* An applicant as the queue of an opening orders it: by quality, then by id. */
struct applicant {
  uint64_t id;
  uint32_t quality, person;
};

/* A firm's vacancies for one skill, on the board of its town: a board lists the openings of one
 * town and skill, in the order of the roster. */
struct opening {
  uint32_t firm;
  uint32_t upto;  /* vacancies of this board up to and with this firm's */
  float aversion; /* (wage / base)^-theta_w, e^-U: the less, the more it draws applicants */
  uint32_t guide; /* where to look from, for draws in the k-th of equal parts: k its place */
};

/* Slots of a block of SUM_BLOCK persons: who moves has both a plan and something to tell its firm.
 */
#define LABOUR_SLOTS (2u * SUM_BLOCK)

/* The labour phase's lists. A block of persons tells firms from its first slot on, and lists its
 * plans from its last slot back. */
struct labour {
  struct opening *openings;
  uint32_t *board_first;        /* by town and skill; one more at the end */
  float *board_least;           /* the least aversion on a board */
  uint32_t *queued;             /* applications, by opening */
  uint32_t *by_employer;        /* a value for the idle, then one a firm row; scratch */
  struct message *slots;        /* LABOUR_SLOTS a block of persons */
  uint32_t *told, *planned;     /* by block: messages to firms, plans */
  uint32_t *told_first;         /* by block, one more at the end: its place among the messages */
  uint32_t *planned_first;      /* likewise among applications */
  struct messages staff;        /* to firms: who comes and goes, at which wage */
  struct messages applications; /* to openings, from persons */
  struct applicant *applicants; /* one an application */
  uint32_t applicants_room;
  uint32_t *arrivals; /* by town, skill and channel: persons who come this month */
};

/* What a message to a firm says, in the last bits of its destination: who of skill z leaves or
 * joins, with which wage (fen a month); or by how much an employee's wage rises. */
enum staff_change {
  STAFF_LEAVES = 0, /* + skill */
  STAFF_RAISED = 3,
  STAFF_JOINS = 4 /* + skill */
};
#define STAFF_BITS 3
#define STAFF_MESSAGE(firm, what, fen)                                                             \
  ((struct message){(firm) << STAFF_BITS | (uint32_t)(what), (uint32_t)(fen)})

/* A person's plan as a message: to the opening it applies to; or, with this bit, to a town that it
 * moves to, to elsewhere, or to one that it has yet to choose. */
#define PLAN_MOVE    (1u << 31)
#define PLAN_DEPART  (PLAN_MOVE | 0x7FFFFFFEu)
#define PLAN_COMPARE (PLAN_MOVE | 0x7FFFFFFDu)

/* A firm's request for floor, in the order of allotment. */
struct request {
  uint64_t order;
  uint32_t firm;
};

/* A row of park_scratch: staff in all, that of the chain, that of each segment. */
enum park_value { PARK_ALL, PARK_CHAIN, PARK_SEGMENTS };

/* Values in such a row, filled up to whole lanes, which are added up together. */
#define ECONOMY_LANES 8u
static inline uint32_t economy_park_lanes(uint32_t segments) {
  return (PARK_SEGMENTS + segments + ECONOMY_LANES - 1) / ECONOMY_LANES * ECONOMY_LANES;
}

struct economy {
  const struct params *params;
  const struct segment *segments;
  const struct lever *levers;
  uint32_t segments_count, levers_count;
  struct draw_key key;
  int threads;
  int32_t month;        /* since the start; below zero in the burn-in */
  int32_t start;        /* date of month 0 */
  int32_t growth_break; /* month from which growth_later holds */
  bool burning_in;      /* shares held, no entry, no exit, no levers */
  bool sealed;          /* no person comes from or goes to elsewhere */

  struct firms firms;
  struct persons persons;
  struct towns towns;
  struct parks parks;
  struct market *markets;
  struct roster roster;
  struct ledger ledger;

  uint32_t *neighbours_first;   /* parks + 1 */
  struct neighbour *neighbours; /* of each park, ascending */
  uint32_t neighbours_room;

  struct project *projects;
  uint32_t projects_count, projects_capacity;
  struct construction *constructions;
  uint32_t constructions_count, constructions_capacity;
  struct shocks shocks;
  struct stake *stakes;
  uint32_t stakes_count, stakes_capacity;
  struct lever_state *lever_states; /* [lever][town] */

  double *firm_scratch[2];  /* a value a firm row */
  double *supplies;         /* inputs of last month that suppliers could make, a value a firm row */
  struct request *requests; /* one a place of the roster */
  double *town_scratch;     /* two a town and skill */
  int64_t *firm_amounts[2]; /* fen a firm row */
  double *reach;            /* N of M1, a value a roster group */
  double *attraction;       /* V of M14, a value a roster group */
  double *group_scratch[2]; /* a value a roster group */
  uint32_t *group_counts;   /* a count a roster group; at least two a park */
  double *park_scratch;     /* economy_park_lanes a park */
  double *part_sums[4];     /* one a part */
  int64_t *part_amounts[3]; /* fen a part */
  uint32_t scratch_firms;   /* rows that the scratch has room for */

  struct labour labour;
};

/* Identity of the k-th agent that comes to `town` in `month` by `channel`: the same in every
 * scenario. k < 2^22. */
uint64_t economy_id(uint32_t town, int32_t month, enum channel channel, uint32_t k);

/* Makes room for this many more firms and persons before a phase adds them, scratch included; the
 * tables grow by an eighth at least, so that a month without growth allocates nothing. Errors:
 * memory.
 */
enum status economy_reserve(struct economy *economy, uint32_t more_firms, uint32_t more_persons,
                            struct error *error) MUST_CHECK;

/* Puts a project on its way. Errors: memory. */
enum status economy_add_project(struct economy *economy, struct project project,
                                struct error *error) MUST_CHECK;
enum status economy_add_construction(struct economy *economy, struct construction construction,
                                     struct error *error) MUST_CHECK;
enum status economy_add_stake(struct economy *economy, struct stake stake,
                              struct error *error) MUST_CHECK;

/* Threads for a phase over firms, persons or parks: one where they are few, as a fork and join then
 * costs more than it gains. */
static inline int economy_threads_firms(const struct economy *economy) {
  return economy->roster.count > 2000 ? economy->threads : 1;
}
static inline int economy_threads_persons(const struct economy *economy) {
  return economy->persons.count > 20000 ? economy->threads : 1;
}
static inline int economy_threads_parks(const struct economy *economy) {
  return economy->parks.count > 500 ? economy->threads : 1;
}

/* Whether a park lets in firms of segment s. */
static inline bool economy_admits(const struct economy *economy, uint32_t park, uint32_t s) {
  return !economy->parks.chain_only[park] || tables_in_chain(&economy->segments[s]);
}

/* Whether a firm is of the industry's chain. */
static inline bool economy_in_chain(const struct economy *economy, uint32_t firm) {
  return tables_in_chain(&economy->segments[economy->firms.segment[firm]]);
}

/* What a first product opens, M CNY a year, at `u` of its law (M14). */
double economy_first_sales(const struct params *params, double u);

/* A product of `firm` is ready: it enters registration, or, in a segment without device classes,
 * opens its share of the market at once (M4, M5). */
void economy_add_product(struct economy *economy, uint32_t firm);

/* Room for this many messages to firms and applications to openings of one month. Errors: memory.
 */
enum status economy_reserve_messages(struct economy *economy, uint32_t to_firms,
                                     uint32_t applications, struct error *error) MUST_CHECK;

/* Sums a column over the firms of each segment, part by part, in order: the same bits on any number
 * of threads. `sums`: one a segment. Cost: one pass over the column. */
void economy_sum_by_segment(struct economy *economy, const double *column, double *sums);

/* Sorts firms into the roster, by counting. Cost: two passes over firms. */
void economy_enrol(struct economy *economy);

/* Rows or positions [first, end). */
struct span {
  uint32_t first, end;
};

/* The parks of a town. */
struct span economy_town_parks(const struct economy *economy, uint32_t town);

/* The positions in the roster of a park's and of a town's firms. */
struct span economy_park_firms(const struct economy *economy, uint32_t park);
struct span economy_town_firms(const struct economy *economy, uint32_t town);

/* Firms of segment s in a town. */
uint32_t economy_link_firms(const struct economy *economy, uint32_t town, uint32_t s);

/* Firms of the chain in a town. */
uint32_t economy_chain_firms(const struct economy *economy, uint32_t town);

/* How much a town lacks segment s as a link of its chain: 1 without a firm of it, 1/2 at
 * COMPLETE_AT (M8). */
double economy_link_missing(const struct economy *economy, uint32_t town, uint32_t s);

/* What officials' effort, one-stop approvals and roads make of the time from signing to arrival, as
 * a factor of that time (M14, M23). */
double economy_landing_time(const struct economy *economy, uint32_t town);

/* The state of lever `lever` in the `town`-th of its towns. */
struct lever_state *economy_lever_state(const struct economy *economy, uint32_t lever,
                                        uint32_t town);

/* Sorts requests by order, then by firm. */
void economy_sort_requests(struct request *requests, uint32_t count);

/* A real number as an order, largest first. */
uint64_t economy_descending(double value);

/* Bank debt allowed per unit of net worth in a town: the national ratio, as shocks and levers move
 * it (M9). */
double economy_credit(const struct economy *economy, uint32_t town);

/* What a firm's own floor is worth beyond what it owes for it, M CNY (M17). */
double economy_property(const struct economy *economy, uint32_t firm);

/* What a unit of work yields, and earns elsewhere, against the start: e^(g t). */
double economy_frontier(const struct economy *economy);

/* What other work pays for a skill at this time, fen a month. */
double economy_base_wage(const struct economy *economy, enum skill skill);

/* Digest of all state that decides the future: firms, persons, towns, parks, markets, projects;
 * with levers, stakes and books where `with_money_of_levers` is set (a null lever leaves the digest
 * without them as it is). */
uint64_t economy_digest(const struct economy *economy, bool with_money_of_levers);

/* Frees all that the economy owns. */
void economy_free(struct economy *economy);

/* One uniform number a firm, by its identity and the month, for ECONOMY_TOGETHER firms at most. */
void economy_draw_firms(const struct economy *economy, enum draw_purpose purpose,
                        const uint32_t *rows, uint32_t count, double *u);

/* Bytes that an economy of this size takes, scratch included. */
uint64_t economy_bytes(uint64_t firms, uint64_t persons, uint64_t towns, uint64_t segments);

#endif
