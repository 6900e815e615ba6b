//! Elements that are missing, unknown or can't be read.

use super::{At, Check, Linter, Rule, Severity, Tell, Words};
use crate::{Item, Material};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "element_unread",
        severity: Severity::Error,
        says: Words { zh: "要素无法识别", en: "An element can't be read" },
        mend: Words {
            zh: "按提示改写；代码应取自代码表",
            en: "Write it as the message says; a code must be in its list",
        },
        source: "GB/T 39046-2020 annex A",
        check: Check::Row(unread),
    },
    Rule {
        id: "register_unread",
        severity: Severity::Error,
        says: Words {
            zh: "附属台账的要素无法识别",
            en: "An element of a register beside the items can't be read",
        },
        mend: Words {
            zh: "按提示改写；代码应取自代码表",
            en: "Write it as the message says; a code must be in its list",
        },
        source: "the exchange package",
        check: Check::List(unread_registers),
    },
    Rule {
        id: "element_missing",
        severity: Severity::Error,
        says: Words { zh: "必填要素未填写", en: "A required element is missing" },
        mend: Words { zh: "补填该要素", en: "Give the element" },
        source: "UP_TASK_GENERAL_BASIC (not null); 行政许可法 art. 30",
        check: Check::Item(missing),
    },
    Rule {
        id: "element_not_collected",
        severity: Severity::Advice,
        says: Words {
            zh: "清单中没有任何事项填写该必填要素",
            en: "No item of the list has this required element",
        },
        mend: Words {
            zh: "在清单中增加该要素并补填",
            en: "Add the element to the list and give it for each item",
        },
        source: "UP_TASK_GENERAL_BASIC (not null)",
        check: Check::List(not_collected),
    },
    Rule {
        id: "element_unknown",
        severity: Severity::Advice,
        says: Words {
            zh: "清单中有不认识的要素", en: "The list has an element that isn't known"
        },
        mend: Words {
            zh: "核对要素名称；确属自用的可以不管",
            en: "Compare its name with the known ones; leave it if it is the agency's own",
        },
        source: "the exchange package",
        check: Check::List(unknown),
    },
    Rule {
        id: "element_too_long",
        severity: Severity::Warning,
        says: Words {
            zh: "要素超过国家交换库表的字段长度",
            en: "An element is longer than the national exchange table allows",
        },
        mend: Words { zh: "缩短文字", en: "Shorten the text" },
        source: "UP_TASK_GENERAL_BASIC, UP_TASK_GENERAL_EXTEND",
        check: Check::Item(too_long),
    },
    Rule {
        id: "reference_unknown",
        severity: Severity::Error,
        says: Words {
            zh: "附属数据指向不存在的事项",
            en: "A row beside the items names an item that isn't there",
        },
        mend: Words {
            zh: "改正事项编码，或补录该事项",
            en: "Correct the item code, or add the item",
        },
        source: "the exchange package",
        check: Check::List(unknown_references),
    },
];

/// What every item must have.
const ALWAYS: &[&str] = &[
    "item_code",
    "name",
    "kind",
    "division",
    "level",
    "region",
    "basis",
    "on_application",
    "row_guid",
    "catalog_code",
    "task_code",
    "power_source",
    "dept_name",
    "dept_code",
    "dept_type",
    "task_state",
    "task_version",
    "supervise_way",
];

/// What an item on application must have besides.
const ON_APPLICATION: &[&str] = &[
    "online",
    "online_depth",
    "trips",
    "special_procedure",
    "accept_condition",
    "handle_flow",
    "project_type",
    "server_type",
    "is_fee",
    "is_pay_online",
    "is_express",
    "is_entry_center",
    "result_type",
    "transact_addr",
    "transact_time",
    "link_way",
];

/// Elements that only some items must have; rules about them wait until a list has them.
const SOMETIMES: &[&str] = &[
    "statutory_limit",
    "promised_limit",
    "limit_scene_explain",
    "handle_type",
    "online_handle_url",
    "result_name",
    "result_guid",
    "commitment_text",
];

/// The same of materials: by the name that a finding has.
const OF_MATERIALS: &[(&str, &str)] = &[
    ("by_law", "materials.by_law"),
    ("form_guid", "materials.form_guid"),
    ("example_guid", "materials.example_guid"),
    ("share_interface_code", "materials.share_interface_code"),
];

fn unread(at: &At<'_>, tell: &mut Tell<'_>) {
    let item = at.item;
    for unread in &item.unread {
        tell.tell(unread.element, unread.why.to_string());
    }
    let materials = item.materials.iter().flat_map(|row| &row.unread);
    let fees = item.fees.iter().flat_map(|row| &row.unread);
    let steps = item.steps.iter().flat_map(|row| &row.unread);
    let questions = item.questions.iter().flat_map(|row| &row.unread);
    let tables = materials.map(|unread| ("materials", unread));
    let tables = tables.chain(fees.map(|unread| ("fees", unread)));
    let tables = tables.chain(steps.map(|unread| ("steps", unread)));
    for (table, unread) in tables.chain(questions.map(|unread| ("questions", unread))) {
        tell.tell(table, format!("{}: {}", unread.element, unread.why));
    }
}

fn unread_registers(list: &Linter<'_>, tell: &mut Tell<'_>) {
    let catalogue = list.catalogue;
    let changes = catalogue.power_changes.iter().flat_map(|row| &row.unread);
    let services = catalogue.intermediaries.iter().flat_map(|row| &row.unread);
    let peers = catalogue.peers.iter().flat_map(|row| &row.unread);
    let proofs = catalogue.proofs.iter().flat_map(|row| &row.unread);
    let types = catalogue.licence_types.iter().flat_map(|row| &row.unread);
    let tables = changes.map(|unread| ("power_changes", unread));
    let tables = tables.chain(services.map(|unread| ("intermediary_services", unread)));
    let tables = tables.chain(peers.map(|unread| ("peer_items", unread)));
    let tables = tables.chain(proofs.map(|unread| ("proofs", unread)));
    for (table, unread) in tables.chain(types.map(|unread| ("licence_types", unread))) {
        tell.tell(table, format!("{}: {}", unread.element, unread.why));
    }
}

fn missing(at: &At<'_>, tell: &mut Tell<'_>) {
    let is_required = |name: &str| {
        ALWAYS.contains(&name) || at.is_on_application() && ON_APPLICATION.contains(&name)
    };
    let given = Item::ELEMENTS.iter().zip(at.item.given());
    for (element, _) in given.filter(|(_, is_given)| !is_given) {
        if is_required(element.name)
            && at.list.collected().collects(element.name)
            && !at.is_unread(element.name)
        {
            tell.tell(element.name, element.chinese);
        }
    }
}

fn not_collected(list: &Linter<'_>, tell: &mut Tell<'_>) {
    if list.catalogue.items.is_empty() {
        return;
    }
    for element in Item::ELEMENTS {
        let is_required =
            [ALWAYS, ON_APPLICATION, SOMETIMES].iter().any(|names| names.contains(&element.name));
        if is_required && !list.collected().collects(element.name) {
            tell.tell(element.name, element.chinese);
        }
    }
    for element in Material::ELEMENTS {
        let told = OF_MATERIALS.iter().find(|(name, _)| *name == element.name);
        if let Some((name, told)) = told
            && list.collected().has_materials()
            && !list.collected().collects_of_materials(name)
        {
            tell.tell(told, element.chinese);
        }
    }
    if list.has_delegations() && !list.collects_agreements() {
        tell.tell("power_changes.agreement_no", "委托协议编号");
    }
}

fn unknown(list: &Linter<'_>, tell: &mut Tell<'_>) {
    let mut told = std::collections::HashSet::new();
    for name in list.catalogue.items.iter().flat_map(|item| &item.unknown) {
        if told.insert(name) {
            tell.tell("", name.clone());
        }
    }
}

/// Sizes are those of the national columns, in characters.
fn too_long(at: &At<'_>, tell: &mut Tell<'_>) {
    let item = at.item;
    let sized = [
        ("row_guid", &item.row_guid, 50),
        ("local_catalog_code", &item.local_catalog_code, 50),
        ("local_task_code", &item.local_task_code, 50),
        ("task_handle_item", &item.handling_code, 50),
        ("dept_name", &item.agency, 200),
        ("dept_code", &item.agency_code, 50),
        ("entrust_name", &item.delegating_agency, 100),
        ("other_dept", &item.joint_agency, 200),
        ("special_procedure", &item.special_procedure, 500),
        ("limit_scene_explain", &item.trips_reason, 1000),
        ("online_handle_url", &item.online_url, 256),
        ("result_name", &item.result_name, 200),
        ("result_guid", &item.result_sample, 256),
        ("transact_addr", &item.address, 500),
        ("transact_time", &item.hours, 500),
    ];
    for (element, cell, size) in sized {
        let length = cell.as_ref().map_or(0, |cell| cell.chars().count());
        if length > size {
            tell.tell(element, format!("{length} > {size}"));
        }
    }
}

fn unknown_references(list: &Linter<'_>, tell: &mut Tell<'_>) {
    let catalogue = list.catalogue;
    let changes = catalogue.power_changes.iter().map(|row| ("power_changes", &row.item_code));
    let services = catalogue.intermediaries.iter();
    let services = services.map(|row| ("intermediary_services", &row.item_code));
    let peers = catalogue.peers.iter().map(|row| ("peer_items", &row.item_code));
    let named = changes.chain(services).chain(peers);
    let named = named.filter_map(|(table, code)| Some((table, code.as_deref()?)));
    let unknown = named.filter(|(_, code)| !list.has(code));
    let orphans = catalogue.orphans.iter().map(|(table, code)| (*table, code.as_str()));
    for (table, code) in orphans.chain(unknown) {
        tell.tell_of(code.to_owned(), table, code);
    }
}
