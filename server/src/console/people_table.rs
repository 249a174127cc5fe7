//! The people of a site as CSV (P4).

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Bytes, Data, Query};
use actix_web::{Error, HttpResponse};
use csv::Writer;
use futures_util::stream::try_unfold;
use parlor_domain::access::need::ExportPeople;
use parlor_domain::attribute::{EMAIL, PersonAttribute};
use parlor_domain::people::Person;
use parlor_domain::text::SiteKey;
use parlor_domain::value::Value;
use parlor_store::Store;
use parlor_wire::console::SearchQuery;
use parlor_wire::problem::Code;

use super::gate::May;
use super::report_table::plain;
use crate::app::App;
use crate::failure::Failure;

/// GET the people that are found, as they are taken from the store, so that it takes no more memory however many they are.
pub(super) async fn table(may: May<ExportPeople>, app: Data<App>, query: Query<SearchQuery>) -> Result<HttpResponse, Failure> {
    let known = app.store.attributes(&may.site).await?.ok_or(Code::NotFound)?;
    let attributes: Vec<_> = known.into_iter().map(|known| known.attribute).filter(|known| known.key.as_str() != EMAIL).collect();
    let name = format!("attachment; filename=\"{}-people.csv\"", may.site);
    let export = Export { store: app.store.clone(), site: may.site, search: query.into_inner().search, attributes, after: None };
    Ok(HttpResponse::Ok()
        .insert_header(super::NOT_KEPT)
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, name))
        .streaming(try_unfold(export, async |export: Export| export.next().await.map_err(Error::from))))
}

/// What is still to be exported.
struct Export {
    store: Store,
    site: SiteKey,
    search: String,
    /// The columns behind those that all have.
    attributes: Vec<PersonAttribute>,
    /// Behind whom; none: the head is still to come.
    after: Option<i64>,
}

impl Export {
    /// The next part, and what is left then.
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, Failure> {
        let Some(after) = self.after else {
            let all = ["id", "email", "first_known", "last_seen"].map(str::to_owned);
            let keys = self.attributes.iter().map(|attribute| attribute.key.to_string());
            let head = lines([all.into_iter().chain(keys).collect()])?;
            self.after = Some(0);
            return Ok(Some((head, self)));
        };
        let people = self.store.people_after(&self.site, &self.search, after).await?;
        let Some((last, _)) = people.last() else { return Ok(None) };
        self.after = Some(*last);
        let rows = lines(people.iter().map(|(_, person)| self.row(person)))?;
        Ok(Some((rows, self)))
    }

    fn row(&self, person: &Person) -> Vec<String> {
        let own = [
            person.id.to_string(),
            person.email.as_ref().map(|email| plain(email.as_str())).unwrap_or_default(),
            person.created.to_string(),
            person.last_seen.map(|at| at.to_string()).unwrap_or_default(),
        ];
        let value = |attribute: &PersonAttribute| {
            let found = person.values.iter().find(|(key, _)| *key == attribute.key);
            found.map(|(_, value)| cell(value)).unwrap_or_default()
        };
        own.into_iter().chain(self.attributes.iter().map(value)).collect()
    }
}

/// A text that no spreadsheet takes for a formula; what is a number stays one.
fn cell(value: &Value) -> String {
    match value {
        Value::Text(text) => plain(text),
        other => other.to_string(),
    }
}

fn lines(rows: impl IntoIterator<Item = Vec<String>>) -> Result<Bytes, Failure> {
    let mut writer = Writer::from_writer(Vec::new());
    rows.into_iter().try_for_each(|row| writer.write_record(row)).map_err(Failure::internal)?;
    writer.into_inner().map(Bytes::from).map_err(|error| Failure::internal(error.into_error()))
}
