//! Something made in the browser, saved as a file.

use gloo_utils::document;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Gives a text to the browser to be saved under this name.
pub(crate) fn save(name: &str, content_type: &str, text: &str) {
    // A browser that refuses one of these has no way to save; the page stays as it is.
    let _ = offer(name, content_type, text);
}

fn offer(name: &str, content_type: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(content_type);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&JsValue::from_str(text)), &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&address)
}
