# How many replications meet a target's condition, month by month: their share with Wilson's 95 %
# interval, a panel a target, the first four of them. The dashed line is the target's month.
#
#   gnuplot -c target.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "target" ARG1 ARG2 ARG3 960 620

# Before the blocks stands a line a target: its name, town, indicator, limits, unit and month.
count = int(system("grep -c '^#' \"".data."\"")) - 1
cell(k, c) = system(sprintf("grep '^#' \"%s\" | sed -n %dp | cut -f %d", data, k + 1, c + 1))
unit(name) = name eq "1" ? "" : \
             name eq "M CNY" ? t(" M CNY", "百万元") : \
             name eq "M CNY/month" ? t(" M CNY/month", "百万元/月") : " ".name
limits(low, high) = high eq "" ? t("at least ", "不低于").low : \
                    low eq "" ? t("at most ", "不高于").high : low.t(" to ", "至").high
condition(k) = cell(k, 3)." ".limits(cell(k, 4), cell(k, 5)).unit(cell(k, 6))

shown = count < 4 ? count : 4
across = shown < 2 ? 1 : 2
down = shown < 3 ? 1 : 2
rows = (n + 1 + columns) / columns   # two entries besides the scenarios
foot = (20.0 + 18 * rows) / height

some = count > 4 ? sprintf(t(" (the first 4 of %d)", "（共%d个目标，绘前4个）"), count) : ""
set multiplot layout down, across \
    margins screen 0.085, 0.975, foot + 50 / height, 1 - 86 / height \
    spacing screen 0.06, 100 / height \
    title t("Targets: share of replications that meet them", "目标：满足条件的重复运行比例").some font heading
unset key
set yrange [0:100]
do for [k = 1:shown] {
  set title sprintf(t("%s (%s)", "目标%s（%s）"), cell(k, 1), cell(k, 2))."\n".condition(k)
  if (k > shown - across) { set xlabel dates } else { unset xlabel }
  if ((k - 1) % across == 0) { set ylabel t("share [%]", "比例（%）") } else { unset ylabel }
  set arrow 1 from cell(k, 7), graph 0 to cell(k, 7), graph 1 nohead lt 1 lc rgb "#404040" lw 1.2 dt (6, 4)
  share = 3 * k - 1
  plot for [i = 1:n] data index i - 1 \
           using 1:(100 * column(share + 1)):(100 * column(share + 2)) \
           with filledcurves lt i fs transparent solid wash noborder notitle, \
       for [i = 1:n] data index i - 1 using 1:(100 * column(share)) lt i
}
unset arrow 1
@strip
set key maxcols columns width 2
plot NaN notitle, \
     for [i = 1:n] keyentry with linespoints lt i title word(names, i), \
     keyentry with boxes lc rgb "#606060" fs transparent solid 0.25 noborder \
         title t("95 % interval", "95%置信区间"), \
     keyentry with lines lc rgb "#404040" lw 1.2 dt (6, 4) title t("month of the target", "目标月份")
unset multiplot
unset output
