# What each programme costs, what it gains, and what rivals lose by it, against the base scenario:
# means with their 95 % intervals.
#
#   gnuplot -c cost.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "cost" ARG1 ARG2 ARG3 960 480

stats data using (abs($2) + abs($3) + abs($6)) nooutput
if (STATS_max == 0) {   # the base scenario alone, or one that changes nothing
  set xrange [-1:1]
  set label t("no difference from the base scenario", "与基准情景无差别") \
      at graph 0.5, 0.85 center textcolor rgb "#606060"
}

set title t("Programmes: cost, gain, and what rivals lose", "政策方案：成本、增益与竞争地区损失") \
    font heading
set xlabel t("change against the base scenario [M CNY]", "相对基准情景的变化（百万元）")
set yrange [-n + 0.45 : 0.55]
set grid noytics xtics
set ytics scale 0
set border 1
set arrow from 0, graph 0 to 0, graph 1 nohead lt 1 lc rgb "#404040" lw 1
set key outside bottom center horizontal maxcols 4 height 1

# Each scenario has three bars, one below the other, around the height -$0.
set style fill solid 0.75 noborder
bar(top) = top - 0.24
plot data using (0):(-$0):(0):2:(-$0+0.12):(-$0+0.36) with boxxyerror lc rgb "#999999"
unset output
