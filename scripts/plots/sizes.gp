# How many firms are larger than a size, at the end, over all replications, with 95 % intervals. On
# these axes a power law is a straight line; the dashed one is Zipf's law (slope -1) through the first
# scenario's firms between 5 % and 30 %.
#
#   gnuplot -c sizes.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "sizes" ARG1 ARG2 ARG3 800 600

stats data using 1 nooutput
empty = !exists("STATS_records")   # stats sets nothing where there is nothing to count
stats data using 2 nooutput
bottom = empty ? 0.1 : 10 ** floor(log10(100 * STATS_min))
middle(share) = share > 0.05 && share < 0.3
stats data index 0 using (middle($2) ? log($1 * $2) : NaN) nooutput
zipf = exists("STATS_mean") ? exp(STATS_mean) : NaN

set title t("Sizes of firms at the end", "期末企业规模分布") font heading
set xlabel t("yearly sales [M CNY]", "年销售额（百万元）")
set ylabel t("share of firms that are larger [%]", "规模更大的企业所占比例（%）")
set logscale xy
set xrange [0.1:*]
set yrange [bottom:150]
if (empty) {
  set xrange [0.1:1000]
  set label t("no firms", "无企业") at graph 0.5, 0.5 center textcolor rgb "#606060"
}
set format y "%g"
set rmargin 5
set samples 500
set key outside bottom center horizontal maxcols 4 height 1.5

inside(share) = 100 * share > bottom ? 100 * share : bottom   # a logarithm has no 0
plot for [i = 1:n] data index i - 1 using 1:(inside($3)):(inside($4)) with filledcurves lt i \
         fs transparent solid wash noborder notitle, \
     for [i = 1:n] data index i - 1 using 1:(100 * $2) lt i title word(names, i), \
     100 * (x > zipf ? zipf / x : NaN) with lines lc rgb "#606060" dt (8, 4) \
         title t("Zipf's law, slope -1", "齐普夫定律，斜率-1"), \
     keyentry with boxes lc rgb "#606060" fs transparent solid 0.25 noborder \
         title t("95 % interval", "95%置信区间")
unset output
