# Who gains and who loses at the end: yearly sales of the towns that adopt a policy and of the others by
# their distance from an adopter, against the base scenario, with 95 % intervals. Over
# sets of assumptions these are of chance alone, and pale bars are where the sets lie.
#
#   gnuplot -c towns.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "towns" ARG1 ARG2 ARG3 960 480

# A group's name, with how many towns it has: the same in every block.
group(k) = k == 0 ? t("adopters", "采纳者") : \
           k == 1 ? t("within 50 km", "50 公里内") : \
           k == 2 ? t("50 to 150 km away", "50–150 公里") : t("farther away", "更远")
label_of(k, towns) = group(k)."\n".sprintf(t("%d towns", "%d 个城镇"), towns)

set ylabel t("change against the base scenario [%]", "相对基准情景的变化（%）")
set xrange [-0.5 : 3.5]
if (real(system("awk -F'\t' '$5 + 0 != 0 { n++ } END { print n + 0 }' '".data."'")) == 0) {
  set yrange [-1:1]   # no group has a difference, or no number at all
}
set xtics scale 0
set xlabel " "
set arrow from graph 0, first 0 to graph 1, first 0 nohead front lt 1 lc rgb "#404040" lw 1
set lmargin at screen 0.1
set rmargin at screen 0.97
set tmargin at screen 1 - 45 / height
set bmargin at screen foot + 50 / height
set style fill solid 0.8 noborder
set errorbars 0.7 lc rgb "#000000" lw 1.2

set multiplot title t("Who gains and who loses: sales by distance from an adopter", \
                      "谁得谁失：按与采纳者距离划分的销售额") font heading
unset key
thick = 0.8 / n
x(i) = column(0) + thick * (i - 1 - (n - 1) / 2.0)
behind = !sets_told ? "" : "for [i = 1:n] data index i - 1 using (x(i)):5:(x(i) - 0.46 * thick):(x(i) + 0.46 * thick): \
         (at_sets(8, 5)):(at_sets(9, 5)) with boxxyerror lt own[i] fs transparent solid pale noborder,"
plot data index 0 using 0:(0):xtic(label_of(int(column(0)), int(column(2)))) with points pt -1, \
     @behind \
     for [i = 1:n] data index i - 1 using (x(i)):5:6:7:(0.92 * slim * thick) with boxerrorbars lt own[i]
kinds = "interval pale"
said[1] = interval_said
said[2] = sets_said
@boxes
unset multiplot
unset output
