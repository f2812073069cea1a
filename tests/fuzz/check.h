/* check.h - what the fuzzed parsers' properties are checked with. */
#ifndef BELLWETHER_TESTS_FUZZ_CHECK_H
#define BELLWETHER_TESTS_FUZZ_CHECK_H

#include "bellwether/scenario/scenario.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Says the sentence and aborts where it does not hold. */
void require(bool holds, const char *sentence);

/* The bytes as text that ends in NUL; bytes after a NUL of their own are cut by whoever reads it as
 * text. The caller frees it. */
char *check_text(const uint8_t *data, size_t size);

/* Whether text is UTF-8 as RFC 3629 has it, so that JSON and YAML can carry it. */
bool check_utf8(const char *text);

/* A failure says why: status, text, in UTF-8, within its bounds. */
void check_error(enum status status, const struct error *error);

/* The path of a file of this name in a folder of this process's own. The caller frees it. */
char *check_path(const char *name);

/* Removes that folder; safe in a signal handler. */
void check_clean_up(void);

void check_write(const char *path, const void *bytes, size_t size);

/* A small good scenario, written beside the others as base.yaml; its path. */
const char *check_base(void);

/* Loads a scenario and checks what must hold of any: complaints that say where and what; or a
 * scenario whose printed form, with and without sources, reads back to the same values. */
void check_load(const char *path, const char *const *settings, size_t settings_count);

#endif
