# Elementary effects of assumptions on device sales at the end (Morris): the mean size of the change as an
# assumption goes over its whole prior, with its 95 % interval, against the spread of these changes, which
# tells interactions, curvature and chance; a panel a scenario, with the names of the strongest.
#
#   gnuplot -c screening.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "screening" ARG1 ARG2 ARG3 960 480

foot = 66.0 / height
set multiplot title t("Screening: how far assumptions move device sales at the end, and how evenly", \
                      "筛选：各假设使期末器械产业销售额变动的大小与均匀程度") font heading
set grid xtics ytics
unset key
left = 0.085
right = 0.6
wide = (right - left) * width     # of a panel, pixels
named = 10
array at_x[named]
array at_y[named]
array beside_x[named]
array beside_y[named]
# Whether a number has room at a place: no point of a named one near, nor a number before the k-th's.
free(k, x, y) = k < 1 || (abs(x - at_x[k]) > 11 || abs(y - at_y[k]) > 12) && \
                         (abs(x - beside_x[k]) > 16 || abs(y - beside_y[k]) > 13) && free(k - 1, x, y)
# Places to try: twelve directions, those along the interval last, then farther away.
angle(c) = pi / 180 * word("90 60 120 270 300 240 30 150 330 210 0 180", (c - 1) % 12 + 1)
distance(c) = 13 + 10 * ((c - 1) / 12)
try_x(c) = distance(c) * cos(angle(c))
try_y(c) = distance(c) * sin(angle(c))
set lmargin at screen left
set rmargin at screen right
do for [i = 1:n] {
  @begin
  if (inputs[i] < 2) {
    @empty
    continue
  }
  chance = inputs[i]   # the last row
  set border 3
  stats data index i - 1 every ::0::chance - 2 using 4 nooutput
  most_x = max(max(STATS_max, real(cell(i, chance, 2))), 1e-12)
  stats data index i - 1 using 6 nooutput
  most_y = max(STATS_max, 1e-12)
  most = max(most_x, most_y)
  factor = money(most)
  set xrange [0 : factor * 1.05 * most_x]
  set yrange [0 : factor * 1.12 * most_y]
  set xlabel t("µ*: mean size of the change [", "µ*：变动的平均大小（").currency(most).t("]", "）") offset 0, 0.3
  set ylabel t("σ: spread of the change [", "σ：变动的离散（").currency(most).t("]", "）")
  # Numbers of the strongest, each where nothing else of these stands; their names at the right.
  count = 0   # what moves nothing needs no name
  do for [k = 1:min(named, chance - 1)] { if (real(cell(i, k, 2)) > 0) { count = k } }
  tall = ends[i] - begins[i]
  x_px(k) = wide * real(cell(i, k, 2)) / (1.05 * most_x)
  y_px(k) = tall * real(cell(i, k, 6)) / (1.12 * most_y)
  do for [k = 1:named] {
    at_x[k] = k <= count ? x_px(k) : 1e9
    at_y[k] = k <= count ? y_px(k) : 1e9
    beside_x[k] = 1e9
    beside_y[k] = 1e9
  }
  do for [k = 1:count] {
    found = 0
    do for [c = 1:96] {
      x = at_x[k] + try_x(c)
      y = at_y[k] + try_y(c)
      if (!found && x > 8 && x < wide - 8 && y > 8 && y < tall - 8 && free(named, x, y)) {
        found = c
        beside_x[k] = x
        beside_y[k] = y
        set label sprintf("%d", k) at graph x / wide, graph y / tall center font small
        if (c > 12) {
          set arrow from graph (x - 7 * cos(angle(c))) / wide, graph (y - 7 * sin(angle(c))) / tall \
              to graph at_x[k] / wide, graph at_y[k] / tall nohead lt 1 lc rgb "#808080" lw 0.6
        }
      }
    }
    set label sprintf("%d", k) at screen right + 0.03, screen top(i) - (10.0 + 24 * (k - 1)) / height right font small
    set label input(i, k, 46) at screen right + 0.037, screen top(i) - (10.0 + 24 * (k - 1)) / height left font small
  }
  set arrow from factor * real(cell(i, chance, 2)), graph 0 to factor * real(cell(i, chance, 2)), graph 1 \
      nohead back lt 1 lc rgb "#D55E00" lw 1.4 dt (6, 4)
  slope = sqrt(real(cell(i, 1, 8))) / 2
  end = factor * min(1.05 * most_x, 1.12 * most_y / slope)
  set arrow from 0, 0 to end, slope * end nohead back lt 1 lc rgb "#808080" lw 1 dt (2, 3)
  plot data index i - 1 every ::0::chance - 2 using (factor * $2):(factor * $6):(factor * $3):(factor * $4) \
           with xerrorbars lt 1 pt -1 lc rgb "#A0A0A0" lw 0.8, \
       data index i - 1 every ::0::chance - 2 using (factor * $2):($7 > 0 ? factor * $6 : NaN) with points lt 2 pt 7 ps 0.7, \
       data index i - 1 every ::0::chance - 2 using (factor * $2):($7 > 0 ? NaN : factor * $6) with points lt 2 pt 6 ps 0.7
}
@strip
set key maxcols 3
plot NaN notitle, \
     keyentry with points lt 2 pt 7 ps 0.7 title t("told from chance", "可与偶然性区分"), \
     keyentry with points lt 2 pt 6 ps 0.7 title t("not told", "不可区分"), \
     keyentry with lines lt 1 lc rgb "#D55E00" lw 1.4 dt (6, 4) title t("µ* of chance alone", "仅偶然性的µ*"), \
     keyentry with xerrorbars lt 1 pt -1 lc rgb "#A0A0A0" lw 0.8 title t("95 % interval of µ*", "µ*的95%置信区间"), \
     keyentry with lines lt 1 lc rgb "#808080" lw 1 dt (2, 3) title t("above it the sign is not told", "线以上：符号未定")
unset multiplot
unset output
