//! How many requests one address and one visitor may make (O13): a token bucket for each. In memory alone; addresses are written nowhere.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::{Error, ResponseError, rt, web};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use parlor_store::Caller;
use tokio::task::JoinHandle;

use crate::app::App;
use crate::failure::Failure;

/// Which part of a minute's requests an address may make at once.
const AT_ONCE: u32 = 3;
/// Which part of an address's requests a visitor may make.
const OF_A_VISITOR: u32 = 5;
/// Which part of a minute's requests a visitor may make at once: a browser sends what it has kept.
const OF_A_VISITOR_AT_ONCE: u32 = 2;
/// Addresses, and visitors, that are remembered.
const REMEMBERED: usize = 50_000;
/// How often those are forgotten who have been quiet.
const FORGET_EVERY: Duration = Duration::from_secs(60);

/// Whose requests were too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TooMany {
    /// All that come from one address.
    Address,
    /// Those of one visitor.
    Visitor,
}

impl TooMany {
    /// As it stands among the numbers.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Visitor => "visitor",
        }
    }
}

/// Who made how many requests lately.
pub(crate) struct Rates<C: Clock = DefaultClock> {
    addresses: Option<Buckets<IpAddr, C>>,
    /// By what only the visitor has, so that nobody can use up another's.
    visitors: Option<Buckets<[u8; 32], C>>,
}

impl<C: Clock + Clone> Rates<C> {
    /// So many requests of an address in a minute; 0: any number, of visitors too.
    pub(crate) fn new(per_minute: u32, clock: &C) -> Self {
        let of_visitor = per_minute.div_ceil(OF_A_VISITOR);
        Self {
            addresses: Buckets::new(per_minute, per_minute.div_ceil(AT_ONCE), clock),
            visitors: Buckets::new(of_visitor, of_visitor.div_ceil(OF_A_VISITOR_AT_ONCE), clock),
        }
    }

    /// Counts a request from this address. The error is how many seconds to wait.
    pub(crate) fn address(&self, address: IpAddr) -> Result<(), u32> {
        self.addresses.as_ref().map_or(Ok(()), |addresses| addresses.take(&household(address)))
    }

    /// Counts a request of this visitor. The error is how many seconds to wait.
    pub(crate) fn visitor(&self, caller: &Caller) -> Result<(), u32> {
        self.visitors.as_ref().map_or(Ok(()), |visitors| visitors.take(&caller.secret_hash))
    }

    /// Forgets who has been quiet for long enough to begin anew.
    pub(crate) fn forget(&self) {
        if let Some(addresses) = &self.addresses {
            addresses.forget();
        }
        if let Some(visitors) = &self.visitors {
            visitors.forget();
        }
    }
}

/// What shares an address: a network of IPv6 has at least this part of one for itself, and any number of addresses in it.
pub(crate) fn household(address: IpAddr) -> IpAddr {
    network(address, 64)
}

/// The network of IPv6 with so many bits that an address is in; at least one. An address of IPv4 stays as it is.
pub(crate) fn network(address: IpAddr, bits: u32) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & u128::MAX << (128 - bits))),
    }
}

type Limiter<K, C> = RateLimiter<K, HashMapStateStore<K>, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// A bucket for each.
struct Buckets<K: Hash + Eq + Clone, C: Clock> {
    quota: Quota,
    clock: C,
    limiter: RwLock<Limiter<K, C>>,
}

impl<K: Hash + Eq + Clone, C: Clock + Clone> Buckets<K, C> {
    /// `None` where nobody is limited.
    fn new(per_minute: u32, at_once: u32, clock: &C) -> Option<Self> {
        let quota = Quota::per_minute(NonZeroU32::new(per_minute)?).allow_burst(NonZeroU32::new(at_once)?);
        Some(Self { quota, clock: clock.clone(), limiter: RwLock::new(RateLimiter::hashmap_with_clock(quota, clock.clone())) })
    }

    fn take(&self, key: &K) -> Result<(), u32> {
        let limiter = self.limiter.read().unwrap_or_else(PoisonError::into_inner);
        let taken = limiter.check_key(key).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.clock.now());
            u32::try_from(wait.as_millis().div_ceil(1_000)).unwrap_or(u32::MAX).max(1)
        });
        let is_full = limiter.len() > REMEMBERED;
        drop(limiter);
        if is_full {
            self.make_room();
        }
        taken
    }

    /// Those who have been quiet go. If that is no more than half, all begin anew: whoever is still about is remembered again.
    fn make_room(&self) {
        let mut limiter = self.limiter.write().unwrap_or_else(PoisonError::into_inner);
        limiter.retain_recent();
        if limiter.len() > REMEMBERED / 2 {
            *limiter = RateLimiter::hashmap_with_clock(self.quota, self.clock.clone());
        }
    }

    fn forget(&self) {
        let limiter = self.limiter.read().unwrap_or_else(PoisonError::into_inner);
        limiter.retain_recent();
        limiter.shrink_to_fit();
    }
}

/// Refuses requests of an address that makes too many, before anything of them is read but the head. A proxy on this machine that
/// isn't trusted lends everybody its own address, so who comes from here is not limited.
pub(crate) async fn pass<B: MessageBody + 'static>(
    app: web::Data<App>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    app.proxies.look_at(request.request());
    let checked = app.proxies.address(request.request()).map_or(Ok(()), |address| app.rates.address(address));
    match checked {
        Ok(()) => Ok(next.call(request).await?.map_into_boxed_body()),
        Err(seconds) => {
            app.proxies.suspect(request.request());
            let mut refused = refuse(&app, TooMany::Address, seconds).error_response();
            // A frame that is refused tries again by itself.
            refused.headers_mut().insert(header::REFRESH, seconds.into());
            Ok(request.into_response(refused).map_into_boxed_body())
        }
    }
}

/// Refuses a request of a visitor who makes too many.
pub(crate) fn check(app: &App, caller: &Caller) -> Result<(), Failure> {
    app.rates.visitor(caller).map_err(|seconds| refuse(app, TooMany::Visitor, seconds))
}

fn refuse(app: &App, whose: TooMany, seconds: u32) -> Failure {
    app.metrics.count_too_many(whose);
    Failure::wait(seconds)
}

/// Forgets who has been quiet, until aborted.
pub(crate) fn start_forgetting(app: web::Data<App>) -> JoinHandle<()> {
    rt::spawn(async move {
        let mut minutes = tokio::time::interval(FORGET_EVERY);
        loop {
            minutes.tick().await;
            app.rates.forget();
        }
    })
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;
    use parlor_domain::ids::VisitorId;
    use parlor_domain::text::SiteKey;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn rates(per_minute: u32) -> (Rates<FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        (Rates::new(per_minute, &clock), clock)
    }

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn caller(visitor: u8, secret: u8) -> Caller {
        let site = SiteKey::parse("demo").expect("a key");
        Caller { site, visitor: VisitorId::from_bytes([visitor; 16]), secret_hash: [secret; 32] }
    }

    /// How many of so many requests at once are let through, and what the last one hears.
    fn at_once(count: u32, take: impl Fn() -> Result<(), u32>) -> (usize, Result<(), u32>) {
        let told: Vec<_> = (0..count).map(|_| take()).collect();
        (told.iter().filter(|told| told.is_ok()).count(), *told.last().expect("some"))
    }

    #[test]
    fn o13_an_address_may_make_so_many_requests_at_once_and_so_many_in_a_minute() {
        let (rates, clock) = rates(600);
        let office = address("203.0.113.7");
        assert_eq!(at_once(300, || rates.address(office)), (200, Err(1)));
        assert_eq!(rates.address(address("203.0.113.8")), Ok(()), "another one");
        clock.advance(SECOND);
        assert_eq!(at_once(30, || rates.address(office)).0, 10);
        clock.advance(60 * SECOND);
        assert_eq!(at_once(300, || rates.address(office)).0, 200, "quiet for long enough");
    }

    #[test]
    fn o13_who_has_to_wait_hears_how_long() {
        let (rates, clock) = rates(1);
        let one = address("203.0.113.7");
        assert_eq!(rates.address(one), Ok(()));
        assert_eq!(rates.address(one), Err(60));
        clock.advance(Duration::from_millis(59_500));
        assert_eq!(rates.address(one), Err(1));
        clock.advance(Duration::from_millis(500));
        assert_eq!(rates.address(one), Ok(()));
    }

    #[test]
    fn o13_a_network_of_ipv6_counts_as_one() {
        let (rates, _) = rates(3);
        assert_eq!(rates.address(address("2001:db8:1:2::7")), Ok(()));
        assert_eq!(rates.address(address("2001:db8:1:2:ffff::8")), Err(20), "the same network");
        assert_eq!(rates.address(address("2001:db8:1:3::7")), Ok(()), "the next one");
    }

    #[test]
    fn o13_a_visitor_may_make_fewer() {
        let (rates, clock) = rates(600);
        assert_eq!(at_once(100, || rates.visitor(&caller(1, 1))), (60, Err(1)));
        assert_eq!(rates.visitor(&caller(2, 2)), Ok(()), "another one");
        clock.advance(SECOND);
        assert_eq!(at_once(10, || rates.visitor(&caller(1, 1))).0, 2);
    }

    #[test]
    fn o13_nobody_uses_up_what_is_another_visitors() {
        let (rates, _) = rates(10);
        assert_eq!(at_once(5, || rates.visitor(&caller(1, 66))), (1, Err(30)), "who knows the name only");
        assert_eq!(rates.visitor(&caller(1, 1)), Ok(()));
    }

    #[test]
    fn o13_nobody_is_limited_where_it_is_switched_off() {
        let (rates, _) = rates(0);
        assert_eq!(at_once(10_000, || rates.address(address("203.0.113.7"))), (10_000, Ok(())));
        assert_eq!(at_once(10_000, || rates.visitor(&caller(1, 1))), (10_000, Ok(())));
    }

    #[test]
    fn o13_who_was_quiet_is_forgotten() {
        let (rates, clock) = rates(60);
        let remembered = |rates: &Rates<FakeRelativeClock>| {
            let addresses = rates.addresses.as_ref().expect("limits");
            addresses.limiter.read().expect("whole").len()
        };
        for last in 0..100 {
            assert_eq!(rates.address(IpAddr::from([203, 0, 113, last])), Ok(()));
        }
        rates.forget();
        assert_eq!(remembered(&rates), 100);
        clock.advance(2 * SECOND);
        rates.forget();
        assert_eq!(remembered(&rates), 0);
    }

    #[test]
    fn o13_no_more_than_so_many_are_remembered() {
        let (rates, _) = rates(60);
        let count = u32::try_from(REMEMBERED).expect("a small number");
        for nth in 0..2 * count {
            assert_eq!(rates.address(IpAddr::from((0x0a00_0000 + nth).to_be_bytes())), Ok(()));
            let addresses = rates.addresses.as_ref().expect("limits");
            assert!(addresses.limiter.read().expect("whole").len() <= REMEMBERED);
        }
    }
}
