//! How the memory is.

use crate::Store;
use crate::error::StoreError;

impl Store {
    /// Goes through when the database can be read and the writer takes jobs. Nothing is written.
    pub async fn ready(&self) -> Result<(), StoreError> {
        let query = "-- name: any_site
            SELECT EXISTS (SELECT 1 FROM site)";
        self.read(move |connection| connection.prepare_cached(query)?.query_row([], |_| Ok(()))).await?;
        self.write(|_| Ok(())).await
    }
}
