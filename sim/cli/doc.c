/* doc: documents made from the tables. */
#include "cli.h"

#include "bellwether/study/odd.h"

#include <string.h>

const struct cli_topic cli_topics[] = {
    {"odd", "the model as built, in the seven elements of the ODD protocol", odd_text},
    {"man", "the manual page", man_text},
    {"bash", "completion for bash", completion_bash},
    {"zsh", "completion for zsh", completion_zsh},
    {"fish", "completion for fish", completion_fish},
};
enum { TOPICS = sizeof cli_topics / sizeof cli_topics[0] };
const size_t cli_topics_count = TOPICS;

/* "odd (the model as built, ...)": all topics, for who names none of them. */
static enum status refuse(const char *word, struct error *error) {
  const char *names[TOPICS];
  struct text list = {0};
  for (size_t i = 0; i < TOPICS; i++) {
    names[i] = cli_topics[i].name;
    text_add(&list, "%s%s (%s)", i ? ", " : "", cli_topics[i].name, cli_topics[i].meaning);
  }
  const char *nearest = text_nearest(word, names, TOPICS);
  error_set(error, STATUS_USAGE, "'%.60s' is no topic%s%s%s: %s", word,
            nearest ? ": did you mean '" : "", nearest ? nearest : "",
            nearest ? "'? There is" : "; there is", list.failed ? "odd" : list.bytes);
  text_free(&list);
  return STATUS_USAGE;
}

enum status doc_command(const struct cli *cli, struct error *error) {
  for (size_t i = 0; i < TOPICS; i++) {
    if (strcmp(cli_topics[i].name, cli->words[0]) != 0) continue;
    struct text text = {0};
    enum status status = cli_topics[i].write(&text, error);
    if (status == STATUS_OK && cli->json) {
      status = cli_print_json(
          json_pack("{s:s, s:s}", "topic", cli_topics[i].name, "text", text.bytes), error);
    } else if (status == STATUS_OK) {
      status = cli_print(&text, error);
    }
    text_free(&text);
    return status;
  }
  return refuse(cli->words[0], error);
}
