//! What the caller asks for: `{"digits": 10000}` or `{"digits": "10_000"}`.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

pub const DIGITS_MAX: u64 = 1_000_000;

#[derive(Deserialize)]
pub struct Event {
    /// From 1 to `DIGITS_MAX`.
    #[serde(deserialize_with = "count")]
    pub digits: usize,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum NumberOrText {
    Number(u64),
    Text(String),
}

fn count<'de, D: Deserializer<'de>>(from: D) -> Result<usize, D::Error> {
    let asked = match NumberOrText::deserialize(from) {
        Ok(NumberOrText::Number(number)) => Some(number),
        Ok(NumberOrText::Text(text)) => plain_count(&text),
        Err(_) => None,
    };
    match asked {
        Some(digits) if (1..=DIGITS_MAX).contains(&digits) => Ok(digits as usize),
        _ => Err(D::Error::custom(format!(
            "\"digits\" is not a whole number from 1 to {DIGITS_MAX}; \
             send an event such as {{\"digits\": 10000}}"
        ))),
    }
}

/// Decimal digits, in which single underscores may stand.
fn plain_count(text: &str) -> Option<u64> {
    let groups = text.split('_');
    let mut digits = String::new();
    for group in groups {
        if group.is_empty() || !group.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        digits.push_str(group);
    }
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(event: &str) -> Result<usize, String> {
        serde_json::from_str::<Event>(event).map(|event| event.digits).map_err(|e| e.to_string())
    }

    #[test]
    fn digits_may_be_a_number_or_a_string_with_or_without_underscores() {
        assert_eq!(read(r#"{"digits": 10000}"#), Ok(10_000));
        assert_eq!(read(r#"{ "digits": "10_000" }"#), Ok(10_000));
        assert_eq!(read(r#"{"a": [], "digits": "7"}"#), Ok(7));
    }

    #[test]
    fn what_is_no_number_of_digits_is_turned_down_with_a_hint() {
        for digits in ["0", "-5", "1.5", "1000001", "\"\"", "\"_1\"", "\"1__0\"", "\"+1\"", "null", "[3]"] {
            let why = read(&format!("{{\"digits\": {digits}}}")).unwrap_err();
            assert!(why.contains("not a whole number from 1 to 1000000; send an event"), "{why}");
        }
        assert!(read("{}").is_err());
    }
}
