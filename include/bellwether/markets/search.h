/* search.h - what each person does this month (M10, M11): the plan step of the labour market. */
#ifndef BELLWETHER_MARKETS_SEARCH_H
#define BELLWETHER_MARKETS_SEARCH_H

#include "bellwether/agents/economy.h"

/* Every person does at most one thing a month, by one uniform number: quits (or is laid off), looks
 * for a job, compares towns, or gets a rise on the day it was hired. A searcher sees search_sample
 * vacancies of its town and skill, drawn by openings, and plans to apply to the one of highest
 * utility
 *   U = theta_w ln wage + Gumbel
 * where that beats staying (plus root * tenure) or other work (M10, M11). Who leaves or is raised
 * tells its firm; who applies or compares leaves a plan, for hiring and migration. Nothing but the
 * person's own row changes. Cost: one pass over persons, and work for those who do something. */
void search_plan(struct economy *economy);

#endif
