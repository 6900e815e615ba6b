# xiaoneng report、check、figures。

report-progress-reading = 正在读取……
report-progress-writing = 正在计算并写出……
report-notice-set-aside = 提示：{ $rows } 行未采用，见报告附件“数据质量”
report-notice-no-evidence = 提示：办件超过 10 万件，未写出各数字背后的办件；可用 --evidence 写出
report-notice-fonts = PDF 所用字体：{ $fonts }
report-notice-no-pdf = 警告：没有可用的中文字体，未写出 PDF；请安装一种（Debian：apt install fonts-noto-cjk），或者用 --fonts 指明存放字体的文件夹
report-notice-lacking = 警告：现有字体中没有 { $characters }，PDF 中以方框代替
report-font-latin = 字母和数字
check-table = { $file }：{ $rows } 行，未采用 { $set-aside } 行，重复 { $identical } 行
figures-by = 细分：{ $by }
figures-needs = 所需表：{ $tables }

demo-progress-making = 正在模拟一年的办件……
demo-title = 效能演示
demo-lead = 一个虚构的省级公安厅的一年：事项、台账和逐件的办理过程都由程序模拟，报告中的每个数字都由它们算出。
demo-report = 打开年度报告
demo-evidence = 每个数字背后的办件
demo-evidence-lead = 每个指标一个文件，列出它数到的每一件（key）和计入的数量（counted）。
demo-package = 数据包
demo-package-lead = 报告所依据的全部表格，格式与各单位报送的相同。
generate-progress = 已写出 { $written } / { $cases } 件
export-progress = 正在写出……
export-notice-left-out = 提示：{ $rows } 行无法读取，未写出；xiaoneng check 逐行列出
import-progress = 已读取 { $megabytes } MB
import-taken = { $cases } 件，{ $events } 个事件，{ $activities } 种活动；另由日期列得出 { $case-acts } 个行为；未采用 { $set-aside } 处
record-progress = 已核对 { $rows } 行
record-done = 新记录 { $recorded } 条，已有 { $known } 条，未采用 { $set-aside } 行；台账现至第 { $position } 条
rebuild-progress = 已读取 { $acts } 条行为
rebuild-done = 已由 { $acts } 条行为重新推算 { $matters } 个事件和登记行，全部一致
sweep-done = { $matters } 个事件因期限届满而变化
