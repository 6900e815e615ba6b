//! The parts people have (角色).

use std::fmt;
use std::str::FromStr;

/// No role has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not a role; give one of {}", listed(Role::ALL.iter().map(|role| role.code())))]
pub struct NoSuchRole {
    /// What was given.
    pub given: String,
}

/// Declares the roles: each with its word in files, its Chinese and its English term.
macro_rules! roles {
    ($($(#[$meta:meta])* $role:ident = $code:literal $chinese:literal $english:literal,)+) => {
        /// What somebody is to an agency. A person may have several roles; who has none may do
        /// nothing.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role {
            $($(#[$meta])* $role,)+
        }

        impl Role {
            /// All roles.
            pub const ALL: &'static [Self] = &[$(Self::$role),+];

            /// Its word in files, tables and policies.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$role => $code,)+ }
            }

            /// The Chinese term.
            pub const fn chinese(self) -> &'static str {
                match self { $(Self::$role => $chinese,)+ }
            }

            /// The English term.
            pub const fn english(self) -> &'static str {
                match self { $(Self::$role => $english,)+ }
            }
        }
    };
}

roles! {
    /// Files a case for themselves.
    Applicant = "applicant" "申请人" "applicant",
    /// Files and follows cases for an organisation.
    Agent = "agent" "单位办事人" "agent of an organisation",
    /// Takes cases in.
    WindowClerk = "window_clerk" "窗口人员" "window clerk",
    /// Checks materials and facts.
    Reviewer = "reviewer" "审查人员" "reviewer",
    /// Checks what the reviewer proposes.
    Approver = "approver" "审核人员" "approver",
    /// Grants or refuses.
    Decider = "decider" "决定人" "decider",
    /// Watches how the work is done, here and in other agencies.
    Supervisor = "supervisor" "监督人员" "supervisor",
    /// Writes items, powers and registers.
    CatalogueEditor = "catalogue_editor" "事项编辑" "catalogue editor",
    /// Inspects those under supervision.
    Inspector = "inspector" "检查人员" "inspector",
    /// Keeps what is shared with other agencies.
    SharingAdministrator = "sharing_administrator" "共享管理员" "sharing administrator",
    /// Answers the hotline 12345.
    HotlineAgent = "hotline_agent" "热线人员" "hotline agent",
    /// Looks into what anybody did.
    Auditor = "auditor" "审计人员" "auditor",
    /// Keeps accounts and settings.
    SystemAdministrator = "system_administrator" "系统管理员" "system administrator",
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Role {
    type Err = NoSuchRole;

    fn from_str(given: &str) -> Result<Self, NoSuchRole> {
        let named = |role: &&Self| [role.code(), role.chinese()].contains(&given);
        Self::ALL.iter().find(named).copied().ok_or_else(|| NoSuchRole { given: given.to_owned() })
    }
}

/// Words in backticks, for a message.
pub(crate) fn listed<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
