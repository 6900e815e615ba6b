//! What stands around a page: its head, the way to other pages, the other language.

use std::sync::Arc;

use efficacy::words::Words;

use super::asset;

/// Which of the ways in the head a page lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Home,
    Items,
    Registers,
    Reports,
    Elsewhere,
}

/// One of the ways in the head.
pub(crate) struct Way {
    pub(crate) address: &'static str,
    pub(crate) text: String,
    pub(crate) is_here: bool,
}

/// What `web/layout.html` is filled in with.
pub(crate) struct Frame {
    pub(crate) t: Arc<Words>,
    pub(crate) lang: &'static str,
    pub(crate) agency: String,
    /// Of the page, without the agency's name.
    pub(crate) title: String,
    pub(crate) ways: Vec<Way>,
    /// The page in the other language.
    pub(crate) other: String,
    pub(crate) style: String,
    /// Suggests while somebody types in the search; where nothing runs it, nothing is missing.
    pub(crate) suggest: String,
}

impl Frame {
    pub(super) fn new(
        t: Arc<Words>,
        agency: String,
        place: Place,
        title: String,
        other: String,
    ) -> Self {
        let ways = [
            (Place::Home, "/", "web-way-home"),
            (Place::Items, "/items", "web-way-items"),
            (Place::Registers, "/registers", "web-way-registers"),
            (Place::Reports, "/reports", "web-way-reports"),
        ];
        let way = |(at, address, key): (Place, &'static str, &str)| Way {
            address,
            text: t.text(key),
            is_here: at == place,
        };
        let ways = ways.map(way).into();
        let lang = t.lang().tag();
        Self {
            t,
            lang,
            agency,
            title,
            ways,
            other,
            style: asset::style(),
            suggest: asset::suggest(),
        }
    }

    /// The title as the browser shows it.
    pub(crate) fn full_title(&self) -> String {
        if self.title == self.agency {
            self.title.clone()
        } else {
            format!("{} – {}", self.title, self.agency)
        }
    }
}
