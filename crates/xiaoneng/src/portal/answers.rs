//! What an item guide answers, in the order in which people ask.

use ::catalogue::{Coded, Item, ResultKind};
use efficacy::words::Words;

use super::terms::Terms;
use crate::shelf::Usuals;

/// A question and its answer; where the answer is an address, it leads there.
pub(super) struct Answer {
    pub(super) question: String,
    pub(super) text: String,
    pub(super) is_address: bool,
}

/// Questions that go together.
pub(super) struct Group {
    pub(super) id: &'static str,
    pub(super) title: String,
    pub(super) answers: Vec<Answer>,
}

/// Collects the answers that there are.
struct Answers<'a> {
    words: &'a Words,
    answers: Vec<Answer>,
}

impl<'a> Answers<'a> {
    fn new(words: &'a Words) -> Self {
        Self { words, answers: Vec::new() }
    }

    fn say(mut self, question: &str, answer: Option<impl Into<String>>) -> Self {
        if let Some(text) = answer.map(Into::into).filter(|text| !is_nothing(text)) {
            // What somebody wrote may be anything; only an address of the web is led to.
            let is_address = text.starts_with("https://") && !text.contains(char::is_whitespace);
            let question = self.words.text(question);
            self.answers.push(Answer { question, text, is_address });
        }
        self
    }

    fn group(self, id: &'static str, title: &str) -> Group {
        Group { id, title: self.words.text(title), answers: self.answers }
    }
}

/// What an implementing list writes where there is nothing to say.
fn is_nothing(text: &str) -> bool {
    ["", "无", "无。"].contains(&text.trim())
}

/// 能不能办: for whom and on what conditions.
pub(super) fn can_i(item: &Item, words: &Words) -> Group {
    let terms = Terms(words);
    Answers::new(words)
        .say("portal-guide-targets", item.targets.as_deref().and_then(|it| terms.list(it)))
        .say("portal-guide-conditions", item.conditions.as_deref())
        .say("portal-guide-quantity", item.quantity_limit.as_deref())
        .say("portal-guide-area", item.area.map(|area| terms.coded(area)))
        .group("can", "portal-guide-can")
}

/// 多久、多少钱、跑几趟.
pub(super) fn how_long(item: &Item, usuals: &Usuals, words: &Words) -> Group {
    let terms = Terms(words);
    let commitment = (item.commitment == Some(true)).then(|| words.text("portal-guide-commitment"));
    let is_online = item.pay_online == Some(true);
    let fee = item.has_fee.map(|has_fee| words.text(fee(has_fee, is_online)));
    let usual = item.code.as_deref().and_then(|code| usuals.of_item(code));
    let usual = usual.and_then(|usual| Some(terms.usual(usual, usuals.year()?)));
    Answers::new(words)
        .say("portal-guide-promised", item.promised().map(|it| terms.limit(it)))
        .say("portal-guide-statutory", item.statutory().map(|it| terms.limit(it)))
        .say("portal-guide-usual", usual)
        .say("portal-guide-special", item.special_procedure.as_deref())
        .say("portal-guide-promise", commitment)
        .say("portal-guide-fee", fee)
        .say("portal-guide-fee-basis", item.fee_basis.as_deref())
        .say("portal-guide-trips", item.trips.map(|trips| terms.trips(trips)))
        .say("portal-guide-online", Some(terms.depth(item)))
        .say("portal-guide-why", item.depth_reason.as_deref())
        .group("long", "portal-guide-long")
}

fn fee(is_asked: bool, is_payable_online: bool) -> &'static str {
    match (is_asked, is_payable_online) {
        (false, _) => "portal-guide-fee-none",
        (true, false) => "portal-guide-fee-some",
        (true, true) => "portal-guide-fee-online",
    }
}

/// 在哪里办、什么时候办.
pub(super) fn where_and_when(item: &Item, words: &Words) -> Group {
    let terms = Terms(words);
    let yes = |is: Option<bool>, said: &str| is.filter(|yes| *yes).map(|_| words.text(said));
    let forms = item.handling_forms.as_deref().and_then(|it| terms.list(it));
    Answers::new(words)
        .say("portal-guide-forms", forms)
        .say("portal-guide-address", item.address.as_deref())
        .say("portal-guide-hours", item.hours.as_deref())
        .say("portal-guide-schedule", yes(item.by_appointment, "portal-guide-schedule-can"))
        .say("portal-guide-terminal", yes(item.self_service, "portal-guide-terminal-can"))
        .say("portal-guide-url", item.online_url.as_deref())
        .group("where", "portal-guide-where")
}

/// 拿到什么: the result and how it comes.
pub(super) fn result(item: &Item, words: &Words) -> Group {
    let terms = Terms(words);
    let kind = item.result_kind;
    let sent = item.by_post.map(|by_post| {
        words.text(if by_post { "portal-guide-by-post" } else { "portal-guide-by-hand" })
    });
    Answers::new(words)
        .say("portal-guide-result-name", item.result_name.as_deref())
        .say("portal-guide-result-kind", kind.map(|kind| terms.coded(kind)))
        .say("portal-guide-result-sample", item.result_sample.as_deref())
        .say("portal-guide-sent", sent.filter(|_| kind != Some(ResultKind::None)))
        .group("result", "portal-guide-result")
}

/// 问谁、找谁投诉.
pub(super) fn contact(item: &Item, words: &Words) -> Group {
    Answers::new(words)
        .say("portal-guide-ask", item.consulting.as_deref())
        .say("portal-guide-complain", item.complaints.as_deref())
        .group("contact", "portal-guide-contact")
}

/// 关于这个事项: who does it, by which power.
pub(super) fn about(item: &Item, words: &Words) -> Group {
    let terms = Terms(words);
    let level = item.levels.as_deref().and_then(|it| terms.list(it));
    Answers::new(words)
        .say("portal-guide-kind", item.kind.map(|kind| terms.coded(kind)))
        .say("portal-guide-class", item.case_class.map(|it| terms.coded(it)))
        .say("portal-guide-division", item.division.as_deref())
        .say("portal-guide-agency", item.agency.as_deref())
        .say("portal-guide-joint", item.joint_agency.as_deref())
        .say("portal-guide-level", level)
        .say("portal-guide-source", item.power_source.map(|it| terms.coded(it)))
        .say("portal-guide-basis", item.basis.as_deref())
        .group("about", "portal-guide-about")
}

impl Terms<'_> {
    /// A term of the catalogue's code lists.
    pub(super) fn coded<T: Coded>(self, term: T) -> String {
        if self.is_chinese() { term.chinese() } else { term.english() }.to_owned()
    }

    /// Several terms; none where there is none.
    pub(super) fn list<T: Coded>(self, terms: &[T]) -> Option<String> {
        let between = if self.is_chinese() { "、" } else { ", " };
        let terms: Vec<String> = terms.iter().map(|term| self.coded(*term)).collect();
        (!terms.is_empty()).then(|| terms.join(between))
    }
}
