#include "bellwether/base/correlation.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

/* Of the rows up to `last`, those that are correlated with it, if only by way of others. */
static void connect(const double *matrix, size_t n, size_t last, bool *involved) {
  memset(involved, 0, n * sizeof *involved);
  involved[last] = true;
  for (bool grew = true; grew;) {
    grew = false;
    for (size_t i = 0; i <= last; i++) {
      for (size_t j = 0; j <= last && !involved[i]; j++) {
        const bool joined = matrix[i * n + j] < 0 || matrix[i * n + j] > 0;
        if (!involved[j] || !joined) continue;
        involved[i] = grew = true;
      }
    }
  }
}

/* Row by row, in the order of columns: what is correlated with nobody adds zeros, so that the bits
 * of a row do not depend on how many others there are, as those of GSL's blocks do. */
bool correlation_factor(const double *matrix, size_t n, double *lower, bool *involved) {
  memset(lower, 0, n * n * sizeof *lower);
  for (size_t i = 0; i < n; i++) {
    double *row = &lower[i * n], left = matrix[i * n + i];
    for (size_t j = 0; j < i; j++) {
      const double *other = &lower[j * n];
      double rest = matrix[i * n + j];
      for (size_t k = 0; k < j; k++) rest -= row[k] * other[k];
      row[j] = rest / other[j];
      left -= row[j] * row[j];
    }
    if (!(left > 0)) {
      connect(matrix, n, i, involved);
      return false;
    }
    row[i] = sqrt(left);
  }
  return true;
}

double correlation_share(double z) {
  return fmin(fmax(gsl_cdf_ugaussian_P(z), DBL_MIN), 1 - DBL_EPSILON);
}

void correlation_bind(const double *lower, size_t n, const size_t *list, double *u) {
  /* From the last on, so that each row still finds the independent shares of those before it. */
  for (size_t i = n; i-- > 0;) {
    const double *row = &lower[i * n];
    double z = 0;
    bool alone = true;
    for (size_t j = 0; j < i; j++) {
      if (!(row[j] < 0) && !(row[j] > 0)) continue;
      z += row[j] * gsl_cdf_ugaussian_Pinv(u[list[j]]);
      alone = false;
    }
    if (alone) continue;
    z += row[i] * gsl_cdf_ugaussian_Pinv(u[list[i]]);
    u[list[i]] = correlation_share(z);
  }
}
