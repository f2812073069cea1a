# Firms by yearly sales, all firms, and those that came and closed: means of the replications.
#
#   gnuplot -c firms.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "firms" ARG1 ARG2 ARG3 960 620

set multiplot layout 2, 3 @panels title t("Firms", "企业") font heading
unset key
set yrange [0:*]
set ylabel t("firms", "家")

set title t("Sales under 20 M CNY", "年销售额2000万元以下")
plot for [i = 1:n] data index i - 1 using 1:2 lt i
set title t("Sales from 20 M to 1 bn CNY", "年销售额2000万元至10亿元")
plot for [i = 1:n] data index i - 1 using 1:3 lt i
set title t("Sales of 1 bn CNY and more", "年销售额10亿元及以上")
plot for [i = 1:n] data index i - 1 using 1:4 lt i
set title t("All firms", "全部企业")
plot for [i = 1:n] data index i - 1 using 1:($2 + $3 + $4) lt i
set ylabel t("firms in 12 months", "家（近12个月）")
set title t("Came", "新设与迁入")
plot for [i = 1:n] data index i - 1 using 1:5 lt i
set title t("Closed", "退出")
plot for [i = 1:n] data index i - 1 using 1:6 lt i
@legend
unset multiplot
unset output
