# Plant floor built and used, and its rent: means of the replications.
#
#   gnuplot -c land.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "land" ARG1 ARG2 ARG3 960 660

set multiplot layout 2, 2 @panels title t("Plant floor", "厂房") font heading
unset key
set yrange [0:*]
set ylabel t("thousand m²", "千平方米")

set title t("Built", "已建成")
plot for [i = 1:n] data index i - 1 using 1:($2 / 1000) lt i
set title t("In use", "使用中")
plot for [i = 1:n] data index i - 1 using 1:($3 / 1000) lt i
set ylabel "%"
set yrange [0:100]
set title t("Share in use", "使用率")
plot for [i = 1:n] data index i - 1 using 1:(100 * $3 / $2) lt i
set ylabel t("CNY a month and m²", "元/平方米·月")
set yrange [0:*]
set title t("Rent of floor in use", "使用中厂房的租金")
plot for [i = 1:n] data index i - 1 using 1:($4 * 1e6) lt i
@legend
unset multiplot
unset output
