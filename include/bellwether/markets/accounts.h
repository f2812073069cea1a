/* accounts.h - every flow has a payer and a payee (M20). */
#ifndef BELLWETHER_MARKETS_ACCOUNTS_H
#define BELLWETHER_MARKETS_ACCOUNTS_H

#include "bellwether/agents/economy.h"

/* One month of firms' payments (M20): sales, inputs (bought in town or elsewhere), wages and social
 * insurance, rent, instalments on plants, compliance, research, interest and repayment, value added
 * tax and profit tax, dividends. Payments are whole fen, entered once in the books; towns get rent
 * and their share of taxes. Inputs bought in town are split exactly over the buyers. Research adds
 * to the research stock. Cost: one pass over firms. */
void accounts_settle(struct economy *economy);

#endif
