/* doc: documents made from the tables. */
#include "cli.h"

#include "bellwether/study/odd.h"

#include <string.h>

static const struct topic {
  const char *name, *meaning;
  enum status (*write)(struct text *out, struct error *error);
} topics[] = {
    {"odd", "the model as built, in the seven elements of the ODD protocol", odd_text},
};
enum { TOPICS = sizeof topics / sizeof topics[0] };

/* "odd (the model as built, ...)": all topics, for who names none of them. */
static enum status refuse(const char *word, struct error *error) {
  const char *names[TOPICS];
  struct text list = {0};
  for (size_t i = 0; i < TOPICS; i++) {
    names[i] = topics[i].name;
    text_add(&list, "%s%s (%s)", i ? ", " : "", topics[i].name, topics[i].meaning);
  }
  const char *nearest = text_nearest(word, names, TOPICS);
  error_set(error, STATUS_USAGE, "'%.60s' is no topic%s%s%s; there is: %s", word,
            nearest ? ": did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "",
            list.failed ? "odd" : list.bytes);
  text_free(&list);
  return STATUS_USAGE;
}

enum status doc_command(const struct cli *cli, struct error *error) {
  for (size_t i = 0; i < TOPICS; i++) {
    if (strcmp(topics[i].name, cli->words[0]) != 0) continue;
    struct text text = {0};
    enum status status = topics[i].write(&text, error);
    if (status == STATUS_OK) status = cli_print(&text, error);
    text_free(&text);
    return status;
  }
  return refuse(cli->words[0], error);
}
