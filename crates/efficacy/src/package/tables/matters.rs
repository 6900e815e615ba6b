//! The agency, what it handles, and what was done: items, materials, matters, acts and ratings.

use jiff::tz::TimeZone;
use legal_clock::{Day, Unit, When};

use super::{
    ActName, ApplicantKind, CalendarName, Channel, ClockAnchor, Exemption, ItemKind, Level,
    MaterialSource, Procedure, TicketKind,
};
use crate::package::table::table;
use crate::package::{Region, Stars, Text, UpTo, Year};

table! {
    /// 机构: the agency whose year the package holds, in its only row.
    pub struct Agency<'a> is "agency" "机构", key() {
        name: Text<'a> = "机构名称",
        region: Region = "行政区划代码",
        year: Option<Year> = "年度",
        /// [`CalendarName::China`] where not given.
        calendar: Option<CalendarName> = "日历",
        /// Asia/Shanghai where not given.
        time_zone: Option<TimeZone> = "时区",
    }

    /// 事项: a row of the catalogue, in force from `valid_from`.
    pub struct Item<'a> is "items" "事项", key(item_code, valid_from) {
        item_code: Text<'a> = "事项编码",
        /// Where not given, the row is its own main item.
        parent_code: Option<Text<'a>> = "主项编码",
        name: Text<'a> = "事项名称",
        kind: ItemKind = "事项类型",
        division: Option<Text<'a>> = "实施处室",
        level: Option<Level> = "行使层级",
        basis: Option<Text<'a>> = "设定依据",
        on_application: bool = "依申请",
        online: bool = "网上可办",
        /// 4 is all online.
        online_depth: UpTo<4> = "网上办理深度",
        depth_reason: Option<Text<'a>> = "深度不足原因",
        /// How often an applicant must come in person.
        trips: u32 = "到现场次数",
        statutory_limit: Option<u32> = "法定时限",
        statutory_unit: Option<Unit> = "法定时限单位",
        promised_limit: Option<u32> = "承诺时限",
        promised_unit: Option<Unit> = "承诺时限单位",
        /// [`ClockAnchor::Accepted`] where not given.
        clock_anchor: Option<ClockAnchor> = "计时起点",
        commitment: Option<bool> = "实行告知承诺",
        commitment_from: Option<Day> = "告知承诺起始日期",
        /// Before every day where not given.
        valid_from: Option<Day> = "生效日期",
        /// The last day in force; without end where not given.
        valid_to: Option<Day> = "失效日期",
    }

    /// 材料: what an applicant hands in for an item.
    pub struct Material<'a> is "materials" "材料", keyless() {
        item_code: Text<'a> = "事项编码",
        name: Text<'a> = "材料名称",
        /// 1 where not given.
        copies: Option<u32> = "份数",
        source: Option<MaterialSource> = "来源渠道",
        /// Where not given, the material is to be handed in.
        exempt_by: Option<Exemption> = "免提交方式",
        licence_type: Option<Text<'a>> = "关联证照类型",
    }

    /// 办件: a matter, of which the acts tell where it stands.
    pub struct Matter<'a> is "matters" "办件", key(matter_id) {
        matter_id: Text<'a> = "办件编号",
        procedure: Procedure = "程序",
        /// Of a licensing matter.
        item_code: Option<Text<'a>> = "事项编码",
        region: Region = "行政区划代码",
        channel: Channel = "渠道",
        applicant_kind: Option<ApplicantKind> = "申请人类型",
        /// Of a ticket.
        ticket_kind: Option<TicketKind> = "工单类型",
        /// Of a warning: the model that raised it.
        model: Option<Text<'a>> = "预警模型",
    }

    /// 过程: an act of a matter.
    pub struct Act<'a> is "acts" "过程", keyless() {
        matter_id: Text<'a> = "办件编号",
        act: ActName = "行为",
        at: When = "时间",
        actor: Option<Text<'a>> = "经办人" name,
        /// Days of an extension.
        days: Option<u32> = "天数",
        /// Of a pause: its special procedure.
        reason: Option<Text<'a>> = "原因" free_text,
        /// Of an annulment: the `act_id` of the act annulled. Of a step: its name.
        detail: Option<Text<'a>> = "说明" free_text,
        /// Unique within its matter.
        act_id: Option<Text<'a>> = "行为编号",
        /// `at` where not given.
        recorded_at: Option<When> = "录入时间",
    }

    /// 评价: stars given to a service.
    pub struct Rating<'a> is "ratings" "评价", key(rating_id) {
        rating_id: Text<'a> = "评价编号",
        matter_id: Option<Text<'a>> = "办件编号",
        item_code: Option<Text<'a>> = "事项编码",
        stars: Stars = "星级",
        at: When = "评价时间",
        channel: Option<Channel> = "渠道",
        resolved_at: Option<When> = "整改时间",
    }
}
