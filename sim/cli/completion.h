/* completion.h - what the completion scripts of all shells are made of.
 *
 * What runs out of memory leaves `out` failed. */
#ifndef BELLWETHER_SIM_CLI_COMPLETION_H
#define BELLWETHER_SIM_CLI_COMPLETION_H

#include "cli.h"

/* Adds a word to a list whose words are apart by blanks. */
void completion_word(struct text *out, bool first, const char *before, const char *word,
                     const char *after);

/* Adds the words that are known of a kind, apart by blanks; none of a folder, a scenario and what
 * can be anything. `argument` lists those of a CLI_CHOICE. */
void completion_words(struct text *out, enum cli_kind kind, const char *argument);

/* Adds the names of all commands, apart by blanks. */
void completion_commands(struct text *out);

/* Adds a text as it stands within '...'; with `brackets`, a backslash before each bracket. */
void completion_quoted(struct text *out, const char *text, bool brackets);

#endif
