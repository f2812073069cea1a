# How long the chain's entrants live: the share that lives at each age, with its 95 % interval, and
# the band for five years.
#
#   gnuplot -c survival.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "survival" ARG1 ARG2 ARG3 800 560

set title t("Survival of the chain's entrants", "产业链新进入企业的存活率") font heading
set xlabel t("age [years]", "年龄（年）")
set ylabel t("share that lives [%]", "存活比例（%）")
set xrange [0:10]
set yrange [0:100]
set xtics 1
set rmargin 5
set key outside bottom center horizontal maxcols 3 height 1.5

plot data index 0 using ($1 / 12):(100 * $3):(100 * $4) with filledcurves lt 2 \
         fs transparent solid 0.25 noborder title t("95 % interval", "95%置信区间"), \
     data index 0 using ($1 / 12):(100 * $2) with lines lt 2 lw 2.2 \
         title t("share that lives", "存活比例"), \
     data index 1 using (5):(100 * $4):(0):(100 * ($5 - $4)) with vectors nohead lc rgb "#D55E00" \
         lw 4 title t("band for five years: ", "五年存活率允许带：").verdict(1)
unset output
