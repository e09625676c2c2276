//! Digits of pi, one after the other: the unbounded spigot as the study published it.

use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// Digits without end: 3, 1, 4, 1, 5…
pub struct Digits {
    q: BigInt,
    r: BigInt,
    t: BigInt,
    i: u64,
}

impl Digits {
    pub fn new() -> Self {
        Digits { q: BigInt::from(1), r: BigInt::from(180), t: BigInt::from(60), i: 2 }
    }
}

impl Iterator for Digits {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        let i = self.i;
        let quotient = (&self.q * (27 * i - 12) + &self.r * 5u32) / (&self.t * 5u32);
        let digit = quotient.to_u8()?;
        let u = 3 * (3 * i + 1) * (3 * i + 2);
        self.r = (&self.q * (5 * i - 2) + &self.r - &self.t * digit) * 10u32 * u;
        self.q = &self.q * 10u32 * (i * (2 * i - 1));
        self.t = &self.t * u;
        self.i += 1;
        Some(digit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    fn text(count: usize) -> String {
        Digits::new().take(count).map(|digit| char::from(b'0' + digit)).collect()
    }

    #[test]
    fn the_first_digits_are_the_ones_everybody_knows() {
        assert_eq!(text(50), "31415926535897932384626433832795028841971693993751");
    }

    #[test]
    fn the_first_10_000_digits_have_the_digest_that_the_cpp_tests_know() {
        assert_eq!(
            format!("{:x}", Sha256::digest(text(10_000))),
            "2a32257c1b63c17b152835a29b8f832c1beb4d04d1594e18632104cf29243309"
        );
    }
}
