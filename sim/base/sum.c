#include "bellwether/base/sum.h"

#include <math.h>

double sum_fixed(const double *values, size_t count) {
  double total = 0;
  for (size_t first = 0; first < count; first += SUM_BLOCK) {
    const size_t end = first + SUM_BLOCK < count ? first + SUM_BLOCK : count;
    double block = 0;
    for (size_t i = first; i < end; i++) block += values[i];
    total += block;
  }
  return total;
}

void sum_apportion(int64_t total, const double *weights, int64_t *parts, size_t count) {
  const double weight = sum_fixed(weights, count);
  double cumulated = 0;
  int64_t given = 0;
  for (size_t i = 0; i < count; i++) {
    cumulated += weights[i];
    const double due = weight > 0 ? fmin(cumulated / weight, 1.0) : 1.0;
    const int64_t upto = i + 1 == count ? total : (int64_t)llround((double)total * due);
    parts[i] = upto - given;
    given = upto;
  }
}
