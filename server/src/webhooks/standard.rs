//! Calls as *Standard Webhooks* wants them: <https://www.standardwebhooks.com>.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use parlor_connect::Message;
use parlor_domain::time::{Instant, SECOND};
use parlor_store::DueCall;
use sha2::Sha256;

/// A call as it is sent at this time.
pub(super) fn message(call: &DueCall, now: Instant) -> Message {
    let (id, timestamp) = (call.id.text(), (now.0 / SECOND).to_string());
    let signature = signature(&call.secret, &id, &timestamp, &call.body);
    Message {
        content_type: "application/json",
        headers: vec![("webhook-id", id), ("webhook-timestamp", timestamp), ("webhook-signature", signature)],
        content: call.body.clone().into_bytes(),
    }
}

/// A secret as it is given to whoever verifies calls.
pub(crate) fn secret_text(secret: &[u8]) -> String {
    format!("whsec_{}", STANDARD.encode(secret))
}

fn signature(secret: &[u8], id: &str, timestamp: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap_or_else(|_| unreachable!("any length will do"));
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the libraries of *Standard Webhooks* are tested with.
    #[test]
    fn p16_a_call_is_signed_as_the_standard_says() {
        let text = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let secret = STANDARD.decode(&text[6..]).expect("a secret");
        assert_eq!(secret_text(&secret), text);
        let signature = signature(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", r#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
