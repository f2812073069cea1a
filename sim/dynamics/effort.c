#include "bellwether/dynamics/effort.h"

#include <math.h>

#define EFFORT_LEAST 0.1 /* without any, nothing would be approved */

void effort_update(struct economy *economy) {
  struct towns *towns = &economy->towns;
  for (uint32_t town = 0; town < towns->count; town++) {
    const double aim = 1 + towns->instruments[town].effort;
    const double step = economy->params->effort_adjustment * (aim - towns->effort[town]);
    towns->effort[town] = fmax(towns->effort[town] + step, EFFORT_LEAST);
  }
}
