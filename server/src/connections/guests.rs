//! How many connections each address has.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::rates::household;

/// Who has how many connections. An address stands in it as long as it has one.
pub(crate) struct Guests {
    /// 0: any number.
    most: u32,
    /// Whether who comes from an address brings everybody, and so may have any number.
    is_proxy: Box<dyn Fn(IpAddr) -> bool + Send + Sync>,
    counts: Mutex<HashMap<IpAddr, u32>>,
}

/// A connection that is counted for as long as this is there.
pub(crate) struct Guest {
    guests: Arc<Guests>,
    address: Option<IpAddr>,
}

impl Guests {
    /// So many connections of each address, but for those of proxies.
    pub(crate) fn new(most: u32, is_proxy: impl Fn(IpAddr) -> bool + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { most, is_proxy: Box::new(is_proxy), counts: Mutex::default() })
    }

    /// Lets a connection in from this address, unless there are too many of it.
    pub(crate) fn enter(self: &Arc<Self>, address: IpAddr) -> Option<Guest> {
        let address = address.to_canonical();
        if self.most == 0 || (self.is_proxy)(address) {
            return Some(Guest { guests: Arc::clone(self), address: None });
        }
        let address = household(address);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(address).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Guest { guests: Arc::clone(self), address: Some(address) })
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let Some(address) = self.address else { return };
        let mut counts = self.guests.counts.lock().unwrap_or_else(PoisonError::into_inner);
        match counts.get_mut(&address) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(counts.remove(&address)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn enter(guests: &Arc<Guests>, address: &str) -> Option<Guest> {
        guests.enter(address.parse().expect("an address"))
    }

    #[test]
    fn o14_an_address_has_so_many_connections_at_once() {
        let guests = Guests::new(2, |_| false);
        let (first, second) = (enter(&guests, "203.0.113.7"), enter(&guests, "::ffff:203.0.113.7"));
        assert!(first.is_some() && second.is_some());
        assert!(enter(&guests, "203.0.113.7").is_none());
        let other = enter(&guests, "203.0.113.8");
        assert!(other.is_some());
        drop(first);
        let third = enter(&guests, "203.0.113.7");
        assert!(third.is_some());
        drop((second, third, other));
        assert!(guests.counts.lock().expect("whole").is_empty(), "nobody is remembered who has left");
    }

    #[test]
    fn o14_a_network_of_ipv6_counts_as_one() {
        let guests = Guests::new(1, |_| false);
        let _first = enter(&guests, "2001:db8:1:2::7");
        assert!(enter(&guests, "2001:db8:1:2:ffff::8").is_none());
        assert!(enter(&guests, "2001:db8:1:3::7").is_some());
    }

    #[test]
    fn o14_proxies_bring_any_number() {
        let guests = Guests::new(1, |address| address == IpAddr::from([10, 0, 0, 1]));
        let all: Vec<_> = (0..50).map(|_| enter(&guests, "10.0.0.1")).collect();
        assert!(all.iter().all(Option::is_some));
        let unlimited = Guests::new(0, |_| false);
        let all: Vec<_> = (0..50).map(|_| enter(&unlimited, "203.0.113.7")).collect();
        assert!(all.iter().all(Option::is_some));
    }
}
