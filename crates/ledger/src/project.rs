//! Read models written with the acts they are made of, made again when what they hang on changes,
//! and brought up to date when time alone has moved a matter on.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use crate::act::fault_of_name;
use crate::batch::Batch;
use crate::models::{Basis, Concern, Fold, Model, Models};
use crate::query::{self, Name, Tenant};
use crate::statements::{
    ADD_DUES, ADD_FACTS, ADD_FINDINGS, ADD_MENTIONS, DROP_DUES, DROP_FACTS, DROP_FINDINGS,
    DROP_MATTERS, DROP_MENTIONS, MATTERS_OF_ITEM, MATTERS_OF_REGISTER, SET_MATTERS,
};
use crate::store::{StoreError, Tx, Value};
use crate::versions::PROCEDURES;
use crate::{Act, Cells, Head, MATTERS, RECORDED, RETIRED, ReadError};

/// Matters that are made again together.
pub(crate) const TOGETHER: usize = 512;
/// Tenants whose fold is kept.
const KEPT: usize = 64;

/// Makes read models for every tenant of a store.
#[derive(Debug)]
pub(crate) struct Projector {
    models: Arc<dyn Models>,
    /// By tenant.
    folds: Mutex<Folds>,
}

/// What makes a tenant's models, and as of which position.
type Folds = HashMap<String, (i64, Arc<dyn Fold>)>;

/// Makes what can be kept of what another makes.
#[derive(Debug)]
struct Keepable(Arc<dyn Fold>);

impl Fold for Keepable {
    fn fold(&self, matters: &[Vec<Act>], now: i64) -> Vec<Model> {
        self.0.fold(matters, now).into_iter().map(Model::keepable).collect()
    }
}

impl Projector {
    pub(crate) fn new(models: Arc<dyn Models>) -> Self {
        Self { models, folds: Mutex::default() }
    }

    pub(crate) fn made_by(&self) -> &str {
        self.models.made_by()
    }

    /// The registers whose rows models hang on.
    pub(crate) fn registers(&self) -> &'static [&'static str] {
        self.models.registers()
    }

    pub(crate) fn hangs_on(&self, register: &str) -> bool {
        register == PROCEDURES || self.models.registers().contains(&register)
    }

    /// Forgets what was read in a transaction that came to nothing.
    pub(crate) fn forget(&self, tenant: &str) {
        self.folds.lock().unwrap_or_else(PoisonError::into_inner).remove(tenant);
    }

    /// What makes the models of a tenant, as of the last act that they hang on.
    pub(crate) async fn fold(
        &self,
        tx: &mut Tx,
        tenant: &str,
        as_of: i64,
    ) -> Result<Arc<dyn Fold>, ReadError> {
        let kept = |folds: &Folds| {
            folds.get(tenant).filter(|(at, _)| *at == as_of).map(|(_, fold)| fold.clone())
        };
        if let Some(fold) = kept(&self.folds.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(fold);
        }
        let mut basis = Basis {
            procedures: query::versions(tx, tenant, PROCEDURES).await?,
            ..Basis::default()
        };
        for &register in self.models.registers() {
            let rows = query::rows(tx, tenant, register, 0, usize::MAX >> 1).await?;
            basis.rows.insert(register, rows);
        }
        let fold = self.fold_of(tenant, &basis)?;
        let mut folds = self.folds.lock().unwrap_or_else(PoisonError::into_inner);
        if folds.len() >= KEPT {
            folds.clear();
        }
        folds.insert(tenant.to_owned(), (as_of, fold.clone()));
        Ok(fold)
    }

    /// What makes the models of a tenant by this.
    pub(crate) fn fold_of(&self, tenant: &str, basis: &Basis) -> Result<Arc<dyn Fold>, ReadError> {
        let unusable = |what| ReadError::Unusable { tenant: tenant.to_owned(), what };
        Ok(Arc::new(Keepable(self.models.fold(basis).map_err(unusable)?)))
    }

    /// Writes what follows from a batch whose acts are written: where its matters stand, their
    /// models, and those of matters that hang on its registers.
    pub(crate) async fn project(
        &self,
        tx: &mut Tx,
        stands: &Tenant,
        batch: &Batch<'_>,
        before: &[(Name<'_>, Cells)],
    ) -> Result<(), ReadError> {
        let tenant = batch.tenant;
        let is_case = |(register, _): &Name<'_>| *register == MATTERS;
        let (cases, rows): (Vec<_>, Vec<_>) = batch.new.matters.iter().partition(|it| is_case(it));
        // Registers first: cases hang on them.
        let rows: Vec<_> =
            rows.into_iter().map(|name| (name, &batch.heads[&name], Model::default())).collect();
        write(tx, tenant, &[], &rows).await?;
        if !cases.is_empty() {
            let acts = acts_of_batch(tx, batch, &cases).await?;
            let models = self.fold(tx, tenant, stands.basis).await?.fold(&acts, stands.recorded_at);
            let known = cases.iter().filter(|name| batch.known.contains(name));
            let known: Vec<&str> = known.map(|(_, matter)| *matter).collect();
            let heads = cases.iter().map(|name| (*name, &batch.heads[name]));
            let rows: Vec<_> =
                heads.zip(models).map(|((name, head), model)| (name, head, model)).collect();
            write(tx, tenant, &known, &rows).await?;
        }
        for concern in self.concerns(batch, before) {
            self.make_again(tx, tenant, stands, &concern).await?;
        }
        Ok(())
    }

    /// What the batch's changes of registers concern, each once; everything alone.
    fn concerns(&self, batch: &Batch<'_>, before: &[(Name<'_>, Cells)]) -> Vec<Concern> {
        let mut before: HashMap<Name<'_>, &Cells> =
            before.iter().map(|(name, cells)| (*name, cells)).collect();
        let mut concerns = Vec::new();
        for row in &batch.new.acts {
            let (register, act) = (row.append.register.as_str(), &row.append.acts[row.index]);
            if !self.models.registers().contains(&register) {
                continue;
            }
            let name = (register, row.append.matter.as_str());
            let after = Some(&act.cells).filter(|_| act.act == RECORDED);
            let concern = match self.models.concerns(register, before.get(&name).copied(), after) {
                // Matters of a code that no index takes aren't found by it.
                Concern::Item(code) if fault_of_name(&code).is_some() => Concern::Everything,
                concern => concern,
            };
            match after {
                Some(after) => before.insert(name, after),
                None => before.remove(&name),
            };
            if concern == Concern::Everything {
                return vec![concern];
            }
            if concern != Concern::Nothing && !concerns.contains(&concern) {
                concerns.push(concern);
            }
        }
        concerns
    }

    /// Makes the models of all matters that something concerns again.
    async fn make_again(
        &self,
        tx: &mut Tx,
        tenant: &str,
        stands: &Tenant,
        concern: &Concern,
    ) -> Result<(), ReadError> {
        let (statement, key) = match concern {
            Concern::Nothing => return Ok(()),
            Concern::Item(code) => (MATTERS_OF_ITEM, code.as_str()),
            Concern::Everything => (MATTERS_OF_REGISTER, MATTERS),
        };
        let mut last = String::new();
        loop {
            let matters: Vec<(String,)> = tx
                .fetch(statement, &[tenant.into(), key.into(), (&last).into(), TOGETHER.into()])
                .await?;
            let Some((end,)) = matters.last() else { return Ok(()) };
            last.clone_from(end);
            let names: Vec<_> = matters.iter().map(|(it,)| (MATTERS, it.as_str())).collect();
            self.write_anew(tx, tenant, stands, &names).await?;
        }
    }

    /// Writes all that is made of matters anew from their acts; what has no acts is taken away.
    pub(crate) async fn write_anew(
        &self,
        tx: &mut Tx,
        tenant: &str,
        stands: &Tenant,
        names: &[Name<'_>],
    ) -> Result<(), ReadError> {
        let acts = query::acts_of(tx, tenant, names).await?;
        let of = |name: &Name<'_>| acts.get(&(name.0.to_owned(), name.1.to_owned()));
        let without: Vec<_> = names.iter().copied().filter(|name| of(name).is_none()).collect();
        for (register, matters) in query::by_register(&without) {
            let matters: Vec<_> = matters.into_iter().map(|matter| [matter.into()]).collect();
            tx.run_many(&DROP_MATTERS, &[tenant.into(), register.into()], &matters).await?;
        }
        let cases: Vec<_> = names.iter().filter(|(register, _)| *register == MATTERS).collect();
        let of_cases: Vec<_> = cases.iter().filter_map(|name| of(name).cloned()).collect();
        let fold = self.fold(tx, tenant, stands.basis).await?;
        let mut models = fold.fold(&of_cases, stands.recorded_at).into_iter();
        let heads: Vec<_> = names
            .iter()
            .filter_map(|name| {
                let head = Head::of(of(name)?);
                let model = (name.0 == MATTERS).then(|| models.next()).flatten();
                Some((*name, head, model.unwrap_or_default()))
            })
            .collect();
        let rows: Vec<_> =
            heads.iter().map(|(name, head, model)| (*name, head, model.clone())).collect();
        let known: Vec<&str> = cases.iter().map(|(_, matter)| *matter).collect();
        Ok(write(tx, tenant, &known, &rows).await?)
    }
}

impl Head {
    /// Where a matter with these acts stands.
    pub(crate) fn of(acts: &[Act]) -> Self {
        let mut head = Self::default();
        for act in acts {
            head.take(&act.act, act.position, act.under.as_ref());
        }
        head
    }

    /// Where it stands after one more act.
    pub(crate) fn take(&mut self, act: &str, position: i64, under: Option<&String>) {
        self.version += 1;
        match act {
            RECORDED => self.row_version = self.version,
            RETIRED => self.row_version = 0,
            _ => {}
        }
        if self.version == 1 {
            self.opened = position;
            self.under = under.cloned();
        }
    }
}

/// All acts of the batch's cases, in the order of `cases`.
async fn acts_of_batch(
    tx: &mut Tx,
    batch: &Batch<'_>,
    cases: &[Name<'_>],
) -> Result<Vec<Vec<Act>>, ReadError> {
    let known: Vec<_> = cases.iter().copied().filter(|name| batch.known.contains(name)).collect();
    let mut acts: BTreeMap<_, _> = query::acts_of(tx, batch.tenant, &known).await?;
    let mut new: HashMap<Name<'_>, Vec<Act>> = HashMap::new();
    for row in &batch.new.acts {
        let name = (row.append.register.as_str(), row.append.matter.as_str());
        if name.0 == MATTERS && !batch.known.contains(&name) {
            new.entry(name).or_default().push(row.act(batch.recorded_at));
        }
    }
    let mut all = Vec::with_capacity(cases.len());
    for &(register, matter) in cases {
        let read = acts.remove(&(register.to_owned(), matter.to_owned()));
        all.push(read.or_else(|| new.remove(&(register, matter))).unwrap_or_default());
    }
    Ok(all)
}

/// Writes where matters stand and what is made of them; `known` are the cases that may have models
/// already.
async fn write(
    tx: &mut Tx,
    tenant: &str,
    known: &[&str],
    rows: &[(Name<'_>, &Head, Model)],
) -> Result<(), StoreError> {
    let matters: Vec<[Value<'_>; 10]> = rows
        .iter()
        .map(|((register, matter), head, model)| {
            [
                tenant.into(),
                (*register).into(),
                (*matter).into(),
                head.version.into(),
                head.row_version.into(),
                head.opened.into(),
                head.under.as_deref().into(),
                model.stage.as_deref().into(),
                model.item_code.as_deref().into(),
                model.wakes.into(),
            ]
        })
        .collect();
    tx.run_many(&SET_MATTERS, &[], &matters).await?;
    let known: Vec<_> = known.iter().map(|matter| [(*matter).into()]).collect();
    for drop in [&DROP_DUES, &DROP_FACTS, &DROP_FINDINGS, &DROP_MENTIONS] {
        tx.run_many(drop, &[tenant.into()], &known).await?;
    }
    let (mut dues, mut facts, mut findings) = (Vec::new(), Vec::new(), Vec::new());
    let mut mentions = Vec::new();
    for ((_, matter), head, model) in rows {
        dues.extend(model.dues.iter().map(|due| -> [Value<'_>; 7] {
            [
                tenant.into(),
                (*matter).into(),
                (&due.clock).into(),
                due.started.into(),
                due.promised.into(),
                due.by_law.into(),
                due.due().into(),
            ]
        }));
        facts.extend(model.facts.iter().map(|fact| -> [Value<'_>; 6] {
            [
                tenant.into(),
                (*matter).into(),
                fact.year.into(),
                fact.until.into(),
                head.opened.into(),
                (&fact.facts).into(),
            ]
        }));
        mentions.extend(model.mentions.iter().map(|subject| -> [Value<'_>; 3] {
            [tenant.into(), (*matter).into(), subject.into()]
        }));
        findings.extend(model.findings.iter().map(|finding| -> [Value<'_>; 7] {
            [
                tenant.into(),
                (*matter).into(),
                finding.position.into(),
                (&finding.code).into(),
                finding.is_of_row.into(),
                (&finding.field).into(),
                (&finding.message).into(),
            ]
        }));
    }
    tx.run_many(&ADD_DUES, &[], &dues).await?;
    tx.run_many(&ADD_FACTS, &[], &facts).await?;
    tx.run_many(&ADD_MENTIONS, &[], &mentions).await?;
    tx.run_many(&ADD_FINDINGS, &[], &findings).await
}
