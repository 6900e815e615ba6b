//! Registers beside the items, as far as the catalogue is held against them.

use legal_clock::{Day, Unit};

use crate::cell::Depth;
use crate::element::elements;
use crate::{ActivityKind, DocumentStatus, PowerChangeKind, Region, SystemKind};

elements! {
    /// 对标: what another province promises and asks for an item.
    pub struct PeerItem {
        item_code: String = "item_code" "事项编码",
        province: String = "province" "省份",
        promised_limit: u32 = "promised_limit" "承诺时限",
        promised_unit: Unit = "promised_unit" "承诺时限单位",
        materials: u32 = "materials" "材料数",
        trips: u32 = "trips" "到现场次数",
        online_depth: Depth = "online_depth" "网上办理深度",
    } beside {}
}

elements! {
    /// 权责调整: a power delegated, devolved, cancelled or added.
    pub struct PowerChange {
        item_code: String = "item_code" "事项编码",
        change: PowerChangeKind = "change" "调整方式",
        to_level: String = "to_level" "承接层级",
        effective_on: Day = "effective_on" "生效日期",
        handover_document: String = "handover_document" "承接指引",
        /// Where it holds; everywhere when not given.
        region: Region = "region" "行政区划代码",
        /// The last day it holds, for a delegation with a term.
        until: Day = "until" "截止日期",
        /// Number of the written agreement of a delegation.
        agreement: String = "agreement_no" "委托协议编号" "agreement",
        /// When receiver and content were made public.
        published_on: Day = "published_on" "公布日期",
        /// How those who take over were trained.
        training: String = "training" "培训",
    } beside {}
}

elements! {
    /// 中介服务: a service that an applicant must buy from others.
    pub struct IntermediaryService {
        code: String = "service_code" "服务编码",
        name: String = "name" "服务名称",
        sub_item: String = "sub_item" "子项名称",
        basis: String = "basis" "设立依据",
        qualification: String = "qualification" "资质要求",
        item_code: String = "item_code" "事项编码",
        kept: bool = "kept" "保留",
        published_on: Day = "published_on" "公布日期",
    } beside {}
}

elements! {
    /// 证明事项: a proof no longer asked for.
    pub struct Proof {
        name: String = "name" "证明名称",
        abolished_on: Day = "abolished_on" "取消日期",
        basis: String = "basis" "依据",
    } beside {}
}

elements! {
    /// 证照类型: a kind of electronic licence.
    pub struct LicenceType {
        code: String = "type_code" "证照类型编码",
        name: String = "name" "证照名称",
        common: bool = "common" "常用证照",
        fully_issued: bool = "fully_issued" "全部签发",
    } beside {}
}

elements! {
    /// 文件: a document issued or being drafted.
    pub struct Document {
        number: String = "document_no" "文号",
        title: String = "title" "文件标题",
        issued_on: Day = "issued_on" "印发日期",
        status: DocumentStatus = "status" "状态",
    } beside {}
}

elements! {
    /// 系统: a system on which items are handled.
    pub struct System {
        name: String = "name" "系统名称",
        kind: SystemKind = "kind" "系统类型",
        division: String = "division" "处室",
    } beside {}
}

elements! {
    /// 监管模型: a model that raises warnings.
    pub struct Model {
        name: String = "name" "模型名称",
        in_use_from: Day = "in_use_from" "启用日期",
        retired_on: Day = "retired_on" "停用日期",
    } beside {}
}

elements! {
    /// 监管活动: an inspection, meeting, campaign or bulletin.
    pub struct Activity {
        kind: ActivityKind = "kind" "活动类型",
        held_on: Day = "held_on" "开展日期",
        departments: Vec<String> = "departments" "参与部门",
        targets: u32 = "targets" "检查对象数",
        problems: u32 = "problems" "发现问题数",
        result_published_on: Day = "result_published_on" "结果公示日期",
    } beside {}
}

elements! {
    /// 共享接口: an interface through which others use the agency's data.
    pub struct Interface {
        code: String = "interface_code" "接口编码",
        opened_on: Day = "opened_on" "开通日期",
        closed_on: Day = "closed_on" "关闭日期",
    } beside {}
}

elements! {
    /// 知识库: a question and its answer.
    pub struct KnowledgeEntry {
        code: String = "entry_id" "知识编号",
        item_code: String = "item_code" "事项编码",
        updated_on: Day = "updated_on" "更新日期",
        retired_on: Day = "retired_on" "停用日期",
    } beside {}
}
