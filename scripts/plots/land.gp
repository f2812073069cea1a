# Plant floor built and used, and its rent: means of the replications with their intervals.
#
#   gnuplot -c land.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "land" ARG1 ARG2 ARG3 960 660

set multiplot layout 2, 2 @panels title t("Plant floor", "厂房") font heading
unset key
set yrange [0:*]
set ylabel t("thousand m²", "千平方米")

set title t("Built", "已建成")
name = "floor_built"; scale = 1e-3; @panel
set title t("In use", "使用中")
name = "floor_used"; @panel
set ylabel "%"
set yrange [0:100]
set title t("Share in use", "使用率")
name = "occupancy"; scale = 100; @panel
set ylabel t("CNY a month and m²", "元/平方米·月")
set yrange [0:*]
set title t("Rent of floor in use", "使用中厂房的租金")
name = "rent"; scale = 1e6; @panel
@legend
unset multiplot
unset output
