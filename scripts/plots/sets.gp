# Where the patterns that judge the model lie in sets of assumptions: each gate's value in every set, by
# its place in the band (0: its lower edge, 1: its upper one), and in how many sets it lies within. The
# first set is the central one. Values that lie farther off stand at the edge of the picture.
#
#   gnuplot -c sets.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "sets" ARG1 ARG2 ARG3 960 520

gates = int(system("awk -F'\t' '/^$/ { exit } NR > 1 { n++ } END { print n + 0 }' '".data."'"))
called(name) = name eq "size_tail" ? t("tail of firms' sizes", "企业规模的尾部指数") : \
    name eq "growth_shape" ? t("shape of firms' growth", "企业增长率分布的形状") : \
    name eq "survival" ? t("five-year survival", "五年存活率") : \
    name eq "productivity_spread" ? t("spread of productivity", "生产率离散度") : \
    name eq "job_moves" ? t("job moves a month", "月度换岗率") : \
    name eq "agglomeration" ? t("agglomeration elasticity", "集聚弹性") : \
    name eq "anchor" ? t("gain from an anchor firm", "龙头企业的带动") : \
    name eq "town_sales_2022" ? t("town's sales in 2022", "全镇2022年销售额") : \
    name eq "device_sales_2022" ? t("device sales in 2022", "2022年医疗器械销售额") : \
    name eq "town_growth_2022" ? t("town's growth in 2022", "全镇2022年增长率") : \
    name eq "device_growth_2022" ? t("device growth in 2022", "2022年医疗器械增长率") : name

set title t("Patterns in sets of assumptions", "各组假设下的典型事实") font heading
set xlabel t("place in the band [0: its lower edge, 1: its upper edge]", "在允许带中的位置（0：下限，1：上限）")
set lmargin at screen 0.24
set rmargin at screen 0.87
set yrange [0.6 - gates : 0.6]
set xrange [-1.5:2.5]
set xtics 0.5
set grid noytics noxtics
set ytics scale 0
set border 1
set key outside bottom center horizontal maxcols 3 height 1.5
set object 1 rectangle from 0, graph 0 to 1, graph 1 behind fc rgb "#009E73" fs transparent solid 0.18 noborder
clip(x) = x < -1.45 ? -1.45 : x > 2.45 ? 2.45 : x
place(value, least, most) = clip((value - least) / (most - least))
jitter(d) = 0.36 * ((d * 0.618034) - floor(d * 0.618034) - 0.5)   # sets that lie together are told apart

plot data index 0 using (-1.5):(-$0):ytic(called(strcol(1))) with points pt -1 notitle, \
     data index 1 using ($2 > 0 ? place($3, $4, $5) : NaN):(-$1 + jitter($2)) with points pt 6 ps 0.5 lc rgb "#0072B2" \
         title t("a drawn set", "一组抽取的假设"), \
     data index 1 using ($2 > 0 ? NaN : place($3, $4, $5)):(-$1) with points pt 7 ps 0.9 lc rgb "#000000" \
         title t("the central set", "中心假设"), \
     data index 0 using (2.5):(-$0):(sprintf(t("%d of %d within", "%d/%d 在带内"), int($5), int($6))) \
         with labels left offset 1, 0 notitle, \
     keyentry with boxes fs transparent solid 0.18 noborder lc rgb "#009E73" title t("the band", "允许带")
unset output
