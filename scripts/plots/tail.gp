# How many firms are larger than a size at the end, in all towns and replications: the tail fitted to
# the largest tenth, and the lognormal law of all beside it.
#
#   gnuplot -c tail.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "tail" ARG1 ARG2 ARG3 800 600

set title t("Sizes of firms at the end: the tail", "期末企业规模分布：尾部") font heading
set xlabel t("yearly sales [M CNY]", "年销售额（万元）")
factor = t(1, 100)
set ylabel t("share of firms that are larger [%]", "规模更大的企业所占比例（%）")
set logscale xy
set xrange [0.1 * factor:*]
set yrange [*:150]
set format x t("%g", "%.0f")
set format y "%g"
set rmargin 5
set key outside bottom center vertical maxrows 3 height 1.5

plot data index 0 using (factor * $1):(100 * $4) with lines lc rgb "#0072B2" dt (4, 4) lw 1.6 \
         title t("lognormal law, log spread ", "对数正态分布，对数标准差 ").sprintf("%.2f", estimate(2, 1)), \
     data index 0 using (factor * $1):(100 * $3) with lines lc rgb "#D55E00" lw 2.2 \
         title t("power law of the largest tenth, exponent ", "最大十分之一企业的幂律，指数 ").interval(1), \
     data index 0 using (factor * $1):(100 * $2) with points lt 1 title t("firms", "企业")
unset output
