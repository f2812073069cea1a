# Employees by skill, vacancies and the mean wage: means of the replications with their intervals.
#
#   gnuplot -c talent.gp FOLDER [svg|png|pdf] [en|zh]

set loadpath system("dirname '".ARG0."'") "scripts/plots"
call "style.gpi" "talent" ARG1 ARG2 ARG3 960 620

set multiplot layout 2, 3 @panels title t("Talent", "人才") font heading
unset key
set yrange [0:*]
set ylabel t("persons", "人")

set title t("Technicians", "技术工人")
name = "technicians"; @panel
set title t("Graduates", "高校毕业生")
name = "graduates"; @panel
set title t("High-end talents", "高端人才")
name = "high_end"; @panel
set title t("All employees", "全部从业人员")
name = "employment"; @panel
set ylabel t("posts", "个")
set title t("Vacancies", "空缺岗位")
name = "vacancies"; @panel
most = peak("wage"); scale = money(most)
set ylabel currency(most).t(" a month", "/月")
set title t("Mean wage", "平均工资")
name = "wage"; @panel
@legend
unset multiplot
unset output
