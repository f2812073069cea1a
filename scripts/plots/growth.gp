# The tent: yearly growth of firms' log sales, less the mean of the year, with the fitted Subbotin law
# and the Gaussian law of the same spread.
#
#   gnuplot -c growth.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "growth" ARG1 ARG2 ARG3 800 600

stats data index 0 using 2 nooutput
least = exists("STATS_min") ? STATS_min : 0.001

set title t("Yearly growth of firms", "企业年增长率") font heading
set xlabel t("growth over the year, less the mean of all firms [natural log of sales]", \
             "年增长，减去全部企业均值（销售额的自然对数）")
set ylabel t("density [1 per unit of log]", "概率密度（每单位对数）")
set logscale y
set yrange [least / 2 : *]
set format y "%g"
set rmargin 5
set key outside bottom center vertical maxrows 3 height 1.5

plot data index 0 using 1:4 with lines lc rgb "#0072B2" dt (4, 4) lw 1.6 \
         title t("Gaussian law of the same spread", "同方差高斯分布"), \
     data index 0 using 1:3 with lines lc rgb "#D55E00" lw 2.2 \
         title t("Subbotin law (1 Laplace, 2 Gaussian), shape ", "Subbotin分布（1为拉普拉斯，2为高斯），形状 ").interval(1), \
     data index 0 using 1:2 with points lt 1 title t("firms and years", "企业与年份")
unset output
