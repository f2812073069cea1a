# Firms by yearly sales, all firms, and those that came and closed: means of the
# replications with their intervals.
#
#   gnuplot -c firms.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "firms" ARG1 ARG2 ARG3 960 620

set multiplot layout 2, 3 @panels title t("Firms", "企业") font heading
unset key
set yrange [0:*]
set ylabel t("firms", "家")

set title t("Sales under 20 M CNY", "年销售额2000万元以下")
name = "firms_under_20m"; @panel
set title t("Sales from 20 M to 1 bn CNY", "年销售额2000万元至10亿元")
name = "firms_20m_to_1bn"; @panel
set title t("Sales of 1 bn CNY and more", "年销售额10亿元及以上")
name = "firms_over_1bn"; @panel
set title t("All firms", "全部企业")
name = "firms"; @panel
set ylabel t("firms in 12 months", "家（近12个月）")
set title t("Came", "新设与迁入")
name = "entries"; @panel
set title t("Closed", "退出")
name = "exits"; @panel
@legend
unset multiplot
unset output
