//! An authenticator and the browser before it, as Web Authentication has them.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use ed25519_dalek::Signer as _;
use rsa::pkcs1v15::SigningKey as RsaKey;
use rsa::sha2::{Digest as _, Sha256};
use rsa::signature::SignatureEncoding as _;
use rsa::traits::PublicKeyParts as _;
use serde_json::{Value, json};

/// Flags of the authenticator's data (Web Authentication, 6.1).
pub(super) const PRESENT: u8 = 0x01;
pub(super) const VERIFIED: u8 = 0x04;
const WITH_CREDENTIAL: u8 = 0x40;

#[derive(Clone)]
pub(super) enum Key {
    Es256(Box<p256::ecdsa::SigningKey>),
    EdDsa(Box<ed25519_dalek::SigningKey>),
    Rs256(Box<RsaKey<Sha256>>),
}

#[derive(Clone)]
pub(super) struct Authenticator {
    pub(super) id: Vec<u8>,
    pub(super) flags: u8,
    pub(super) counts: bool,
    key: Key,
    counter: u32,
    handle: String,
}

impl Authenticator {
    pub(super) fn es256() -> Self {
        let key = p256::ecdsa::SigningKey::from_slice(&*crate::random::random::<32>().unwrap());
        Self::with(Key::Es256(Box::new(key.unwrap())))
    }

    pub(super) fn ed_dsa() -> Self {
        let seed = crate::random::random().unwrap();
        Self::with(Key::EdDsa(Box::new(ed25519_dalek::SigningKey::from_bytes(&seed))))
    }

    pub(super) fn rs256() -> Self {
        let key = rsa::RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).unwrap();
        Self::with(Key::Rs256(Box::new(RsaKey::new(key))))
    }

    fn with(key: Key) -> Self {
        let id = crate::random::random::<32>().unwrap().to_vec();
        let flags = PRESENT | VERIFIED;
        Self { id, flags, counts: true, key, counter: 0, handle: String::new() }
    }

    /// `navigator.credentials.create` and `toJSON`.
    pub(super) fn create(&mut self, options: &Value, origin: &str) -> String {
        options["user"]["id"].as_str().unwrap().clone_into(&mut self.handle);
        let mut data = self.data(&options["rp"]["id"], WITH_CREDENTIAL);
        data.extend([0; 16]);
        data.extend((self.id.len() as u16).to_be_bytes());
        data.extend(&self.id);
        data.extend(self.key.to_cose());
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData".to_vec();
        object.extend(cbor_bytes(&data));
        json!({
            "id": BASE64.encode(&self.id),
            "rawId": BASE64.encode(&self.id),
            "type": "public-key",
            "response": {
                "clientDataJSON": BASE64.encode(client_data("webauthn.create", options, origin)),
                "attestationObject": BASE64.encode(object),
                "transports": ["internal", "hybrid"],
            },
            "clientExtensionResults": {},
        })
        .to_string()
    }

    /// `navigator.credentials.get` and `toJSON`.
    pub(super) fn get(&mut self, options: &Value, origin: &str) -> String {
        let client_data = client_data("webauthn.get", options, origin);
        let data = self.data(&options["rpId"], 0);
        let signed = [&data[..], &Sha256::digest(&client_data)].concat();
        json!({
            "id": BASE64.encode(&self.id),
            "rawId": BASE64.encode(&self.id),
            "type": "public-key",
            "response": {
                "clientDataJSON": BASE64.encode(&client_data),
                "authenticatorData": BASE64.encode(&data),
                "signature": BASE64.encode(self.key.sign(&signed)),
                "userHandle": self.handle,
            },
            "clientExtensionResults": {},
        })
        .to_string()
    }

    fn data(&mut self, site: &Value, flags: u8) -> Vec<u8> {
        self.counter += u32::from(self.counts);
        let mut data = Sha256::digest(site.as_str().unwrap()).to_vec();
        data.push(self.flags | flags);
        data.extend(self.counter.to_be_bytes());
        data
    }
}

impl Key {
    /// The public key (RFC 9053; RFC 8812 for RSA), as CTAP2 orders it.
    fn to_cose(&self) -> Vec<u8> {
        match self {
            Self::Es256(key) => {
                let point = key.verifying_key().to_encoded_point(false);
                let (x, y) = (point.x().unwrap(), point.y().unwrap());
                [b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", &x[..], b"\x22\x58\x20", &y[..]]
                    .concat()
            }
            Self::EdDsa(key) => {
                [&b"\xa4\x01\x01\x03\x27\x20\x06\x21\x58\x20"[..], key.verifying_key().as_bytes()]
                    .concat()
            }
            Self::Rs256(key) => {
                let key: &rsa::RsaPrivateKey = (**key).as_ref();
                let modulus = cbor_bytes(&key.n().to_bytes_be());
                [b"\xa4\x01\x03\x03\x39\x01\x00\x20", &modulus[..], b"\x21\x43\x01\x00\x01"]
                    .concat()
            }
        }
    }

    fn sign(&self, text: &[u8]) -> Vec<u8> {
        match self {
            Self::Es256(key) => {
                let signature: p256::ecdsa::DerSignature = key.sign(text);
                signature.as_bytes().to_vec()
            }
            Self::EdDsa(key) => key.sign(text).to_vec(),
            Self::Rs256(key) => key.sign(text).to_vec(),
        }
    }
}

/// What the browser says of the question (Web Authentication, 5.8.1).
fn client_data(kind: &str, options: &Value, origin: &str) -> Vec<u8> {
    let challenge = &options["challenge"];
    format!(
        r#"{{"type":"{kind}","challenge":{challenge},"origin":"{origin}","crossOrigin":false}}"#
    )
    .into_bytes()
}

/// A byte string of CBOR.
fn cbor_bytes(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap();
    match u8::try_from(length) {
        Ok(length) => [&[0x58, length], bytes].concat(),
        Err(_) => [&[0x59], &length.to_be_bytes()[..], bytes].concat(),
    }
}
