/* bind.h - from a tree of names and values to a scenario; private to this room.
 *
 * bind.c holds the whole and its dates, bind_places.c segments, towns and parks, bind_levers.c
 * levers and targets, bind_record.c what was observed, bind_correlations.c what of assumptions goes
 * together, bind_fields.c what all of them read with. Every error is noted at its place; only want
 * of memory ends the binding. */
#ifndef BELLWETHER_SIM_SCENARIO_BIND_H
#define BELLWETHER_SIM_SCENARIO_BIND_H

#include "complain.h"

#define COUNT(array)    (sizeof(array) / sizeof(array)[0])
#define BIND_NAMES_MOST 4096u /* towns, segments or levers of one scenario */

struct binder {
  struct scenario *scenario;
  struct complaints *complaints;
  struct error *error;
};

#define COMPLAIN(binder, place, ...) scenario_complain((binder)->complaints, place, __VA_ARGS__)

/* "; did you mean 'x'?" or nothing, into out. Returns out. */
const char *bind_suggest(const char *word, const char *const *known, size_t count, char *out,
                         size_t out_bytes);

/* Complains of a key that is none of the known ones of `where`. */
void bind_unknown_key(struct binder *binder, const struct tree *child, const char *where,
                      const char *const *known, size_t count);

/* Whether a node is a map; complains of what is neither that nor null. */
bool bind_is_map(struct binder *binder, const struct tree *tree, const char *what);

/* Whether a map's child counts: it is not null, its name is a name, and it is a map. */
bool bind_good_child(struct binder *binder, const struct tree *child, const char *what);

/* Whether a map has more children than a scenario may have; complains of it. */
bool bind_too_many(struct binder *binder, const struct tree *tree, const char *what);

/* A value, or that of {value: ..., source: ...}, which does not vary between sets of assumptions;
 * the second complains where it is no single one, and returns NULL. */
const struct tree *bind_value_of(struct binder *binder, const struct tree *tree, const char *what);
const struct tree *bind_scalar_of(struct binder *binder, const struct tree *tree, const char *what);

/* Complains where a value that does not vary is given `low`, `high` or `sd`; `why`: it does not. */
void bind_refuse_prior(struct binder *binder, const struct tree *tree, const char *name,
                       const char *why);

/* Reads one field, whose value does not vary between sets of assumptions, into `value`, which stays
 * as it is where the field cannot be read. */
void bind_read_field(struct binder *binder, const struct field *field, const struct tree *tree,
                     double *value);

/* Reads a map of fields into `values`, in the fields' order, with what is said of their
 * uncertainty; `others`: keys that someone else reads. */
void bind_read_fields(struct binder *binder, const struct tree *tree, const struct field *fields,
                      size_t count, double *values, const char *where, const char *const *others,
                      size_t others_count);

/* The row of an indicator by its name; -1, with a complaint, where there is none. */
int bind_find_indicator(struct binder *binder, const struct tree *tree);

/* Reads a month, "2020-01" or "start+24"; false where there is none or it cannot be read. */
bool bind_read_date(struct binder *binder, const struct tree *tree, int32_t *date);

/* The row of a town by its name; towns_count where there is none, of which the second complains. */
uint32_t bind_find_town(const struct scenario *scenario, const char *name);
void bind_unknown_town(struct binder *binder, const struct tree *tree);

/* The tree's node at "a.b.c", or NULL. */
const struct tree *scenario_node(const struct tree *tree, const char *path);

/* Reads what a map says of a value's uncertainty: `low` and `high` in the field's unit, or `sd`, in
 * it or in per cent of the value. Returns false where it says nothing; else the law, or the reason
 * why there is none in `error`, whose status is not STATUS_OK then. */
bool scenario_read_prior(const struct tree *tree, const struct field *field, double value,
                         struct prior *prior, struct error *error);

/* The points below which 5 and 95 % lie, from a standard deviation in the field's unit or in per
 * cent of the value. Errors: STATUS_SCENARIO, with the reason. */
enum status scenario_read_spread(const struct tree *node, const struct field *field, double value,
                                 double *low, double *high, struct error *error) MUST_CHECK;

/* Where the value at value->path is from, into its source and preset: what a file says of it or of
 * all beside it, else its place; of a preset, the table's source. */
void scenario_find_source(const struct scenario *scenario, struct scenario_value *value,
                          const char *table_source);

/* Says that memory is short. */
enum status bind_no_memory(struct binder *binder);

/* The parts of a scenario, in this order; `tree` may be NULL. Errors: memory. */
enum status bind_segments(struct binder *binder, const struct tree *tree);
enum status bind_towns(struct binder *binder, const struct tree *tree, const struct tree *nation);
enum status bind_levers(struct binder *binder, const struct tree *tree);
enum status bind_targets(struct binder *binder, const struct tree *tree);
enum status bind_record(struct binder *binder, const struct tree *tree);
enum status bind_correlations(struct binder *binder, const struct tree *tree);

/* How the rho of a correlation is read and shown. */
struct field bind_field_of_rho(const char *source);

#endif
