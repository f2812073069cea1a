/* appraisal - officials are judged by their work (M23): they aim at more effort. */
#include "bellwether/policy/policy.h"

void appraisal_act(struct policy *policy, const struct lever_appraisal *values) {
  policy_instruments(policy)->effort += policy_stands(policy, values->cost) * values->effort;
}
