# Xianju in 2022: sales and their growth, means with their 95 % intervals, beside the bands of what
# is known, to which parameters were fitted; under each, whether it is within its band.
#
#   gnuplot -c moments.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "moments" ARG1 ARG2 ARG3 800 480

foot = 50.0 / height
set multiplot layout 1, 2 \
    margins screen 0.1, 0.975, foot + 0.055, 0.86 spacing screen 0.1, 0.1 \
    title t("Xianju in 2022: what the model is fitted to", "仙居2022年：模型拟合的对象") font heading
unset key
set xrange [0.5:2.5]
set xtics (t("town", "全镇") 1, t("devices", "医疗器械") 2)
set style fill solid 0.35 noborder
set errorbars 1

# Rows 1 and 2 are levels, 3 and 4 growth; the band is a box of this half width.
half = 0.25
set title t("Sales", "销售额")
factor = t(1e-3, 1e-2)
set ylabel t("bn CNY a year", "亿元/年")
set yrange [0:*]
plot data every ::0::1 using ($0 + 1):(factor * $6):($0 + 1 - half):($0 + 1 + half):(factor * $6):(factor * $7) with boxxyerror lt 3, \
     data every ::0::1 using ($0 + 1):(factor * $3):(factor * $4):(factor * $5) with yerrorbars lt 1 pt 7 ps 0.9 lw 1.6, \
     data every ::0::1 using ($0 + 1):(0):(verdict_word(stringcolumn(8))) with labels offset 0, 0.8
set title t("Growth since 2021", "较2021年增长")
set ylabel t("% a year", "%/年")
plot data every ::2::3 using ($0 + 1):(100 * $6):($0 + 1 - half):($0 + 1 + half):(100 * $6):(100 * $7) \
         with boxxyerror lt 3, \
     data every ::2::3 using ($0 + 1):(100 * $3):(100 * $4):(100 * $5) \
         with yerrorbars lt 1 pt 7 ps 0.9 lw 1.6, \
     data every ::2::3 using ($0 + 1):(0):(verdict_word(stringcolumn(8))) with labels offset 0, 0.8
@strip
plot NaN notitle, \
     keyentry with boxes lt 3 fs solid 0.35 noborder title t("what is known", "已知值区间"), \
     keyentry with yerrorbars lt 1 pt 7 title t("model, with its 95 % interval", "模型及95%置信区间")
unset multiplot
unset output
