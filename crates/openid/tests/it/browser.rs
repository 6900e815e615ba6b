//! A browser that fills in the provider's forms.

use std::collections::BTreeMap;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use openidconnect::http::{Request, Response, header};

use crate::provider::REDIRECT;

/// A browser with its cookies.
pub(crate) struct Browser {
    client: Client<HttpConnector, Full<Bytes>>,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    pub(crate) fn new() -> Self {
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self { client, cookies: BTreeMap::new() }
    }

    /// Signs in as `name` and agrees: the query with which the provider sends the browser back.
    pub(crate) async fn sign_in(&mut self, address: &str, name: &str) -> String {
        self.go(address, |page| {
            let is_login = page.contains(r#"name="prompt" value="login""#);
            let form = if is_login {
                format!("prompt=login&login={name}&password=any")
            } else {
                "prompt=consent".to_owned()
            };
            (attribute(page, "action"), Some(form))
        })
        .await
    }

    /// Goes to the sign-in page and gives up there.
    pub(crate) async fn give_up(&mut self, address: &str) -> String {
        self.go(address, |page| (attribute(page, "href"), None)).await
    }

    /// Follows redirects, and what is `next` on each page, until it is sent back.
    async fn go(
        &mut self,
        address: &str,
        next: impl Fn(&str) -> (String, Option<String>),
    ) -> String {
        let (mut address, mut form) = (address.to_owned(), None);
        for _ in 0..20 {
            if let Some(query) = address.strip_prefix(REDIRECT) {
                return query.to_owned();
            }
            let response = self.ask(&address, form.take()).await;
            if let Some(to) = response.headers().get(header::LOCATION) {
                address = absolute(&address, to.to_str().unwrap());
            } else {
                let page = String::from_utf8(response.into_body().to_vec()).unwrap();
                let (to, filled_in) = next(&page);
                address = absolute(&address, &to);
                form = filled_in;
            }
        }
        panic!("the provider never sends the browser back");
    }

    async fn ask(&mut self, address: &str, form: Option<String>) -> Response<Bytes> {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .uri(address)
            .method(if form.is_some() { "POST" } else { "GET" })
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, cookies.join("; "))
            .body(Full::from(form.unwrap_or_default()));
        let response = self.client.request(request.unwrap()).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = cookie.split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let (head, body) = response.into_parts();
        Response::from_parts(head, body.collect().await.unwrap().to_bytes())
    }
}

/// The value of the first attribute of this name.
fn attribute(page: &str, name: &str) -> String {
    let (_, rest) = page.split_once(&format!("{name}=\"")).unwrap_or_else(|| panic!("{page}"));
    rest.split('"').next().unwrap_or_default().to_owned()
}

fn absolute(base: &str, to: &str) -> String {
    openidconnect::url::Url::parse(base).unwrap().join(to).unwrap().into()
}
