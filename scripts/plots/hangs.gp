# Device sales at the end over the values of the three assumptions on which they hang most: a dot a set
# of assumptions, its mean over replications, and the means of ten classes of sets; a row of panels a
# scenario.
#
#   gnuplot -c hangs.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "hangs" ARG1 ARG2 ARG3 960 480

foot = 66.0 / height
set multiplot title t("What device sales at the end hang on: the three strongest assumptions", \
                      "期末器械产业销售额取决于什么：最强的三项假设") font heading
unset key
set format x "%g"

last_line(text) = (p = strstrt(text, "\n")) ? last_line(text[p + 1:]) : text
left(k) = 0.085 + 0.305 * k    # of the screen, where the panels of a row begin; and how wide they are
breadth = 0.27
# The next of 1, 2, 5, 10, ...: six numbers or fewer have room on an axis.
power(x) = 10.0 ** floor(log10(x))
step_of(x) = power(x) * (x <= power(x) ? 1 : x <= 2 * power(x) ? 2 : x <= 5 * power(x) ? 5 : 10)
place = 0
zero = 0   # whether a panel shows it
do for [i = 1:n] {
  place = i > 1 && begins[i] == begins[max(i - 1, 1)] ? place + 1 : 0
  set lmargin at screen left(place)
  set rmargin at screen left(place) + breadth
  @begin
  unset title
  if (place == 0) {
    set label 1 label[i] at screen 0.02, screen top(i) + (18.0 * lines(label[i]) - 2) / height left
  }
  if (inputs[i] == 0) {
    @empty
    continue
  }
  set border 3
  stats data index i - 1 using 3 nooutput
  left_end = STATS_min
  right_end = STATS_max
  stats data index i - 1 using 4 nooutput
  most = max(abs(STATS_min), abs(STATS_max))
  factor = money(most)
  unit = cell(i, 1, 7)
  largest = max(abs(left_end), abs(right_end))
  spare = 0.04 * (right_end > left_end ? right_end - left_end : 1)
  set xrange [times(largest, unit) * (left_end - spare) : times(largest, unit) * (right_end + spare)]
  set xtics step_of(times(largest, unit) * (right_end - left_end + 2 * spare) / 5)
  rise_of_y = 0.06 * (STATS_max > STATS_min ? STATS_max - STATS_min : 1)
  set yrange [factor * (STATS_min - rise_of_y) : factor * (STATS_max + rise_of_y)]
  called_unit = unit_of(largest, unit, cell(i, 1, 8))
  name = input(i, 1, 34)
  called_unit = called_unit eq "" ? "" : t("[", "（").called_unit.t("]", "）")
  set xlabel name.(strlen(last_line(name).called_unit) > 34 ? "\n" : t(" ", "")).called_unit offset 0, 0.3
  set ylabel (paired ? t("difference [", "变化（") : t("sales [", "销售额（")).currency(most).t("]", "）")
  set format y "%g"
  if (place > 0) {   # the row's first panel has the same axis
    unset ylabel
    set format y ""
  }
  if (paired && STATS_min <= 0 && STATS_max >= 0) {
    zero = 1
    set arrow from graph 0, first 0 to graph 1, first 0 nohead back lt 1 lc rgb "#808080" lw 1 dt (2, 3)
  }
  dots = own[i] % 8 == 1 ? "#909090" : word(colours, (own[i] - 1) % 8 + 1)   # the line is black
  plot data index i - 1 using (times(largest, unit) * $3):(factor * $4) with points lc rgb dots pt 7 ps 0.45, \
       data index i - 1 using (times(largest, unit) * $5):(factor * $6) with linespoints lt 1 lc rgb "#202020" dt solid \
           lw 2 pt 6 ps 0.5
}
@strip
set key maxcols 3
plot NaN notitle, \
     keyentry with points lc rgb "#606060" pt 7 ps 0.6 title t("a set of assumptions (mean)", "一组假设（均值）"), \
     keyentry with linespoints lt 1 lc rgb "#202020" lw 2 pt 6 ps 0.5 title t("means of ten classes of sets", "十等分组的均值"), \
     for [k = 1:zero] keyentry with lines lt 1 lc rgb "#808080" lw 1 dt (2, 3) title t("no difference", "无差别")
unset multiplot
unset output
