# How total factor productivity is spread over firms at the end, around its median, with its 10 % and
# 90 % points.
#
#   gnuplot -c spread.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "spread" ARG1 ARG2 ARG3 800 560

set title t("Productivity of firms at the end", "期末企业生产率") font heading
set xlabel t("total factor productivity [median firm = 1]", "全要素生产率（中位企业 = 1）")
set ylabel t("density [1 per unit of natural log]", "概率密度（每单位自然对数）")
set logscale x 2
set xrange [exp(-2):exp(2)]
stats data index 0 using 2 nooutput
top = exists("STATS_max") && STATS_max > 0 ? 1.05 * STATS_max : 1
set yrange [0:top]
set style fill solid 0.5 noborder
set rmargin 5
set key outside bottom center horizontal maxcols 3 height 1.5

half = 0.045   # of a class, with a gap between two
plot data index 0 using (exp($1)):(0):(exp($1 - half)):(exp($1 + half)):(0):2 with boxxyerror lt 2 \
         title t("firms", "企业"), \
     data index 2 using (exp($1)):(0):(0):(top) with vectors nohead lc rgb "#D55E00" lw 1.6 notitle, \
     data index 2 using (exp($2)):(0):(0):(top) with vectors nohead lc rgb "#D55E00" lw 1.6 \
         title t("10 % and 90 % points, ratio ", "10%与90%分位点，比值 ").interval(1)
unset output
