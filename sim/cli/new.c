/* new: a scenario of one's own to begin with. */
#include "cli.h"

#include "bellwether/base/file.h"

#include <stdio.h>
#include <string.h>

/* A line in English and Chinese; a comment begins with # after so many blanks, -1 where it is none.
 */
static const struct {
  int indent;
  const char *en, *zh;
} lines[] = {
#define LINE(yaml)           {-1, yaml, yaml},
#define BOTH(en, zh)         {-1, en, zh},
#define NOTE(indent, en, zh) {indent, en, zh},
#include "new_template.def"
#undef LINE
#undef BOTH
#undef NOTE
};

static void write_template(bool chinese, struct text *out) {
  for (size_t k = 0; k < sizeof lines / sizeof lines[0]; k++) {
    const char *line = chinese ? lines[k].zh : lines[k].en;
    if (lines[k].indent < 0) text_add(out, "%s\n", line);
    else text_add(out, "%*s# %s\n", lines[k].indent, "", line);
  }
}

static enum status write_file(const struct cli *cli, const struct text *text, struct error *error) {
  const char *path = cli->words[0];
  if (file_exists(path)) {
    return error_set(error, STATUS_USAGE,
                     "%s is there already, and nothing is overwritten: give another name", path);
  }
  TRY(file_write_whole(path, text->bytes, text->length, true, error));
  if (cli->json) return cli_print_json(json_pack("{s:s}", "scenario", path), error);
  if (cli->quiet) return STATUS_OK;
  printf("%s\nnext:    bellwether check %s; bellwether run %s -n 20 -o output/mine\n", path, path,
         path);
  return STATUS_OK;
}

static enum status print_template(const struct cli *cli, const struct text *text,
                                  struct error *error) {
  if (!cli->json) return cli_print(text, error);
  return cli_print_json(json_pack("{s:s}", "template", text->bytes), error);
}

enum status new_command(const struct cli *cli, struct error *error) {
  const char *path = cli->words_count ? cli->words[0] : NULL;
  if (!path == !cli->template) {
    return error_set(
        error, STATUS_USAGE,
        "new writes a file, as in 'bellwether new my-county.yaml', or prints what would "
        "stand in it: --template; give one of them");
  }
  struct text text = {0};
  write_template(strcmp(cli->lang, "zh") == 0, &text);
  enum status status = text.failed ? error_memory(error, "the template", text.length) : STATUS_OK;
  if (status == STATUS_OK) {
    status = path ? write_file(cli, &text, error) : print_template(cli, &text, error);
  }
  text_free(&text);
  return status;
}
