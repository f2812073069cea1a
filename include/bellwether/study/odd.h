/* odd.h - the model as built, in the seven elements of the ODD protocol (Grimm et al. 2020), as
 * Markdown. */
#ifndef BELLWETHER_STUDY_ODD_H
#define BELLWETHER_STUDY_ODD_H

#include "bellwether/base/text.h"

/* Adds the document to `out`: prose of odd.def, and the tables of equations, columns, facts,
 * segments, flows and levers. The same text on every machine. Errors: memory. */
enum status odd_text(struct text *out, struct error *error) MUST_CHECK;

#endif
