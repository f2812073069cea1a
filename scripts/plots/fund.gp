# Public money, funds and bank debt: means of the replications.
#
#   gnuplot -c fund.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "fund" ARG1 ARG2 ARG3 960 620

set multiplot layout 2, 3 @panels title t("Public money and finance", "公共资金与融资") font heading
unset key
set yrange [0:*]
set ylabel t("M CNY since the start", "百万元（累计）")

set title t("Public cost of the levers, gross", "政策工具公共支出（毛额）")
plot for [i = 1:n] data index i - 1 using 1:2 lt i
set title t("Paid back by public funds", "公共基金回款")
plot for [i = 1:n] data index i - 1 using 1:3 lt i
set title t("Put into firms by public funds", "公共基金对企业投资")
plot for [i = 1:n] data index i - 1 using 1:4 lt i
set ylabel t("M CNY", "百万元")
set title t("Value of public funds", "公共基金价值（股权与现金）")
plot for [i = 1:n] data index i - 1 using 1:5 lt i
set title t("Bank debt of firms", "企业银行债务")
plot for [i = 1:n] data index i - 1 using 1:6 lt i
set ylabel t("M CNY a year", "百万元/年")
set title t("Investment wanted, not paid for", "资金缺口")
plot for [i = 1:n] data index i - 1 using 1:7 lt i
@legend
unset multiplot
unset output
