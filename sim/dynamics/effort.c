#include "bellwether/dynamics/effort.h"

void effort_update(struct economy *economy) {
  struct towns *towns = &economy->towns;
  for (uint32_t town = 0; town < towns->count; town++) {
    const double aim = 1 + towns->instruments[town].effort;
    towns->effort[town] += economy->params->effort_adjustment * (aim - towns->effort[town]);
  }
}
