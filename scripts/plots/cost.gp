# What each programme costs, what it gains, what rivals lose by it, and what the nation gains once the
# losses of others are off, against the base scenario: means with their 95 % intervals. Over sets of
# assumptions these are of chance alone, and pale bars are where the sets lie.
#
#   gnuplot -c cost.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "cost" ARG1 ARG2 ARG3 960 480

most = peak("cost gain gain_low gain_high rivals rivals_low rivals_high net net_low net_high ". \
            "cost_sets_low cost_sets_high gain_sets_low gain_sets_high rivals_sets_low rivals_sets_high ". \
            "net_sets_low net_sets_high")
factor = money(most)

stats data using (abs($2) + abs($3) + abs($6) + abs($9)) nooutput
if (!exists("STATS_max") || STATS_max == 0) {   # the base scenario alone, or one that changes nothing
  set xrange [-1:1]
  set label t("no difference from the base scenario", "与基准情景无差别") \
      at graph 0.75, 0.85 center textcolor rgb "#606060"
}

set title t("Programmes: public cost, gain, what rivals lose, and what is left", \
            "政策方案：公共成本、增益、竞争地区损失与全国净增") font heading
set xlabel t("change against the base scenario [", "相对基准情景的变化（").currency(most).t("]", "）")
set yrange [-n + 0.45 : 0.55]
set grid noytics xtics
set ytics scale 0
set border 1
set arrow from 0, graph 0 to 0, graph 1 nohead front lt 1 lc rgb "#404040" lw 1
set rmargin 4
set key outside bottom center horizontal maxcols 2 height 1.5 width t(0, 8)

# Four bars a scenario around the height -$0, each of them this thick; y(k) is the middle of one. Of
# the k-th one stand mean, interval, and where sets lie from these columns on.
thick = 0.19
y(k) = -column(0) + thick * (1.5 - k)
low(k) = y(k) - slim * thick / 2
high(k) = y(k) + slim * thick / 2
array mean[4] = [3, 6, 9, 2]
array sets[4] = [12, 14, 16, 20]
array own_colour[4] = ["#0072B2", "#E69F00", "#009E73", "#606060"]
set style fill solid 0.8 noborder
set errorbars 0.7

behind = !sets_told ? "" : "for [k = 0:3] data using (0):(y(k)):(factor * at_sets(sets[k + 1], mean[k + 1])): \
         (factor * at_sets(sets[k + 1] + 1, mean[k + 1])):(y(k) - 0.46 * thick):(y(k) + 0.46 * thick) \
         with boxxyerror lc rgb own_colour[k + 1] fs transparent solid pale noborder notitle,"
of_cost = !of_sets ? "" : ", data using (factor * $2):(y(3)):(factor * $18):(factor * $19) \
         with xerrorbars lt 1 pt -1 lw 1.2 notitle".in_key

plot @behind data using (0):(y(0)):(0):(factor * $3):(low(0)):(high(0)) with boxxyerror lc rgb "#0072B2" \
         title t("yearly device sales in town", "本地器械年销售额"), \
     data using (0):(y(1)):(0):(factor * $6):(low(1)):(high(1)):ytic(label[int(column(0)) + 1]) \
         with boxxyerror lc rgb "#E69F00" title t("yearly device sales at rivals", "竞争地区器械年销售额"), \
     data using (0):(y(2)):(0):(factor * $9):(low(2)):(high(2)) with boxxyerror lc rgb "#009E73" \
         title t("yearly sales of the nation, net", "全国年销售额净增"), \
     data using (0):(y(3)):(0):(factor * $2):(low(3)):(high(3)) with boxxyerror lc rgb "#606060" \
         fs empty border title t("public cost, with what is committed", "公共成本（含已承诺）"), \
     data using (factor * $3):(y(0)):(factor * $4):(factor * $5) with xerrorbars lt 1 pt -1 lw 1.2 \
         title interval_said, \
     data using (factor * $6):(y(1)):(factor * $7):(factor * $8) with xerrorbars lt 1 pt -1 lw 1.2 notitle, \
     data using (factor * $9):(y(2)):(factor * $10):(factor * $11) with xerrorbars lt 1 pt -1 lw 1.2 notitle @of_cost
unset output
