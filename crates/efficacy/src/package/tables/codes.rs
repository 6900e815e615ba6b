//! The code lists of the exchange package.

use crate::package::cell::codes;

codes! {
    /// 日历: which days are working days.
    pub enum CalendarName {
        China = "CN" "中国",
        Weekends = "weekends" "周末",
    }

    /// 事项类型
    pub enum ItemKind {
        Licence = "licence" "行政许可",
        Confirmation = "confirmation" "行政确认",
        Reward = "reward" "行政奖励",
        Payment = "payment" "行政给付",
        Adjudication = "adjudication" "行政裁决",
        Filing = "filing" "行政备案",
        OtherPower = "other_power" "其他行政权力",
        PublicService = "public_service" "公共服务",
    }

    /// 行使层级
    pub enum Level {
        National = "national" "国家级",
        Province = "province" "省级",
        City = "city" "市级",
        County = "county" "县级",
        Town = "town" "乡级",
    }

    /// 计时起点: the act from whose day a matter's limit is counted.
    pub enum ClockAnchor {
        Accepted = "accepted" "受理",
        Received = "received" "收件",
    }

    /// 来源渠道 of a material.
    pub enum MaterialSource {
        Applicant = "applicant" "申请人自备",
        Government = "government" "政府部门核发",
        Other = "other" "其他",
    }

    /// 免提交方式: why a material needn't be handed in.
    pub enum Exemption {
        Licence = "licence" "电子证照",
        DataSharing = "data_sharing" "数据共享",
        Commitment = "commitment" "告知承诺",
        Abolished = "abolished" "已取消",
    }

    /// 程序: by whose rules a matter's acts are judged.
    pub enum Procedure {
        Licensing = "licensing" "许可",
        Ticket = "ticket" "工单",
        Warning = "warning" "预警",
    }

    /// 渠道: the way a matter or rating came in.
    pub enum Channel {
        Window = "window" "窗口",
        Web = "web" "网上",
        App = "app" "移动端",
        Wechat = "wechat" "微信",
        Hotline = "hotline" "热线",
        Letter = "letter" "来信",
        Visit = "visit" "来访",
        Import = "import" "系统导入",
    }

    /// 申请人类型
    pub enum ApplicantKind {
        Person = "person" "自然人",
        Organisation = "organisation" "法人",
    }

    /// 工单类型
    pub enum TicketKind {
        Consultation = "consultation" "咨询",
        Complaint = "complaint" "投诉",
        Help = "help" "求助",
        Suggestion = "suggestion" "建议",
        Report = "report" "举报",
    }

    /// 行为: what was done in a matter. Which acts may follow which is the procedure's to say.
    pub enum ActName {
        Annulled = "annulled" "作废",
        Submitted = "submitted" "提交",
        Received = "received" "收件",
        SupplementRequested = "supplement_requested" "补正告知",
        SupplementReceived = "supplement_received" "补正提交",
        Accepted = "accepted" "受理",
        NotAccepted = "not_accepted" "不予受理",
        Paused = "paused" "中止计时",
        Resumed = "resumed" "恢复计时",
        Extended = "extended" "延期",
        Reviewed = "reviewed" "审查",
        Granted = "granted" "准予",
        Refused = "refused" "不予许可",
        Delivered = "delivered" "送达",
        Published = "published" "公开",
        Withdrawn = "withdrawn" "撤回",
        Lapsed = "lapsed" "终止",
        Visited = "visited" "到现场",
        Step = "step" "其他环节",
        Opened = "opened" "登记",
        Assigned = "assigned" "派单",
        Transferred = "transferred" "转办",
        Answered = "answered" "答复",
        Closed = "closed" "办结",
        Reopened = "reopened" "重办",
        FollowedUp = "followed_up" "回访",
        Merged = "merged" "合并",
        Raised = "raised" "预警",
        Notified = "notified" "通知",
        Rectified = "rectified" "整改",
        Verified = "verified" "核实",
        Dismissed = "dismissed" "解除",
    }

    /// 文件类型
    pub enum DocumentKind {
        Plan = "plan" "方案",
        Rule = "rule" "制度",
        Notice = "notice" "通知",
        Circular = "circular" "通报",
        Guide = "guide" "指引",
    }

    /// 文件状态
    pub enum DocumentStatus {
        Issued = "issued" "已印发",
        Drafting = "drafting" "起草中",
    }

    /// 系统类型: whose system it is.
    pub enum SystemKind {
        National = "national" "国垂",
        Provincial = "provincial" "省垂",
        Own = "own" "自建",
        Channel = "channel" "渠道",
    }

    /// 评价点类型
    pub enum RatingPointKind {
        Qr = "qr" "二维码",
        Device = "device" "评价器",
    }

    /// 调整方式 of a power.
    pub enum PowerChangeKind {
        Delegated = "delegated" "委托",
        Devolved = "devolved" "下放",
        Cancelled = "cancelled" "取消",
        Added = "added" "新增",
    }

    /// 活动类型
    pub enum ActivityKind {
        RandomInspection = "random_inspection" "双随机抽查",
        JointInspection = "joint_inspection" "联合检查",
        JointMeeting = "joint_meeting" "联席会议",
        Campaign = "campaign" "专项检查",
        Bulletin = "bulletin" "通报",
    }

    /// 层级 of a supervision activity or of a department that asks for data.
    pub enum LocalLevel {
        Province = "province" "省级",
        City = "city" "市级",
        County = "county" "县级",
    }

    /// 接口类型
    pub enum InterfaceKind {
        Verification = "verification" "核查",
        Query = "query" "查询",
    }
}
