//! The code lists of items.
//!
//! Words are those of the exchange package where it has the list. Numbers are those of
//! GB/T 39046-2020, annex A (`National`) and of the lists in use around the national platform's
//! exchange tables (`Platform`).

use crate::code_list::code_lists;

code_lists! {
    /// 事项类型. The exchange package has those that begin with an application.
    pub enum ItemKind {
        Licence = "licence" "行政许可" "administrative licence" [National "01"] [FrontEnd "10"],
        Penalty = "penalty" "行政处罚" "administrative penalty" [National "02"] [FrontEnd "11"],
        Compulsion = "compulsion" "行政强制" "administrative compulsion"
            [National "03"] [FrontEnd "12"],
        Levy = "levy" "行政征收" "administrative levy" [National "04"],
        Payment = "payment" "行政给付" "administrative payment" [National "05"],
        Inspection = "inspection" "行政检查" "administrative inspection" [National "06"],
        Confirmation = "confirmation" "行政确认" "administrative confirmation" [National "07"],
        Reward = "reward" "行政奖励" "administrative reward" [National "08"],
        Adjudication = "adjudication" "行政裁决" "administrative adjudication" [National "09"],
        OtherPower = "other_power" "其他行政权力" "other administrative power" [National "10"],
        Filing = "filing" "行政备案" "filing for record",
        PublicService = "public_service" "公共服务" "public service" [National "20"],
    }

    /// 行使层级
    pub enum Level {
        National = "national" "国家级" "national" [National "1"] [Platform "1"],
        Province = "province" "省级" "province" [National "2"] [Platform "2"],
        City = "city" "市级" "city" [National "3"] [Platform "3"],
        County = "county" "县级" "county" [National "4"] [Platform "4"],
        Town = "town" "乡级" "town or street" [National "5"] [Platform "5"],
        Village = "village" "村级" "village or community" [National "6"],
        Graded = "graded" "分级管理" "at several levels by grade" [National "7"] [Platform "6"],
    }

    /// 计时起点: the act from whose day the limit is counted.
    pub enum ClockAnchor {
        Accepted = "accepted" "受理" "acceptance",
        Received = "received" "收件" "receipt",
    }

    /// 实施主体性质
    pub enum AgencyNature {
        Statutory = "statutory" "法定机关" "statutory organ" [National "1"] [Platform "1"],
        Authorised = "authorised" "授权组织" "authorised organisation" [National "2"] [Platform "2"],
        Delegated = "delegated" "受委托组织" "delegated organisation" [National "3"] [Platform "3"],
        Other = "other" "其他" "other" [National "9"],
    }

    /// 权力来源
    pub enum PowerSource {
        OwnLevel = "own_level" "法定本级行使" "by law at this level" [Platform "1"],
        Devolved = "devolved" "上级下放" "devolved from above" [Platform "2"],
        AuthorisedAbove = "authorised_above" "上级授权" "authorised from above" [Platform "3"],
        AuthorisedPeer = "authorised_peer" "同级授权" "authorised at the same level" [Platform "4"],
        DelegatedAbove = "delegated_above" "上级委托" "delegated from above" [Platform "5"],
        DelegatedPeer = "delegated_peer" "同级委托" "delegated at the same level" [Platform "6"],
    }

    /// 服务对象
    pub enum ServiceTarget {
        Person = "person" "自然人" "natural person" [National "1"] [Platform "1"],
        Enterprise = "enterprise" "企业法人" "enterprise" [National "2"] [Platform "2"],
        Institution = "institution" "事业法人" "public institution" [National "3"] [Platform "3"],
        Society = "society" "社会组织法人" "social organisation" [National "4"] [Platform "4"],
        Unincorporated = "unincorporated" "非法人企业" "unincorporated business" [Platform "5"],
        Organ = "organ" "行政机关" "administrative organ" [National "5"] [Platform "6"],
        Other = "other" "其他组织" "other organisation" [National "6"] [Platform "7"],
    }

    /// 办理形式
    pub enum HandlingForm {
        Window = "window" "窗口办理" "at a window" [National "1"] [Platform "1"],
        Web = "web" "网上办理" "on the web" [National "2"] [Platform "2"],
        Mobile = "mobile" "移动端办理" "on a mobile" [National "3"],
        Post = "post" "快递申请" "by post" [National "4"] [Platform "3"],
        Other = "other" "其他" "other" [National "9"],
    }

    /// 办件类型
    pub enum CaseClass {
        Instant = "instant" "即办件" "instant case" [National "1"] [Platform "1"],
        Promised = "promised" "承诺件" "promised case" [National "2"] [Platform "2"],
        Other = "other" "其他" "other" [National "9"],
    }

    /// 通办范围
    pub enum Area {
        Nation = "nation" "全国" "whole country" [Platform "1"],
        Province = "province" "全省" "whole province" [Platform "2"],
        City = "city" "全市" "whole city" [Platform "3"],
        County = "county" "全县" "whole county" [Platform "4"],
        Town = "town" "全镇" "whole town" [Platform "5"],
        Villages = "villages" "跨村" "across villages" [Platform "6"],
    }

    /// 事项状态
    pub enum ItemState {
        InUse = "in_use" "在用" "in use" [Platform "1"],
        Suspended = "suspended" "暂停" "suspended" [Platform "2"],
        Cancelled = "cancelled" "取消" "cancelled" [Platform "3"],
        Draft = "draft" "草稿" "draft" [Platform "4"],
    }

    /// 审批结果类型
    pub enum ResultKind {
        Licence = "licence" "证照" "licence" [Platform "1"],
        Reply = "reply" "批文" "written reply" [Platform "2"],
        Other = "other" "其他" "other" [Platform "3"],
        None = "none" "无" "none" [Platform "4"],
    }

    /// 网上办理深度 as the national platform has it: what can be done online.
    pub enum OnlineStep {
        Consultation = "consultation" "互联网咨询" "ask online" [Platform "1"],
        Filing = "filing" "互联网收件" "file online" [Platform "2"],
        Precheck = "precheck" "互联网预审" "precheck online" [Platform "3"],
        Acceptance = "acceptance" "互联网受理" "acceptance online" [Platform "4"],
        Handling = "handling" "互联网办理" "handling online" [Platform "5"],
        Result = "result" "互联网办理结果信息反馈" "result told online" [Platform "6"],
        Licence = "licence" "互联网电子证照反馈" "e-licence sent online" [Platform "7"],
        Other = "other" "其他" "other" [Platform "8"],
    }

    /// 材料类型
    pub enum MaterialForm {
        Original = "original" "原件" "original" [Platform "1"],
        Copy = "copy" "复印件" "copy" [Platform "2"],
        Either = "either" "原件或复印件" "original or copy" [Platform "3"],
    }

    /// 材料必要性
    pub enum Necessity {
        Required = "required" "必要" "required" [National "1"] [Platform "1"],
        Optional = "optional" "非必要" "not required" [National "0"] [Platform "2"],
        Later = "later" "容缺后补" "may follow later" [Platform "3"],
    }

    /// 来源渠道 of a material.
    pub enum MaterialSource {
        Applicant = "applicant" "申请人自备" "the applicant's own" [Platform "10"],
        Government = "government" "政府部门核发" "issued by government" [Platform "20"],
        Intermediary = "intermediary" "中介机构出具" "from an intermediary" [Platform "30"],
        Other = "other" "其他" "other" [Platform "99"],
    }

    /// 免提交方式: why a material needn't be handed in.
    pub enum Exemption {
        Licence = "licence" "电子证照" "e-licence",
        DataSharing = "data_sharing" "数据共享" "shared data",
        Commitment = "commitment" "告知承诺" "commitment instead",
        Abolished = "abolished" "已取消" "abolished",
    }

    /// 文件状态
    pub enum DocumentStatus {
        Issued = "issued" "已印发" "issued",
        Drafting = "drafting" "起草中" "drafting",
    }

    /// 系统类型: whose system it is.
    pub enum SystemKind {
        National = "national" "国垂" "national",
        Provincial = "provincial" "省垂" "provincial",
        Own = "own" "自建" "own",
        Channel = "channel" "渠道" "channel",
    }

    /// 活动类型
    pub enum ActivityKind {
        RandomInspection = "random_inspection" "双随机抽查" "random inspection",
        JointInspection = "joint_inspection" "联合检查" "joint inspection",
        JointMeeting = "joint_meeting" "联席会议" "joint meeting",
        Campaign = "campaign" "专项检查" "campaign",
        Bulletin = "bulletin" "通报" "bulletin",
    }

    /// 调整方式 of a power.
    pub enum PowerChangeKind {
        Delegated = "delegated" "委托" "delegated",
        Devolved = "devolved" "下放" "devolved",
        Cancelled = "cancelled" "取消" "cancelled",
        Added = "added" "新增" "added",
    }
}
