# Device sales of each scenario over sets of assumptions, a panel each: the mean of the sets, the band
# that holds the middle 90 % of replications of all sets, and in it the band of chance alone: how far
# the middle 90 % of replications lie from the mean of their own set. Dotted, the central set. Points are
# what was observed, with 90 % of what it may be.
#
#   gnuplot -c fan.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "fan" ARG1 ARG2 ARG3 960 620

down = (n + across - 1) / across
foot = (recorded ? 74.0 : 56.0) / height
apart = rises("chance_high")   # two replications of a set tell chance alone

most = max(peak("low high chance_low chance_high"), record_peak)   # the highest edge of a band
factor = money(most)
highest = most > 0 ? factor * most : 1
unit = 10.0 ** floor(log10(highest))
set yrange [0 : 1.03 * highest]
set ytics highest < 3 * unit ? unit / 2 : highest < 6 * unit ? unit : 2 * unit

set multiplot layout down, across \
    margins screen 0.085, 0.97, foot + 50.0 / height, 1 - (44.0 + 16 * title_lines) / height \
    spacing screen 0.06, (46.0 + 16 * title_lines) / height \
    title t("Device sales over the past 12 months: chance inside assumptions", \
            "近12个月器械产业销售额：假设之内的偶然性") font heading
unset key
do for [k = 1:n] {
  set title label[k]
  if (k > n - across) { set xlabel dates } else { unset xlabel }
  if ((k - 1) % across == 0) { set ylabel currency(most) } else { unset ylabel }
  plot data index k - 1 using 1:(factor * $3):(factor * $4) with filledcurves lt own[k] \
           fs transparent solid 0.16 noborder, \
       data index k - 1 using 1:(apart ? factor * $5 : 0):(apart ? factor * $6 : 0) with filledcurves lt own[k] \
           fs transparent solid 0.3 noborder, \
       data index k - 1 using 1:(factor * $7) with lines lt own[k] dt (2, 3) lw 1.8, \
       data index k - 1 using 1:(factor * $2) with lines lt own[k] dt solid lw 2.2, \
       records(k, "device_sales") using 1:(factor * $2):(factor * $3):(factor * $4) @record_style
}
@strip
set key maxcols 2
plot NaN notitle, \
     keyentry with lines lt 1 lw 2.2 title t("mean over sets of assumptions", "各组假设的均值"), \
     keyentry with lines lt 1 lw 1.8 dt (2, 3) title t("central set: what the scenario says", "中心组：情景所设取值"), \
     keyentry with boxes lt 1 fs transparent solid 0.16 noborder \
         title t("middle 90 %: chance and assumptions", "居中90%的模拟：偶然性与假设"), \
     keyentry with boxes lt 1 fs transparent solid (apart ? 0.45 : 0) noborder \
         title apart ? t("middle 90 % of chance alone", "仅偶然性：居中90%") : \
               t("chance alone: not told (one replication)", "每组仅一次模拟，无法单列偶然性")@record_key
unset multiplot
unset output
