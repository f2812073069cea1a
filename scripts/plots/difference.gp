# Device sales less those of the base scenario, replication by replication: the mean with its 95 %
# interval, in town and at its rivals. Over sets of assumptions that is of chance alone, and the pale band
# is where the sets lie.
#
#   gnuplot -c difference.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "difference" ARG1 ARG2 ARG3 960 480

most = peak("difference low high rivals rivals_low rivals_high sets_low sets_high rivals_sets_low rivals_sets_high")
factor = money(most)
if (peak("difference rivals") == 0) {   # the base scenario alone, or one that changes nothing
  set yrange [-1:1]
  set label 1 t("no difference from the base scenario", "与基准情景无差别") \
      at graph 0.5, 0.65 center textcolor rgb "#606060"
}
set multiplot layout 1, 2 @panels \
    title t("Device sales, change against the base scenario", "器械产业销售额：相对基准情景的变化") \
    font heading
unset key
scale = factor
set xzeroaxis lt 1 lc rgb "#404040" lw 1
set ylabel t("change in yearly sales [", "年销售额变化（").currency(most).t("]", "）")
do for [place in "difference rivals"] {
  set title place eq "difference" ? t("In town", "本地") : t("At rivals", "竞争地区")
  low = place eq "difference" ? "low" : "rivals_low"
  high = place eq "difference" ? "high" : "rivals_high"
  sets = place eq "difference" ? "sets" : "rivals_sets"
  told_of = blocks_of_sets(sets."_high")
  edge(i, end) = strstrt(told_of, sprintf(" %d ", i)) ? sets.end : place   # no band: the mean alone
  plot data index 0 every ::0::0 using 1:(0) with points pt -1, \
       @bands_of_sets \
       for [i = 1:n] data index i - 1 using 1:(factor * column(low)):(factor * column(high)) \
           with filledcurves lt own[i] fs transparent solid firm noborder, \
       for [i = 1:n] data index i - 1 using 1:(factor * column(place)) lt own[i] pi -(mark(i) / 3 + 1)
}
kinds = "band faint"
said[1] = of_sets ? interval_said : said[1]
said[2] = sets_said
@legend
unset multiplot
unset output
