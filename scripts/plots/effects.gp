# What each factor of a design does to device sales at the end: alone, on average over the combinations
# of the others, on top of all others, and its Shapley share; means with their 95 % intervals. A
# fraction of the combinations tells the average alone. Over sets of assumptions intervals are of chance
# alone, and pale bars are where the sets lie.
#
#   gnuplot -c effects.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "effects" ARG1 ARG2 ARG3 960 480

full = system("awk -F '\t' 'NR > 1 && $2 != \"nan\"' \"".data."\"") ne ""
most = peak("alone main last shapley alone_sets_low alone_sets_high main_sets_low main_sets_high ". \
            "last_sets_low last_sets_high shapley_sets_low shapley_sets_high")
factor = money(most)
if (most == 0) { set xrange [-1:1] }

set title t("Effect of each factor on device sales at the end", "各因素对期末器械产业销售额的效应") \
    font heading
set xlabel t("effect on yearly sales [", "对年销售额的效应（").currency(most).t("]", "）")
set yrange [-n + 0.45 : 0.55]
set grid noytics xtics
set ytics scale 0
set border 1
set arrow from 0, graph 0 to 0, graph 1 nohead front lt 1 lc rgb "#404040" lw 1
do for [i = 1:n - 1] {
  set arrow from graph 0, first 0.5 - i to graph 1, first 0.5 - i nohead back lt 1 lc rgb "#E0E0E0" lw 0.6
}
set rmargin 4
set key outside bottom center horizontal maxcols 5 height 1.5
set errorbars 0.7

# Four estimates a factor around the height -$0, the first one on top; kind(k) is the k-th one's column,
# sets(k) that of the lower end of its sets.
y(k) = -column(0) + (full ? 0.19 * (1.5 - k) : 0)
kind(k) = 3 * k + 2
sets(k) = 2 * k + 14
first = full ? 0 : 1
last = full ? 3 : 1
array said = [t("alone", "单独"), t("mean over all others", "对其他组合的平均"), \
              t("on top of all others", "在其他全部之上"), t("Shapley share", "沙普利份额")]

# A long name stands on several lines.
folded(name) = strlen(name) > 30 ? name[1:30]."\n".folded(name[31:]) : name

behind = !sets_told ? "" : "for [k = first:last] data using (0):(y(k)):(factor * at_sets(sets(k), kind(k))): \
         (factor * at_sets(sets(k) + 1, kind(k))):(y(k) - 0.08):(y(k) + 0.08) \
         with boxxyerror lt k + 1 fs transparent solid pale noborder notitle,"

plot data using (0):(-column(0)):ytic(folded(strcol(1))) with points pt -1 notitle, \
     @behind \
     for [k = first:last] data using (factor * column(kind(k))):(y(k)):(factor * column(kind(k) + 1)):(factor * column(kind(k) + 2)) \
         with xerrorbars lt k + 1 ps 1 lw 1.4 title said[k + 1], \
     keyentry with xerrorbars lt 1 pt -1 lc rgb "#606060" lw 1.4 title interval_said @in_key
unset output
