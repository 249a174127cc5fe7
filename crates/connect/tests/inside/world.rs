//! A network of the test's own.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpStream;

use crate::guard::Checked;
use crate::network::{Network, Soon};
use crate::outside::{Limits, Outside};
use crate::trust::Trust;

/// A public address in which tests have their server.
pub(crate) const PUBLIC: &str = "93.184.216.34";

/// Limits that no test reaches.
pub(crate) const PATIENT: Limits = Limits { whole: Duration::from_secs(3_600), connect: Duration::from_secs(3_600) };

/// Names, and which servers of this machine stand for which addresses. It remembers who was asked for and connected to.
#[derive(Default)]
pub(crate) struct World {
    /// For each name the answers of its resolver, one for each time it is asked.
    pub(crate) names: HashMap<&'static str, Vec<&'static [&'static str]>>,
    /// Where an address is found on this machine; an address that is not here refuses.
    pub(crate) places: HashMap<&'static str, SocketAddr>,
    /// What happened, in order.
    pub(crate) log: Mutex<Vec<String>>,
}

impl World {
    /// One name, with the resolver's answers, and one server, at a public address.
    pub(crate) fn new(name: &'static str, answers: &[&'static [&'static str]], server: SocketAddr) -> Self {
        let names = HashMap::from([(name, answers.to_vec())]);
        Self { names, places: HashMap::from([(PUBLIC, server)]), log: Mutex::default() }
    }

    /// The way into this world, with nothing private allowed.
    pub(crate) fn outside(self: &Arc<Self>) -> Outside {
        Outside::with(false, PATIENT, Arc::clone(self) as Arc<dyn Network>, Trust::default())
    }

    /// What happened, in order.
    pub(crate) fn log(&self) -> Vec<String> {
        self.log.lock().expect("the log").clone()
    }

    fn note(&self, what: String) -> usize {
        let mut log = self.log.lock().expect("the log");
        let before = log.iter().filter(|entry| **entry == what).count();
        log.push(what);
        before
    }
}

impl Network for World {
    fn resolve<'a>(&'a self, name: &'a str, port: u16) -> Soon<'a, Vec<SocketAddr>> {
        let before = self.note(format!("resolve {name}"));
        let found = self.names.get(name).and_then(|answers| answers.get(before.min(answers.len() - 1)));
        let found = found.ok_or_else(|| io::Error::other("no such name"));
        let address = move |text: &&str| SocketAddr::from((text.parse::<IpAddr>().expect("an address"), port));
        Box::pin(async move { Ok(found?.iter().map(address).collect()) })
    }

    fn dial(&self, to: Checked) -> Soon<'_, TcpStream> {
        let address = to.address();
        self.note(format!("dial {address}"));
        let place = self.places.get(address.ip().to_string().as_str()).copied();
        Box::pin(async move { TcpStream::connect(place.ok_or(io::ErrorKind::ConnectionRefused)?).await })
    }
}
