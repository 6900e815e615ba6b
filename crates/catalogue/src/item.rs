//! An item and its rows.

use legal_clock::{Day, Limit, Unit};

use crate::element::elements;
use crate::{
    AgencyNature, Area, CaseClass, ClockAnchor, Depth, Exemption, HandlingForm, ItemKind,
    ItemState, Level, MaterialForm, MaterialSource, Necessity, OnlineStep, PowerSource, ResultKind,
    ServiceTarget,
};

elements! {
    /// 事项: one item of one agency with all elements of its implementing list (实施清单).
    ///
    /// A main item (主项) has no parent; a handling item (业务办理项) names it.
    ///
    /// Elements and their sizes: the exchange tables `UP_TASK_GENERAL_BASIC` and `_EXTEND`.
    pub struct Item {
        code: String = "item_code" "事项编码",
        /// Not given for a main item.
        parent_code: String = "parent_code" "主项编码",
        name: String = "name" "事项名称" "task_name",
        kind: ItemKind = "kind" "事项类型" "task_type",
        division: String = "division" "实施处室",
        /// Several for a power exercised at several levels.
        levels: Vec<Level> = "level" "行使层级" "use_level",
        region: String = "region" "行政区划代码",
        basis: String = "basis" "设定依据" "by_law",
        on_application: bool = "on_application" "依申请",
        online: bool = "online" "网上可办" "is_online",
        online_depth: Depth = "online_depth" "网上办理深度",
        depth_reason: String = "depth_reason" "深度不足原因",
        /// The most an applicant must come in person.
        trips: u32 = "trips" "到现场次数" "limit_scene_num",
        statutory_limit: u32 = "statutory_limit" "法定时限" "anticipate_day",
        statutory_unit: Unit = "statutory_unit" "法定时限单位" "anticipate_type",
        promised_limit: u32 = "promised_limit" "承诺时限" "promise_day",
        promised_unit: Unit = "promised_unit" "承诺时限单位" "promise_type",
        /// Acceptance where not given.
        clock_anchor: ClockAnchor = "clock_anchor" "计时起点",
        commitment: bool = "commitment" "实行告知承诺",
        commitment_from: Day = "commitment_from" "告知承诺起始日期",
        valid_from: Day = "valid_from" "生效日期" "plan_effective_date",
        /// The last day in force.
        valid_to: Day = "valid_to" "失效日期" "plan_cancel_date",

        row_guid: String = "row_guid" "记录唯一标识",
        catalog_code: String = "catalog_code" "基本编码",
        local_catalog_code: String = "local_catalog_code" "地方基本编码",
        task_code: String = "task_code" "实施编码",
        local_task_code: String = "local_task_code" "地方实施编码",
        handling_code: String = "task_handle_item" "业务办理项编码",
        power_source: PowerSource = "power_source" "权力来源",
        agency: String = "dept_name" "实施主体",
        /// The agency's unified social credit code.
        agency_code: String = "dept_code" "实施主体编码",
        agency_nature: AgencyNature = "dept_type" "实施主体性质",
        delegating_agency: String = "entrust_name" "委托部门",
        joint_agency: String = "other_dept" "联办机构",
        statutory_explanation: String = "anticipate_explain" "法定办结时限说明",
        promise_explanation: String = "promise_explain" "承诺办结时限说明",
        special_procedure: String = "special_procedure" "特别程序",
        conditions: String = "accept_condition" "受理条件",
        process: String = "handle_flow" "办理流程",
        case_class: CaseClass = "project_type" "办件类型",
        handling_forms: Vec<HandlingForm> = "handle_type" "办理形式",
        targets: Vec<ServiceTarget> = "server_type" "服务对象",
        trips_reason: String = "limit_scene_explain" "必须现场办理原因说明",
        online_steps: Vec<OnlineStep> = "online_handle_depth" "网上办理环节",
        online_url: String = "online_handle_url" "网办地址",
        area: Area = "handle_area" "通办范围",
        has_fee: bool = "is_fee" "是否收费",
        fee_basis: String = "fee_basis" "收费依据",
        pay_online: bool = "is_pay_online" "是否支持网上支付",
        by_post: bool = "is_express" "是否支持物流快递",
        by_appointment: bool = "is_schedule" "是否支持预约办理",
        self_service: bool = "is_service_terminals" "是否支持自助终端办理",
        in_service_hall: bool = "is_entry_center" "是否进驻政务大厅",
        result_kind: ResultKind = "result_type" "审批结果类型",
        result_name: String = "result_name" "审批结果名称",
        result_sample: String = "result_guid" "审批结果样本",
        quantity_limit: String = "limit_explain" "数量限制",
        /// Names of intermediary services that it asks for.
        intermediaries: Vec<String> = "service_type" "中介服务",
        address: String = "transact_addr" "办理地点",
        hours: String = "transact_time" "办理时间",
        consulting: String = "link_way" "咨询方式",
        complaints: String = "supervise_way" "监督投诉方式",
        single_login: bool = "is_single_login" "是否支持单点登录",
        app_single_login: bool = "app_is_single_login" "移动端是否支持单点登录",
        link: String = "link_addr" "在线地址",
        mobile_url: String = "mobile_terminal_url" "移动端办理地址",
        state: ItemState = "task_state" "事项状态",
        version: u32 = "task_version" "事项版本",
        person_topics: String = "user_topic_type" "自然人主题分类",
        organisation_topics: String = "corp_topic_type" "法人主题分类",
        commitment_text: String = "commitment_text" "告知承诺书",
        sync_operation: String = "cd_operation" "同步类型",
        sync_time: String = "cd_time" "同步时间",
        sync_batch: String = "cd_batch" "批次号",
        data_source: String = "data_source" "数据来源",
    } beside {
        /// What an applicant hands in.
        materials: Vec<Material>,
        /// What it costs.
        fees: Vec<Fee>,
        /// What is done in which order.
        steps: Vec<Step>,
        /// What is often asked.
        questions: Vec<Question>,
    }
}

/// Agency, region and name of an item.
pub type NameKey<'a> = (&'a str, &'a str, &'a str);

impl Item {
    /// Its statutory limit, where amount and unit are given.
    pub fn statutory(&self) -> Option<Limit> {
        limit(self.statutory_limit, self.statutory_unit)
    }

    /// Its promised limit, where amount and unit are given.
    pub fn promised(&self) -> Option<Limit> {
        limit(self.promised_limit, self.promised_unit)
    }

    /// What the law holds it to: its statutory limit, or the 20 working days of a licence for
    /// which none is stated (行政许可法 art. 42).
    pub fn held_to(&self) -> Option<Limit> {
        let default = || (self.kind == Some(ItemKind::Licence)).then_some(Limit::DECISION);
        self.statutory().or_else(default)
    }

    /// By which its name repeats another's: the same agency's in the same region.
    pub fn name_key(&self) -> NameKey<'_> {
        let agency = self.agency_code.as_deref().or(self.agency.as_deref());
        let region = self.region.as_deref();
        let name = self.name.as_deref();
        (agency.unwrap_or_default(), region.unwrap_or_default(), name.unwrap_or_default())
    }

    /// Whether the row may be in force on a day by its dates.
    pub fn is_in_force(&self, day: Day) -> bool {
        self.valid_from.is_none_or(|from| from <= day)
            && self.valid_to.is_none_or(|last| last >= day)
    }

    /// Materials that are to be handed in.
    pub fn demanded(&self) -> impl Iterator<Item = &Material> {
        self.materials.iter().filter(|material| material.is_demanded())
    }
}

pub(crate) fn limit(amount: Option<u32>, unit: Option<Unit>) -> Option<Limit> {
    Some(Limit { amount: amount?, unit: unit? })
}

elements! {
    /// 材料: what an applicant hands in for an item, or needn't any more.
    ///
    /// Source: exchange table `UP_TASK_GENERAL_MATERIAL`.
    pub struct Material {
        item_code: String = "item_code" "事项编码",
        name: String = "name" "材料名称" "material_name",
        /// 1 where not given.
        copies: u32 = "copies" "份数" "page_num",
        source: MaterialSource = "source" "来源渠道" "source_type",
        /// Where not given, the material is to be handed in.
        exempt_by: Exemption = "exempt_by" "免提交方式",
        licence_type: String = "licence_type" "关联证照类型",
        basis: String = "by_law" "要求提供的依据",
        form: MaterialForm = "material_type" "材料类型",
        format: String = "material_format" "材料形式",
        necessity: Necessity = "is_need" "材料必要性",
        blank_form: String = "form_guid" "空白表格",
        sample: String = "example_guid" "示例样表",
        source_explanation: String = "source_explain" "来源渠道说明",
        page_format: String = "page_format" "规格",
        filling: String = "fill_explain" "填报须知",
        standard: String = "accept_stand" "受理标准",
        interface_code: String = "share_interface_code" "共享接口编码",
        commitment_allowed: bool = "commitment_allowed" "可告知承诺",
        issued_by: String = "issuing_authority" "出具机构",
        order: u32 = "order_num" "序号",
        remark: String = "remark" "备注",
    } beside {}
}

impl Material {
    /// Whether it must be handed in: not exempt, and required or not said to be otherwise.
    pub fn is_demanded(&self) -> bool {
        self.exempt_by.is_none() && self.necessity != Some(Necessity::Optional)
    }
}

elements! {
    /// 收费: one charge of an item. Source: exchange table `UP_TASK_GENERAL_FEE_PROJECT`.
    pub struct Fee {
        item_code: String = "item_code" "事项编码",
        name: String = "fee_name" "收费项目名称",
        standard: String = "fee_stand" "收费标准",
        basis: String = "by_law" "收费依据",
        reducible: bool = "is_desc" "允许减免",
        reduction: String = "desc_explain" "减免说明",
    } beside {}
}

elements! {
    /// 办理环节: one step of the published process, with its limit where the agency sets one.
    pub struct Step {
        item_code: String = "item_code" "事项编码",
        name: String = "process_name" "办理环节名称",
        limit: u32 = "step_limit" "环节时限",
        unit: Unit = "step_unit" "环节时限单位",
    } beside {}
}

elements! {
    /// 常见问题: a question and its answer. Source: exchange table `UP_TASK_GENERAL_QUESTIONS`.
    pub struct Question {
        item_code: String = "item_code" "事项编码",
        question: String = "question" "问题",
        answer: String = "answer" "答案",
        order: u32 = "order_num" "序号",
    } beside {}
}
