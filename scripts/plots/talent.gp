# Employees by skill, vacancies and the mean wage: means of the replications.
#
#   gnuplot -c talent.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "talent" ARG1 ARG2 ARG3 960 620

set multiplot layout 2, 3 @panels title t("Talent", "人才") font heading
unset key
set yrange [0:*]
set ylabel t("persons", "人")

set title t("Technicians", "技术工人")
plot for [i = 1:n] data index i - 1 using 1:2 lt i
set title t("Graduates", "高校毕业生")
plot for [i = 1:n] data index i - 1 using 1:3 lt i
set title t("High-end talents", "高端人才")
plot for [i = 1:n] data index i - 1 using 1:4 lt i
set title t("All employees", "全部从业人员")
plot for [i = 1:n] data index i - 1 using 1:($2 + $3 + $4) lt i
set ylabel t("posts", "个")
set title t("Vacancies", "空缺岗位")
plot for [i = 1:n] data index i - 1 using 1:5 lt i
set ylabel t("thousand CNY a month", "千元/月")
set title t("Mean wage", "平均工资")
plot for [i = 1:n] data index i - 1 using 1:($6 * 1000) lt i
@legend
unset multiplot
unset output
