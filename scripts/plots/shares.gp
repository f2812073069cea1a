# What share of the variance of device sales at the end goes with each assumption, and what with chance,
# with 95 % intervals, the strongest on top; a panel a scenario. Of a Sobol design first-order and total
# effects, of a Shapley design its shares; of sets drawn from the priors first-order effects and the
# distance of PAWN, beside what all inputs that do nothing stay below with a probability of 95 %.
#
#   gnuplot -c shares.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "shares" ARG1 ARG2 ARG3 960 480

head = system("grep -m 1 '^\"' \"".data."\"")
of_sobol = strstrt(head, "total") > 0
of_priors = strstrt(head, "pawn") > 0
of_shapley = !of_sobol && !of_priors
bounds(name, c) = real(system(sprintf("awk -F'\t' -v wanted=%d -v c=%d '/^\"/ { block++ } block == wanted && $1 == \"nothing\" { print $c }' \"%s\"", name, c, data)))

foot = 66.0 / height
set multiplot title t("What the variance of device sales at the end goes with", "期末器械产业销售额的方差来自哪里") font heading
set lmargin at screen 0.315
set rmargin at screen 0.965
set grid noytics xtics
set errorbars 0.7
unset key
y(r, shift) = -(r + 1) + shift
gap = of_shapley ? 0 : 0.17
second = of_sobol ? ", data index i - 1 every ::0::chance - 2 using (100 * $5):(y($0, -gap)):(100 * $6):(100 * $7) \
                       with xerrorbars lt 3 pt 5 ps 0.8 lw 1.4" : \
         of_priors ? ", data index i - 1 every ::0::chance - 2 using (100 * $5):(y($0, -gap)) with points lt 3 pt 5 ps 0.8" : ""
do for [i = 1:n] {
  @begin
  if (inputs[i] < 2) {
    @empty
    continue
  }
  chance = inputs[i]   # the last row
  set border 1
  set ytics scale 0 font small
  set ytics ()
  do for [k = 1:chance - 1] { set ytics add (input(i, k, 44) -k) }
  set ytics add (t("chance", "偶然性") -chance)
  stats data index i - 1 using 2 nooutput
  least = STATS_min
  most = STATS_max
  stats data index i - 1 every ::0::chance - 1 using 3 nooutput
  least = min(least, STATS_min)
  stats data index i - 1 every ::0::chance - 1 using 4 nooutput
  most = max(most, STATS_max)
  if (of_priors) {
    stats data index i - 1 using 5 nooutput
    most = max(most, STATS_max)
  }
  # Intervals of small samples may go far beyond all there is.
  set xrange [100 * max(min(least, 0), -0.3) - 1 : 105 * min(max(most, 0.1), 1.3)]
  set yrange [-chance - 0.5 : -0.5]
  set xlabel of_priors ? t("share of the variance of sets’ means; distance of PAWN [%]", "占各组均值方差的份额；PAWN距离（%）") : \
             t("share of the variance [%]", "占方差的份额（%）") offset 0, 0.3
  set arrow from 0, graph 0 to 0, graph 1 nohead front lt 1 lc rgb "#404040" lw 1
  set arrow from graph -0.38, first 0.5 - chance to graph 1, first 0.5 - chance nohead back lt 1 lc rgb "#A0A0A0" lw 0.8
  if (of_priors) {
    set arrow from 100 * bounds(i, 2), graph 0 to 100 * bounds(i, 2), graph 1 nohead back lt 2 lw 1.2 dt (6, 4)
    set arrow from 100 * bounds(i, 5), graph 0 to 100 * bounds(i, 5), graph 1 nohead back lt 3 lw 1.2 dt (6, 4)
  }
  plot data index i - 1 every ::0::chance - 1 using ($3 == $3 ? 100 * $2 : NaN):(y($0, $0 == chance - 1 ? 0 : gap)):(100 * $3):(100 * $4) \
           with xerrorbars lt 2 pt 7 ps 0.9 lw 1.4, \
       data index i - 1 every ::0::chance - 1 using (100 * $2):(y($0, $0 == chance - 1 ? 0 : gap)) with points lt 2 pt 7 ps 0.9 @second
}
@strip
set key maxcols 2
plot NaN notitle, \
     keyentry with xerrorbars lt 2 pt 7 ps 0.9 lw 1.4 \
         title of_shapley ? t("Shapley effect, 95 % interval", "沙普利效应及95%置信区间") : \
               t("alone (first order), 95 % interval", "单独（一阶）及95%置信区间"), \
     for [k = 1:of_priors] keyentry with lines lt 2 lw 1.2 dt (6, 4) \
         title t("alone: all that does nothing is below (95 %)", "单独：无效输入均低于此（95%）"), \
     for [k = 1:of_sobol] keyentry with xerrorbars lt 3 pt 5 ps 0.8 lw 1.4 \
         title t("with interactions (total), 95 % interval", "连同交互（总效应）及95%置信区间"), \
     for [k = 1:of_priors] keyentry with points lt 3 pt 5 ps 0.8 title t("distance of PAWN", "PAWN距离"), \
     for [k = 1:of_priors] keyentry with lines lt 3 lw 1.2 dt (6, 4) \
         title t("PAWN: all that does nothing is below (95 %)", "PAWN：无效输入均低于此（95%）")
unset multiplot
unset output
