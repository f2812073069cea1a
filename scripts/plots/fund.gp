# Public money, funds and bank debt: means of the replications with their intervals.
#
#   gnuplot -c fund.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "fund" ARG1 ARG2 ARG3 960 620

set multiplot layout 2, 3 @panels title t("Public money and finance", "公共资金与融资") font heading
unset key
set yrange [0:*]

# One unit for the upper row, one each below.
most = peak("public_cost public_returns fund_invested"); scale = money(most)
set ylabel currency(most).t(" since the start", "（累计）")
set title t("Public cost of the levers, gross", "政策工具公共支出（毛额）")
name = "public_cost"; @panel
set title t("Paid back by public funds", "公共基金回款")
name = "public_returns"; @panel
set title t("Put into firms by public funds", "公共基金对企业投资")
name = "fund_invested"; @panel
most = peak("fund_value"); scale = money(most)
set ylabel currency(most)
set title t("Value of public funds", "公共基金价值（股权与现金）")
name = "fund_value"; @panel
most = peak("debt"); scale = money(most)
set ylabel currency(most)
set title t("Bank debt of firms", "企业银行债务")
name = "debt"; @panel
most = peak("funding_gap"); scale = money(most)
set ylabel currency(most).t(" a year", "/年")
set title t("Investment wanted, not paid for", "资金缺口")
name = "funding_gap"; @panel
@legend
unset multiplot
unset output
