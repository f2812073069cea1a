# How far each assumption moves device sales at the end: their mean in the fifth of sets where it is
# lowest, and in that where it is highest, from the mean of all sets; the ten that move them farthest of
# those that are told from nothing, a panel a scenario; where none is, of all, in pale. Beside a bar stands the value that bounds the fifth.
#
#   gnuplot -c tornado.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "tornado" ARG1 ARG2 ARG3 960 480

foot = 66.0 / height
set multiplot title t("What each assumption moves: device sales at the end, where it is low and where it is high", \
                      "各假设取低值与取高值时的期末器械产业销售额") font heading
set lmargin at screen 0.315
set rmargin at screen 0.965
set style fill solid 0.8 noborder
set grid noytics xtics
unset key
zero = 0   # whether a panel shows it

# Two bars an assumption, the one of low values above the other, so that both can be seen where they go
# the same way. The values stand at their ends.
thick = 0.36
upper(k) = -k + 0.02
lower(k) = -k - 0.02
told_low(v, unit, zh) = "≤ ".quantity(v, unit, zh)
told_high(v, unit, zh) = "≥ ".quantity(v, unit, zh)
do for [i = 1:n] {
  @begin
  if (inputs[i] == 0) {
    @empty
    continue
  }
  set border 1
  set ytics scale 0 font small
  set ytics ()
  do for [k = 1:inputs[i]] { set ytics add (input(i, k, 44) -k) }
  stats data index i - 1 using (min($2, min($3, $4))) nooutput
  least = STATS_min
  stats data index i - 1 using (max($2, max($3, $4))) nooutput
  most = STATS_max
  factor = money(max(abs(least), abs(most)))
  spare = 0.26 * (most > least ? most - least : 1)
  set xrange [factor * (least - spare) : factor * (most + spare)]
  set yrange [-inputs[i] - 0.6 : -0.4]
  set xlabel outcome(max(abs(least), abs(most))) offset 0, 0.3
  mean = factor * real(cell(i, 1, 4))
  set arrow from mean, graph 0 to mean, graph 1 nohead front lt 1 lc rgb "#202020" lw 1.2
  if (paired && least - spare < 0 && most + spare > 0) {
    zero = 1
    set arrow from 0, graph 0 to 0, graph 1 nohead back lt 1 lc rgb "#808080" lw 1 dt (2, 3)
  }
  depth = known[i] ? 0.8 : 0.35
  # A text goes away from the mean; gnuplot 5.4 crashes where a plot of labels has no point at all.
  row(r) = r + 1   # of the block's rows, which count from 0
  plot data index i - 1 using (mean):(upper(row($0))):(mean):(factor * $2):(upper(row($0))):(upper(row($0)) + thick) \
           with boxxyerror lc rgb "#56B4E9" fs solid depth noborder, \
       data index i - 1 using (mean):(lower(row($0))):(mean):(factor * $3):(lower(row($0)) - thick):(lower(row($0))) \
           with boxxyerror lc rgb "#D55E00" fs solid depth noborder, \
       data index i - 1 using (factor * $2):(upper(row($0)) + thick / 2):($2 > $4 ? "" : told_low($5, strcol(7), strcol(8))) \
           with labels font small right offset -0.5, 0, \
       data index i - 1 using (factor * $2):(upper(row($0)) + thick / 2):($2 > $4 ? told_low($5, strcol(7), strcol(8)) : "") \
           with labels font small left offset 0.5, 0, \
       data index i - 1 using (factor * $3):(lower(row($0)) - thick / 2):($3 > $4 ? "" : told_high($6, strcol(7), strcol(8))) \
           with labels font small right offset -0.5, 0, \
       data index i - 1 using (factor * $3):(lower(row($0)) - thick / 2):($3 > $4 ? told_high($6, strcol(7), strcol(8)) : "") \
           with labels font small left offset 0.5, 0
}
@strip
set key maxcols 2
plot NaN notitle, \
     keyentry with boxes lc rgb "#56B4E9" fs solid 0.8 noborder \
         title t("lowest fifth of sets: at most the value beside", "取值最低的五分之一：不高于旁注值"), \
     keyentry with boxes lc rgb "#D55E00" fs solid 0.8 noborder \
         title t("highest fifth: at least the value beside", "取值最高的五分之一：不低于旁注值"), \
     keyentry with lines lt 1 lc rgb "#202020" lw 1.2 title t("mean of all sets", "全部各组的均值"), \
     for [k = 1:zero] keyentry with lines lt 1 lc rgb "#808080" lw 1 dt (2, 3) title t("no difference", "无差别")
unset multiplot
unset output
