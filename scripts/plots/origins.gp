# Where each scenario's gain of device sales comes from, a panel each: the mean difference from the
# base scenario, lead firms and all others by origin, gains stacked above 0 and losses below it; their
# sum with its 95 % interval, which over sets of assumptions is of chance alone, beside where the sets
# lie; and, as lines, what other towns and the rest of industry lose. Each panel has its own scale: the
# question is what a gain is made of.
#
#   gnuplot -c origins.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "origins" ARG1 ARG2 ARG3 960 620

down = (n + across - 1) / across
foot = 62.0 / height

array fill[6]
fill[1] = "#D55E00"; fill[2] = "#E69F00"; fill[3] = "#0072B2"; fill[4] = "#56B4E9"; fill[5] = "#009E73"; fill[6] = "#CC79A7"
array origin[6]
origin[1] = t("lead firms", "龙头企业")
origin[2] = t("others attracted", "其他引进企业")
origin[3] = t("incumbents", "原有企业")
origin[4] = t("spin-offs", "衍生企业")
origin[5] = t("start-ups", "初创企业")
origin[6] = t("returnees' firms", "返乡创业企业")

most = peak("leads attracted incumbents spin_offs start_ups returnees gain gain_low gain_high gain_sets_low gain_sets_high others rest")
factor = money(most)
above(k) = sum [j = 1:k] max(column(j + 1), 0)
below(k) = sum [j = 1:k] min(column(j + 1), 0)

set multiplot layout down, across \
    margins screen 0.085, 0.97, foot + 50.0 / height, 1 - (44.0 + 16 * title_lines) / height \
    spacing screen 0.06, (46.0 + 16 * title_lines) / height \
    title t("Where the gain of device sales comes from, against the base scenario", \
            "器械产业销售额增益的来源：相对基准情景") font heading
unset key
set xzeroaxis lt 1 lc rgb "#404040" lw 1
# Whether anything of block k differs from the base.
moves(k) = int(system(sprintf("awk -F'\t' -v wanted=%d '/^\"/ { block++; next } \
  block == wanted { for (k = 2; k <= NF; k++) if ($k + 0 != 0) found = 1 } END { print found + 0 }' \"%s\"", k, data)))
do for [k = 1:n] {
  set title label[k]
  unset label
  set yrange [*:*]
  if (!moves(k)) {   # the base scenario alone, or one that changes nothing
    set yrange [-1:1]
    set label 1 t("no difference from the base scenario", "与基准情景无差别") \
        at graph 0.5, 0.65 center textcolor rgb "#606060"
  }
  if (k > n - across) { set xlabel dates } else { unset xlabel }
  if ((k - 1) % across == 0) { set ylabel currency(most) } else { unset ylabel }
  plot for [j = 1:6] data index k - 1 using 1:(factor * above(j - 1)):(factor * above(j)) \
           with filledcurves lc rgb fill[j] fs solid 0.8 noborder, \
       for [j = 1:6] data index k - 1 using 1:(factor * below(j - 1)):(factor * below(j)) \
           with filledcurves lc rgb fill[j] fs solid 0.8 noborder, \
       for [c = 9:10] data index k - 1 using 1:(factor * column(c)) with lines lt 1 lc rgb "#000000" dt (2, 3) lw 1, \
       for [c = 13:(of_sets ? 14 : 12)] data index k - 1 using 1:(factor * column(c)) with lines lt 1 lc rgb "#606060" dt (6, 2) lw 0.8, \
       data index k - 1 using 1:(factor * $8) with lines lt 1 lc rgb "#000000" dt solid lw 2, \
       data index k - 1 using 1:(factor * $11) with lines lt 1 lc rgb "#000000" dt (10, 4) lw 1.6, \
       data index k - 1 using 1:(factor * $12) with lines lt 1 lc rgb "#7F7F7F" dt (10, 4) lw 1.6
}
@strip
plot NaN notitle, \
     for [j = 1:6] keyentry with boxes lc rgb fill[j] fs solid 0.8 noborder title origin[j], \
     keyentry with lines lt 1 lc rgb "#000000" lw 2 title t("gain in town", "本地增益"), \
     keyentry with lines lt 1 lc rgb "#000000" dt (2, 3) lw 1 \
         title of_sets ? interval_said : t("its 95 % interval", "其95%置信区间"), \
     for [k = 1:of_sets] keyentry with lines lt 1 lc rgb "#606060" dt (6, 2) lw 0.8 title sets_said, \
     keyentry with lines lt 1 lc rgb "#000000" dt (10, 4) lw 1.6 title t("other towns", "其他地区"), \
     keyentry with lines lt 1 lc rgb "#7F7F7F" dt (10, 4) lw 1.6 title t("rest of industry", "行业其余企业")
unset multiplot
unset output
