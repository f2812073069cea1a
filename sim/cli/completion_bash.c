/* doc bash: what bash completes. */
#include "completion.h"

static const char bash_head[] =
    "# Completion of bellwether for bash, made by `bellwether doc bash`.\n"
    "\n"
    "_bellwether_words() {\n"
    "  mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$word\")\n"
    "  [[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace 2>/dev/null\n"
    "}\n"
    "\n"
    "_bellwether_folders() {\n"
    "  compopt -o filenames 2>/dev/null\n"
    "  mapfile -t COMPREPLY < <(compgen -d -- \"$word\")\n"
    "}\n"
    "\n"
    "# Files and folders, and names in the folders of scenarios; after a plus the next layer.\n"
    "_bellwether_scenarios() {\n"
    "  local layers root path name program\n"
    "  program=$(readlink -f -- \"$(type -P -- \"${COMP_WORDS[0]}\")\")\n"
    "  if [[ $word == *+* ]]; then layers=${word%+*}+; else layers=''; fi\n"
    "  mapfile -t COMPREPLY < <(\n"
    "    while read -r name; do printf '%q\\n' \"$name\"; done < <(\n"
    "      compgen -f -X '!*.yaml' -- \"$word\"\n"
    "      compgen -d -S / -- \"$word\"\n"
    "    )\n"
    "    for root in \"${BELLWETHER_SCENARIOS:-scenarios}\" scenarios \\\n"
    "      \"${program%/*}/../share/bellwether/scenarios\" \"${program%/*}/../../scenarios\"; do\n"
    "      for path in \"$root\"/*.yaml \"$root\"/*/*.yaml; do\n"
    "        name=${path#\"$root\"/}\n"
    "        name=$layers${name%.yaml}\n"
    "        [[ ! -f $path || $name != \"$word\"* ]] || printf '%q\\n' \"$name\"\n"
    "      done\n"
    "    done | sort -u\n"
    "  )\n"
    "  [[ ${#COMPREPLY[@]} != 1 || ${COMPREPLY[0]-} != */ ]] || compopt -o nospace 2>/dev/null\n"
    "}\n"
    "\n"
    "_bellwether() {\n"
    "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
    "  COMPREPLY=()\n"
    "  # --option=value comes as three words.\n"
    "  if [[ $word == = || $before == = ]]; then\n"
    "    if [[ $word == = ]]; then word=''; else before=${COMP_WORDS[COMP_CWORD - 2]}; fi\n"
    "    [[ $before == --* ]] || return 0\n"
    "  fi\n"
    "  if ((COMP_CWORD == 1)); then\n"
    "    _bellwether_words '";

static void bash_values(struct text *out, enum cli_kind kind, const char *argument) {
  if (kind == CLI_ANY) text_add(out, ":");
  else if (kind == CLI_FOLDER) text_add(out, "_bellwether_folders");
  else if (kind == CLI_SCENARIO) text_add(out, "_bellwether_scenarios");
  else {
    text_add(out, "_bellwether_words '");
    completion_words(out, kind, argument);
    text_add(out, "'");
  }
  text_add(out, " ;;\n");
}

/* "    run:--output | run:-o) _bellwether_folders ;;" */
static void bash_option(struct text *out, const struct cli_option *option) {
  bool first = true;
  for (size_t i = 0; i < cli_commands_count; i++) {
    if (!cli_takes(&cli_commands[i], option)) continue;
    text_add(out, "%s%s:--%s", first ? "    " : " | ", cli_commands[i].name, option->name);
    if (option->letter < 256) text_add(out, " | %s:-%c", cli_commands[i].name, option->letter);
    first = false;
  }
  text_add(out, ") ");
  bash_values(out, option->kind, option->argument);
}

static void bash_command(struct text *out, const struct cli_command *command) {
  bool first = true;
  text_add(out, "        %s:-*) _bellwether_words '", command->name);
  for (size_t i = 0; i < cli_options_count; i++) {
    if (!cli_takes(command, &cli_options[i])) continue;
    completion_word(out, first, "--", cli_options[i].name, "");
    first = false;
  }
  text_add(out, "' ;;\n        %s:*) ", command->name);
  bash_values(out, command->kind, command->arguments);
}

enum status completion_bash(struct text *out, struct error *error) {
  text_add(out, "%s", bash_head);
  completion_commands(out);
  text_add(out, " help --help --version'\n    return\n  fi\n  case ${COMP_WORDS[1]}:$before in\n");
  for (size_t i = 0; i < cli_options_count; i++) {
    if (cli_needs_value(&cli_options[i])) bash_option(out, &cli_options[i]);
  }
  text_add(out, "    *)\n      case ${COMP_WORDS[1]}:$word in\n");
  for (size_t i = 0; i < cli_commands_count; i++) bash_command(out, &cli_commands[i]);
  text_add(out, "        help:*) _bellwether_words '");
  completion_commands(out);
  text_add(out, "' ;;\n      esac\n      ;;\n  esac\n}\n\ncomplete -F _bellwether bellwether\n");
  return out->failed ? error_memory(error, "the script", out->length) : STATUS_OK;
}
