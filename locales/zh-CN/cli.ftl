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
verify-progress = 已读取 { $acts } 条行为
verify-progress-report = 正在重新计算 { $year } 年报告第 { $edition } 版
verify-bundle-done = 已由 { $acts } 条行为重新计算报告
verify-bundle-signed = 这些行为正是 { $origin } 日志中最前面的全部行为，一条不多，一条不少。
verify-bundle-not = 这些行为与日志不符：{ $why }。
verify-bundle-no-log = 这些行为没有日志，无法判断制作数据包之前是否被改动。
verify-bundle-no-key = 日志公钥取自数据包本身；请用 --key 或 --policy 给出您已知的公钥。
verify-bundle-recorded = 日志中第 { $position } 号行为记录了这一版报告：报告、依据明细和所用版本均与记录一致。
verify-bundle-no-receipt = 数据包中没有记录这一版报告的行为回执，无法判断台账记录的是否正是这份报告；请索取由本版程序制作的数据包。
verify-bundle-faults = 发现 { $faults } 处问题：报告并非由其行为得出，或行为与记录时不一致。请从发布处重新获取数据包
verify-done = 已核对 { $acts } 条行为、{ $checkpoints } 个检查点，以及 { $matters } 个事件和登记行的推算结果
verify-faults = 发现 { $faults } 处问题：台账与记录时不一致。请保持现状，与备份比对，并查明谁能写入
verify-witnessed = { $witness } 于 { $time } 见证了最新检查点
verify-no-reports = 行为与记录一致之后，才会重新计算已发布的报告。
verify-no-key = 日志公钥取自台账本身；请用 --key 或 --policy 给出您已知的公钥。
verify-no-trust = 未给出另处保存的检查点（--since）或见证人（--policy），无法判断持钥者是否回退过台账或另签过一份。
log-published = 已发布的日志含 { $acts } 条行为，写入 { $files } 个文件
log-receipt-holds = 该行为是 { $origin } 日志中的第 { $position } 条。
log-notice-key = 已为日志生成密钥，请妥善保管，并另存一份只有您能读取的副本。请把公钥交给审计方：{ $key }
log-notice-none = 本次记录没有日志，事后改动无从发现；请用 --keys 指定密钥所在的文件夹。

# xiaoneng subject 与主密钥。

export-notice-no-key = 提示：没有主密钥，{ $texts } 处姓名和文字未导出；用 --keys 指明其文件夹
export-notice-erased = 提示：{ $texts } 处姓名和文字的主体已被删除，未导出
vault-notice-key = 已生成封存姓名和文字的主密钥：{ $file }。请将副本与台账及其备份分开保存，没有它就无法读出这些内容。
vault-rotated = 已用主密钥 { $id } 重新封装 { $keys } 个密钥
vault-notice-environment = 提示：请从 XIAONENG_MASTER_KEY 中去掉旧密钥
subject-opened = 建立于 { $day }
subject-kept = 保存至 { $day }
subject-erased-on = 已于 { $day } 删除
subject-hold = 保全 { $hold }，至 { $day }：{ $why }
subject-held = { $subject }：已保全
subject-released = { $subject }：已解除保全
subject-erased = { $subject }：已删除
subject-notice-log = 提示：台账一直有人在读，日志中仍留有已删除内容的密文字节（密钥已销毁）；待读取结束后按标识再运行一次 xiaoneng subject erase
