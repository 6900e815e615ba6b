//! The policies, read and held against their schema, and the one function that asks them.

use std::collections::{BTreeMap, BTreeSet};

use cedar_policy::{
    Authorizer, Decision as Answer, Effect, Entities, Policy, PolicyId, PolicySet, Request, Schema,
    ValidationMode, Validator,
};

use crate::entities::Types;
use crate::role::listed;
use crate::{Action, Decision, Principal, Reason, Resource, Role};

/// The schema and the policies of the program, by the names of their files in `policies/`.
const TEXTS: [(&str, &str); 6] = [
    ("schema.cedarschema", include_str!("../policies/schema.cedarschema")),
    ("accounts.cedar", include_str!("../policies/accounts.cedar")),
    ("cases.cedar", include_str!("../policies/cases.cedar")),
    ("items.cedar", include_str!("../policies/items.cedar")),
    ("limits.cedar", include_str!("../policies/limits.cedar")),
    ("work.cedar", include_str!("../policies/work.cedar")),
];

/// Why policies can't be used.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// A text can't be read.
    #[error("{file}: {problem}")]
    Syntax {
        /// The file.
        file: String,
        /// What is wrong, and where.
        problem: String,
    },
    /// A policy has no name of its own, or a forbidding one no reason.
    #[error("{file}: {problem}; give it {missing}")]
    Annotation {
        /// The file.
        file: String,
        /// Which policy, and what is wrong.
        problem: String,
        /// The annotation to add.
        missing: String,
    },
    /// A policy speaks of something that the schema doesn't have, or may fail when it is asked.
    #[error("policies don't fit the schema: {0}")]
    Invalid(String),
}

/// All policies, ready to be asked.
#[derive(Debug)]
pub struct Authority {
    texts: Vec<(String, String)>,
    policies: PolicySet,
    /// The permitting ones alone, to tell who may.
    permits: PolicySet,
    /// Why each forbidding one forbids.
    reasons: BTreeMap<PolicyId, Reason>,
    types: Types,
}

impl Authority {
    /// The policies built into the program.
    ///
    /// # Errors
    /// None that a test wouldn't have found.
    pub fn built_in() -> Result<Self, PolicyError> {
        Self::read(TEXTS)
    }

    /// Policies from their texts, each with the name of its file: the schema (`*.cedarschema`)
    /// and any number of policies. All are validated against the schema, strictly.
    ///
    /// # Errors
    /// [`PolicyError`]: what is wrong, and in which file.
    pub fn read<'a>(
        texts: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, PolicyError> {
        let texts: Vec<_> =
            texts.into_iter().map(|(file, text)| (file.to_owned(), text.to_owned())).collect();
        let (schemas, sources): (Vec<_>, Vec<_>) =
            texts.iter().partition(|(file, _)| file.ends_with(".cedarschema"));
        let mut policies = PolicySet::new();
        let mut permits = PolicySet::new();
        let mut reasons = BTreeMap::new();
        for (file, source) in sources {
            let parsed: PolicySet = source.parse().map_err(|error| syntax(file, error))?;
            for policy in parsed.policies() {
                let policy = named(file, policy)?;
                if policy.effect() == Effect::Forbid {
                    reasons.insert(policy.id().clone(), reason(file, &policy)?);
                } else {
                    permits.add(policy.clone()).map_err(|error| syntax(file, error))?;
                }
                policies.add(policy).map_err(|error| syntax(file, error))?;
            }
        }
        validate(&schema(&schemas)?, &policies)?;
        let types = Types::new().map_err(|error| syntax("types", error))?;
        Ok(Self { texts, policies, permits, reasons, types })
    }

    /// The texts by the names of their files: what is kept as a version, so that it can be told
    /// later by which policies something was permitted.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(file, text)| (file.as_str(), text.as_str()))
    }

    /// Whether `principal` may do `action` to `resource`. What no policy permits is refused, and
    /// what one forbids is refused whatever others permit.
    pub fn decide(&self, principal: &Principal, action: Action, resource: &Resource) -> Decision {
        self.asked(principal, action, resource)
            .unwrap_or(Decision::Refused { reason: Reason::Unclear })
    }

    /// Of every action, whether `principal` may do it to `resource`, and by which policy or why
    /// not.
    pub fn explain<'a>(
        &'a self,
        principal: &'a Principal,
        resource: &'a Resource,
    ) -> impl Iterator<Item = (Action, Decision)> + 'a {
        Action::ALL.iter().map(move |&action| (action, self.decide(principal, action, resource)))
    }

    /// The answer, or `None` when a policy couldn't be evaluated.
    fn asked(
        &self,
        principal: &Principal,
        action: Action,
        resource: &Resource,
    ) -> Option<Decision> {
        let request = self.types.request(principal, action).ok()?;
        let entities = self.types.entities(principal, resource).ok()?;
        let response = Authorizer::new().is_authorized(&request, &self.policies, &entities);
        if response.diagnostics().errors().next().is_some() {
            return None;
        }
        let told = response.diagnostics().reason();
        match response.decision() {
            Answer::Allow => told.min().map(|by| Decision::Permitted { by: by.to_string() }),
            Answer::Deny => {
                let forbidden = told.filter_map(|policy| self.reasons.get(policy)).cloned();
                let no_role = (!self.permits(&request, &entities)).then(Reason::no_role);
                let reason = match forbidden.chain(no_role).min()? {
                    Reason::NoRole { .. } => {
                        Reason::NoRole { who: self.who(principal, action, resource) }
                    }
                    reason => reason,
                };
                Some(Decision::Refused { reason })
            }
        }
    }

    /// Whether a role is good for it, if nothing forbids it.
    fn permits(&self, request: &Request, entities: &Entities) -> bool {
        let response = Authorizer::new().is_authorized(request, &self.permits, entities);
        response.decision() == Answer::Allow
    }

    /// The roles by which somebody like `principal` could: each tried alone.
    fn who(&self, principal: &Principal, action: Action, resource: &Resource) -> BTreeSet<Role> {
        let could = |role: &Role| {
            let alone = Principal {
                roles: BTreeSet::from([*role]),
                stands_in_for: BTreeSet::new(),
                ..principal.clone()
            };
            let request = self.types.request(&alone, action);
            let entities = self.types.entities(&alone, resource);
            matches!((request, entities), (Ok(request), Ok(entities)) if self.permits(&request, &entities))
        };
        Role::ALL.iter().copied().filter(could).collect()
    }
}

fn syntax(file: &str, error: impl std::fmt::Display) -> PolicyError {
    PolicyError::Syntax { file: file.to_owned(), problem: error.to_string() }
}

fn schema(texts: &[&(String, String)]) -> Result<Schema, PolicyError> {
    let [(file, text)] = texts else {
        return Err(PolicyError::Invalid(format!(
            "{} schemas are given; give one, in a file that ends in `.cedarschema`",
            texts.len()
        )));
    };
    Schema::from_cedarschema_str(text)
        .map(|(schema, _)| schema)
        .map_err(|error| syntax(file, error))
}

/// The policy under the name it gives itself, which stays the same when policies are moved.
fn named(file: &str, policy: &Policy) -> Result<Policy, PolicyError> {
    let id = policy.annotation("id").ok_or_else(|| PolicyError::Annotation {
        file: file.to_owned(),
        problem: format!("a policy has no name: `{}`", first_line(policy)),
        missing: "an `@id(\"…\")`".to_owned(),
    })?;
    Ok(policy.new_id(PolicyId::new(id)))
}

fn reason(file: &str, policy: &Policy) -> Result<Reason, PolicyError> {
    let given = policy.annotation("reason").unwrap_or_default();
    let known = Reason::OF_POLICIES.iter().find(|reason| reason.code() == given);
    known.cloned().ok_or_else(|| PolicyError::Annotation {
        file: file.to_owned(),
        problem: format!("`{}` forbids for the reason `{given}`", policy.id()),
        missing: format!(
            "a `@reason(\"…\")` of {}",
            listed(Reason::OF_POLICIES.iter().map(Reason::code))
        ),
    })
}

fn first_line(policy: &Policy) -> String {
    policy.to_string().lines().next().unwrap_or_default().to_owned()
}

fn validate(schema: &Schema, policies: &PolicySet) -> Result<(), PolicyError> {
    let found = Validator::new(schema.clone()).validate(policies, ValidationMode::Strict);
    if found.validation_passed_without_warnings() {
        return Ok(());
    }
    let errors = found.validation_errors().map(ToString::to_string);
    let warnings = found.validation_warnings().map(ToString::to_string);
    Err(PolicyError::Invalid(errors.chain(warnings).collect::<Vec<_>>().join("; ")))
}
