/* help: of the program, and of one command. */
#include "cli.h"

#include "bellwether/study/figure.h"

#include <stdio.h>
#include <string.h>

const struct cli_question cli_questions[] = {
    {"Which programme does what, at what cost, at whose expense?",
     {"bellwether run xianju/baseline cards/fund cards/incubation cards/lead-sheep --draws 100 -o "
      "output/cards",
      "bellwether compare output/cards", "bellwether plot output/cards --figure cost"}},
    {"Do the study's five strategies superpose, amplify each other, or crowd each other out?",
     {"bellwether run xianju/five-strategies -n 20 -o output/strategies",
      "bellwether factorial output/strategies",
      "bellwether plot output/strategies --figure effects"}},
    {"How likely is the target, and what would break it?",
     {"bellwether run malong/programme malong/programme+shocks/regulatory-delay -n 50 -o output/malong",
      "bellwether target output/malong", "bellwether plot output/malong --figure target"}},
};
const size_t cli_questions_count = sizeof cli_questions / sizeof cli_questions[0];

/* A word and what it means, the meaning beside it where there is room. */
static void help_entry(struct text *out, const char *word, int room, const char *meaning) {
  struct text said = {0};
  const int indent = 2 + room + 1;
  cli_say(&said, "%*s%s\n", indent, "", meaning);
  if (text_width(word) > room) text_add(out, "  %s\n%s", word, said.bytes);
  else text_add(out, "  %-*s %s", room, word, said.bytes ? said.bytes + indent : "\n");
  out->failed |= said.failed;
  text_free(&said);
}

static void help_program(struct text *out) {
  cli_say(out,
          "Bellwether simulates the growth of an industrial cluster under policy programmes.\n\n"
          "usage: bellwether COMMAND [ARGUMENTS]\n\n");
  for (size_t i = 0; i < cli_commands_count; i++) {
    help_entry(out, cli_commands[i].name, 11, cli_commands[i].meaning);
  }
  for (size_t q = 0; q < cli_questions_count; q++) {
    cli_say(out, "\n%s\n", cli_questions[q].question);
    for (int i = 0; i < CLI_STEPS; i++) cli_add_command(out, 2, cli_questions[q].steps[i]);
  }
  cli_say(out, "\n'bellwether report FOLDER' puts all that a folder tells on one page.\n"
               "A scenario is a file, or a name under ./scenarios or $BELLWETHER_SCENARIOS.\n"
               "'bellwether COMMAND --help' tells more.\n");
}

static void help_figures(struct text *out) {
  text_add(out, "\nfigures:\n");
  for (size_t i = 0; i < figures_count; i++) {
    help_entry(out, figures[i].name, 11, figures[i].meaning);
  }
}

static void help_command(const struct cli_command *command, struct text *out) {
  cli_say(out, "usage: bellwether %s %s%s[OPTIONS]\n\n%s\n\n", command->name, command->arguments,
          command->arguments[0] ? " " : "", command->meaning);
  bool lists_figures = false;
  for (size_t i = 0; i < cli_options_count; i++) {
    const struct cli_option *row = &cli_options[i];
    if (!cli_takes(command, row)) continue;
    lists_figures |= row->kind == CLI_FIGURE;
    char left[64];
    const int letter = row->letter;
    snprintf(left, sizeof left, "%c%c%s--%s%s%s", letter < 256 ? '-' : ' ',
             letter < 256 ? letter : ' ', letter < 256 ? ", " : "  ", row->name,
             cli_needs_value(row) ? " " : "", row->argument ? row->argument : "");
    help_entry(out, left, 26, row->meaning);
  }
  if (lists_figures) help_figures(out);
  text_add(out, "\nexample:\n");
  cli_add_command(out, 2, command->example);
}

void cli_help(const struct cli_command *command) {
  struct text out = {0};
  if (command) help_command(command, &out);
  else help_program(&out);
  fputs(out.bytes && !out.failed ? out.bytes : "", stdout);
  text_free(&out);
}
