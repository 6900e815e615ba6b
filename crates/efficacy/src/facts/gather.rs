//! Matters and acts gathered row by row, in whatever order files give them.

use foldhash::{HashMap, HashSet};

use super::MatterId;
use super::given::{Basis, Bundle, Found, Given, Hand, Head, Kept, Note, Reason, Take};
use crate::package::tables::{self, ActName};
use crate::package::{Code, Fault, Position};

/// Takes matters and acts row by row.
pub(super) struct Gatherer<'a> {
    basis: Basis<'a>,
    bundle: Bundle,
    by_id: HashMap<Box<str>, MatterId>,
    models: Models,
    /// Matters set aside for their item, whose acts aren't listed one by one.
    of_unknown_items: HashSet<Box<str>>,
}

impl<'a> Gatherer<'a> {
    /// Ready for the matters of a year.
    pub(super) fn new(basis: Basis<'a>) -> Self {
        Gatherer {
            basis,
            bundle: Bundle::default(),
            by_id: HashMap::default(),
            models: Models::default(),
            of_unknown_items: HashSet::default(),
        }
    }

    /// Takes a matter.
    ///
    /// # Errors
    /// `unknown_item` for a licence case whose item isn't in the register.
    pub(super) fn matter(&mut self, row: &tables::Matter<'_>) -> Result<(), Fault> {
        let head = head(&self.basis, row, &mut self.models).inspect_err(|_| {
            self.of_unknown_items.insert(row.matter_id.as_ref().into());
        })?;
        let id = MatterId(self.bundle.heads.len() as u32);
        self.by_id.insert(row.matter_id.as_ref().into(), id);
        self.bundle.ids.push(self.bundle.texts.keep(&row.matter_id));
        self.bundle.heads.push(Some(head));
        Ok(())
    }

    /// Takes an act.
    ///
    /// # Errors
    /// `unknown_matter` when its matter isn't there.
    pub(super) fn act(&mut self, position: Position, row: &tables::Act<'_>) -> Result<(), Fault> {
        let Some(&matter) = self.by_id.get(&*row.matter_id) else {
            if self.of_unknown_items.contains(&*row.matter_id) {
                return Ok(());
            }
            return Err(unknown_matter(&row.matter_id));
        };
        self.bundle.acts.push(given(&self.basis, matter, position, row, &mut self.bundle.texts));
        Ok(())
    }

    /// The matters gathered, in order, and the models' names.
    pub(super) fn into_bundle(mut self) -> (Bundle, Vec<String>) {
        self.bundle.sort();
        (self.bundle, self.models.names)
    }

    /// Hands every matter to a taker; gives it with what was found and the models' names.
    pub(super) fn hand<T: Take>(mut self) -> (T, Found, Vec<String>) {
        drop(self.by_id);
        let (mut taker, mut found) = (T::default(), Found::default());
        Hand::new(self.basis).all(&mut self.bundle, &mut taker, &mut found);
        (taker, found, self.models.names)
    }
}

/// The act of a row.
pub(super) fn given(
    basis: &Basis<'_>,
    matter: MatterId,
    position: Position,
    row: &tables::Act<'_>,
    texts: &mut Kept,
) -> Given {
    let reason = Reason::of(row.reason.as_deref().unwrap_or_default(), basis.rules);
    let target = row.detail.as_deref().filter(|_| row.act == ActName::Annulled);
    let (id, target) =
        texts.keep_ids(row.act_id.as_deref().unwrap_or_default(), target.unwrap_or_default());
    Given {
        matter,
        position,
        at: row.at,
        days: row.days.unwrap_or(0),
        name: row.act,
        note: Note::of(basis, row.act, row.at, row.days, reason, row.recorded_at),
        id,
        target,
    }
}

/// What the row of a matter says of it.
///
/// # Errors
/// `unknown_item` for a licence case whose item isn't in the register.
pub(super) fn head(
    basis: &Basis<'_>,
    row: &tables::Matter<'_>,
    models: &mut Models,
) -> Result<Head, Fault> {
    let code = row.item_code.as_deref().and_then(|code| basis.catalogue.find(code));
    let is_licensing = row.procedure == tables::Procedure::Licensing;
    if is_licensing && code.is_none() && basis.knows_items {
        let message = match &row.item_code {
            Some(code) => format!("`{code}` is no item code of the table `items`"),
            None => "a licence case needs the code of its item".to_owned(),
        };
        return Err(Fault::new("item_code", Code::UnknownItem, message));
    }
    Ok(Head {
        procedure: row.procedure,
        region: row.region,
        channel: row.channel,
        code: code.filter(|_| is_licensing),
        ticket_kind: row.ticket_kind,
        model: row.model.as_deref().map(|name| models.place(name)),
    })
}

/// The fault of an act whose matter isn't there.
pub(super) fn unknown_matter(id: &str) -> Fault {
    let message = format!("`{id}` is no matter of the table `matters`");
    Fault::new("matter_id", Code::UnknownMatter, message)
}

/// Names of supervision models, in the order in which they first appear.
#[derive(Debug, Default)]
pub(super) struct Models {
    pub(super) names: Vec<String>,
    places: HashMap<String, u32>,
}

impl Models {
    /// The place of a name.
    pub(super) fn place(&mut self, name: &str) -> u32 {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        let place = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.places.insert(name.to_owned(), place);
        place
    }
}
