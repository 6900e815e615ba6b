# xiaoneng report、check、figures。

report-progress-reading = 正在读取……
report-progress-writing = 正在计算并写出……
report-notice-set-aside = 提示：{ $rows } 行未采用，见报告附件“数据质量”
report-notice-no-evidence = 提示：办件超过 10 万件，未写出各数字背后的办件；可用 --evidence 写出
check-table = { $file }：{ $rows } 行，未采用 { $set-aside } 行，重复 { $identical } 行
figures-by = 细分：{ $by }
figures-needs = 所需表：{ $tables }
