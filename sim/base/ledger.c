#include "bellwether/base/ledger.h"

#include <inttypes.h>
#include <string.h>

#define FLOW_ROW(flow, payer, payee, meaning) {#flow, SECTOR_##payer, SECTOR_##payee, meaning},
const struct ledger_flow ledger_flows[FLOW_COUNT] = {LEDGER_FLOWS(FLOW_ROW)};

void ledger_add(struct ledger_page *sum, const struct ledger_page *page) {
  for (int flow = 0; flow < FLOW_COUNT; flow++) sum->paid[flow] += page->paid[flow];
}

void ledger_write_off(struct ledger *ledger, int64_t amount) {
  ledger->loans -= amount;
  ledger->written_off += amount;
}

static enum status stock_check(const char *what, int64_t books, int64_t agents,
                               struct error *error) {
  if (books == agents) return STATUS_OK;
  return error_set(error, STATUS_INVARIANT,
                   "the books do not balance: %s hold %" PRId64 " fen by the ledger, %" PRId64
                   " by their own columns",
                   what, books, agents);
}

enum status ledger_close(struct ledger *ledger, const struct ledger_stocks *stocks,
                         struct error *error) {
  ledger->turnover = 0;
  for (int flow = 0; flow < FLOW_COUNT; flow++) {
    const int64_t amount = ledger->month.paid[flow];
    if (amount < 0) {
      return error_set(error, STATUS_INVARIANT, "payments of kind %s are negative: %" PRId64 " fen",
                       ledger_flows[flow].name, amount);
    }
    ledger->balance[ledger_flows[flow].payer] -= amount;
    ledger->balance[ledger_flows[flow].payee] += amount;
    ledger->turnover += amount;
  }
  ledger->loans += ledger->month.paid[FLOW_loans] - ledger->month.paid[FLOW_repayments];
  ledger->closed = ledger->month;
  memset(&ledger->month, 0, sizeof ledger->month);
  int64_t sum = 0;
  for (int sector = 0; sector < SECTOR_COUNT; sector++) sum += ledger->balance[sector];
  TRY(stock_check("all sectors together", sum, 0, error));
  TRY(stock_check("firms", ledger->balance[SECTOR_FIRMS], stocks->firms_cash, error));
  TRY(stock_check("towns", ledger->balance[SECTOR_TOWNS], stocks->towns_cash, error));
  TRY(stock_check("funds", ledger->balance[SECTOR_FUNDS], stocks->funds_cash, error));
  return stock_check("banks' borrowers", ledger->loans, stocks->debt, error);
}
