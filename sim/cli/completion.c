#include "completion.h"

#include "bellwether/study/figure.h"

#include <string.h>

void completion_word(struct text *out, bool first, const char *before, const char *word,
                     const char *after) {
  text_add(out, "%s%s%s%s", first ? "" : " ", before, word, after);
}

void completion_words(struct text *out, enum cli_kind kind, const char *argument) {
  const char *before = kind == CLI_SETTING ? "parameters." : "";
  const char *after = kind == CLI_SETTING ? "=" : "";
  switch (kind) {
  case CLI_CHOICE:
    for (const char *at = argument; *at; at++) {
      if (!strchr("[=]", *at)) text_add(out, "%c", *at == '|' ? ' ' : *at);
    }
    break;
  case CLI_SETTING:
  case CLI_PARAMETER:
    for (size_t i = 0; i < tables_params_count; i++) {
      completion_word(out, i == 0, before, tables_params[i].name, after);
    }
    break;
  case CLI_LEVER:
    for (size_t i = 0; i < LEVER_COUNT; i++) {
      completion_word(out, i == 0, "", tables_levers[i].name, "");
    }
    break;
  case CLI_INDICATOR:
    for (size_t i = 0; i < INDICATOR_SHOWN; i++) {
      completion_word(out, i == 0, "", tables_indicators[i].name, "");
    }
    break;
  case CLI_FIGURE:
    for (size_t i = 0; i < figures_count; i++) {
      completion_word(out, i == 0, "", figures[i].name, "");
    }
    break;
  case CLI_TOPIC:
    for (size_t i = 0; i < cli_topics_count; i++) {
      completion_word(out, i == 0, "", cli_topics[i].name, "");
    }
    break;
  case CLI_ANY:
  case CLI_FOLDER:
  case CLI_SCENARIO: break;
  }
}

void completion_commands(struct text *out) {
  for (size_t i = 0; i < cli_commands_count; i++) {
    completion_word(out, i == 0, "", cli_commands[i].name, "");
  }
}

void completion_quoted(struct text *out, const char *text, bool brackets) {
  for (const char *at = text; *at; at++) {
    if (*at == '\'') text_add(out, "'\\''");
    else text_add(out, "%s%c", brackets && strchr("[]", *at) ? "\\" : "", *at);
  }
}
