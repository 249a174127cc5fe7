//! Numbers for those who run the server (O17). Nobody's data are among them, and no site's name.

mod serve;

use std::borrow::Cow;
use std::path::Path;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, web};
use parlor_domain::event::Outcome;
use parlor_domain::time::Instant;
use parlor_store::{FileSizes, Group, Store};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

pub(crate) use serve::Metering;

use crate::app::App;
use crate::rates::TooMany;

/// Names and values that tell numbers of one kind apart. Each value is one of a few.
type Labels<const COUNT: usize> = [(&'static str, Cow<'static, str>); COUNT];

/// Seconds up to which requests and commits are counted together.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// Jobs up to which groups are counted together.
const JOBS: [f64; 8] = [1.0, 2.0, 5.0, 10.0, 25.0, 100.0, 500.0, 2_500.0];

/// All numbers.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Labels<2>, Counter>,
    request_seconds: Family<Labels<1>, Histogram, fn() -> Histogram>,
    too_many: Family<Labels<1>, Counter>,
    events: Family<Labels<2>, Counter>,
    written: Written,
    waiting: Gauge,
    database: Gauge,
    log: Gauge,
}

/// What the writer tells.
#[derive(Clone)]
struct Written {
    jobs: Histogram,
    seconds: Histogram,
    failed: Counter,
}

impl Metrics {
    /// Counts from now on; `now` is when the process started.
    pub(crate) fn new(now: Instant) -> Self {
        let mut metrics = Self {
            registry: Registry::default(),
            requests: Family::default(),
            request_seconds: Family::new_with_constructor(seconds),
            too_many: Family::default(),
            events: Family::default(),
            written: Written { jobs: Histogram::new(JOBS), seconds: seconds(), failed: Counter::default() },
            waiting: Gauge::default(),
            database: Gauge::default(),
            log: Gauge::default(),
        };
        metrics.register(now);
        metrics
    }

    fn register(&mut self, now: Instant) {
        let started = Gauge::<i64>::default();
        started.set(now.0.div_euclid(1_000));
        let Self { registry, requests, request_seconds, too_many, events, written, waiting, database, log } = self;
        registry.register("process_start_time_seconds", "When the process started, in seconds since 1970", started);
        let ours = registry.sub_registry_with_prefix("parlor");
        ours.register("requests", "Requests by route and class of status", requests.clone());
        ours.register("request_seconds", "How long requests took until their answer began", request_seconds.clone());
        ours.register("too_many_requests", "Requests that were refused because too many came from one", too_many.clone());
        ours.register("events", "Events by what became of them", events.clone());
        ours.register("writer_group_jobs", "Jobs that were committed together", written.jobs.clone());
        ours.register("writer_commit_seconds", "How long commits took", written.seconds.clone());
        ours.register("writer_failed_groups", "Groups of jobs of which nothing is stored", written.failed.clone());
        ours.register("writer_waiting_jobs", "Jobs that wait for the writer", waiting.clone());
        ours.register("database_bytes", "The size of the database", database.clone());
        ours.register("database_log_bytes", "The size of the database's log", log.clone());
    }

    /// Counts what became of events.
    pub(crate) fn count_events<'a>(&self, outcomes: impl Iterator<Item = &'a Outcome>) {
        for outcome in outcomes {
            let (outcome, reason) = match outcome {
                Outcome::Stored => ("stored", ""),
                Outcome::Refused(refusal) => ("refused", refusal.code()),
                Outcome::Wanted(_) => ("put_off", ""),
            };
            self.events.get_or_create(&[("outcome", outcome.into()), ("reason", reason.into())]).inc();
        }
    }

    /// Counts a request that was refused because there were too many.
    pub(crate) fn count_too_many(&self, whose: TooMany) {
        self.too_many.get_or_create(&[("of", whose.code().into())]).inc();
    }

    /// Counts what the writer of this memory does.
    pub(crate) fn watch(&self, store: &Store) {
        let written = self.written.clone();
        store.watch(move |group| written.count(group));
    }

    fn count_request(&self, route: Option<String>, status: u16, took: Duration) {
        let route = route.map_or(Cow::Borrowed("none"), Cow::Owned);
        let class = match status {
            200..=299 => "2xx",
            300..=399 => "3xx",
            400..=499 => "4xx",
            _ => "5xx",
        };
        self.request_seconds.get_or_create(&[("route", route.clone())]).observe(took.as_secs_f64());
        self.requests.get_or_create(&[("route", route), ("status", class.into())]).inc();
    }

    /// All of it as OpenMetrics, with what is measured now.
    fn text(&self, store: &Store, folder: &Path) -> Result<String, std::fmt::Error> {
        let sizes = FileSizes::of(folder);
        self.waiting.set(store.waiting_jobs().try_into().unwrap_or(i64::MAX));
        self.database.set(sizes.database.try_into().unwrap_or(i64::MAX));
        self.log.set(sizes.log.try_into().unwrap_or(i64::MAX));
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

impl Written {
    fn count(&self, group: Group) {
        match group.commit {
            Some(took) => {
                #[expect(clippy::cast_precision_loss, reason = "nobody has that many jobs")]
                self.jobs.observe(group.jobs as f64);
                self.seconds.observe(took.as_secs_f64());
            }
            None => {
                self.failed.inc();
            }
        }
    }
}

fn seconds() -> Histogram {
    Histogram::new(SECONDS)
}

/// Counts a request by the route that it took, and never by its path: there may be anything in that.
pub(crate) async fn count<B: MessageBody>(
    app: web::Data<App>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let (begun, route) = (std::time::Instant::now(), request.match_pattern());
    let answer = next.call(request).await;
    let status = answer.as_ref().map_or_else(|error| error.as_response_error().status_code(), ServiceResponse::status);
    app.metrics.count_request(route, status.as_u16(), begun.elapsed());
    answer
}
