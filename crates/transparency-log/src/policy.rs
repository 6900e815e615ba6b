//! Policies: which logs are known, which witnesses, and which of these are enough
//! (c2sp.org/tlog-policy).

use std::collections::{HashMap, HashSet};

use crate::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::key::KeyError;
use crate::note::NoteError;
use crate::verifier::{KeyKind, VerifierKey};

/// A policy file. Names in it are octets; here they are shown as UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    logs: Vec<KnownLog>,
    witnesses: Vec<PolicyWitness>,
    /// Witnesses and groups in the order of their lines: members come before their group.
    nodes: Vec<Node>,
    quorum: Quorum,
}

/// A log of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownLog {
    /// Its key; the key's name is the log's origin.
    pub key: VerifierKey,
    /// Where it is, if the policy says.
    pub url: Option<String>,
}

/// A witness of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyWitness {
    /// What the policy calls it.
    pub name: String,
    /// Its key.
    pub key: VerifierKey,
    /// Where it takes checkpoints, if the policy says.
    pub url: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    Witness(usize),
    Group { needed: usize, members: Vec<usize> },
}

/// Whose cosignatures are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quorum {
    Nobody,
    Of(usize),
}

/// A checkpoint as the policy wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What was signed.
    pub checkpoint: Checkpoint,
    /// The log's key.
    pub log: VerifierKey,
    /// The witnesses that cosigned, by their names in the policy, with the time in seconds since
    /// 1970.
    pub witnesses: Vec<(String, u64)>,
}

/// Why a checkpoint isn't enough for a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It isn't signed rightly, or by no log of the policy.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// Too few witnesses have cosigned.
    #[error("too few witnesses have cosigned: {} of the known ones did, missing are `{}`", .signed.len(), .missing.join("`, `"))]
    Quorum {
        /// The witnesses of the policy that cosigned.
        signed: Vec<String>,
        /// The witnesses that count for the quorum and didn't.
        missing: Vec<String>,
    },
}

/// What is wrong with a policy, and in which line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the policy: {what}")]
pub struct PolicyError {
    /// Which line, from 1; one beyond the last when something is missing.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

impl Policy {
    /// Reads a policy file.
    ///
    /// # Errors
    /// [`PolicyError`] with the first line that is wrong.
    pub fn parse(text: &[u8]) -> Result<Self, PolicyError> {
        let mut reader = Reader::default();
        let mut line = 0;
        for text in text.split(|byte| *byte == b'\n') {
            line += 1;
            reader.line(text).map_err(|what| PolicyError { line, what })?;
        }
        let missing = "`quorum <name>` is missing: name a witness or a group, or `none`";
        let quorum = reader.quorum.ok_or_else(|| PolicyError { line, what: missing.to_owned() })?;
        let Reader { logs, witnesses, nodes, .. } = reader;
        Ok(Self { logs, witnesses, nodes, quorum })
    }

    /// The logs, in the order of their lines.
    pub fn logs(&self) -> &[KnownLog] {
        &self.logs
    }

    /// The witnesses, in the order of their lines.
    pub fn witnesses(&self) -> &[PolicyWitness] {
        &self.witnesses
    }

    /// Checks that a checkpoint is signed by a log of the policy and cosigned by enough of its
    /// witnesses.
    ///
    /// # Errors
    /// [`Refused`]; when witnesses are missing, it names them.
    pub fn check(&self, signed: &SignedCheckpoint) -> Result<Checked, Refused> {
        let logs = self.logs.iter().map(|log| &log.key);
        let keys: Vec<VerifierKey> =
            logs.chain(self.witnesses.iter().map(|witness| &witness.key)).cloned().collect();
        let verified = signed.verify(&keys)?;
        let time_of = |witness: &PolicyWitness| {
            let cosignature = verified.cosignatures.iter().find(|one| one.witness == witness.key);
            cosignature.map(|cosignature| cosignature.time)
        };
        let times: Vec<Option<u64>> = self.witnesses.iter().map(time_of).collect();
        let witnesses: Vec<(String, u64)> = (self.witnesses.iter().zip(&times))
            .filter_map(|(witness, time)| Some((witness.name.clone(), (*time)?)))
            .collect();
        if !self.is_enough(&times) {
            let signed = witnesses.into_iter().map(|(name, _)| name).collect();
            return Err(Refused::Quorum { signed, missing: self.missing(&times) });
        }
        // `verify` gives at least one key of the log.
        let log = verified.logs.into_iter().next();
        let log = log.ok_or_else(|| NoteError::NotByLog(verified.checkpoint.origin.clone()))?;
        Ok(Checked { checkpoint: verified.checkpoint, log, witnesses })
    }

    fn is_enough(&self, times: &[Option<u64>]) -> bool {
        let mut has_witnessed: Vec<bool> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            has_witnessed.push(match node {
                Node::Witness(witness) => times[*witness].is_some(),
                Node::Group { needed, members } => {
                    members.iter().filter(|member| has_witnessed[**member]).count() >= *needed
                }
            });
        }
        match self.quorum {
            Quorum::Nobody => true,
            Quorum::Of(node) => has_witnessed[node],
        }
    }

    /// The witnesses under the quorum that didn't cosign.
    fn missing(&self, times: &[Option<u64>]) -> Vec<String> {
        let mut missing = Vec::new();
        let mut open = match self.quorum {
            Quorum::Nobody => Vec::new(),
            Quorum::Of(node) => vec![node],
        };
        while let Some(node) = open.pop() {
            match &self.nodes[node] {
                Node::Witness(witness) if times[*witness].is_none() => {
                    missing.push(self.witnesses[*witness].name.clone());
                }
                Node::Witness(_) => {}
                Node::Group { members, .. } => open.extend(members.iter().rev()),
            }
        }
        missing
    }
}

/// What has been read of a policy so far.
#[derive(Default)]
struct Reader<'a> {
    logs: Vec<KnownLog>,
    witnesses: Vec<PolicyWitness>,
    nodes: Vec<Node>,
    /// The node of each name.
    names: HashMap<&'a [u8], usize>,
    keys: HashSet<(KeyKind, [u8; 32])>,
    /// Nodes that are a member of a group already.
    members: HashSet<usize>,
    quorum: Option<Quorum>,
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: &'a [u8]) -> Result<(), String> {
        if line.iter().any(|byte| matches!(byte, 0..=8 | 11..=31 | 127)) {
            return Err("a control character stands in it; only tabs may".to_owned());
        }
        let words = line.split(|byte| matches!(byte, b' ' | b'\t')).filter(|word| !word.is_empty());
        let words: Vec<&[u8]> = words.collect();
        match words[..] {
            [] => Ok(()),
            [word, ..] if word.starts_with(b"#") => Ok(()),
            [b"log", key] => self.log(key, None),
            [b"log", key, url] => self.log(key, Some(text(url))),
            [b"witness", name, key] => self.witness(name, key, None),
            [b"witness", name, key, url] => self.witness(name, key, Some(text(url))),
            [b"group", name, needed, ref members @ ..] if !members.is_empty() => {
                self.group(name, needed, members)
            }
            [b"quorum", name] => self.quorum(name),
            [b"log", ..] => Err("`log <vkey> [<url>]` is expected".to_owned()),
            [b"witness", ..] => Err("`witness <name> <vkey> [<url>]` is expected".to_owned()),
            [b"group", ..] => {
                Err("`group <name> <all, any or a number> <name>...` is expected".to_owned())
            }
            [b"quorum", ..] => Err("`quorum <name>` is expected".to_owned()),
            [word, ..] => Err(format!(
                "`{}` isn't known: a line begins with `log`, `witness`, `group`, `quorum` or `#`",
                text(word)
            )),
        }
    }

    fn log(&mut self, key: &[u8], url: Option<String>) -> Result<(), String> {
        let key = self.key(key, KeyKind::Log)?;
        self.logs.push(KnownLog { key, url });
        Ok(())
    }

    fn witness(&mut self, name: &'a [u8], key: &[u8], url: Option<String>) -> Result<(), String> {
        let key = self.key(key, KeyKind::Witness)?;
        self.define(name, Node::Witness(self.witnesses.len()))?;
        self.witnesses.push(PolicyWitness { name: text(name), key, url });
        Ok(())
    }

    fn group(&mut self, name: &'a [u8], needed: &[u8], members: &[&[u8]]) -> Result<(), String> {
        let needed = match needed {
            b"any" => 1,
            b"all" => members.len(),
            number => decimal(number)
                .filter(|needed| (1..=members.len()).contains(needed))
                .ok_or_else(|| {
                    format!(
                        "`{}` isn't `all`, `any` or a number from 1 to {}, its members",
                        text(number),
                        members.len()
                    )
                })?,
        };
        let members = members.iter().map(|member| self.member(member)).collect::<Result<_, _>>()?;
        self.define(name, Node::Group { needed, members })
    }

    fn member(&mut self, name: &[u8]) -> Result<usize, String> {
        let node = self.node(name)?;
        if !self.members.insert(node) {
            return Err(format!("`{}` is a member of a group already", text(name)));
        }
        Ok(node)
    }

    fn quorum(&mut self, name: &[u8]) -> Result<(), String> {
        let quorum = if name == b"none" { Quorum::Nobody } else { Quorum::Of(self.node(name)?) };
        match self.quorum.replace(quorum) {
            None => Ok(()),
            Some(_) => Err("there is a quorum already".to_owned()),
        }
    }

    fn node(&self, name: &[u8]) -> Result<usize, String> {
        self.names.get(name).copied().ok_or_else(|| {
            format!("`{}` is no witness or group of a line before this one", text(name))
        })
    }

    fn define(&mut self, name: &'a [u8], node: Node) -> Result<(), String> {
        if name == b"none" {
            return Err("nothing can be named `none`: it stands for no witness".to_owned());
        }
        if self.names.insert(name, self.nodes.len()).is_some() {
            return Err(format!("the name `{}` is taken already", text(name)));
        }
        self.nodes.push(node);
        Ok(())
    }

    fn key(&mut self, key: &[u8], kind: KeyKind) -> Result<VerifierKey, String> {
        let key: VerifierKey = text(key).parse().map_err(|error: KeyError| error.to_string())?;
        if key.kind() != kind {
            return Err(match kind {
                KeyKind::Log => format!("`{key}` is the key of a witness, not of a log"),
                KeyKind::Witness => format!("`{key}` is the key of a log, not of a witness"),
            });
        }
        if !self.keys.insert((kind, key.bytes())) {
            return Err(format!("`{key}` is there already, under this name or another"));
        }
        Ok(key)
    }
}

fn text(word: &[u8]) -> String {
    String::from_utf8_lossy(word).into_owned()
}

fn decimal(word: &[u8]) -> Option<usize> {
    word.iter().all(u8::is_ascii_digit).then(|| text(word).parse().ok()).flatten()
}
