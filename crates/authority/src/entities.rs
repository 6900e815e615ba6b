//! Who asks and about what, as the entities that policies speak of (`policies/schema.cedarschema`).

use std::collections::{HashMap, HashSet};

use cedar_policy::{
    Context, Entities, Entity, EntityId, EntityTypeName, EntityUid, Request, RestrictedExpression,
};

use crate::{Action, Principal, Resource, Role, StandIn};

type Value = RestrictedExpression;

/// What goes wrong here can only be a name this file gives: told as text, and refused.
type Unclear = Box<dyn std::error::Error>;

/// The types of entities, read once.
#[derive(Debug)]
pub(crate) struct Types {
    person: EntityTypeName,
    role: EntityTypeName,
    resource: EntityTypeName,
    action: EntityTypeName,
}

impl Types {
    pub(crate) fn new() -> Result<Self, Unclear> {
        Ok(Self {
            person: "Person".parse()?,
            role: "Role".parse()?,
            resource: "Resource".parse()?,
            action: "Action".parse()?,
        })
    }

    /// The question whether `principal` may do `action` to `resource`.
    pub(crate) fn request(
        &self,
        principal: &Principal,
        action: Action,
    ) -> Result<Request, Unclear> {
        let asked = [("asked".to_owned(), text(action.code()))];
        Ok(Request::new(
            self.a_person(&principal.id),
            uid(&self.action, action.code()),
            self.the_resource(),
            Context::from_pairs(asked)?,
            None,
        )?)
    }

    /// All that policies may look at to answer it.
    pub(crate) fn entities(
        &self,
        principal: &Principal,
        resource: &Resource,
    ) -> Result<Entities, Unclear> {
        let both = [self.of_principal(principal)?, self.of_resource(resource)?];
        Ok(Entities::from_entities(both, None)?)
    }

    fn of_principal(&self, principal: &Principal) -> Result<Entity, Unclear> {
        let standing_in: Result<Vec<_>, _> =
            principal.stands_in_for.iter().map(|absent| self.of_stand_in(absent)).collect();
        let scopes = principal
            .scopes
            .as_ref()
            .map(|scopes| Value::new_set(scopes.iter().map(|action| text(action.code()))));
        let attributes = [
            ("agency", Some(text(&principal.agency))),
            ("division", principal.division.as_deref().map(text)),
            ("second_factor", Some(Value::new_bool(principal.second_factor))),
            ("scopes", scopes),
            ("stands_in_for", Some(Value::new_set(standing_in?))),
        ];
        let roles = principal.roles.iter().map(|role| self.a_role(*role)).collect();
        Ok(Entity::new(self.a_person(&principal.id), given(attributes), roles)?)
    }

    fn of_stand_in(&self, absent: &StandIn) -> Result<Value, Unclear> {
        Ok(Value::new_record([
            ("role".to_owned(), Value::new_entity_uid(self.a_role(absent.role))),
            ("division".to_owned(), text(&absent.division)),
        ])?)
    }

    fn of_resource(&self, resource: &Resource) -> Result<Entity, Unclear> {
        let person = |id: &String| Value::new_entity_uid(self.a_person(id));
        let attributes = [
            ("agency", Some(text(&resource.agency))),
            ("division", resource.division.as_deref().map(text)),
            ("owner", resource.owner.as_ref().map(person)),
            ("involved", Some(Value::new_set(resource.involved.iter().map(person)))),
        ];
        Ok(Entity::new(self.the_resource(), given(attributes), HashSet::new())?)
    }

    fn a_person(&self, id: &str) -> EntityUid {
        uid(&self.person, id)
    }

    fn a_role(&self, role: Role) -> EntityUid {
        uid(&self.role, role.code())
    }

    /// There is one a question, so it needs no name.
    fn the_resource(&self) -> EntityUid {
        uid(&self.resource, "")
    }
}

fn uid(of: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(of.clone(), EntityId::new(id))
}

fn text(value: &str) -> Value {
    Value::new_string(value.to_owned())
}

/// The attributes that are there.
fn given<const N: usize>(attributes: [(&str, Option<Value>); N]) -> HashMap<String, Value> {
    attributes.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}
