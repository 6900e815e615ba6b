# 页面上的词
report-we-department = 我厅
report-we-bureau = 我局
report-we-commission = 我委
report-we-agency = 本机关
report-agency-unknown = 本机关
report-title = { $first }{ $rest }
report-title-agency = { $agency }{ $year }年度行政审批和
report-title-rest = 政务服务效能情况报告
report-skip = 跳到正文
report-since = 本年度报告第{ $edition }版已于{ $day }发布。{ $count ->
    [0] 此后数据没有变化。
   *[other] 此后有{ $count }项数据发生变化：
}
report-since-then = 发布时
report-since-now = 现在
report-contents = 目录
report-period = 统计期：{ $from }至{ $to }
report-preface = 本报告反映{ $agency }{ $year }年度行政审批和政务服务的效能。报告中的每个数据都由全年的办件过程和各类台账逐项计算得出，点选数据可以查看它的口径、分解和明细。主要情况如下。
report-summary = 年度概览
report-summary-cases = 作出决定的办件
report-summary-on-time = 按承诺时限办结率
report-summary-days = 办理用时中位数
report-summary-tickets = 收到的工单
report-summary-score = “好差评”得分
report-summary-cases-unit = 件
report-summary-on-time-unit = { "" }
report-summary-days-unit = 个工作日
report-summary-tickets-unit = 件
report-summary-score-unit = 分
report-chapter = 一、行政审批效能情况
report-part-1 = （一）转变政府职能深化行政审批制度改革落实情况
report-part-2 = （二）事项实施情况
report-part-3 = （三）加强事中事后监管情况
report-part-4 = （四）创新和优化服务情况
report-part-5 = （五）投诉举报和服务对象满意情况
report-section-1 = 政府职能转变和职权调整落实情况
report-section-2 = 中介服务改革落实情况
report-section-3 = 政务服务事项标准化情况
report-section-4 = 网上可办理情况
report-section-5 = 事项按时办结情况
report-section-6 = 跑动次数情况
report-section-7 = 网上全流程办理情况
report-section-8 = 建立健全监管制度机制情况
report-section-9 = 开展监管情况
report-section-10 = 创新监管方式情况
report-section-11 = 开展减证便民情况
report-section-12 = 建立部门间信息共享，推进电子证照建设情况
report-section-13 = 提高服务质量情况
report-section-14 = 优化办理流程情况
report-section-15 = 精简规范办事材料情况
report-section-16 = 缩短办事时限情况
report-section-17 = 政务服务“好差评”情况
report-section-18 = 咨询、投诉、求助、建议办理情况
report-section-number = { $number }.{ $title }
report-section-figures = 本项数据（{ $count }项）
report-annex-figures = 附件1　{ report-document-annex-figures }
report-annex-figures-lead = 每个数据的口径、分子分母，以及按月份、事项、处室等的分解。标有“明细”的，可在同一文件夹的 evidence 中逐件核对。
report-annex-quality = 附件2　{ report-document-annex-quality }
report-annex-basis = 附件3　{ report-document-annex-basis }
report-document-preface = { $year }年，{ $agency }依法实施行政许可等政务服务事项，接受监督。现将行政审批和政务服务效能情况报告如下。报告中的每个数据都由全年的办件过程和各类台账逐项计算得出，口径和分解见附件1。
report-document-item = { $title }。{ $text }
report-document-date = { $year }年{ $month }月{ $day }日
report-document-annexes = 附件：
report-document-annex = 附件{ $number }
report-document-annex-figures = 数据口径与分解
report-document-annex-quality = 数据质量
report-document-annex-basis = 编制依据
report-document-figures = 全部数据及其口径
report-document-parts = 分子÷分母
report-document-definition = 口径
report-document-count = 次数
report-document-notice = 内容
report-document-basis-what = 依据
report-document-basis-which = 内容
report-figure = 数据
report-value = 数值
report-numerator = 分子
report-denominator = 分母
report-of-parts = { $numerator } ÷ { $denominator }
report-no-value = 未提供
report-why-nothing = 没有可统计的对象
report-why-table = 未提供“{ $table }”表
report-evidence = 明细（CSV）
report-evidence-of = “{ $figure }”的明细
report-back = 回到第{ $number }项
report-breakdown-of = { $figure }，{ $by }
report-chart-summary = 最高：{ $top }（{ $top-value }）；最低：{ $low }（{ $low-value }）
report-chart-table = 数据表
report-chart-others = 其余{ $count }个
report-chart-earlier = 此前
report-table-more = 另有{ $count }行，见 report.json。
report-key-empty = 未填写
report-unit-working-days = 工作日
report-unit-minutes = 分钟
report-unit-copies = 份
report-unit-visits = 次
report-unit-points = 分
report-quality-tables = 读取的数据表
report-quality-table = 数据表
report-quality-file = 文件
report-quality-rows = 行数
report-quality-identical = 重复行
report-quality-set-aside-count = 未采用
report-quality-no-tables = 没有读取数据表。
report-quality-set-aside = 未采用的行
report-quality-none-set-aside = 所有数据行均已采用。
report-quality-set-aside-lead = 下列{ $count }行未计入任何数据。
report-quality-rest = 这里列出前{ $shown }行，全部{ $count }行见同一文件夹的 data_quality.csv。
report-quality-row = 数据行
report-quality-line = 文件行
report-quality-column = 列
report-quality-whole-row = 整行
report-quality-why = 原因
report-quality-notices = 提示
report-quality-no-notices = 没有提示。
report-quality-times = { $count }次
report-quality-narrative = 补充说明中未引用数据的数字
report-quality-narrative-lead = 各项补充说明由编制单位撰写。下列数字不是由数据计算得出的，请核对来源。
report-quality-narrative-none = 各项补充说明没有未引用数据的数字。
report-quality-section = 所在项
report-quality-number = 写法
report-quality-context = 上下文
report-mark-unsourced-number = 数字没有数据来源
report-mark-unknown-figure = 没有这个数据
report-basis-calendar = 工作日历
report-basis-calendar-cn = 国务院办公厅各年度节假日安排
report-basis-calendar-weekends = 仅周六、周日休息
report-basis-zone = 时区
report-basis-program = 编制程序
report-basis-procedures = 办理程序
report-basis-law = 时限规则
report-basis-law-text = 行政许可法第三十二条、第四十二条、第四十四条、第四十五条、第八十二条

# 未采用的原因
code-too-few-fields = 列数不足
code-too-many-fields = 列数过多
code-missing-value = 缺少必填值
code-bad-date = 日期或者时间无法识别
code-bad-number = 数字无法识别
code-bad-value = 值不在代码表中
code-field-too-long = 内容过长
code-control-character = 含有控制字符
code-duplicate-key = 编号重复且内容不同
code-unknown-item = 事项编码不存在
code-unknown-matter = 办件编号不存在
code-act-not-allowed = 程序不允许的行为
code-unknown-annulled-act = 作废的行为不存在

# 分解方式
by-item = 按事项
by-division = 按处室
by-region = 按行政区划
by-month = 按月份
by-channel = 按渠道
by-ticket-kind = 按工单类型
by-model = 按预警模型
by-kind = 按事项类型
by-section = 按报告项
by-requester-level = 按需求部门层级

# 代码的名称
key-channel-window = 窗口
key-channel-web = 网上
key-channel-app = 移动应用
key-channel-wechat = 微信
key-channel-hotline = 热线
key-channel-letter = 来信
key-channel-visit = 来访
key-channel-import = 系统导入
key-ticket-kind-consultation = 咨询
key-ticket-kind-complaint = 投诉
key-ticket-kind-help = 求助
key-ticket-kind-suggestion = 建议
key-ticket-kind-report = 举报
key-kind-licence = 行政许可
key-kind-confirmation = 行政确认
key-kind-reward = 行政奖励
key-kind-payment = 行政给付
key-kind-adjudication = 行政裁决
key-kind-filing = 行政备案
key-kind-other-power = 其他行政权力
key-kind-public-service = 公共服务
key-requester-level-province = 省级
key-requester-level-city = 地市级
key-requester-level-county = 县级

# 数据表
table-agency = 机构
table-items = 事项
table-materials = 材料
table-matters = 办件
table-acts = 过程
table-ratings = 评价
table-documents = 文件
table-systems = 系统
table-models = 监管模型
table-peer-items = 对标
table-rating-points = 评价点
table-connected-systems = 对接系统
table-knowledge = 知识库
table-power-changes = 权责调整
table-intermediary-services = 中介服务
table-proofs = 证明事项
table-activities = 监管活动
table-interfaces = 共享接口
table-data-requests = 共享需求
table-licence-types = 证照类型
table-licence-counts = 证照签发量
table-item-elements = 事项要素
table-power-handovers = 权责承接

# 各项正文。变量 $x 是带链接的数据；$x-is 是它的情形：
# 数量为 zero、one、many；比例为 none、some、all（小于零为 negative）；没有可统计的对象为 nothing。
# $x-n、$x-d、$x-rest 是比例的分子、分母及其差；$x-of 是与本句第一个数量之比：none、some、all。
report-prose-1-changes = { $list-is ->
    [zero] { $year }年，{ $we }没有委托、下放或者取消权责清单事项。
   *[many] { $year }年，{ $we }调整权责清单事项：{ $list }。
}
report-prose-1-delegated = 委托下级机关实施{ $delegated }项
report-prose-1-devolved = 下放下级机关实施{ $devolved }项
report-prose-1-cancelled = 取消{ $cancelled }项
report-prose-1-handover = { $guided-is ->
    [nothing] { "" }
    [all] { $guided-d-is ->
        [one] 该项委托、下放事项已备有承接指引。
       *[many] 委托、下放的{ $guided-d }项事项均备有承接指引。
    }
    [none] { $guided-d-is ->
        [one] 该项委托、下放事项尚无承接指引。
       *[many] 委托、下放的{ $guided-d }项事项均尚无承接指引。
    }
   *[some] 委托、下放的{ $guided-d }项事项中，{ $guided-n }项备有承接指引，占{ $guided }；其余{ $guided-rest }项尚待制定。
}
report-prose-2-kept = { $kept-is ->
    [zero] { $year }年，{ $we }没有保留的中介服务事项。
   *[many] { $year }年，{ $we }共保留中介服务事项{ $kept }项。
}
report-prose-2-published = { $published-is ->
    [nothing] { "" }
    [all] { $published-d-is ->
        [one] 该项中介服务事项已对外公布。
       *[many] 保留的中介服务事项已全部对外公布。
    }
    [none] 保留的中介服务事项尚未对外公布。
   *[some] 其中{ $published-n }项已对外公布，公布率为{ $published }，尚有{ $published-rest }项未公布。
}
report-prose-2-complete = { $complete-is ->
    [nothing] { "" }
    [all] 设立依据、法定中介机构资质要求等要素录入齐全。
    [none] 设立依据、法定中介机构资质要求均未录入齐全。
   *[some] 设立依据和法定中介机构资质要求录入齐全的有{ $complete-n }项，占{ $complete }。
}
report-prose-3-completeness = { $complete-is ->
    [nothing] { $year }年底，{ $we }没有在用的政务服务事项。
    [all] { $complete-d-is ->
        [one] { $year }年底，{ $we }在用的{ $complete-d }项政务服务事项要素填写完整，包括实施处室、行使层级、设定依据、法定时限和网上办理深度不足四级的原因。
       *[many] { $year }年底，{ $we }在用的{ $complete-d }项政务服务事项要素全部填写完整，包括实施处室、行使层级、设定依据、法定时限和网上办理深度不足四级的原因。
    }
    [none] { $complete-d-is ->
        [one] { $year }年底，{ $we }在用的{ $complete-d }项政务服务事项有要素缺漏，须补齐实施处室、行使层级、设定依据、法定时限或者网上办理深度不足四级的原因。
       *[many] { $year }年底，{ $we }在用的{ $complete-d }项政务服务事项均有要素缺漏，须补齐实施处室、行使层级、设定依据、法定时限或者网上办理深度不足四级的原因。
    }
   *[some] { $year }年底，{ $we }在用的{ $complete-d }项政务服务事项中，{ $complete-n }项要素填写完整，要素完整率为{ $complete }；其余{ $complete-rest }项须补齐实施处室、行使层级、设定依据、法定时限或者网上办理深度不足四级的原因。
}
report-prose-4-items = { $items-is ->
    [zero] { $year }年，{ $we }没有依申请办理的政务服务事项。
   *[many] { $year }年，{ $we }有依申请办理的政务服务事项{ $items }项{ $list-is ->
        [zero] { "" }
       *[many] ，其中{ $list }
    }。
}
report-prose-4-licences = 行政许可事项{ $licences }项
report-prose-4-others = 其他权力事项{ $others }项
report-prose-4-online = { $online-is ->
    [nothing] { "" }
    [all] { $online-d-is ->
        [one] 该项事项可以网上办理，网上可办理率为{ $online }。
       *[many] 上述事项均可网上办理，网上可办理率达{ $online }。
    }
    [none] { $online-d-is ->
        [one] 该项事项不能网上办理。
       *[many] 上述事项均不能网上办理。
    }
   *[some] 可以网上办理的有{ $online-n }项，网上可办理率为{ $online }，尚有{ $online-rest }项不能全部网上办理。
}
report-prose-5-licences = { $punctual-is ->
    [nothing] { "" }
    [all] { $punctual-d-is ->
        [one] { $year }年，{ $we }的{ $punctual-d }项行政许可事项按时限办结，名下没有超期的办件。
       *[many] { $year }年，{ $we }的{ $punctual-d }项行政许可事项全部按时限办结，名下没有超期的办件。
    }
    [none] { $punctual-d-is ->
        [one] { $year }年，{ $we }的{ $punctual-d }项行政许可事项有超期的办件。
       *[many] { $year }年，{ $we }的{ $punctual-d }项行政许可事项都有超期的办件。
    }
   *[some] { $year }年，{ $we }的{ $punctual-d }项行政许可事项中，{ $punctual-n }项全部按时限办结，占{ $punctual }；其余{ $punctual-rest }项有超期的办件。
}
report-prose-5-decided = { $decided-is ->
    [zero] { $year }年，{ $we }没有作出许可决定的办件。
   *[many] 从各类事项的全部办件看，全年作出准予或者不予许可决定{ $decided }件。
}
report-prose-5-promise = { $decided-is ->
    [zero] { "" }
   *[many] { $promise-is ->
        [nothing] 办件所属事项均无承诺时限。
        [all] { $promise-d-is ->
            [one] 有承诺时限的{ $promise-d }件按承诺时限办结，无超期办结的情况。
           *[many] 有承诺时限的{ $promise-d }件全部按承诺时限办结，无超期办结的情况。
        }
        [none] { $promise-d-is ->
            [one] 有承诺时限的{ $promise-d }件超期办结。
           *[many] 有承诺时限的{ $promise-d }件均超期办结。
        }
       *[some] 有承诺时限的{ $promise-d }件中，{ $promise-n }件按承诺时限办结，按时办结率为{ $promise }，{ $overdue }件超期办结。
    }
}
report-prose-5-statute = { $statute-is ->
    [nothing] { "" }
    [all] { $statute-d-is ->
        [one] 按法定时限衡量，该办件未超期。
       *[many] 按法定时限衡量，全部办件均未超期。
    }
    [none] { $statute-d-is ->
        [one] 按法定时限衡量，该办件已超期。
       *[many] 按法定时限衡量，全部办件均已超期。
    }
   *[some] 按法定时限衡量，按时办结率为{ $statute }，超过法定时限的有{ $statute-rest }件。
}
report-prose-5-open = { $open-is ->
    [zero] 年底没有超期未办结的办件。
   *[many] 年底尚有{ $open }件已受理的办件超过承诺时限仍未办结。
}
report-prose-5-published = { $published-is ->
    [nothing] { "" }
    [all] { $published-d-is ->
        [one] 准予许可的{ $published-d }件行政许可审批结果已主动公开。
       *[many] 准予许可的{ $published-d }件行政许可审批结果已全部主动公开。
    }
    [none] 准予许可的{ $published-d }件行政许可审批结果尚未公开。
   *[some] 准予许可的{ $published-d }件行政许可中，{ $published-n }件已主动公开审批结果，公开率为{ $published }，尚有{ $published-rest }件未公开。
}
report-prose-5-delivered = { $delivered-is ->
    [nothing] { "" }
    [all] { $delivered-d-is ->
        [one] 应送达的{ $delivered-d }件许可结果在法定的十个工作日内送达。
       *[many] 应送达的{ $delivered-d }件许可结果均在法定的十个工作日内送达。
    }
    [none] { $delivered-d-is ->
        [one] 应送达的{ $delivered-d }件许可结果未在法定的十个工作日内送达。
       *[many] 应送达的{ $delivered-d }件许可结果均未在法定的十个工作日内送达。
    }
   *[some] 应送达的{ $delivered-d }件许可结果中，{ $delivered-n }件在法定的十个工作日内送达，按时送达率为{ $delivered }。
}
report-prose-5-window = { $breaches-is ->
    [zero] 受理环节没有逾期未处理或者重复要求补正的情况。
   *[many] 受理环节有{ $breaches }次违反审查期限的情形，即逾期未处理而视为受理，或者重复要求补正。
}
report-prose-6-trips = { $trips-is ->
    [nothing] { $year }年，{ $we }没有行政许可事项。
    [all] { $trips-d-is ->
        [one] { $year }年，{ $we }的{ $few }项行政许可事项到现场跑动次数不超过1次，比例为{ $trips }。
       *[many] { $year }年，{ $we }的{ $few }项行政许可事项到现场跑动次数均不超过1次，比例达{ $trips }。
    }
    [none] { $trips-d-is ->
        [one] { $year }年，{ $we }的{ $trips-d }项行政许可事项到现场跑动次数超过1次。
       *[many] { $year }年，{ $we }的{ $trips-d }项行政许可事项到现场跑动次数均超过1次。
    }
   *[some] { $year }年，{ $we }的{ $trips-d }项行政许可事项中，到现场跑动次数不超过1次的有{ $few }项，比例为{ $trips }。
}
report-prose-6-visits = { $visits-is ->
    [nothing] { "" }
    [zero] 从办件记录看，全年作出决定的办件无一到过现场。
   *[many] 从办件记录看，每件平均到现场{ $visits }次。
}
report-prose-7-depth = { $list-is ->
    [zero] { $year }年，{ $we }没有网上办理深度达到三级或者四级的行政许可事项。
   *[many] { $year }年，{ $we }的行政许可事项中，{ $list }。
}
report-prose-7-four = 网上办理深度为四级的有{ $four }项
report-prose-7-three = 网上办理深度为三级的有{ $three }项
report-prose-8-activities = { $list-is ->
    [zero] { $year }年，{ $we }没有开展双随机抽查、联合检查和联席会议的记录。
   *[many] { $year }年，{ $we }组织开展事中事后监管活动：{ $list }。
}
report-prose-8-random = “双随机”抽查{ $random }次
report-prose-8-joint = 跨部门联合检查{ $joint }次
report-prose-8-meetings = 联席会议{ $meetings }次
report-prose-8-published = { $published-is ->
    [nothing] { "" }
    [all] { $published-d-is ->
        [one] 抽查检查的结果已公开。
       *[many] 抽查检查的结果已全部公开。
    }
    [none] 抽查检查的结果尚未公开。
   *[some] { $published-d }次抽查检查中，{ $published-n }次已公开结果，公开率为{ $published }。
}
report-prose-8-cadence = { $cadence-is ->
    [nothing] { "" }
    [all] 省每半年、市县每季度的联席会议或者联合检查全部按频次开展，达标率为{ $cadence }。
    [none] 省每半年、市县每季度的联席会议或者联合检查均未按频次开展。
   *[some] 按省每半年、市县每季度各不少于一次的要求，应开展联席会议或者联合检查{ $cadence-d }次，已按期开展{ $cadence-n }次，达标率为{ $cadence }。
}
report-prose-9-campaigns = { $campaigns-is ->
    [zero] { $year }年，{ $we }没有组织专项检查。
   *[many] { $year }年，{ $we }组织专项检查{ $campaigns }次。
}
report-prose-9-targets = { $targets-is ->
    [zero] 各类检查没有记录检查对象。
   *[many] 各类检查共检查对象{ $targets }个{ $problems-is ->
        [nothing] { "" }
        [none] ，没有发现问题
       *[some] ，发现问题{ $problems-n }个，问题发现率为{ $problems }
    }。
}
report-prose-10-models = { $models-is ->
    [zero] { $year }年底，{ $we }没有在用的监管模型。
   *[many] { $year }年底，{ $we }在用的监管模型有{ $models }个。
}
report-prose-10-warnings = { $raised-is ->
    [zero] 全年没有发出预警。
   *[many] 全年发出预警{ $raised }件{ $closed-is ->
        [nothing] { "" }
        [all] { $closed-d-is ->
            [one] ，年底前已核实或者解除
           *[many] ，年底前已全部核实或者解除
        }
        [none] { $closed-d-is ->
            [one] ，年底前未核实或者解除
           *[many] ，年底前均未核实或者解除
        }
       *[some] ，年底前已核实或者解除{ $closed-n }件，办结率为{ $closed }
    }{ $late-is ->
        [zero] ，无超期的情况
       *[many] ，其中{ $late }件超期
    }。
}
report-prose-10-recorded = { $recorded-is ->
    [zero] 各类办件的过程均及时录入，没有事后补录的情况。
   *[many] 各类办件的过程中，有{ $recorded }条记录在发生后第一个工作日结束之后才补录。
}
report-prose-11-proofs = { $proofs-is ->
    [zero] { $year }年，{ $we }没有新取消证明事项。
   *[many] { $year }年，{ $we }取消证明事项{ $proofs }项。
}
report-prose-11-commitment = { $commitment-is ->
    [zero] 年底没有实行告知承诺的事项。
   *[many] 年底实行告知承诺的事项有{ $commitment }项。
}
report-prose-12-requests = { $requests-is ->
    [zero] { $year }年，{ $we }没有收到共享数据需求。
   *[many] { $year }年，{ $we }收到共享数据需求{ $requests }件{ $met-is ->
        [nothing] { "" }
        [all] ，需求满足率达{ $met }
        [none] { $met-d-is ->
            [one] ，未满足
           *[many] ，均未满足
        }
       *[some] ，已满足{ $met-n }件，需求满足率为{ $met }
    }。
}
report-prose-12-interfaces = { $list-is ->
    [zero] 年底没有开放的共享接口。
   *[many] 年底累计开放{ $list }。
}
report-prose-12-verification = { $verify-classes }大类共{ $verify }个核查接口
report-prose-12-query = { $query-classes }大类共{ $query }个查询接口
report-prose-12-served = { $list-is ->
    [zero] { "" }
   *[many] 全年响应{ $list }的需求。
}
report-prose-12-provincial = { $provincial }个省级部门
report-prose-12-city = { $city }个地市级部门
report-prose-12-common = { $common-is ->
    [zero] 尚无常用电子证照全部完成签发。
   *[many] { $common }种常用电子证照已全部完成签发。
}
report-prose-12-issued = { $issued-is ->
    [zero] 全年没有签发电子证照的记录。
   *[many] 全年签发电子证照{ $issued }个{ $share-is ->
        [nothing] { "" }
       *[some] ，占各部门签发总量的{ $share }
    }{ $rank-is ->
        [nothing] { "" }
       *[many] ，在各部门中排名第{ $rank }
    }。
}
report-prose-13-vertical = { $divisions-is ->
    [zero] { $year }年，{ $we }没有处室依托国垂或者省垂系统办理业务。
   *[many] { $year }年，{ $we }有{ $divisions }个处室的业务依托国垂或者省垂系统办理。
}
report-prose-13-bulletins = { $bulletins-is ->
    [zero] 全年没有印发服务情况通报。
   *[many] 全年印发服务情况通报{ $bulletins }次。
}
report-prose-13-documents = { $list-is ->
    [zero] 全年没有登记印发或者起草中的文件。
   *[many] 与本报告各项工作有关的文件，{ $list }。
}
report-prose-13-issued = 全年印发{ $issued }件
report-prose-13-drafting = 正在起草{ $drafting }件
report-prose-14-instant = { $instant-is ->
    [zero] { $year }年底，{ $we }没有承诺时限在1个工作日以内的即办件事项。
   *[many] { $year }年底，{ $we }有{ $instant }项政务服务事项的承诺时限在1个工作日以内，为即办件。
}
report-prose-14-peers = { $best-is ->
    [nothing] 目前没有可与兄弟省份对标的承诺时限。
    [all] { $best-d-is ->
        [one] 对标兄弟省份，{ $best-d }项有可比时限的事项承诺时限达到最优。
       *[many] 对标兄弟省份，{ $best-d }项有可比时限的事项承诺时限均达到最优。
    }
    [none] { $best-d-is ->
        [one] 对标兄弟省份，{ $best-d }项有可比时限的事项承诺时限未达到最优。
       *[many] 对标兄弟省份，{ $best-d }项有可比时限的事项承诺时限均未达到最优。
    }
   *[some] 对标兄弟省份，{ $best-d }项有可比时限的事项中，{ $best-n }项承诺时限达到最优，占{ $best }。
}
report-prose-15-exempted = { $exempted-is ->
    [nothing] { $year }年底，{ $we }没有依申请事项。
    [zero] { $year }年底，{ $we }的依申请事项尚未减免申请材料。
   *[many] { $year }年，{ $we }通过电子证照、数据共享、告知承诺等方式减免申请材料，依申请事项平均减免{ $exempted }份。
}
report-prose-15-licences = { $types-is ->
    [zero] 尚无已签发的电子证照种类。
   *[many] 已签发电子证照种类为{ $types }类。
}
report-prose-15-linked = { $linked-is ->
    [zero] 申请材料尚未关联电子证照。
   *[many] 申请材料已关联电子证照{ $linked }种。
}
report-prose-15-catch-all = { $vague-is ->
    [zero] 申请材料中不存在“其他材料”“相关材料”一类有歧义的兜底性材料。
   *[many] 申请材料中仍有{ $vague }处“其他材料”“相关材料”一类有歧义的兜底性材料，须予清理。
}
report-prose-16-promise = { $below-is ->
    [nothing] { $year }年，{ $we }没有行政许可事项。
    [all] { $below-d-is ->
        [one] { $year }年，{ $we }的{ $below-d }项行政许可事项承诺时限低于法定办理时限，比例达{ $below }。
       *[many] { $year }年，{ $we }的{ $below-d }项行政许可事项承诺时限均低于法定办理时限，比例达{ $below }。
    }
    [none] { $below-d-is ->
        [one] { $year }年，{ $we }的{ $below-d }项行政许可事项承诺时限未低于法定办理时限。
       *[many] { $year }年，{ $we }的{ $below-d }项行政许可事项承诺时限均未低于法定办理时限。
    }
   *[some] { $year }年，{ $we }的{ $below-d }项行政许可事项中，承诺时限低于法定办理时限的有{ $below-n }项，比例为{ $below }。
}
report-prose-16-compression = { $compression-is ->
    [nothing] { "" }
    [none] 以工作日计的许可事项承诺时限合计与法定时限相同，没有压缩。
    [negative] 以工作日计的许可事项承诺时限合计长于法定时限，压缩率为{ $compression }。
   *[some] 以工作日计的许可事项，承诺时限合计较法定时限压缩{ $compression }。
}
report-prose-16-actual = { $faster-is ->
    [nothing] { "" }
    [all] { $faster-d-is ->
        [one] 全年有办件的{ $faster-d }项政务服务事项，平均办事时限低于承诺办事时限。
       *[many] 全年有办件的{ $faster-d }项政务服务事项，平均办事时限均低于承诺办事时限。
    }
    [none] { $faster-d-is ->
        [one] 全年有办件的{ $faster-d }项政务服务事项，平均办事时限不低于承诺办事时限。
       *[many] 全年有办件的{ $faster-d }项政务服务事项，平均办事时限均不低于承诺办事时限。
    }
   *[some] 全年有办件的{ $faster-d }项政务服务事项中，平均办事时限低于承诺办事时限的有{ $faster-n }项，比例为{ $faster }。
}
report-prose-16-days = { $mean-is ->
    [nothing] { "" }
   *[many] 以工作日承诺的办件平均用时{ $mean }个工作日，中位数为{ $median }个工作日，95%的办件不超过{ $p95 }个工作日。
}
report-prose-16-minutes = { $minutes-is ->
    [nothing] { "" }
   *[many] 以小时或者分钟承诺、当场办理的办件平均用时{ $minutes }分钟。
}
report-prose-16-shortened = { $shortened-is ->
    [zero] 全年没有进一步缩短承诺时限的事项。
   *[many] 全年进一步缩短承诺时限的事项有{ $shortened }项。
}
report-prose-17-score = { $ratings-is ->
    [zero] { $year }年，{ $we }没有收到“好差评”评价。
   *[many] { $year }年，{ $we }收到“好差评”评价{ $ratings }条{ $score-is ->
        [nothing] { "" }
       *[many] ，得分{ $score }分（满分十分）
    }{ $negative-is ->
        [zero] ，不存在差评情况
       *[many] ，其中差评{ $negative }条
    }。
}
report-prose-17-resolved = { $resolved-is ->
    [nothing] { "" }
    [all] { $resolved-d-is ->
        [one] 该条差评已经整改。
       *[many] 差评已全部整改。
    }
    [none] 差评尚未整改。
   *[some] 差评中已整改{ $resolved-n }条，整改率为{ $resolved }，尚有{ $resolved-rest }条待整改。
}
report-prose-17-points = { $points-is ->
    [zero] 尚未布设评价二维码或者评价器。
   *[many] 各政务服务场所布设评价二维码、评价器{ $points }个。
}
report-prose-17-systems = { $systems-is ->
    [zero] 尚无业务系统与“好差评”系统对接。
   *[many] 已有{ $systems }个业务系统与“好差评”系统实现对接。
}
report-prose-18-knowledge = { $entries-is ->
    [zero] { $year }年底，知识库没有在用的常见问答。
   *[many] { $year }年底，知识库共有常见问答{ $entries }条。
}
report-prose-18-tickets = { $received-is ->
    [zero] 全年没有收到咨询、投诉、求助、建议和举报工单。
   *[many] 全年收到咨询、投诉、求助、建议和举报工单{ $received }件，{ $closed-of ->
        [all] { $received-is ->
            [one] 年底前办结
           *[many] 年底前全部办结
        }
        [none] { $received-is ->
            [one] 年底前未办结
           *[many] 年底前均未办结
        }
       *[some] 年底前办结{ $closed }件
    }{ $late-is ->
        [zero] ，无超期办结的情况
       *[many] ，其中{ $late }件超期
    }。
}
report-prose-documents = 围绕本项工作印发有关文件{ $documents }件。
report-prose-missing = 因未提供“{ $table }”表，下列数据未能统计：{ $figures }。
report-prose-unknown = 下列数据未能统计（{ $reason }）：{ $figures }。
report-prose-between = { "" }

# 数据质量的提示
notice-agency-unknown = 数据包没有说明编制单位，请补充“机构”表。
notice-pause-without-reason = 中止计时未填写原因，按特别程序不计入时限。
notice-extension-without-days = 延期未填写天数，未增加时限。
notice-no-promised-limit = 作出决定的办件所属事项没有承诺时限，只计入“作出决定的办件”，不计入与承诺时限比较的数据。
notice-calendar-provisional = { $year }年的节假日安排未知，工作日仅按周六、周日休息推算。
notice-unknown-file = 数据包中有未读取的文件。
notice-unknown-column = 数据表中有未读取的列。
