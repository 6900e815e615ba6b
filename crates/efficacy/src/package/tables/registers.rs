//! The registers beside the matters: documents, systems, activities, interfaces and the rest.

use legal_clock::{Day, Unit};

use super::{
    ActivityKind, DocumentKind, DocumentStatus, InterfaceKind, LocalLevel, PowerChangeKind,
    RatingPointKind, SystemKind,
};
use crate::package::table::table;
use crate::package::{Region, Text, UpTo, Year};

table! {
    /// 文件: a document issued or being drafted.
    pub struct Document<'a> is "documents" "文件", key(document_no) {
        document_no: Text<'a> = "文号",
        title: Text<'a> = "文件标题",
        kind: DocumentKind = "文件类型",
        /// Section of the report.
        section: UpTo<18> = "章节",
        issued_on: Option<Day> = "印发日期",
        status: DocumentStatus = "状态",
    }

    /// 系统: a system on which items are handled.
    pub struct System<'a> is "systems" "系统", key(name) {
        name: Text<'a> = "系统名称",
        kind: SystemKind = "系统类型",
        division: Option<Text<'a>> = "处室",
        /// Always in use where not given.
        in_use_from: Option<Day> = "启用日期",
    }

    /// 监管模型: a model that raises warnings.
    pub struct Model<'a> is "models" "监管模型", key(name) {
        name: Text<'a> = "模型名称",
        in_use_from: Day = "启用日期",
        retired_on: Option<Day> = "停用日期",
    }

    /// 对标: what another province promises for an item.
    pub struct PeerItem<'a> is "peer_items" "对标", key(item_code, province) {
        item_code: Text<'a> = "事项编码",
        province: Text<'a> = "省份",
        promised_limit: Option<u32> = "承诺时限",
        promised_unit: Option<Unit> = "承诺时限单位",
        materials: Option<u32> = "材料数",
    }

    /// 评价点: a place where a service can be rated.
    pub struct RatingPoint<'a> is "rating_points" "评价点", key(point_id) {
        point_id: Text<'a> = "评价点编号",
        place: Text<'a> = "地点",
        kind: RatingPointKind = "评价点类型",
    }

    /// 对接系统: a system connected to the rating system.
    pub struct ConnectedSystem<'a> is "connected_systems" "对接系统", key(name) {
        name: Text<'a> = "系统名称",
        connected_on: Day = "对接日期",
    }

    /// 知识库: a question and its answer.
    pub struct KnowledgeEntry<'a> is "knowledge" "知识库", key(entry_id) {
        entry_id: Text<'a> = "知识编号",
        question: Text<'a> = "问题",
        answer: Text<'a> = "答案",
        item_code: Option<Text<'a>> = "事项编码",
        updated_on: Day = "更新日期",
        retired_on: Option<Day> = "停用日期",
    }

    /// 权责调整: a power delegated, devolved, cancelled or added.
    pub struct PowerChange<'a> is "power_changes" "权责调整", key(item_code) {
        item_code: Text<'a> = "事项编码",
        change: PowerChangeKind = "调整方式",
        to_level: Option<Text<'a>> = "承接层级",
        effective_on: Day = "生效日期",
        handover_document: Option<Text<'a>> = "承接指引",
    }

    /// 权责承接: how a change of a power is taken over, by whom alone where a region is given.
    pub struct PowerHandover<'a> is "power_handovers" "权责承接",
        key(item_code, effective_on, region) {
        item_code: Text<'a> = "事项编码",
        /// The day of the change in `power_changes`.
        effective_on: Day = "生效日期",
        /// Where the change holds; everywhere where not given.
        region: Option<Region> = "行政区划代码",
        /// The last day on which it holds.
        until: Option<Day> = "截止日期",
        agreement_no: Option<Text<'a>> = "委托协议编号",
        /// When receiver and content were made public.
        published_on: Option<Day> = "公布日期",
        /// How those who take over were trained.
        training: Option<Text<'a>> = "培训",
    }

    /// 中介服务: a service that an applicant must buy from others.
    pub struct IntermediaryService<'a> is "intermediary_services" "中介服务", key(service_code) {
        service_code: Text<'a> = "服务编码",
        name: Text<'a> = "服务名称",
        sub_item: Option<Text<'a>> = "子项名称",
        basis: Option<Text<'a>> = "设立依据",
        qualification: Option<Text<'a>> = "资质要求",
        item_code: Option<Text<'a>> = "事项编码",
        kept: bool = "保留",
        published_on: Option<Day> = "公布日期",
    }

    /// 证明事项: a proof no longer asked for.
    pub struct Proof<'a> is "proofs" "证明事项", key(name) {
        name: Text<'a> = "证明名称",
        abolished_on: Day = "取消日期",
        basis: Option<Text<'a>> = "依据",
    }

    /// 监管活动: an inspection, meeting, campaign or bulletin.
    pub struct Activity<'a> is "activities" "监管活动", key(activity_id) {
        activity_id: Text<'a> = "活动编号",
        kind: ActivityKind = "活动类型",
        level: Option<LocalLevel> = "层级",
        region: Option<Region> = "行政区划代码",
        held_on: Day = "开展日期",
        /// With `;` between.
        departments: Option<Text<'a>> = "参与部门",
        targets: Option<u32> = "检查对象数",
        problems: Option<u32> = "发现问题数",
        result_published_on: Option<Day> = "结果公示日期",
    }

    /// 共享接口: an interface through which others use the agency's data.
    pub struct Interface<'a> is "interfaces" "共享接口", key(interface_code) {
        interface_code: Text<'a> = "接口编码",
        kind: InterfaceKind = "接口类型",
        class: Text<'a> = "大类",
        name: Text<'a> = "接口名称",
        opened_on: Day = "开通日期",
        closed_on: Option<Day> = "关闭日期",
    }

    /// 共享需求: a department's request for data.
    pub struct DataRequest<'a> is "data_requests" "共享需求", key(request_id) {
        request_id: Text<'a> = "需求编号",
        requester: Text<'a> = "需求部门",
        requester_level: LocalLevel = "需求部门层级",
        interface_code: Option<Text<'a>> = "接口编码",
        requested_on: Day = "提出日期",
        decided_on: Option<Day> = "答复日期",
        met: Option<bool> = "已满足",
    }

    /// 证照类型: a kind of licence that the agency issues.
    pub struct LicenceType<'a> is "licence_types" "证照类型", key(type_code) {
        type_code: Text<'a> = "证照类型编码",
        name: Text<'a> = "证照名称",
        common: Option<bool> = "常用证照",
        fully_issued: Option<bool> = "全部签发",
    }

    /// 证照签发量: electronic licences that a department issued in a year.
    pub struct LicenceCount<'a> is "licence_counts" "证照签发量", keyless() {
        department: Text<'a> = "部门",
        type_code: Option<Text<'a>> = "证照类型编码",
        year: Year = "年度",
        issued: u32 = "签发量",
        /// Whether the department is the agency itself.
        own: Option<bool> = "本部门",
    }
}
