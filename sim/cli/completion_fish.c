/* doc fish: what fish completes. */
#include "completion.h"

static const char fish_head[] =
    "# Completion of bellwether for fish, made by `bellwether doc fish`.\n"
    "\n"
    "function __bellwether_in\n"
    "    set -l words (commandline -opc)\n"
    "    contains -- \"$words[2]\" $argv\n"
    "end\n"
    "\n"
    "# Files, and names in the folders of scenarios; after a plus the next layer.\n"
    "function __bellwether_scenarios\n"
    "    set -l words (commandline -opc)\n"
    "    set -l word (commandline -ct)\n"
    "    set -l layers (string match -r '.*\\+' -- $word)\n"
    "    set -l program (realpath (type -p $words[1]) 2>/dev/null)\n"
    "    set -l installed (string replace -r '[^/]*$' '../share/bellwether/scenarios' -- $program)\n"
    "    set -l built (string replace -r '[^/]*$' '../../scenarios' -- $program)\n"
    "    for root in $BELLWETHER_SCENARIOS scenarios $installed $built\n"
    "        for path in $root/*.yaml $root/*/*.yaml\n"
    "            set -l name (string replace -- \"$root/\" '' $path)\n"
    "            echo \"$layers\"(string replace -r '\\.yaml$' '' -- $name)\n"
    "        end\n"
    "    end\n"
    "    __fish_complete_suffix .yaml\n"
    "end\n"
    "\n"
    "complete -c bellwether -f\n";

/* " -a 'svg png pdf'", where anything can be offered. */
static void fish_values(struct text *out, enum cli_kind kind, const char *argument) {
  if (kind == CLI_ANY) return;
  text_add(out, " -a '");
  if (kind == CLI_FOLDER) text_add(out, "(__fish_complete_directories)");
  else if (kind == CLI_SCENARIO) text_add(out, "(__bellwether_scenarios)");
  else completion_words(out, kind, argument);
  text_add(out, "'");
}

static void fish_meaning(struct text *out, const char *meaning) {
  text_add(out, " -d '");
  completion_quoted(out, meaning, false);
  text_add(out, "'\n");
}

static void fish_option(struct text *out, const struct cli_option *option) {
  text_add(out, "complete -c bellwether -n '__bellwether_in");
  for (size_t i = 0; i < cli_commands_count; i++) {
    if (cli_takes(&cli_commands[i], option)) text_add(out, " %s", cli_commands[i].name);
  }
  text_add(out, "'");
  if (option->letter < 256) text_add(out, " -s %c", option->letter);
  text_add(out, " -l %s", option->name);
  if (option->argument) {
    if (cli_needs_value(option)) text_add(out, " -x");
    fish_values(out, option->kind, option->argument);
  }
  fish_meaning(out, option->meaning);
}

enum status completion_fish(struct text *out, struct error *error) {
  static const char first[] = "complete -c bellwether -n 'test (count (commandline -opc)) = 1'";
  text_add(out, "%s", fish_head);
  for (size_t i = 0; i < cli_commands_count; i++) {
    const struct cli_command *command = &cli_commands[i];
    text_add(out, "%s -a %s", first, command->name);
    fish_meaning(out, command->meaning);
    if (command->kind == CLI_ANY) continue;
    text_add(out, "complete -c bellwether -n '__bellwether_in %s'", command->name);
    fish_values(out, command->kind, command->arguments);
    text_add(out, "\n");
  }
  text_add(out, "%s -a help -d 'help of a command'\n%s -s h -l help\n%s -l version\n", first, first,
           first);
  text_add(out, "complete -c bellwether -n '__bellwether_in help' -a '");
  completion_commands(out);
  text_add(out, "'\n");
  for (size_t i = 0; i < cli_options_count; i++) fish_option(out, &cli_options[i]);
  return out->failed ? error_memory(error, "the script", out->length) : STATUS_OK;
}
