# What each programme costs, what it gains, and what rivals lose by it, against the base scenario:
# means with their 95 % intervals.
#
#   gnuplot -c cost.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "cost" ARG1 ARG2 ARG3 960 480

stats data using (abs($2) + abs($3) + abs($6)) nooutput
if (!exists("STATS_max") || STATS_max == 0) {   # the base scenario alone, or one that changes nothing
  set xrange [-1:1]
  set label t("no difference from the base scenario", "与基准情景无差别") \
      at graph 0.75, 0.85 center textcolor rgb "#606060"
}

set title t("Programmes: public cost, gain, and what rivals lose", \
            "政策方案：公共支出、增益与竞争地区损失") font heading
set xlabel t("change against the base scenario [M CNY]", "相对基准情景的变化（百万元）")
set yrange [-n + 0.45 : 0.55]
set grid noytics xtics
set ytics scale 0
set border 1
set arrow from 0, graph 0 to 0, graph 1 nohead front lt 1 lc rgb "#404040" lw 1
set rmargin 4
set key outside bottom center horizontal maxcols 4 height 1.5

# Three bars a scenario around the height -$0, each of them this thick; y(k) is the middle of one.
thick = 0.24
y(k) = -column(0) + thick * (1 - k)
low(k) = y(k) - thick / 2
high(k) = y(k) + thick / 2
set style fill solid 0.8 noborder
set errorbars 0.7

plot data using (0):(y(0)):(0):3:(low(0)):(high(0)) with boxxyerror lc rgb "#0072B2" \
         title t("yearly device sales in town", "本地器械年销售额"), \
     data using (0):(y(1)):(0):6:(low(1)):(high(1)):ytic(broken(strcol(1))) with boxxyerror lc rgb "#E69F00" \
         title t("yearly device sales at rivals", "竞争地区器械年销售额"), \
     data using (0):(y(2)):(0):2:(low(2)):(high(2)) with boxxyerror lc rgb "#606060" \
         fs empty border title t("public cost since the start", "累计公共支出"), \
     data using 3:(y(0)):4:5 with xerrorbars lt 1 pt -1 lw 1.2 \
         title t("95 % interval", "95%置信区间"), \
     data using 6:(y(1)):7:8 with xerrorbars lt 1 pt -1 lw 1.2 notitle
unset output
