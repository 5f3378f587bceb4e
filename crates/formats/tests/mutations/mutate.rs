//! Changes by dice that are the same for the same number.

/// What readers stumble over.
const TOKENS: [&[u8]; 22] = [
    b"<",
    b">",
    b"/>",
    b"&",
    b"&#xD83D;",
    b"&#0;",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"\"",
    b"'",
    b"\r\n",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"-1",
    b"9223372036854775808",
    b"18446744073709551615",
    b"PK\x01\x02",
    b"PK\x05\x06",
    "🚪".as_bytes(),
    "e\u{301}\u{202e}".as_bytes(),
];

pub struct Dice(u64);

impl Dice {
    pub fn of(round: u64) -> Self {
        Self(round.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// The next number (xorshift64*, Vigna 2016).
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    /// A number below this one; 0 below 0.
    pub fn below(&mut self, end: usize) -> usize {
        let drawn = self.next() % (end as u64).max(1);
        usize::try_from(drawn).expect("it is below a length")
    }

    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// The bytes with one to six changes, most of them small.
    pub fn changed(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for _ in 0..=self.below(6) {
            self.change(&mut bytes);
        }
        bytes
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        let at = self.below(bytes.len());
        let end = (at + 1 + self.below(40)).min(bytes.len());
        match self.below(8) {
            0 | 1 if !bytes.is_empty() => bytes[at] ^= 1 << self.below(8),
            2 if !bytes.is_empty() => bytes[at] = self.below(256) as u8,
            3 => drop(bytes.drain(at..end)),
            // A stretch once more, here or elsewhere.
            4 => {
                let stretch = bytes[at..end].to_vec();
                let to = self.below(bytes.len());
                bytes.splice(to..to, stretch);
            }
            5 => bytes.truncate(bytes.len().saturating_sub(self.below(60))),
            // Digits that stand there become others.
            6 => {
                let digits = bytes[at..].iter().position(u8::is_ascii_digit);
                if let Some(digit) = digits {
                    bytes[at + digit] = b'0' + self.below(10) as u8;
                }
            }
            _ => {
                let token = *self.one(&TOKENS);
                bytes.splice(at..at, token.iter().copied());
            }
        }
    }
}
