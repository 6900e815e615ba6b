# xiaoneng due：期限何时届满，逐日说明。

due-start = 起算当日，不计入
due-working-day = 第 { $number } 个工作日
due-adjusted-working-day = 第 { $number } 个工作日：{ $holiday }调休上班
due-calendar-day = 第 { $number } 日
due-extension = 延长的第 { $number } 个工作日
due-moved-to = 末日为休息日，顺延至本日届满
due-weekend = 不计：休息日
due-holiday = 不计：{ $holiday }放假
due-paused = 不计：中止计时
due-source = ，依据{ $source }
due-article = { $law }第 { $number } 条
due-law-licensing = 行政许可法
due-law-civil = 民法典
due-provisional = ［暂按周末推算：该年放假通知未载入］

due-time-start = { $start } 起算（民法典第二百零一条第二款）
due-time-paused = { $from } 至 { $to } 不计：中止计时（行政许可法第四十五条）
due-time-paused-open = { $from } 起不计：中止计时，尚未恢复（行政许可法第四十五条）

due-notice-paused = 提示：中止计时尚未恢复，期限未定
due-notice-provisional = 提示：期限跨入未载入放假通知的年份，该部分暂按周末推算；可用 --calendars 载入
due-notice-not-extended = 提示：以小时、分钟计的期限不延长，--extend 未起作用
due-notice-rows-paused = 提示：{ $rows } 行中止计时尚未恢复，due 为空
due-notice-rows-provisional = 提示：{ $rows } 行的期限跨入未载入放假通知的年份，暂按周末推算；可用 --calendars 载入
due-notice-rows-not-extended = 提示：{ $rows } 行以小时、分钟计的期限不延长，extension 未起作用

due-monday = 周一
due-tuesday = 周二
due-wednesday = 周三
due-thursday = 周四
due-friday = 周五
due-saturday = 周六
due-sunday = 周日
