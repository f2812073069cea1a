# Device sales of each scenario, a panel each: the mean of the replications, its 95 % interval, and
# the band that holds the middle 90 % of replications. In grey, the means of the other scenarios. Points
# are what was observed, with 90 % of what it may be.
#
#   gnuplot -c output.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "output" ARG1 ARG2 ARG3 960 620

down = (n + across - 1) / across
foot = (recorded ? 56.0 : 38.0) / height

most = max(peak("low high p05 p95"), record_peak)   # the highest edge of a band
factor = money(most)
top = most > 0 ? factor * most : 1
unit = 10.0 ** floor(log10(top))
set yrange [0 : 1.03 * top]
set ytics top < 3 * unit ? unit / 2 : top < 6 * unit ? unit : 2 * unit

set multiplot layout down, across \
    margins screen 0.085, 0.97, foot + 50.0 / height, 1 - (44.0 + 16 * title_lines) / height \
    spacing screen 0.06, (46.0 + 16 * title_lines) / height \
    title t("Device sales over the past 12 months", "近12个月器械产业销售额") font heading
unset key
do for [k = 1:n] {
  set title label[k]
  if (k > n - across) { set xlabel dates } else { unset xlabel }
  if ((k - 1) % across == 0) { set ylabel currency(most) } else { unset ylabel }
  plot data index k - 1 using 1:(factor * $5):(factor * $6) with filledcurves lt own[k] \
           fs transparent solid 0.18 noborder, \
       data index k - 1 using 1:(factor * $3):(factor * $4) with filledcurves lt own[k] \
           fs transparent solid 0.3 noborder, \
       for [c = 3:4] data index k - 1 using 1:(factor * column(c)) with lines lt own[k] dt solid lw 0.6, \
       for [j = 1:n] data index j - 1 using 1:(factor * $2) with lines lc rgb "#A0A0A0" lw 0.8, \
       data index k - 1 using 1:(factor * $2) with lines lt own[k] dt solid lw 2.2, \
       records(k, "device_sales") using 1:(factor * $2):(factor * $3):(factor * $4) @record_style
}
@strip
plot NaN notitle, \
     keyentry with lines lt 1 lw 2.2 title t("mean", "均值"), \
     keyentry with boxes lt 1 lw 0.6 fs transparent solid 0.4 border \
         title t("95 % interval of the mean", "均值的95%置信区间"), \
     keyentry with boxes lt 1 fs transparent solid 0.18 noborder \
         title t("middle 90 % of replications", "居中90%的模拟"), \
     for [i = 1 : n > 1] keyentry with lines lc rgb "#A0A0A0" lw 0.8 \
         title t("means of the others", "其他情景均值")@record_key
unset multiplot
unset output
