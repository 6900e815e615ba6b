//! What an item guide answers, in the order in which people ask.

use ::catalogue::{Coded, Item as Whole, ResultKind};
use efficacy::words::Words;

use super::shelf::{Entry, Shelf};
use super::terms::Terms;

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

fn text(element: Option<&String>) -> Option<&str> {
    element.map(String::as_str)
}

/// 能不能办: for whom and on what conditions.
pub(super) fn can_i(entry: Entry<'_>, words: &Words) -> Group {
    let (terms, whole) = (Terms(words), entry.whole);
    let of = |element: fn(&Whole) -> Option<&String>| text(whole.and_then(element));
    Answers::new(words)
        .say("portal-guide-targets", whole.and_then(|it| terms.list(it.targets.as_deref()?)))
        .say("portal-guide-conditions", of(|it| it.conditions.as_ref()))
        .say("portal-guide-quantity", of(|it| it.quantity_limit.as_ref()))
        .say("portal-guide-area", whole.and_then(|it| Some(terms.coded(it.area?))))
        .group("can", "portal-guide-can")
}

/// 多久、多少钱、跑几趟.
pub(super) fn how_long(entry: Entry<'_>, shelf: &Shelf, words: &Words) -> Group {
    let (item, whole, terms) = (entry.item, entry.whole, Terms(words));
    let of = |element: fn(&Whole) -> Option<&String>| text(whole.and_then(element));
    let commitment = (item.commitment == Some(true)).then(|| words.text("portal-guide-commitment"));
    let fee = whole.and_then(|it| Some(words.text(fee(it.has_fee?, it.pay_online == Some(true)))));
    let usual = entry.usual.and_then(|usual| Some(terms.usual(usual, shelf.counted()?)));
    Answers::new(words)
        .say("portal-guide-promised", terms.promised(item))
        .say("portal-guide-statutory", terms.statutory(item))
        .say("portal-guide-usual", usual)
        .say("portal-guide-special", of(|it| it.special_procedure.as_ref()))
        .say("portal-guide-promise", commitment)
        .say("portal-guide-fee", fee)
        .say("portal-guide-fee-basis", of(|it| it.fee_basis.as_ref()))
        .say("portal-guide-trips", Some(terms.trips(item.trips)))
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
pub(super) fn where_and_when(entry: Entry<'_>, words: &Words) -> Group {
    let (terms, whole) = (Terms(words), entry.whole);
    let of = |element: fn(&Whole) -> Option<&String>| text(whole.and_then(element));
    let yes = |is: fn(&Whole) -> Option<bool>, said: &str| {
        whole.and_then(is).filter(|yes| *yes).map(|_| words.text(said))
    };
    let forms = whole.and_then(|it| terms.list(it.handling_forms.as_deref()?));
    Answers::new(words)
        .say("portal-guide-forms", forms)
        .say("portal-guide-address", of(|it| it.address.as_ref()))
        .say("portal-guide-hours", of(|it| it.hours.as_ref()))
        .say("portal-guide-schedule", yes(|it| it.by_appointment, "portal-guide-schedule-can"))
        .say("portal-guide-terminal", yes(|it| it.self_service, "portal-guide-terminal-can"))
        .say("portal-guide-url", of(|it| it.online_url.as_ref()))
        .group("where", "portal-guide-where")
}

/// 拿到什么: the result and how it comes.
pub(super) fn result(entry: Entry<'_>, words: &Words) -> Group {
    let (terms, whole) = (Terms(words), entry.whole);
    let of = |element: fn(&Whole) -> Option<&String>| text(whole.and_then(element));
    let kind = whole.and_then(|it| it.result_kind);
    let sent = whole.and_then(|it| it.by_post).map(|by_post| {
        words.text(if by_post { "portal-guide-by-post" } else { "portal-guide-by-hand" })
    });
    Answers::new(words)
        .say("portal-guide-result-name", of(|it| it.result_name.as_ref()))
        .say("portal-guide-result-kind", kind.map(|kind| terms.coded(kind)))
        .say("portal-guide-result-sample", of(|it| it.result_sample.as_ref()))
        .say("portal-guide-sent", sent.filter(|_| kind != Some(ResultKind::None)))
        .group("result", "portal-guide-result")
}

/// 问谁、找谁投诉.
pub(super) fn contact(entry: Entry<'_>, words: &Words) -> Group {
    let of = |element: fn(&Whole) -> Option<&String>| text(entry.whole.and_then(element));
    Answers::new(words)
        .say("portal-guide-ask", of(|it| it.consulting.as_ref()))
        .say("portal-guide-complain", of(|it| it.complaints.as_ref()))
        .group("contact", "portal-guide-contact")
}

/// 关于这个事项: who does it, by which power.
pub(super) fn about(entry: Entry<'_>, words: &Words) -> Group {
    let (item, whole, terms) = (entry.item, entry.whole, Terms(words));
    let of = |element: fn(&Whole) -> Option<&String>| text(whole.and_then(element));
    let source = whole.and_then(|it| it.power_source);
    Answers::new(words)
        .say("portal-guide-kind", Some(terms.kind(item.kind)))
        .say("portal-guide-class", whole.and_then(|it| Some(terms.coded(it.case_class?))))
        .say("portal-guide-division", item.division.as_deref())
        .say("portal-guide-agency", of(|it| it.agency.as_ref()))
        .say("portal-guide-joint", of(|it| it.joint_agency.as_ref()))
        .say("portal-guide-level", item.level.map(|level| terms.level(level)))
        .say("portal-guide-source", source.map(|source| terms.coded(source)))
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
