//! `xiaoneng serve`: the web application on an agency's ledger.

use std::env;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use ledger::Location;

use super::{Failure, Session, serving};
use crate::accounts::OpenId;
use crate::records::{Books, Keys, Tenant};
use crate::web::{self, Given, Manner, Office, Settings, SettingsError};

const EXAMPLES: &str = "\
Examples:
  xiaoneng serve --data data
  xiaoneng serve --database postgres://xiaoneng@db/xiaoneng --tenant police --listen 0.0.0.0:8080
  xiaoneng serve --config xiaoneng.toml

Serves HTTP; put a server that speaks TLS before it. A line of JSON for each request goes to standard
error, without addresses and names. Control-C or the signal to terminate lets requests end first.
/healthz/live answers while the program runs, /healthz/ready while the ledger can be read.

The file and the environment name the same settings, the command line goes first, then the environment:
  listen = \"127.0.0.1:8080\"    XIAONENG_LISTEN
  data = \"data\"                XIAONENG_DATA
  database = \"postgres://…\"    XIAONENG_DATABASE
  tenant = \"agency\"            XIAONENG_TENANT
  keys = \"data.keys\"           XIAONENG_KEYS
  origin = \"https://hall.example\"  XIAONENG_ORIGIN     how browsers address it
  forwarded = \"yes\"            XIAONENG_FORWARDED  the server before it says who asks
  openid_issuer = \"https://id.example\"  XIAONENG_OPENID_ISSUER  an OpenID Connect provider to sign in at
  openid_client_id = \"xiaoneng\"   XIAONENG_OPENID_CLIENT_ID
  openid_client_secret = \"…\"     XIAONENG_OPENID_CLIENT_SECRET  never shown; or the file with it:
  openid_client_secret_file = \"/run/secrets/openid\"  XIAONENG_OPENID_CLIENT_SECRET_FILE
  openid_name = \"City identity\"  XIAONENG_OPENID_NAME  what its button says
  openid_ca = \"ca.pem\"           XIAONENG_OPENID_CA  authorities that are trusted beside the system's

With `openid_issuer`, `openid_client_id` and `origin` people sign in at the provider too; it is to send
browsers back to the origin with /sign-in/openid/callback. Who comes first by it gets an account of an
applicant; staff link theirs on their account's page.

With the keys of the ledger at hand people can sign in (`xiaoneng account open` opens the first account);
without them there is the portal alone.";

const CHECK_EXAMPLES: &str = "\
Examples:
  xiaoneng config check --config xiaoneng.toml
  XIAONENG_DATA=data xiaoneng config check";

/// Serve the web application.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    given: GivenArguments,
}

/// Check how the program would serve.
#[derive(Debug, Args)]
pub(super) struct ConfigArguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List each setting with its value and where it comes from
    #[command(after_help = CHECK_EXAMPLES)]
    Check {
        #[command(flatten)]
        given: GivenArguments,
    },
}

#[derive(Debug, Args)]
struct GivenArguments {
    /// File with settings, in TOML
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Where to serve; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,

    /// Folder of the ledger
    #[arg(long, value_name = "DIR", conflicts_with = "database")]
    data: Option<String>,

    /// PostgreSQL database of the ledger: `postgres://USER@HOST/DATABASE`
    #[arg(long, value_name = "URL")]
    database: Option<String>,

    /// The agency, by the name it has in a ledger that several share
    #[arg(long, value_name = "NAME")]
    tenant: Option<String>,

    /// Folder with the keys of the ledger, outside of its own
    #[arg(long, value_name = "DIR")]
    keys: Option<String>,

    /// How browsers address it: `https://HOST`
    #[arg(long, value_name = "ADDRESS")]
    origin: Option<String>,

    /// Whether the server before it says who asks, in `X-Forwarded-For`: yes or no
    #[arg(long, value_name = "YES")]
    forwarded: Option<String>,
}

impl GivenArguments {
    fn settings(&self) -> Result<Settings, Failure> {
        let given = [
            ("listen", &self.listen),
            ("data", &self.data),
            ("database", &self.database),
            ("tenant", &self.tenant),
            ("keys", &self.keys),
            ("origin", &self.origin),
            ("forwarded", &self.forwarded),
        ];
        let given = given.into_iter().filter_map(|(name, value)| Some((name, value.clone()?)));
        let mut given: Given = given.collect();
        // Where the ledger is, is said once: the command line's word stands for both.
        for (said, other) in [("data", "database"), ("database", "data")] {
            if given.contains_key(said) && !given.contains_key(other) {
                given.insert(other, String::new());
            }
        }
        let environment = |name: &str| env::var(name).ok();
        Settings::read(self.config.as_deref(), environment, &given).map_err(Failure::from)
    }
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        Self::refused(crate::records::with_causes(&error))
    }
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    let settings = arguments.given.settings()?;
    let listen = settings.listen()?;
    let folder = settings.get("data").map(|folder| Location::Folder(folder.into()));
    let location = folder.or_else(|| Some(Location::Database(settings.get("database")?.into())));
    let location = location.ok_or_else(|| Failure::refused("say where the ledger is"))?;
    let tenant = Tenant {
        tenant: settings.get("tenant").unwrap_or_default().to_owned(),
        keys: Keys::at(settings.get("keys").map(PathBuf::from)),
    };
    if !session.quiet {
        tracing_subscriber::fmt().json().with_target(false).with_writer(std::io::stderr).init();
    }
    let takes_visitors = tenant.keys.are_there(&location)?;
    let books = if takes_visitors {
        Books::recording_existing(&location, &tenant, session)?
    } else {
        session.notice(&session.words.text("serve-notice-no-keys"));
        Books::open_existing(&location, &tenant)?
    };
    let manner = Manner {
        takes_visitors,
        origin: settings.get("origin").map(str::to_owned),
        is_forwarded: settings.is_forwarded()?,
        openid: settings.openid()?.map(|(settings, name)| OpenId::new(settings, name)),
        ..Manner::default()
    };
    let office = Office::open(books.clone(), manner)?;
    let served = serving::serve(web::routes(office.clone()), listen, |address| {
        office.listens_at(address);
        writeln!(session.out, "http://{address}")?;
        session.out.flush()
    });
    books.close();
    served.map_err(|source| Failure::Serve { address: listen, source })
}

pub(super) fn config(
    arguments: &ConfigArguments,
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    let Action::Check { given } = &arguments.action;
    for (name, value, source) in given.settings()?.each() {
        writeln!(session.out, "{name} = {value} ({source})").map_err(Failure::Write)?;
    }
    Ok(())
}
