//! How the program serves: from a file, the environment and the command line, the last one first.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The settings there are: name, and the environment's name for it.
const NAMES: [(&str, &str); 13] = [
    ("listen", "XIAONENG_LISTEN"),
    ("data", "XIAONENG_DATA"),
    ("database", "XIAONENG_DATABASE"),
    ("tenant", "XIAONENG_TENANT"),
    ("keys", "XIAONENG_KEYS"),
    ("origin", "XIAONENG_ORIGIN"),
    ("forwarded", "XIAONENG_FORWARDED"),
    ("openid_issuer", "XIAONENG_OPENID_ISSUER"),
    ("openid_client_id", "XIAONENG_OPENID_CLIENT_ID"),
    (SECRET, "XIAONENG_OPENID_CLIENT_SECRET"),
    (SECRET_FILE, "XIAONENG_OPENID_CLIENT_SECRET_FILE"),
    ("openid_name", "XIAONENG_OPENID_NAME"),
    ("openid_ca", "XIAONENG_OPENID_CA"),
];

/// What the provider gave the program, which is never shown.
const SECRET: &str = "openid_client_secret";
/// The file with it.
const SECRET_FILE: &str = "openid_client_secret_file";

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
    /// A provider of which something isn't said, or is said twice.
    #[error("{0}")]
    OpenId(&'static str),
    /// A provider that can't be asked.
    #[error("`openid_issuer`, `origin` or `openid_ca`: {0}")]
    Provider(#[from] openid::OpenIdError),
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
#[derive(Clone, PartialEq, Eq)]
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
        self.openid()?;
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

    /// The provider by which people sign in, and what its button says.
    ///
    /// # Errors
    /// When something of it is missing, or it can't be asked.
    pub(crate) fn openid(&self) -> Result<Option<(openid::Settings, String)>, SettingsError> {
        let Some(issuer) = self.get("openid_issuer") else {
            let is_said = self.values.keys().any(|name| name.starts_with("openid_"));
            return if is_said {
                Err(SettingsError::OpenId("`openid_issuer` is missing: whom to ask"))
            } else {
                Ok(None)
            };
        };
        let missing = SettingsError::OpenId;
        let client_id = self.get("openid_client_id").ok_or(missing(
            "`openid_client_id` is missing: the name by which the provider knows this program",
        ))?;
        let origin = self.get("origin").ok_or(missing(
            "`origin` is missing: with `openid_issuer` the provider sends browsers back there",
        ))?;
        let settings = openid::Settings {
            issuer: issuer.to_owned(),
            client_id: client_id.to_owned(),
            client_secret: self.client_secret()?,
            redirect: format!("{origin}/sign-in/openid/callback"),
            ca_file: self.get("openid_ca").map(PathBuf::from),
        };
        settings.check()?;
        Ok(Some((settings, self.get("openid_name").unwrap_or("OpenID").to_owned())))
    }

    fn client_secret(&self) -> Result<Option<String>, SettingsError> {
        match (self.get(SECRET), self.get(SECRET_FILE)) {
            (Some(_), Some(_)) => Err(SettingsError::OpenId(
                "both `openid_client_secret` and `openid_client_secret_file` are set; keep one",
            )),
            (Some(secret), None) => Ok(Some(secret.to_owned())),
            (None, Some(file)) => {
                let file = PathBuf::from(file);
                let text = fs::read_to_string(&file)
                    .map_err(|source| SettingsError::Read { file, source })?;
                Ok(Some(text.trim_end().to_owned()))
            }
            (None, None) => Ok(None),
        }
    }

    /// A value by its name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(|(value, _)| value.as_str())
    }

    /// Each value that is set, and where it comes from; what is secret in it is left out.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&'static str, String, &Source)> {
        self.values.iter().map(|(name, (value, source))| {
            let value = if *name == SECRET { "…".to_owned() } else { shown(value) };
            (*name, value, source)
        })
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.each()).finish()
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
            ("data = \"a\"\nopenid_name = \"b\"", "`openid_issuer` is missing"),
            (&*with_openid("openid_client_id = \"c\""), "`origin` is missing"),
            (&*with_openid("origin = \"https://hall.example\""), "`openid_client_id` is missing"),
            (
                &*with_openid(&format!("{WHOLE}\nopenid_client_secret_file = \"none/such\"")),
                "can't read `none/such`",
            ),
            (
                &*with_openid(&format!(
                    "{WHOLE}\nopenid_client_secret = \"a\"\nopenid_client_secret_file = \"b\""
                )),
                "both `openid_client_secret` and `openid_client_secret_file`",
            ),
            (
                &*format!("{WHOLE}\ndata = \"a\"\nopenid_issuer = \"http://id.example\""),
                "`http://id.example` can't be used",
            ),
            ("", "say where the ledger is"),
            ("data = \"a\"\ndatabase = \"postgres://b\"", "both `data` and `database`"),
        ] {
            let error = read(text, &[], &[]).unwrap_err();
            assert!(error.contains(said), "{text}: {error}");
        }
    }

    const WHOLE: &str = "origin = \"https://hall.example\"\nopenid_client_id = \"c\"";

    fn with_openid(more: &str) -> String {
        format!("data = \"a\"\nopenid_issuer = \"https://id.example\"\n{more}")
    }

    #[test]
    fn the_provider_sends_browsers_back_to_the_origin_and_its_secret_is_not_shown() {
        let text = with_openid(&format!("{WHOLE}\nopenid_client_secret = \"geheim\""));
        let settings = read(&text, &[], &[]).unwrap();
        let (openid, name) = settings.openid().unwrap().unwrap();
        assert_eq!(openid.redirect, "https://hall.example/sign-in/openid/callback");
        assert_eq!((openid.client_secret.as_deref(), &*name), (Some("geheim"), "OpenID"));
        let shown = format!("{settings:?} {:?}", settings.each().collect::<Vec<_>>());
        assert!(shown.contains("openid_client_secret") && !shown.contains("geheim"), "{shown}");

        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(&file, "geheim\n").unwrap();
        let given = [("XIAONENG_OPENID_CLIENT_SECRET_FILE", file.path().to_str().unwrap())];
        let settings = read(&with_openid(WHOLE), &given, &[]).unwrap();
        let (openid, _) = settings.openid().unwrap().unwrap();
        assert_eq!(openid.client_secret.as_deref(), Some("geheim"));
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
