//! How the program serves: from a file, the environment and the command line, the last one first.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The settings there are: name, and the environment's name for it.
const NAMES: [(&str, &str); 7] = [
    ("listen", "XIAONENG_LISTEN"),
    ("data", "XIAONENG_DATA"),
    ("database", "XIAONENG_DATABASE"),
    ("tenant", "XIAONENG_TENANT"),
    ("keys", "XIAONENG_KEYS"),
    ("origin", "XIAONENG_ORIGIN"),
    ("forwarded", "XIAONENG_FORWARDED"),
];

/// Why settings aren't taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettingsError {
    /// The file can't be read.
    #[error("can't read `{}`", file.display())]
    Read { file: PathBuf, source: io::Error },
    /// The file isn't TOML.
    #[error("`{}`: {what}", file.display())]
    NoToml { file: PathBuf, what: String },
    /// There is no such setting.
    #[error("`{}` sets `{name}`, which isn't known; known are {}", file.display(), known())]
    Unknown { file: PathBuf, name: String },
    /// A value that isn't text.
    #[error("`{}`: `{name}` is to be text in quotation marks", file.display())]
    NoText { file: PathBuf, name: String },
    /// No address to serve on.
    #[error(
        "`listen` is `{value}` ({from}) and should be an address with a port, like 127.0.0.1:8080"
    )]
    Address { value: String, from: Source },
    /// No address that browsers could know it by.
    #[error(
        "`origin` is `{value}` ({from}) and should be how browsers address it, like https://hall.example"
    )]
    Origin { value: String, from: Source },
    /// Neither yes nor no.
    #[error("`forwarded` is `{value}` ({from}) and should be `yes` or `no`")]
    Forwarded { value: String, from: Source },
    /// Two ledgers, or none.
    #[error("{0}")]
    Ledger(&'static str),
}

fn known() -> String {
    NAMES.map(|(name, _)| format!("`{name}`")).join(", ")
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    Default,
    File(PathBuf),
    Environment(&'static str),
    CommandLine,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(file) => write!(f, "{}", file.display()),
            Self::Environment(name) => f.write_str(name),
            Self::CommandLine => f.write_str("command line"),
        }
    }
}

/// What the command line says.
pub(crate) type Given = BTreeMap<&'static str, String>;

/// How the program serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    values: BTreeMap<&'static str, (String, Source)>,
}

impl Settings {
    /// Takes what is given, else the environment's, else the file's, else the default.
    ///
    /// # Errors
    /// [`SettingsError`].
    pub(crate) fn read(
        file: Option<&Path>,
        environment: impl Fn(&str) -> Option<String>,
        given: &Given,
    ) -> Result<Self, SettingsError> {
        let of_file = file.map(of_file).transpose()?.unwrap_or_default();
        let mut values = BTreeMap::new();
        for (name, variable) in NAMES {
            let found = given
                .get(name)
                .map(|value| (value.clone(), Source::CommandLine))
                .or_else(|| Some((environment(variable)?, Source::Environment(variable))))
                .or_else(|| {
                    let file = file?.to_owned();
                    Some((of_file.get(name)?.clone(), Source::File(file)))
                })
                .or_else(|| Some((default(name)?.to_owned(), Source::Default)));
            if let Some(found) = found.filter(|(value, _)| !value.is_empty()) {
                values.insert(name, found);
            }
        }
        let settings = Self { values };
        settings.check()?;
        Ok(settings)
    }

    fn check(&self) -> Result<(), SettingsError> {
        self.listen()?;
        self.is_forwarded()?;
        if let Some((value, from)) =
            self.values.get("origin").cloned().filter(|(it, _)| !is_origin(it))
        {
            return Err(SettingsError::Origin { value, from });
        }
        match (self.get("data"), self.get("database")) {
            (Some(_), Some(_)) => Err(SettingsError::Ledger(
                "both `data` and `database` are set; say where the ledger is with one of them",
            )),
            (None, None) => Err(SettingsError::Ledger(
                "say where the ledger is: `data` is its folder, or `database` the address of a \
                 PostgreSQL",
            )),
            _ => Ok(()),
        }
    }

    /// The address to serve on.
    ///
    /// # Errors
    /// When it is none.
    pub(crate) fn listen(&self) -> Result<SocketAddr, SettingsError> {
        let (value, from) =
            self.values.get("listen").cloned().unwrap_or_else(|| {
                (default("listen").unwrap_or_default().to_owned(), Source::Default)
            });
        value.parse().map_err(|_| SettingsError::Address { value, from })
    }

    /// Whether who asks is told by the server before this one.
    ///
    /// # Errors
    /// When it is neither yes nor no.
    pub(crate) fn is_forwarded(&self) -> Result<bool, SettingsError> {
        match self.values.get("forwarded").cloned() {
            None => Ok(false),
            Some((value, from)) => match value.as_str() {
                "yes" => Ok(true),
                "no" => Ok(false),
                _ => Err(SettingsError::Forwarded { value, from }),
            },
        }
    }

    /// A value by its name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(|(value, _)| value.as_str())
    }

    /// Each value that is set, and where it comes from; the password of a database is left out.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&'static str, String, &Source)> {
        self.values.iter().map(|(name, (value, source))| (*name, shown(value), source))
    }
}

/// Whether it is a scheme, a host and perhaps a port, as browsers name an origin (RFC 6454, 6.2).
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty()
            && !host.starts_with(':')
            && host.chars().all(|c| c.is_ascii_alphanumeric() || "-.:[]".contains(c))
            && !host.chars().any(|c| c.is_ascii_uppercase())
    })
}

/// What is shown of a value: nothing between a user's name and the host.
fn shown(value: &str) -> String {
    let Some((scheme, rest)) = value.split_once("://") else { return value.to_owned() };
    match rest.rsplit_once('@').and_then(|(user, host)| Some((user.split_once(':')?.0, host))) {
        Some((user, host)) => format!("{scheme}://{user}:…@{host}"),
        None => value.to_owned(),
    }
}

fn default(name: &str) -> Option<&'static str> {
    match name {
        "listen" => Some("127.0.0.1:8080"),
        "tenant" => Some(crate::records::AGENCY),
        _ => None,
    }
}

fn of_file(file: &Path) -> Result<BTreeMap<String, String>, SettingsError> {
    let named = || file.to_owned();
    let text =
        fs::read_to_string(file).map_err(|source| SettingsError::Read { file: named(), source })?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        SettingsError::NoToml { file: named(), what: error.to_string() }
    })?;
    let value = |(name, value): (String, toml::Value)| {
        if !NAMES.iter().any(|(known, _)| *known == name) {
            return Err(SettingsError::Unknown { file: named(), name });
        }
        match value {
            toml::Value::String(text) => Ok((name, text)),
            _ => Err(SettingsError::NoText { file: named(), name }),
        }
    };
    table.into_iter().map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(
        text: &str,
        environment: &[(&str, &str)],
        given: &[(&'static str, &str)],
    ) -> Result<Settings, String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("xiaoneng.toml");
        fs::write(&file, text).unwrap();
        let environment = |name: &str| {
            let found = environment.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let given = given.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Settings::read(Some(&file), environment, &given).map_err(|error| error.to_string())
    }

    #[test]
    fn the_command_line_goes_before_the_environment_and_that_before_the_file() {
        let text = "data = \"one\"\ntenant = \"police\"\nlisten = \"[::1]:80\"";
        let environment = [("XIAONENG_DATA", "two"), ("XIAONENG_TENANT", "fire")];
        let settings = read(text, &environment, &[("tenant", "water")]).unwrap();
        let found = ["data", "tenant", "database", "keys"].map(|name| settings.get(name));
        assert_eq!(found, [Some("two"), Some("water"), None, None]);
        assert_eq!(settings.listen().unwrap().to_string(), "[::1]:80");
        let (_, _, source) = settings.each().find(|(name, ..)| *name == "data").unwrap();
        assert_eq!(source.to_string(), "XIAONENG_DATA");
    }

    #[test]
    fn what_cant_be_taken_is_named_with_its_place() {
        for (text, said) in [
            ("data = \"a\"\nport = 1", "sets `port`, which isn't known; known are `listen`"),
            ("data = 7", "`data` is to be text"),
            ("data = \"a", "xiaoneng.toml"),
            ("data = \"a\"\nlisten = \"here\"", "`listen` is `here`"),
            (
                "data = \"a\"\norigin = \"https://hall.example/x\"",
                "`origin` is `https://hall.example/x`",
            ),
            ("data = \"a\"\nforwarded = \"maybe\"", "`forwarded` is `maybe`"),
            ("", "say where the ledger is"),
            ("data = \"a\"\ndatabase = \"postgres://b\"", "both `data` and `database`"),
        ] {
            let error = read(text, &[], &[]).unwrap_err();
            assert!(error.contains(said), "{text}: {error}");
        }
    }

    #[test]
    fn no_password_is_shown() {
        for (value, expected) in [
            ("postgres://clerk:geheim:x@db:5432/x", "postgres://clerk:…@db:5432/x"),
            ("postgres://clerk@db/x", "postgres://clerk@db/x"),
            ("data", "data"),
        ] {
            assert_eq!(shown(value), expected);
        }
    }
}
