/* doc zsh: what zsh completes. */
#include "completion.h"

#include <string.h>

static const char zsh_head[] =
    "#compdef bellwether\n"
    "# Completion of bellwether for zsh, made by `bellwether doc zsh`.\n"
    "\n"
    "# Files, and names in the folders of scenarios; after a plus the next layer.\n"
    "_bellwether_scenarios() {\n"
    "  local root\n"
    "  local -a names\n"
    "  compset -P '*+'\n"
    "  for root in $BELLWETHER_SCENARIOS scenarios \\\n"
    "    ${program:c:A:h}/../share/bellwether/scenarios ${program:c:A:h}/../../scenarios; do\n"
    "    names+=(${(f)\"$(cd -q -- $root 2>/dev/null &&\n"
    "      print -rl -- *.yaml(N:r) */*.yaml(N:r))\"})\n"
    "  done\n"
    "  _alternative 'names:scenario:compadd -a names' 'files:file:_files -g \"*.yaml\"'\n"
    "}\n"
    "\n"
    "_bellwether() {\n"
    "  local program=$words[1]\n"
    "  local -a commands=(\n";

/* ":FOLDER:_files -/": the name of a value, and what completes it. */
static void zsh_values(struct text *out, enum cli_kind kind, const char *argument) {
  text_add(out, ":%s:", kind == CLI_CHOICE ? "choice" : argument);
  if (kind == CLI_ANY) text_add(out, " ");
  else if (kind == CLI_FOLDER) text_add(out, "_files -/");
  else if (kind == CLI_SCENARIO) text_add(out, "_bellwether_scenarios");
  else {
    text_add(out, kind == CLI_SETTING ? "compadd -S \"\" -- " : "(");
    completion_words(out, kind, argument);
    if (kind != CLI_SETTING) text_add(out, ")");
  }
}

static void zsh_option(struct text *out, const struct cli_option *option) {
  const char *wants = cli_needs_value(option) ? "=" : option->argument ? "=-" : "";
  text_add(out, " \\\n        '*");
  if (option->letter < 256) {
    text_add(out, "'{-%c%s,--%s%s}'", option->letter, option->argument ? "+" : "", option->name,
             wants);
  } else {
    text_add(out, "--%s%s", option->name, wants);
  }
  text_add(out, "[");
  completion_quoted(out, option->meaning, true);
  text_add(out, "]");
  if (option->argument && !cli_needs_value(option)) text_add(out, ":");
  if (option->argument) zsh_values(out, option->kind, option->argument);
  text_add(out, "'");
}

static void zsh_command(struct text *out, const struct cli_command *command) {
  text_add(out, "    %s)\n      _arguments", command->name);
  for (size_t i = 0; i < cli_options_count; i++) {
    if (cli_takes(command, &cli_options[i])) zsh_option(out, &cli_options[i]);
  }
  if (command->arguments[0]) {
    text_add(out, " \\\n        '%s", strstr(command->arguments, "...") ? "*" : "1");
    zsh_values(out, command->kind, command->arguments);
    text_add(out, "'");
  }
  text_add(out, "\n      ;;\n");
}

enum status completion_zsh(struct text *out, struct error *error) {
  text_add(out, "%s", zsh_head);
  for (size_t i = 0; i < cli_commands_count; i++) {
    text_add(out, "    '%s:", cli_commands[i].name);
    completion_quoted(out, cli_commands[i].meaning, false);
    text_add(out, "'\n");
  }
  text_add(out, "    'help:help of a command'\n"
                "  )\n"
                "  if ((CURRENT == 2)); then\n"
                "    if [[ $PREFIX == -* ]]; then compadd -- --help --version\n"
                "    else _describe command commands; fi\n"
                "    return\n"
                "  fi\n"
                "  shift words\n"
                "  ((CURRENT--))\n"
                "  case $words[1] in\n");
  for (size_t i = 0; i < cli_commands_count; i++) zsh_command(out, &cli_commands[i]);
  text_add(out, "    help) ((CURRENT > 2)) || _describe command commands ;;\n"
                "  esac\n"
                "}\n"
                "\n"
                "if [[ $funcstack[1] == _bellwether ]]; then _bellwether \"$@\"\n"
                "else compdef _bellwether bellwether; fi\n");
  return out->failed ? error_memory(error, "the script", out->length) : STATUS_OK;
}
