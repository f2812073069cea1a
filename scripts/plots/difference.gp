# Device sales less those of the base scenario, replication by replication: the mean with its 95 %
# interval, in town (solid) and at its rivals (dashed).
#
#   gnuplot -c difference.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "difference" ARG1 ARG2 ARG3 960 560

set xdata
stats data using (abs($2) + abs($5)) nooutput
set xdata time
if (!exists("STATS_max") || STATS_max == 0) {   # the base scenario alone, or one that changes nothing
  set yrange [-1:1]
  set label t("no difference from the base scenario", "与基准情景无差别") \
      at graph 0.5, 0.65 center textcolor rgb "#606060"
}

set title t("Device sales, change against the base scenario", "器械产业销售额：相对基准情景的变化") \
    font heading
set ylabel t("change in yearly sales [M CNY]", "年销售额变化（百万元）")
set xzeroaxis lt 1 lc rgb "#404040" lw 1
set key bottom outside center horizontal maxcols 4 height 1

# The base scenario has line type 1 in the other figures, hence i + 1.
plot data index 0 every ::0::0 using 1:(0) with points pt -1 notitle, \
     for [i = 1:n] data index i - 1 using 1:3:4 with filledcurves lt i + 1 \
         fs transparent solid wash noborder notitle, \
     for [i = 1:n] data index i - 1 using 1:6:7 with filledcurves lt i + 1 \
         fs transparent solid wash noborder notitle, \
     for [i = 1:n] data index i - 1 using 1:2 lt i + 1 pi -(mark(i) / 3 + 1) title word(names, i), \
     for [i = 1:n] data index i - 1 using 1:5 lt i + 1 pi -(mark(i) / 3 + 1) dt (8, 4) notitle, \
     keyentry with lines lt 1 title t("in town", "本地"), \
     keyentry with lines lt 1 dt (8, 4) title t("at rivals", "竞争地区"), \
     keyentry with boxes lc rgb "#606060" fs transparent solid 0.25 noborder \
         title t("95 % interval", "95%置信区间")
unset output
