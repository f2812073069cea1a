#define _DEFAULT_SOURCE
#include "apart.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static bool write_all(int to, const void *bytes, size_t count) {
  return write(to, bytes, count) == (ssize_t)count;
}

bool apart(bool (*work)(const void *context, void *result), const void *context, void *result,
           size_t bytes, double *peak_mib) {
  int ends[2], state = 1;
  if (pipe(ends) != 0) return false;
  const pid_t child = fork();
  if (child < 0) return false;
  if (child == 0) {
    close(ends[0]);
    _exit(work(context, result) && write_all(ends[1], result, bytes) ? 0 : 1);
  }
  close(ends[1]);
  const bool all = read(ends[0], result, bytes) == (ssize_t)bytes;
  struct rusage usage;
  close(ends[0]);
  if (wait4(child, &state, 0, &usage) != child || state != 0 || !all) return false;
  if (peak_mib) *peak_mib = (double)usage.ru_maxrss / 1024;
  return true;
}
