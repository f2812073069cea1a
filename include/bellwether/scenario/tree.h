/* tree.h - a YAML file as a tree that knows where each value stands.
 *
 * Untrusted input: files, depth and nodes are bounded; aliases are refused (a scenario layers files
 * with `extends:` instead), so that no alias can blow up. */
#ifndef BELLWETHER_SCENARIO_TREE_H
#define BELLWETHER_SCENARIO_TREE_H

#include "bellwether/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum tree_kind { TREE_SCALAR, TREE_MAP, TREE_LIST };

/* Where a value stands. `line` is the text of its line. Line and column count from 1. */
struct tree_place {
  const char *file;
  int line, column;
};

struct tree {
  enum tree_kind kind;
  char *key;  /* in its map; NULL in lists and at the top */
  char *text; /* of a scalar */
  bool quoted;
  struct tree_place place, key_place;
  uint32_t layer; /* how many files and settings lie below the one that says it; of the root, the
                     highest of all */
  struct tree **children;
  size_t count, capacity;
};

/* A source text, kept for as long as its tree: places name it, complaints show its lines. */
struct tree_source {
  char *name;
  char *text;
};

struct tree_sources {
  struct tree_source *list;
  size_t count, capacity;
};

/* One error in a file. */
struct tree_complaint {
  struct tree_place place;
  char message[1024];
};

#define TREE_FILE_BYTES ((size_t)16 << 20)

/* Parses YAML text. `name`: the file, for places; it and the text are copied into `sources`. On an
 * error that YAML itself finds, `complaint` says what and where. Errors: STATUS_SCENARIO; memory.
 */
enum status tree_parse(const char *name, const char *text, size_t length,
                       struct tree_sources *sources, struct tree **tree,
                       struct tree_complaint *complaint, struct error *error) MUST_CHECK;

/* Lays `top` over `base`: maps merge key by key, everything else replaces. Takes both; returns the
 * result, or NULL when memory runs out (both are freed then). */
struct tree *tree_overlay(struct tree *base, struct tree *top);

/* The child of a map, or NULL. */
struct tree *tree_get(const struct tree *tree, const char *key);

/* A new map or scalar at a place. NULL when memory runs out. */
struct tree *tree_new(enum tree_kind kind, const char *key, const char *text,
                      struct tree_place place);

/* Puts a child at the end; takes it. False when memory runs out (the child is freed then). */
bool tree_add(struct tree *tree, struct tree *child);
void tree_free(struct tree *tree);
void tree_free_sources(struct tree_sources *sources);

/* Whether a scalar says "nothing": ~, null, or empty and not quoted. */
bool tree_is_null(const struct tree *tree);

#endif
