# xiaoneng publish：年度报告的起草、审核、签发、公示、发布和修订。

publish-progress = 正在计算……
publish-edition = { $year }年度报告 第{ $edition }版：{ $stage }
publish-as-of = 数据截至台账第 { $position } 条
publish-notice-ends = 公示期至{ $day }
publish-sealed = （姓名已封存）
publish-step = { $day }　{ $act }　{ $by }{ $said }
publish-said = （{ $said }）
publish-said-reason = 理由：{ $reason }
publish-said-days = 公示{ $days }个工作日
publish-said-notice = 公告：{ $notice }
publish-unchanged = 发布后数据没有变化
publish-changed = 发布后有变化的数据：
publish-changed-figure = { $id }（{ $name }）：{ $then } → { $now }
publish-none = 还没有起草年度报告；用 xiaoneng publish draft 起草
publish-since = 提示：{ $year }年度报告第{ $edition }版已于{ $day }发布，此后有变化的数据：{ $changed }
publish-since-figure = { $id } { $then } → { $now }
publish-progress-edition = 正在重新计算{ $year }年度报告第{ $edition }版……
publish-checked = 已发布的内容与其行为记录一致
