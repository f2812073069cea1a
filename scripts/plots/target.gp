# How many replications meet a target's condition, month by month: their share with Wilson's 95 %
# interval, a panel a target. Where no replication of any scenario meets it in its month, how far
# they are from it: the median and the middle 80 % of replications. The dashed line is the month. Over
# sets of assumptions the interval of a share is of chance alone, and the pale band is where they lie.
#
#   gnuplot -c target.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "target" ARG1 ARG2 ARG3 960 620

# Before the blocks stands a line a target: its name, town, indicator, limits, unit and month, and
# what indicator and unit are called in Chinese.
said_of(k, c) = system(sprintf("grep '^#\t' \"%s\" | sed -n %dp | cut -f %d", data, k + 1, c + 1))
spoken(k) = language eq "zh" ? said_of(k, 8) : system(sprintf("echo '%s' | tr _ ' '", said_of(k, 3)))

# One unit a panel, by its limit: money, or thousands where there are many.
size(text) = text eq "" ? 0 : abs(real(text))
limit(k) = max(size(said_of(k, 4)), size(said_of(k, 5)))
factor(k) = is_money(said_of(k, 6)) ? money(limit(k)) : limit(k) < 1e5 ? 1 : t(1e-3, 1e-4)
many(k) = is_money(said_of(k, 6)) || limit(k) < 1e5 ? "" : t("thousand ", "万")
unit(k) = is_money(said_of(k, 6)) ? currency(limit(k)).per(said_of(k, 6)) : many(k).(said_of(k, 6) eq "1" ? "" : t(said_of(k, 6), said_of(k, 9)))
shown(k, c) = sprintf("%g", factor(k) * real(said_of(k, c)))
limits(k) = said_of(k, 5) eq "" ? t("at least ", "不低于").shown(k, 4) : \
            said_of(k, 4) eq "" ? t("at most ", "不高于").shown(k, 5) : shown(k, 4).t(" to ", "至").shown(k, 5)
condition(k) = spoken(k)." ".limits(k).(unit(k) eq "" ? "" : t(" ", "").unit(k))

# Whether some replication meets target k in its month: its share stands in column 6 k - 4.
is_met(k) = real(system(sprintf("awk -F'\t' -v month=%s '$1 == month && $%d > 0 { met = 1 } END { print met + 0 }' '%s'", \
                                said_of(k, 7), 6 * k - 4, data))) > 0

down = (targets + across - 1) / across
set multiplot layout down, across \
    margins screen 0.085, 0.96, foot + 50.0 / height, 1 - 96.0 / height \
    spacing screen 0.085, 96.0 / height \
    title t("Targets: who meets them, or how far from them", "目标：达到的比例，或与目标的差距") font heading
unset key
shares = 0      # whether a panel shows shares, and whether one shows distances
distances = 0
do for [k = 1:targets] {
  met = is_met(k)
  if (met) { shares = 1 } else { distances = 1 }
  share = 6 * k - 4
  first = met ? share : share + 3
  name = said_of(k, 1)
  told_of = blocks_of_sets(name."_sets_high")
  edge(i, end) = met && strstrt(told_of, sprintf(" %d ", i)) ? name."_sets".end : first   # no band: the line alone
  scale = met ? 100 : factor(k)
  set title sprintf(t("%s (%s)", "目标%s（%s）"), said_of(k, 1), said_of(k, 2))."\n".condition(k)
  if (k > targets - across) { set xlabel dates } else { unset xlabel }
  set ylabel met ? t("share that meets it [%]", "达到的比例（%）") : \
             t("distance to it", "与目标的差距").(unit(k) eq "" ? "" : t(" [", "（").unit(k).t("]", "）"))
  if (met) { set yrange [0:100] } else { set yrange [0:*] }
  # Years, and the target's month in the place of those that are too near to it.
  by = strptime("%Y-%m", said_of(k, 7))
  near = (STATS_max - STATS_min) * (text_width + 62) / 2.0 / room
  set xtics ()
  do for [m = 0 : months + 11 + step : step] {
    month = sprintf("%04d-%02d", start + m / 12, m % 12 + 1)
    if (abs(strptime("%Y-%m", month) - by) > near) {
      set xtics add (step < 12 ? month : month[1:4] strptime("%Y-%m", month))
    }
  }
  set xtics add (said_of(k, 7) by)
  set arrow 1 from said_of(k, 7), graph 0 to said_of(k, 7), graph 1 nohead lt 1 lc rgb "#404040" lw 1.2 dt (6, 4)
  plot @bands_of_sets \
       for [i = 1:n] data index i - 1 \
           using 1:(scale * column(first + 1)):(scale * column(first + 2)) \
           with filledcurves lt own[i] fs transparent solid (met ? firm : wash) noborder notitle, \
       for [i = 1:n] data index i - 1 using 1:(scale * column(first)) lt own[i]
}
apart = shares && of_sets
kinds = (shares ? "band " : "").(apart ? "faint " : "").(distances ? "band " : "")."line"
if (shares) { said[1] = t("of shares: ", "比例：").interval_said }
if (apart) { said[2] = t("of shares: ", "比例：").sets_said }
if (distances) { said[1 + shares + apart] = t("of distances: 10 to 90 % around the median", "差距：中位数及10%至90%") }
extras = 1 + shares + apart + distances
said[extras] = t("month of the target", "目标月份")
@legend
unset multiplot
unset output
