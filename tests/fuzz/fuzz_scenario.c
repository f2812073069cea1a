/* Bytes as a scenario file; `extends: base` finds a small good scenario beside it. */
#include "check.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *path = check_path("input.yaml");
  (void)check_base();
  check_write(path, data, size);
  check_load(path, NULL, 0);
  free(path);
  return 0;
}
