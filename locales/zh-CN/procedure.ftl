# xiaoneng procedure：程序的阶段、行为和时限。

procedure-source = 依据：{ $source }
procedure-clocks = 时限
procedure-clock = { $clock }：{ $limit }（{ $source }）
procedure-stopped-by = ；因{ $reasons }中止计时
procedure-limit-of-item = 依事项的法定时限和承诺时限，未列法定时限的为 { $limit }
procedure-start = 尚未开始
procedure-nothing-follows = 到此为止
procedure-stays = 不变
procedure-by-itself = { $clock }届满，自动
procedure-when = 条件：{ $conditions }
procedure-when-first = 首次
procedure-when-first-in-run = 本轮首次
procedure-when-last-pause = 没有其他未恢复的中止
procedure-when-in-time = 法定时限未届满
procedure-starts = { $clock }起算
procedure-stops = { $clock }止
procedure-pauses = { $clock }中止
procedure-resumes = { $clock }恢复
procedure-extends = { $clock }延长
procedure-marks = 记为 { $mark }
procedure-between = ；
procedure-needs = 须提供：{ $needs }
procedure-needs-reason = 原因
procedure-needs-days = 天数
procedure-needs-days-up-to = 天数（至多 { $most } 个工作日）
procedure-needs-special-procedure = 特别程序
procedure-needs-notice = 书面告知文号
procedure-needs-expected-end = 预计结束日期
procedure-anywhere = 任何阶段都可以：{ $acts }（不改变阶段）
procedure-sound = { $file }：无误，{ $stages } 个阶段，{ $acts } 种行为，{ $clocks } 个时限

limit-working-days = { $amount } 个工作日
limit-calendar-days = { $amount } 日
limit-months = { $amount } 个月
limit-hours = { $amount } 小时
limit-minutes = { $amount } 分钟

ticket-kind-consultation = 咨询
ticket-kind-complaint = 投诉
ticket-kind-help = 求助
ticket-kind-suggestion = 建议
ticket-kind-report = 举报
