#include "bellwether/markets/accounts.h"

#include "bellwether/agents/production.h"
#include "bellwether/base/batch.h"
#include "bellwether/base/sum.h"

#include <math.h>

/* Splits what suppliers in a town sold there over those who bought; fen by firm row. */
static void split_local_purchases(struct economy *economy, uint32_t town, int64_t *bought) {
  const struct roster *roster = &economy->roster;
  const struct span here = economy_town_firms(economy, town);
  int64_t total = 0;
  for (uint32_t at = here.first; at < here.end; at++) {
    const uint32_t i = roster->rows[at];
    total += ledger_fen(economy->firms.local_sales[i]);
    economy->firm_scratch[0][at] = economy->supplies[i];
  }
  if (here.first == here.end) return;
  int64_t *parts = economy->firm_amounts[1];
  sum_apportion(total, &economy->firm_scratch[0][here.first], &parts[here.first],
                here.end - here.first);
  for (uint32_t at = here.first; at < here.end; at++) bought[roster->rows[at]] = parts[at];
}

/* What a firm owes the town this month for floor that it has bought (M17). */
static void pay_instalment(struct firms *firms, uint32_t i, struct ledger_page *page) {
  if (firms->mortgage[i] <= 0) return;
  const int64_t paid = firms->mortgage[i] < firms->instalment[i] ? firms->mortgage[i]
                                                                 : firms->instalment[i];
  firms->mortgage[i] -= paid;
  if (firms->mortgage[i] == 0) firms->instalment[i] = 0; /* the next mortgage has its own */
  firms->cash[i] -= paid;
  ledger_pay(page, FLOW_plant_sales, paid);
}

static void settle_firm(struct economy *economy, double frontier, uint32_t i, int64_t bought,
                        struct ledger_page *page) {
  const struct params *params = economy->params;
  struct firms *firms = &economy->firms;
  const struct segment *segment = &economy->segments[firms->segment[i]];
  const int64_t sales = ledger_fen(firms->sales[i]);
  const int64_t local = ledger_fen(firms->local_sales[i]);
  const double volume = firms->sales[i] / economy->markets[firms->segment[i]].price;
  const int64_t inputs = ledger_fen(segment->materials * volume);
  const int64_t materials = inputs > bought ? inputs - bought : 0;
  const int64_t wages = firms->payroll[i];
  const int64_t insurance = llrint((double)wages * params->social_insurance);
  const double rent_m2 = firms->seated[i] ? 0 : economy->parks.rent[firms->park[i]];
  const int64_t rent = llrint((firms->floor[i] - firms->floor_owned[i]) * rent_m2 * FEN_PER_YUAN);
  const double saved = batch_min(economy->towns.instruments[firms->town[i]].compliance, 1);
  const int64_t compliance = ledger_fen(params->compliance_cost * (1 - saved) * firms->sales[i]);
  const double researched = production_research(economy, i);
  const int64_t research = ledger_fen(researched);
  const int64_t interest = llrint((double)firms->debt[i] * params->loan_rate / 12);
  const int64_t added = sales - materials - bought;
  const int64_t vat = added > 0 ? llrint((double)added * params->vat_rate) : 0;
  const int64_t vat_local = llrint((double)vat * params->vat_local);
  const int64_t costs = materials + bought + wages + insurance + rent + research + interest + vat +
                        compliance;
  const int64_t worn = ledger_fen(firms->capital[i] * params->depreciation / 12);
  const int64_t profit = sales + firms->grant[i] - costs - worn; /* a grant is income */
  const double tax_rate = firms->tier[i] >= TIER_HIGH_TECH ? params->profit_tax_high_tech
                                                           : params->profit_tax;
  const int64_t tax = profit > 0 ? llrint((double)profit * tax_rate) : 0;
  const int64_t tax_local = llrint((double)tax * params->profit_tax_local);
  firms->cash[i] += sales - costs - tax;
  const int64_t due = llrint((double)firms->debt[i] / params->loan_term);
  const int64_t repaid = firms->cash[i] > due ? due : 0;
  firms->cash[i] -= repaid;
  firms->debt[i] -= repaid;
  pay_instalment(firms, i, page);
  firms->grant[i] = 0;
  const int64_t kept = llrint((double)costs * params->dividend_reserve);
  const int64_t dividend = profit > tax && firms->cash[i] > kept
                               ? llrint((double)(profit - tax) * params->payout)
                               : 0;
  firms->cash[i] -= dividend;
  firms->costs[i] = (double)costs / FEN_PER_MILLION;
  firms->profit[i] = (double)profit / FEN_PER_MILLION;
  firms->research[i] = researched;
  firms->research_stock[i] += researched / frontier -
                              firms->research_stock[i] * params->research_depreciation / 12;
  ledger_pay(page, FLOW_sales, sales - local);
  ledger_pay(page, FLOW_procurement, local);
  ledger_pay(page, FLOW_materials, materials);
  ledger_pay(page, FLOW_wages, wages);
  ledger_pay(page, FLOW_social_insurance, insurance);
  ledger_pay(page, FLOW_rent, rent);
  ledger_pay(page, FLOW_compliance, compliance);
  ledger_pay(page, FLOW_research, research);
  ledger_pay(page, FLOW_interest, interest);
  ledger_pay(page, FLOW_local_tax, vat_local + tax_local);
  ledger_pay(page, FLOW_higher_tax, vat - vat_local + tax - tax_local);
  ledger_pay(page, FLOW_repayments, repaid);
  ledger_pay(page, FLOW_dividends, dividend);
}

/* What firms pay to their town. */
static const enum flow town_flows[] = {FLOW_rent, FLOW_local_tax, FLOW_plant_sales};
#define TOWN_FLOWS ((int)(sizeof town_flows / sizeof town_flows[0]))

/* Settles the firms of a part; what they pay to their town, into part_amounts. */
static void settle_part(struct economy *economy, double frontier, uint32_t p,
                        struct ledger_page *page) {
  const struct roster *roster = &economy->roster;
  const int64_t *bought = economy->firm_amounts[0];
  int64_t *const *towns = economy->part_amounts;
  for (int k = 0; k < TOWN_FLOWS; k++) towns[k][p] = -page->paid[town_flows[k]];
  for (uint32_t at = roster->parts[p].first; at < roster->parts[p].end; at++) {
    settle_firm(economy, frontier, roster->rows[at], bought[roster->rows[at]], page);
  }
  for (int k = 0; k < TOWN_FLOWS; k++) towns[k][p] += page->paid[town_flows[k]];
}

void accounts_settle(struct economy *economy) {
  const struct roster *roster = &economy->roster;
  int64_t *bought = economy->firm_amounts[0], *const *towns = economy->part_amounts;
  PARALLEL_EACH(economy_threads_firms(economy), town, economy->towns.count,
                split_local_purchases(economy, town, bought));
  const double frontier = economy_frontier(economy);
  struct ledger_page page = {0};
  PARALLEL_EACH(economy_threads_firms(economy), p, roster->parts_count,
                settle_part(economy, frontier, p, &page), reduction(+ : page));
  ledger_add(&economy->ledger.month, &page);
  for (uint32_t p = 0; p < roster->parts_count; p++) {
    const int64_t rent = towns[0][p], tax = towns[1][p], plants = towns[2][p];
    const uint32_t town = economy->parks.town[roster->parts[p].group / economy->segments_count];
    economy->towns.cash[town] += rent + tax + plants;
    economy->towns.public_returns[town] += plants;
    economy->towns.plant_income[town] += plants;
    economy->towns.tax_income[town] += tax;
    economy->towns.rent_income[town] += rent;
  }
}
