#include "bellwether/agents/neighbours.h"

#include <math.h>
#include <stdlib.h>

#define LEAST_WEIGHT    1e-4       /* less than this is out of reach */
#define NEAR_KM         1.0        /* within this distance two parks are one */
#define GRID_MOST       1000.0     /* squares along a side */
#define NEIGHBOURS_MOST 250000000u /* 2 GB of them */
#define LIST_LEAST      64u        /* rows of the list at first */

double neighbours_weight(const struct economy *economy, uint32_t a, uint32_t b) {
  if (a == b) return 1;
  const struct parks *parks = &economy->parks;
  const double d = hypot(parks->x[a] - parks->x[b], parks->y[a] - parks->y[b]);
  const double limit = economy->params->reach_distance;
  if (d <= NEAR_KM) return 1;
  if (d <= limit) return economy->params->reach_near;
  return economy->params->reach_near * (limit / d) * (limit / d);
}

/* Parks in squares of `side` km: who may reach whom lies in the square itself or one beside it. */
struct grid {
  double side, x, y; /* its corner */
  uint32_t columns, rows;
  uint32_t *first; /* squares + 1 */
  uint32_t *parks; /* by square, ascending */
};

/* Farther than this no staff counts. */
static double farthest(const struct params *params) {
  const double near = params->reach_near > LEAST_WEIGHT ? params->reach_near : LEAST_WEIGHT;
  return fmax(params->reach_distance * sqrt(near / LEAST_WEIGHT), NEAR_KM);
}

static uint32_t square_of(const struct grid *grid, double x, double y) {
  const uint32_t column = (uint32_t)((x - grid->x) / grid->side);
  const uint32_t row = (uint32_t)((y - grid->y) / grid->side);
  return row * grid->columns + column;
}

static enum status grid_create(struct grid *grid, const struct economy *economy,
                               struct error *error) {
  const struct parks *parks = &economy->parks;
  double x_most = -INFINITY, y_most = -INFINITY;
  *grid = (struct grid){.x = INFINITY, .y = INFINITY};
  for (uint32_t p = 0; p < parks->count; p++) {
    grid->x = fmin(grid->x, parks->x[p]), x_most = fmax(x_most, parks->x[p]);
    grid->y = fmin(grid->y, parks->y[p]), y_most = fmax(y_most, parks->y[p]);
  }
  const double extent = parks->count ? fmax(x_most - grid->x, y_most - grid->y) : 0;
  grid->side = fmax(farthest(economy->params), extent / GRID_MOST);
  grid->columns = (uint32_t)((x_most - grid->x) / grid->side) + 1;
  grid->rows = (uint32_t)((y_most - grid->y) / grid->side) + 1;
  const size_t squares = (size_t)grid->columns * grid->rows;
  grid->first = calloc(squares + 2, sizeof *grid->first);
  grid->parks = calloc(parks->count + 1, sizeof *grid->parks);
  if (!grid->first || !grid->parks) return error_memory(error, "parks", squares * sizeof(uint32_t));
  for (uint32_t p = 0; p < parks->count; p++) {
    grid->first[square_of(grid, parks->x[p], parks->y[p]) + 2]++;
  }
  for (size_t k = 2; k <= squares + 1; k++) grid->first[k] += grid->first[k - 1];
  for (uint32_t p = 0; p < parks->count; p++) {
    grid->parks[grid->first[square_of(grid, parks->x[p], parks->y[p]) + 1]++] = p;
  }
  return STATUS_OK;
}

static int ascending(const void *a, const void *b) {
  const struct neighbour *x = a, *y = b;
  return (x->park > y->park) - (x->park < y->park);
}

/* Room for one more; the list doubles when it is full. */
static enum status make_room(struct economy *economy, uint32_t count, struct error *error) {
  if (count < economy->neighbours_room) return STATUS_OK;
  const uint32_t room = economy->neighbours_room ? 2 * economy->neighbours_room : LIST_LEAST;
  struct neighbour *list = realloc(economy->neighbours, room * sizeof *list);
  if (!list) return error_memory(error, "parks in reach", room * sizeof *list);
  economy->neighbours = list;
  economy->neighbours_room = room;
  return STATUS_OK;
}

static enum status too_close(struct error *error) {
  return error_set(error, STATUS_SCENARIO,
                   "more than %u pairs of parks in reach of one another: spread the towns "
                   "(nation.extent) or shorten parameters.reach_distance",
                   NEIGHBOURS_MOST);
}

/* Pairs of parks in squares beside each other: of these, a circle in its square of nine holds a
 * third where parks lie evenly. */
static double pairs_beside(const struct grid *grid) {
  double pairs = 0;
  for (uint32_t row = 0; row < grid->rows; row++) {
    for (uint32_t column = 0; column < grid->columns; column++) {
      const uint32_t *own = &grid->first[row * grid->columns + column];
      double beside = 0;
      for (uint32_t r = row ? row - 1 : 0; r <= row + 1 && r < grid->rows; r++) {
        for (uint32_t c = column ? column - 1 : 0; c <= column + 1 && c < grid->columns; c++) {
          const uint32_t *first = &grid->first[r * grid->columns + c];
          beside += first[1] - first[0];
        }
      }
      pairs += (own[1] - own[0]) * beside;
    }
  }
  return pairs;
}

/* Appends the neighbours of one park, ascending; `count`: how many there are of all so far. */
static enum status list_neighbours(struct economy *economy, const struct grid *grid, uint32_t park,
                                   uint32_t *count, struct error *error) {
  const struct parks *parks = &economy->parks;
  const uint32_t square = square_of(grid, parks->x[park], parks->y[park]), before = *count;
  const uint32_t row = square / grid->columns, column = square % grid->columns;
  for (uint32_t r = row ? row - 1 : 0; r <= row + 1 && r < grid->rows; r++) {
    for (uint32_t c = column ? column - 1 : 0; c <= column + 1 && c < grid->columns; c++) {
      const uint32_t *first = &grid->first[r * grid->columns + c];
      for (uint32_t k = first[0]; k < first[1]; k++) {
        const uint32_t other = grid->parks[k];
        const double weight = neighbours_weight(economy, park, other);
        if (weight < LEAST_WEIGHT) continue;
        if (*count >= NEIGHBOURS_MOST) return too_close(error);
        TRY(make_room(economy, *count, error));
        economy->neighbours[(*count)++] = (struct neighbour){other, (float)weight};
      }
    }
  }
  qsort(economy->neighbours + before, *count - before, sizeof(struct neighbour), ascending);
  return STATUS_OK;
}

enum status neighbours_find(struct economy *economy, struct error *error) {
  const uint32_t parks = economy->parks.count;
  struct grid grid;
  free(economy->neighbours_first);
  economy->neighbours_first = calloc((size_t)parks + 1, sizeof *economy->neighbours_first);
  if (!economy->neighbours_first) return error_memory(error, "parks", parks * sizeof(uint32_t));
  enum status status = grid_create(&grid, economy, error);
  if (status == STATUS_OK && pairs_beside(&grid) / 4 > NEIGHBOURS_MOST) status = too_close(error);
  uint32_t count = 0;
  for (uint32_t park = 0; park < parks && status == STATUS_OK; park++) {
    economy->neighbours_first[park] = count;
    status = list_neighbours(economy, &grid, park, &count, error);
  }
  economy->neighbours_first[parks] = count;
  free(grid.first);
  free(grid.parks);
  return status;
}
