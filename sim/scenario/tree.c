#define _XOPEN_SOURCE 700
#include "bellwether/scenario/tree.h"

#include "bellwether/base/text.h"

#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MOST    16
#define NODES_MOST    1000000u
#define CHILDREN_MOST 5000u /* of one map or list: they are looked up one by one */

struct tree *tree_new(enum tree_kind kind, const char *key, const char *text,
                      struct tree_place place) {
  struct tree *tree = calloc(1, sizeof *tree);
  if (!tree) return NULL;
  tree->kind = kind;
  tree->place = tree->key_place = place;
  if (key) tree->key = text_copy(key, strlen(key));
  if (text) tree->text = text_copy(text, strlen(text));
  if ((key && !tree->key) || (text && !tree->text)) {
    tree_free(tree);
    return NULL;
  }
  return tree;
}

void tree_free(struct tree *tree) {
  if (!tree) return;
  for (size_t i = 0; i < tree->count; i++) tree_free(tree->children[i]);
  free(tree->children);
  free(tree->key);
  free(tree->text);
  free(tree);
}

bool tree_add(struct tree *tree, struct tree *child) {
  if (child && tree->count == tree->capacity) {
    const size_t capacity = tree->capacity ? tree->capacity * 2 : 8;
    struct tree **children = realloc(tree->children, capacity * sizeof(struct tree *));
    if (!children) {
      tree_free(child);
      return false;
    }
    tree->children = children;
    tree->capacity = capacity;
  }
  if (!child) return false;
  tree->children[tree->count++] = child;
  return true;
}

struct tree *tree_get(const struct tree *tree, const char *key) {
  if (!tree || tree->kind != TREE_MAP) return NULL;
  for (size_t i = 0; i < tree->count; i++) {
    if (strcmp(tree->children[i]->key, key) == 0) return tree->children[i];
  }
  return NULL;
}

bool tree_is_null(const struct tree *tree) {
  return tree->kind == TREE_SCALAR && !tree->quoted &&
         (tree->text[0] == '\0' || strcmp(tree->text, "~") == 0 || strcmp(tree->text, "null") == 0);
}

static struct tree *lay(struct tree *base, struct tree *top) {
  if (!base || !top || base->kind != TREE_MAP || top->kind != TREE_MAP) {
    if (top) tree_free(base);
    return top ? top : base;
  }
  for (size_t i = 0; i < top->count; i++) {
    struct tree *child = top->children[i];
    top->children[i] = NULL;
    size_t at = 0;
    while (at < base->count && strcmp(base->children[at]->key, child->key) != 0) at++;
    if (at < base->count) {
      base->children[at] = lay(base->children[at], child);
    } else if (!tree_add(base, child)) {
      top->count = 0;
      tree_free(top);
      tree_free(base);
      return NULL;
    }
  }
  top->count = 0;
  tree_free(top);
  return base;
}

/* Lifts a tree above so many layers. */
static void lift(struct tree *tree, uint32_t layers) {
  tree->layer += layers;
  for (size_t i = 0; i < tree->count; i++) lift(tree->children[i], layers);
}

struct tree *tree_overlay(struct tree *base, struct tree *top) {
  if (base && top) lift(top, base->layer + 1);
  const uint32_t highest = top ? top->layer : 0;
  struct tree *tree = lay(base, top);
  if (tree && highest > tree->layer) tree->layer = highest;
  return tree;
}

static enum status add_source(struct tree_sources *sources, const char *name, const char *text,
                              size_t length, struct tree_source **added, struct error *error) {
  if (sources->count == sources->capacity) {
    const size_t capacity = sources->capacity ? sources->capacity * 2 : 8;
    struct tree_source *list = realloc(sources->list, capacity * sizeof *list);
    if (!list) return error_memory(error, name, length);
    sources->list = list;
    sources->capacity = capacity;
  }
  struct tree_source *source = &sources->list[sources->count];
  source->name = text_copy(name, strlen(name));
  source->text = text_copy(text, length);
  if (!source->name || !source->text) {
    free(source->name);
    free(source->text);
    return error_memory(error, name, length);
  }
  sources->count++;
  *added = source;
  return STATUS_OK;
}

void tree_free_sources(struct tree_sources *sources) {
  for (size_t i = 0; i < sources->count; i++) {
    free(sources->list[i].name);
    free(sources->list[i].text);
  }
  free(sources->list);
  *sources = (struct tree_sources){0};
}

/* State of one parse: the path from the top to where we are. */
struct builder {
  const char *file;
  struct tree *open[DEPTH_MOST];
  int depth;
  struct tree *top;
  char *key; /* read, waiting for its value */
  struct tree_place key_place;
  size_t nodes;
  struct tree_complaint *complaint;
  struct error *error;
};

/* Notes where the error stands that was just set. */
static enum status complain(struct builder *builder, struct tree_place place, enum status status) {
  builder->complaint->place = place;
  memcpy(builder->complaint->message, builder->error->text, sizeof builder->error->text);
  return status;
}

#define COMPLAIN(builder, place, ...)                                                              \
  complain(builder, place, error_set((builder)->error, STATUS_SCENARIO, __VA_ARGS__))

static struct tree_place place_of(const struct builder *builder, struct fy_event *event) {
  const struct fy_mark *mark = fy_event_start_mark(event);
  return (struct tree_place){builder->file, mark ? mark->line + 1 : 1, mark ? mark->column + 1 : 1};
}

/* Puts a node where the parse stands: at the top, in a list, or under the waiting key. */
static enum status attach(struct builder *builder, struct tree *tree) {
  if (!tree) return error_memory(builder->error, builder->file, sizeof *tree);
  if (builder->depth == 0) {
    builder->top = tree;
    return STATUS_OK;
  }
  tree->key = builder->key;
  if (builder->key) tree->key_place = builder->key_place;
  builder->key = NULL;
  if (!tree_add(builder->open[builder->depth - 1], tree)) {
    return error_memory(builder->error, builder->file, sizeof *tree);
  }
  return STATUS_OK;
}

static bool expects_key(const struct builder *builder) {
  return builder->depth > 0 && builder->open[builder->depth - 1]->kind == TREE_MAP && !builder->key;
}

static enum status open_node(struct builder *builder, enum tree_kind kind,
                             struct tree_place place) {
  if (expects_key(builder)) return COMPLAIN(builder, place, "a key must be a plain word");
  if (builder->depth == DEPTH_MOST) {
    return COMPLAIN(builder, place, "nested deeper than any scenario is");
  }
  struct tree *tree = tree_new(kind, NULL, NULL, place);
  TRY(attach(builder, tree));
  builder->open[builder->depth++] = tree;
  return STATUS_OK;
}

/* Whether a key is what follows the comma of "3,000": three digits and no more, right after a
 * number that stands under the key before, which then is in *number. */
static bool is_thousands(const struct builder *builder, const struct tree **number) {
  static const char digits[] = "0123456789";
  const struct tree *map = builder->open[builder->depth - 1];
  if (map->count == 0 || strspn(builder->key, digits) != 3) return false;
  const struct tree *before = *number = map->children[map->count - 1];
  if (before->kind != TREE_SCALAR || before->quoted) return false;
  const size_t length = strlen(before->text);
  return length > 0 && strspn(before->text, digits) == length &&
         builder->key_place.line == before->place.line &&
         builder->key_place.column == before->place.column + (int)length + 1;
}

/* Refuses a key that is none. */
static enum status check_key(struct builder *builder) {
  const char *key = builder->key;
  const struct tree *number, *earlier;
  if (is_thousands(builder, &number)) {
    return COMPLAIN(builder, number->place,
                    "'%.40s,%.60s': no thousands separators, here a comma ends the value: write "
                    "'%.40s%.60s'",
                    number->text, key, number->text, key);
  }
  earlier = tree_get(builder->open[builder->depth - 1], key);
  if (!earlier) return STATUS_OK;
  return COMPLAIN(builder, builder->key_place,
                  "the key '%.100s' stands here twice (first in line %d)", key,
                  earlier->key_place.line);
}

static enum status add_scalar(struct builder *builder, struct fy_event *event) {
  struct tree_place place = place_of(builder, event);
  const enum fy_scalar_style style = event->scalar.value
                                         ? fy_token_scalar_style(event->scalar.value)
                                         : FYSS_PLAIN;
  if (style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED) place.column--; /* the quote */
  size_t length = 0;
  const char *text = event->scalar.value ? fy_token_get_text(event->scalar.value, &length) : "";
  if (!text) text = "";
  if (memchr(text, '\0', length)) return COMPLAIN(builder, place, "a NUL character in a value");
  if (expects_key(builder)) {
    builder->key = text_copy(text, length);
    if (!builder->key) return error_memory(builder->error, builder->file, length);
    builder->key_place = place;
    return check_key(builder);
  }
  struct tree *tree = tree_new(TREE_SCALAR, NULL, "", place);
  if (tree) {
    free(tree->text);
    tree->text = text_copy(text, length);
    tree->quoted = style != FYSS_PLAIN;
    if (!tree->text) {
      tree_free(tree);
      tree = NULL;
    }
  }
  return attach(builder, tree);
}

static enum status take_event(struct builder *builder, struct fy_event *event) {
  if (++builder->nodes > NODES_MOST) {
    return COMPLAIN(builder, place_of(builder, event), "more values than any scenario has");
  }
  if (builder->depth > 0 && builder->open[builder->depth - 1]->count > CHILDREN_MOST) {
    return COMPLAIN(builder, place_of(builder, event), "more than %u values in one place",
                    CHILDREN_MOST);
  }
  switch (event->type) {
  case FYET_MAPPING_START: return open_node(builder, TREE_MAP, place_of(builder, event));
  case FYET_SEQUENCE_START: return open_node(builder, TREE_LIST, place_of(builder, event));
  case FYET_MAPPING_END:
  case FYET_SEQUENCE_END: builder->depth--; return STATUS_OK;
  case FYET_SCALAR: return add_scalar(builder, event);
  case FYET_ALIAS:
    return COMPLAIN(builder, place_of(builder, event),
                    "aliases (*name) are not read: write the value, or layer files with extends:");
  case FYET_DOCUMENT_START:
    if (builder->top) {
      return COMPLAIN(builder, place_of(builder, event),
                      "a second document (---) begins here: a scenario is one");
    }
    return STATUS_OK;
  case FYET_NONE:
  case FYET_STREAM_START:
  case FYET_STREAM_END:
  case FYET_DOCUMENT_END: return STATUS_OK;
  }
  return STATUS_OK;
}

#define WIDE_LINE   512
#define WIDE_SIGN   8
#define LINES_ABOVE 2 /* YAML may find out so much later */

/* Copies line `number` up to its first quote or comment. */
static void copy_line(const char *text, int number, char *out) {
  for (int line = 1; text && line < number; line++) {
    text = strchr(text, '\n');
    if (text) text++;
  }
  const size_t length = text ? strcspn(text, "\r\n#\"'") : 0;
  snprintf(out, WIDE_LINE, "%.*s", (int)length, text ? text : "");
}

/* Finds a full-width sign before the first quote or comment of an error's line, or of one just
 * above it: that is what YAML stumbles over. `place` becomes that sign's. */
static bool find_wide(const char *text, struct tree_place *place, char *sign) {
  char line[WIDE_LINE];
  for (int above = 0; above <= LINES_ABOVE && above < place->line; above++) {
    size_t length;
    copy_line(text, place->line - above, line);
    const char *wide = text_find_wide(line, &length);
    if (!wide) continue;
    snprintf(sign, WIDE_SIGN, "%.*s", (int)length, wide);
    place->line -= above;
    place->column = 1;
    for (const char *at = line; at < wide; at++) place->column += (*at & 0xC0) != 0x80;
    return true;
  }
  return false;
}

/* What libfyaml itself found wrong. */
static enum status syntax_error(struct builder *builder, struct fy_diag *diag, const char *text) {
  void *iterator = NULL;
  const struct fy_diag_error *found = fy_diag_errors_iterate(diag, &iterator);
  struct tree_place place = {builder->file, 1, 1};
  if (!found) return COMPLAIN(builder, place, "not readable as YAML");
  place.line = found->line > 0 ? found->line : 1;
  place.column = found->column > 0 ? found->column : 1;
  char sign[WIDE_SIGN], plain[WIDE_SIGN];
  if (!find_wide(text, &place, sign)) {
    return COMPLAIN(builder, place, "not readable as YAML: %.300s", found->msg);
  }
  return COMPLAIN(builder, place,
                  "not readable as YAML: %.300s; '%s' is a full-width character: write '%s'",
                  found->msg, sign, text_narrow(sign, plain, sizeof plain));
}

static enum status parse_events(struct builder *builder, struct fy_parser *parser,
                                struct fy_diag *diag, const char *text) {
  for (;;) {
    struct fy_event *event = fy_parser_parse(parser);
    if (!event) {
      return fy_parser_get_stream_error(parser) ? syntax_error(builder, diag, text) : STATUS_OK;
    }
    const enum status status = take_event(builder, event);
    fy_parser_event_free(parser, event);
    if (status != STATUS_OK) return status;
  }
}

enum status tree_parse(const char *name, const char *text, size_t length,
                       struct tree_sources *sources, struct tree **tree,
                       struct tree_complaint *complaint, struct error *error) {
  *tree = NULL;
  struct tree_source *source = NULL;
  TRY(add_source(sources, name, text, length, &source, error));
  struct fy_diag_cfg diag_settings;
  fy_diag_cfg_default(&diag_settings);
  diag_settings.fp = NULL;
  diag_settings.level = FYET_ERROR;
  struct fy_diag *diag = fy_diag_create(&diag_settings);
  if (!diag) return error_memory(error, name, length);
  fy_diag_set_collect_errors(diag, true);
  const struct fy_parse_cfg settings = {.flags = FYPCF_QUIET | FYPCF_ALLOW_DUPLICATE_KEYS,
                                        .diag = diag};
  struct fy_parser *parser = fy_parser_create(&settings);
  struct builder builder = {.file = source->name, .complaint = complaint, .error = error};
  enum status status = STATUS_OK;
  if (!parser || fy_parser_set_string(parser, source->text, length) != 0) {
    status = error_memory(error, name, length);
  } else {
    status = parse_events(&builder, parser, diag, source->text);
  }
  if (parser) fy_parser_destroy(parser);
  fy_diag_destroy(diag);
  free(builder.key);
  if (status == STATUS_OK && !builder.top) {
    builder.top = tree_new(TREE_MAP, NULL, NULL, (struct tree_place){source->name, 1, 1});
    if (!builder.top) status = error_memory(error, name, length);
  }
  if (status != STATUS_OK) {
    tree_free(builder.top);
    return status;
  }
  *tree = builder.top;
  return STATUS_OK;
}
