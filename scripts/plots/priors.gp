# What is believed of the assumptions that are known least: the middle 90 % of the law that sets of
# assumptions are drawn from, its median, the value that the scenario uses, and the range that may be
# set; coloured by how good the evidence is. What is above 0 is shown as a multiple of its value, the
# rest in its own unit.
#
#   gnuplot -c priors.gp FOLDER [svg|png|pdf] [en|zh]

rows_of(block) = int(system(sprintf("cat \"%s/figures/priors.tsv\" 2>/dev/null | awk -F'\t' \
    '$1 == \"name\" { b++; next } NF > 5 && b == %d { n++ } END { print n + 0 }'", ARG1, block)))
scaled = rows_of(1)
signed = rows_of(2)
row = 17.0    # pixels
axis = 62.0   # below a panel
set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "priors" ARG1 ARG2 ARG3 960 (120 + (scaled ? row * scaled + axis : 0) + (signed ? row * signed + axis : 0))

array colour = ["#009E73", "#0072B2", "#E69F00", "#D55E00", "#000000"]
grades = "A B C D S"
array said = [t("A: measured on it", "A：对该对象的测量"), t("B: measured elsewhere", "B：其他地方的测量"), \
              t("C: theory, analogy, recalled", "C：理论、类比或回忆"), t("D: a guess", "D：猜测"), \
              t("said by the scenario", "情景自定")]
is_grade(k) = strcol(6) eq word(grades, k)

# "innovation_rate [1/month]", "selection (lever)", "growth (5 segments) [1/year]"
of(section, alike) = section eq "parameter" ? "" : \
    section eq "segment" ? (alike > 1 ? sprintf(t(" (%d segments)", "（%d 个市场）"), alike) : t(" (segment)", "（市场）")) : \
    section eq "town" ? (alike > 1 ? sprintf(t(" (%d towns)", "（%d 个城镇）"), alike) : t(" (town)", "（城镇）")) : \
    alike > 1 ? sprintf(t(" (%d levers)", "（%d 个政策工具）"), alike) : t(" (lever)", "（政策工具）")
unit(said) = said eq "" ? "" : t(" [", "（").said.t("]", "）")
label_of(x) = strcol(1).of(strcol(2), int(column(3))).unit(strcol(language eq "zh" ? 5 : 4))

set lmargin at screen 0.37
set rmargin at screen 0.97
set grid noytics xtics
set ytics scale 0 font face.(format eq "svg" ? ",11" : ",8")
set border 1
unset key
clip(x) = x < x_least ? x_least : x > x_most ? x_most : x
panel = "plot data index block using (clip(x_of(11))):(-$0):(clip(x_of(12)) - clip(x_of(11))):(0):ytic(label_of(0)) \
             with vectors nohead lt 1 lc rgb '#C8C8C8' lw 1.4, \
         for [k = 1:5] data index block using (is_grade(k) ? x_of(8) : NaN):(-$0):(x_of(10) - x_of(8)):(0) \
             with vectors nohead lt 1 lc rgb colour[k] lw 5, \
         data index block using (x_of(9)):(-$0) with points pt 7 ps 0.6 lc rgb '#FFFFFF', \
         data index block using (x_of(9)):(-$0) with points pt 6 ps 0.6 lw 1 lc rgb '#000000', \
         data index block using (x_of(7)):(-$0) with points pt 2 ps 0.6 lw 1.2 lc rgb '#000000'"

if (scaled) {
  stats data index 0 using ($8 / $7) nooutput name "LOW"
  stats data index 0 using ($10 / $7) nooutput name "HIGH"
}
if (signed) {   # before any range is set, which would leave out what lies beyond it
  stats data index 1 using 8 nooutput name "LOWER"
  stats data index 1 using 10 nooutput name "HIGHER"
}
set multiplot title t("What is believed of the assumptions that are known least", "最不确定的假设：先验分布") font heading
upper = 1 - 40 / height
if (scaled) {
  block = 0
  x_of(k) = column(k) / column(7)
  x_least = min(LOW_min, 0.95) / 1.1
  x_most = max(HIGH_max, 1.05) * 1.1
  set logscale x
  set xrange [x_least:x_most]
  set yrange [0.5 - scaled : 0.5]
  set xtics (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
  set xlabel t("as a multiple of the value that the scenario uses", "相对于情景所用取值的倍数") offset 0, 0.4
  set tmargin at screen upper
  upper = upper - row * scaled / height
  set bmargin at screen upper
  @panel
  upper = upper - axis / height
  unset logscale x
}
if (signed) {
  block = 1
  x_of(k) = column(k)
  x_least = LOWER_min - 0.05 * (HIGHER_max - LOWER_min)
  x_most = HIGHER_max + 0.05 * (HIGHER_max - LOWER_min)
  set xrange [x_least:x_most]
  set yrange [0.5 - signed : 0.5]
  set xtics autofreq
  set xlabel t("in its own unit: what may be 0 or below", "以自身单位计：可为零或负的取值") offset 0, 0.4
  set tmargin at screen upper
  set bmargin at screen upper - row * signed / height
  @panel
}
foot = 66 / height
@strip
set key center center horizontal maxcols 4 samplen 2
plot NaN notitle, \
     for [k = 1:5] keyentry with lines lt 1 lc rgb colour[k] lw 5 title said[k], \
     keyentry with points pt 6 ps 0.6 lw 1 lc rgb "#000000" title t("median", "中位数"), \
     keyentry with points pt 2 ps 0.6 lw 1.2 lc rgb "#000000" title t("value used", "所用取值"), \
     keyentry with lines lt 1 lc rgb "#C8C8C8" lw 1.4 title t("range allowed", "允许范围")
unset multiplot
unset output
