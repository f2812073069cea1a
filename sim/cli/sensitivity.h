/* sensitivity.h - what sensitivity answers, before it is printed; private to this room. */
#ifndef BELLWETHER_SIM_CLI_SENSITIVITY_H
#define BELLWETHER_SIM_CLI_SENSITIVITY_H

#include "cli.h"

#include "bellwether/study/sensitivity.h"

/* One outcome, and what it hangs on; where it cannot be said, why. */
struct sensitivity_answer {
  struct sensitivity_question question;
  struct sensitivity found;
  struct error why; /* status not STATUS_OK: there is nothing in `found` */
};

struct sensitivity_answers {
  const struct cli *cli;
  const struct ensemble *ensemble;
  const struct results *results;
  struct sensitivity_answer *list;
  size_t count;
};

/* Asks what the command line asks of a folder that is open. Errors: STATUS_USAGE; STATUS_UNDECIDED
 * where no outcome can be told; STATUS_DISK; memory. The answers are freed by
 * sensitivity_free_answers, after an error too. */
enum status sensitivity_answer(const struct cli *cli, const struct ensemble *ensemble,
                               const struct results *results, struct sensitivity_answers *answers,
                               struct error *error) MUST_CHECK;
void sensitivity_free_answers(struct sensitivity_answers *answers);

/* Prints them as tables, JSON or a sheet. Errors: STATUS_DISK; memory. */
enum status sensitivity_print(const struct sensitivity_answers *answers,
                              struct error *error) MUST_CHECK;

/* The same as JSON; NULL: memory ran out. As a sheet. Errors: STATUS_DISK; memory. */
json_t *sensitivity_json(const struct sensitivity_answers *answers);
enum status sensitivity_write_sheet(const struct sensitivity_answers *answers,
                                    struct error *error) MUST_CHECK;

/* An assumption's value and prior, as the first scenario that has it says; `grade`: "" where the
 * scenario has points of its own. */
struct sensitivity_belief {
  const char *unit;
  double value, low, high;
  char grade[2];
  bool differs; /* another scenario, or lever of the kind, has other points */
};
struct sensitivity_belief sensitivity_belief(const struct ensemble *ensemble, size_t assumption);

/* The unit and month of an outcome; of a yield, the unit of its difference. */
const char *sensitivity_unit(const struct sensitivity_question *question);
uint32_t sensitivity_month(const struct sensitivity_question *question);

/* Opens a folder, answers and prints. Errors: as above. */
enum status sensitivity_tell(const struct cli *cli, const char *folder,
                             struct error *error) MUST_CHECK;

/* Fills in the draws of an experiment whose scenarios are loaded, by the kind and groups of its
 * design, by the command line's patterns where it has no groups yet. Errors: those of design_group
 * and design_check. */
enum status sensitivity_make(const struct cli *cli, struct ensemble *ensemble,
                             struct error *error) MUST_CHECK;

/* Makes and runs a design's experiment of the words of the command line, from the second on.
 * Errors: as run's. */
enum status sensitivity_run(const struct cli *cli, enum design_kind kind,
                            struct error *error) MUST_CHECK;

/* sensitivity auto: Morris over all, then Sobol over what matters. Whether a folder is of it;
 * begins one, goes on with one, tells what one has. Errors: as run's. */
bool sensitivity_is_auto(const char *folder);
enum status sensitivity_auto(const struct cli *cli, struct error *error) MUST_CHECK;
enum status sensitivity_auto_resume(const struct cli *cli, struct error *error) MUST_CHECK;
enum status sensitivity_auto_tell(const struct cli *cli, struct error *error) MUST_CHECK;

#endif
