//! What stands around a page: its head, the way to other pages, the other language.

use std::sync::Arc;

use authority::Action;
use efficacy::words::Words;

use super::visitor::Visitor;
use super::{Office, asset};

/// Which of the ways in the head a page lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Home,
    Items,
    Registers,
    Reports,
    Work,
    Account,
    Elsewhere,
}

/// What is known of who visits.
pub(super) enum Standing {
    Nobody,
    /// Their browser holds a session; nobody has looked whether it is good.
    Perhaps,
    Known(Arc<Visitor>),
}

/// One of the ways in the head.
pub(crate) struct Way {
    pub(crate) address: &'static str,
    pub(crate) text: String,
    pub(crate) is_here: bool,
}

/// Who is signed in, as the head shows it.
pub(crate) struct SignedIn {
    pub(crate) name: String,
    /// What the form to sign out brings along.
    pub(crate) form_key: String,
}

/// What `web/layout.html` is filled in with.
pub(crate) struct Frame {
    pub(crate) t: Arc<Words>,
    pub(crate) lang: &'static str,
    pub(crate) agency: String,
    /// Of the page, without the agency's name.
    pub(crate) title: String,
    pub(crate) ways: Vec<Way>,
    /// To sign in, or to what one may do; where nobody can sign in none.
    pub(crate) own: Vec<Way>,
    pub(crate) signed_in: Option<SignedIn>,
    /// The page in the other language.
    pub(crate) other: String,
    pub(crate) style: String,
    /// Suggests while somebody types in the search; where nothing runs it, nothing is missing.
    pub(crate) suggest: String,
    /// Asks the browser for passkeys, on the pages that have them.
    pub(crate) passkey: String,
}

impl Frame {
    pub(super) fn new(
        t: Arc<Words>,
        office: &Office,
        place: Place,
        title: String,
        other: String,
        who: &Standing,
    ) -> Self {
        let way = |at: Place, address: &'static str, text: String| Way {
            address,
            text,
            is_here: at == place,
        };
        let ways = vec![
            way(Place::Home, "/", t.text("web-way-home")),
            way(Place::Items, "/items", t.text("web-way-items")),
            way(Place::Registers, "/registers", t.text("web-way-registers")),
            way(Place::Reports, "/reports", t.text("web-way-reports")),
        ];
        let own = match who {
            _ if !office.takes_visitors() => Vec::new(),
            Standing::Nobody => vec![way(Place::Account, "/sign-in", t.text("web-way-sign-in"))],
            Standing::Perhaps => vec![way(Place::Account, "/account", t.text("web-way-account"))],
            Standing::Known(visitor) => {
                let works = visitor.could(Action::ReadTasks, office.tenant());
                let work = works.then(|| way(Place::Work, "/work", t.text("web-way-work")));
                work.into_iter()
                    .chain([way(Place::Account, "/account", t.text("web-way-account"))])
                    .collect()
            }
        };
        let signed_in = match who {
            Standing::Known(visitor) => visitor.session.as_ref().map(|session| SignedIn {
                name: visitor.name.clone(),
                form_key: session.form_key.clone(),
            }),
            _ => None,
        };
        let (lang, agency) = (t.lang().tag(), office.agency());
        Self {
            t,
            lang,
            agency,
            title,
            ways,
            own,
            signed_in,
            other,
            style: asset::style(),
            suggest: asset::suggest(),
            passkey: asset::passkey(),
        }
    }

    /// What every form on the page brings along.
    pub(crate) fn form_key(&self) -> &str {
        self.signed_in.as_ref().map_or("", |it| &it.form_key)
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
