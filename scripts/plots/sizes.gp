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

set xlabel t("yearly sales [M CNY]", "年销售额（万元）")
factor = t(1, 100)
set ylabel t("share of firms that are larger [%]", "规模更大的企业所占比例（%）")
set logscale xy
set xrange [0.1 * factor:*]
set yrange [bottom:150]
if (empty) {
  set xrange [0.1 * factor : 1000 * factor]
  set label t("no firms", "无企业") at graph 0.5, 0.5 center textcolor rgb "#606060"
}
set format x t("%g", "%.0f")
set format y "%g"
set samples 500
set lmargin at screen 0.1
set rmargin at screen 0.95
set tmargin at screen 1 - 45 / height
set bmargin at screen foot + 50 / height

set multiplot title t("Sizes of firms at the end", "期末企业规模分布") font heading
unset key

inside(share) = 100 * share > bottom ? 100 * share : bottom   # a logarithm has no 0
plot for [i = 1:n] data index i - 1 using (factor * $1):(inside($3)):(inside($4)) with filledcurves lt own[i] \
         fs transparent solid wash noborder, \
     for [i = 1:n] data index i - 1 using (factor * $1):(100 * $2) lt own[i], \
     100 * (x > factor * zipf ? factor * zipf / x : NaN) with lines lc rgb "#404040" lw 1.2 dt (6, 4)
kinds = "line band"
said[1] = t("Zipf's law, slope -1", "齐普夫定律，斜率-1")
said[2] = t("95 % interval", "95%置信区间")
@legend
unset multiplot
unset output
