/* ledger.h - the books: double entry between sectors, in whole fen.
 *
 * Every payment is one row of LEDGER_FLOWS, which names its payer and its payee, so that each entry
 * is a debit and a credit of the same amount. Each month the books are checked against the agents'
 * own columns: each sector's money must equal what its agents hold (M20). Amounts are rounded by
 * llrint: to the nearest fen, halves to even, in one instruction. */
#ifndef BELLWETHER_BASE_LEDGER_H
#define BELLWETHER_BASE_LEDGER_H

#include "bellwether/base/error.h"

#include <math.h>
#include <stdint.h>

#define FEN_PER_YUAN    100.0
#define FEN_PER_MILLION 1e8 /* fen in 1 M CNY */

enum sector {
  SECTOR_PERSONS,
  SECTOR_FIRMS,
  SECTOR_BANKS,
  SECTOR_FUNDS,
  SECTOR_TOWNS,
  SECTOR_GOVERNMENT, /* higher government */
  SECTOR_WORLD,      /* customers, suppliers, builders and investors elsewhere */
  SECTOR_COUNT
};

/* flow, payer, payee, meaning */
#define LEDGER_FLOWS(F)                                                                            \
  F(sales, WORLD, FIRMS, "sales to customers outside the simulated firms")                         \
  F(procurement, FIRMS, FIRMS, "inputs bought from suppliers in the same town")                    \
  F(materials, FIRMS, WORLD, "inputs bought elsewhere")                                            \
  F(wages, FIRMS, PERSONS, "wages")                                                                \
  F(social_insurance, FIRMS, GOVERNMENT, "employers' social insurance")                            \
  F(rent, FIRMS, TOWNS, "rent of plant floor")                                                     \
  F(compliance, FIRMS, WORLD, "rules, audits and favours")                                         \
  F(plant_sales, FIRMS, TOWNS, "plants and land that firms buy of towns")                          \
  F(benefit_sharing, FIRMS, FIRMS, "what leading firms share with their suppliers")                \
  F(research, FIRMS, WORLD, "research and development")                                            \
  F(interest, FIRMS, BANKS, "interest on bank loans")                                              \
  F(loans, BANKS, FIRMS, "bank loans paid out")                                                    \
  F(repayments, FIRMS, BANKS, "bank loans paid back")                                              \
  F(local_tax, FIRMS, TOWNS, "the town's share of value added tax and profit tax")                 \
  F(higher_tax, FIRMS, GOVERNMENT, "higher government's share of the same taxes")                  \
  F(capital_goods, FIRMS, WORLD, "machinery and equipment")                                        \
  F(dividends, FIRMS, PERSONS, "profits paid out to owners")                                       \
  F(liquidation, FIRMS, PERSONS, "what is left in the till of a firm that closes")                 \
  F(shortfall, WORLD, FIRMS, "what creditors of a closed firm do not get back")                    \
  F(founding_equity, WORLD, FIRMS, "owners' money in new firms")                                   \
  F(private_equity, WORLD, FIRMS, "private money that joins a public fund's ticket")               \
  F(fund_equity, FUNDS, FIRMS, "a public fund's tickets")                                          \
  F(fund_exits, WORLD, FUNDS, "stakes that a fund sells")                                          \
  F(fund_capital, TOWNS, FUNDS, "public money paid into funds")                                    \
  F(fund_returns, FUNDS, TOWNS, "money that funds pay back")                                       \
  F(fund_fees, FUNDS, WORLD, "management of funds")                                                \
  F(subsidies, TOWNS, FIRMS, "subsidies to firms")                                                 \
  F(programmes, TOWNS, WORLD, "other public spending on programmes")                               \
  F(construction, TOWNS, WORLD, "plants built by towns")                                           \
  F(bonds, WORLD, TOWNS, "bonds that towns issue")                                                 \
  F(bond_interest, TOWNS, WORLD, "interest on bonds")                                              \
  F(bond_repayments, TOWNS, WORLD, "bonds paid back")

#define LEDGER_FLOW_ENUM(flow, payer, payee, meaning) FLOW_##flow,
enum flow { LEDGER_FLOWS(LEDGER_FLOW_ENUM) FLOW_COUNT };
#undef LEDGER_FLOW_ENUM

struct ledger_flow {
  const char *name;
  enum sector payer, payee;
  const char *meaning;
};
extern const struct ledger_flow ledger_flows[FLOW_COUNT];

/* Payments by flow, in fen. */
struct ledger_page {
  int64_t paid[FLOW_COUNT];
};

struct ledger {
  struct ledger_page month;      /* payments of the month in hand */
  struct ledger_page closed;     /* payments of the last closed month */
  int64_t balance[SECTOR_COUNT]; /* money held, end of last closed month; sums to zero for ever */
  int64_t loans;                 /* owed to banks */
  int64_t written_off;           /* loans that were lost, cumulative */
  int64_t turnover;              /* all payments of the last closed month */
};

/* Enters one payment of `amount` fen (>= 0). */
static inline void ledger_pay(struct ledger_page *page, enum flow flow, int64_t amount) {
  page->paid[flow] += amount;
}

/* Adds a page's payments to another page. Integers: any order gives the same books, so that each
 * thread may have a page of its own. */
void ledger_add(struct ledger_page *sum, const struct ledger_page *page);
#ifdef _OPENMP
#pragma omp declare reduction(+ : struct ledger_page : ledger_add(&omp_out, &omp_in))              \
    initializer(omp_priv = {{0}})
#endif

/* Takes loans of `amount` fen off the books: their debtor has closed. */
void ledger_write_off(struct ledger *ledger, int64_t amount);

/* What the agents' own columns say, to be held against the books. */
struct ledger_stocks {
  int64_t firms_cash, towns_cash, funds_cash, debt;
};

/* Closes the month: balances move, and must equal the agents' stocks to the fen.
 * Errors: STATUS_INVARIANT, naming the sector, the books and the agents. */
enum status ledger_close(struct ledger *ledger, const struct ledger_stocks *stocks,
                         struct error *error) MUST_CHECK;

/* Millions of yuan to fen, rounded to nearest. */
static inline int64_t ledger_fen(double millions) { return llrint(millions * FEN_PER_MILLION); }

#endif
