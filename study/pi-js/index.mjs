// The study's function in JavaScript, as it was published: a generator over BigInt.
// Event {"digits": 10000} or {"digits": "10_000"}; reply {"digits": 10000, "pi": "31415…"}.

const digitsMax = 1_000_000;

/** Digits of pi without end: 3n, 1n, 4n, 1n, 5n… */
export function* digitsOfPi() {
  let [q, r, t, i] = [1n, 180n, 60n, 2n];
  for (;;) {
    const digit = ((27n * i - 12n) * q + 5n * r) / (5n * t);
    yield digit;
    const u = 3n * (3n * i + 1n) * (3n * i + 2n);
    r = 10n * u * (q * (5n * i - 2n) + r - t * digit);
    q = 10n * q * i * (2n * i - 1n);
    t = t * u;
    i += 1n;
  }
}

/** How many digits the event asks for. Throws where it is no whole number from 1 to a million. */
export function digitsAskedFor(event) {
  const { digits } = event ?? {};
  const plain =
    typeof digits === "number" || (typeof digits === "string" && /^\d+(_\d+)*$/.test(digits));
  const count = plain ? Number(String(digits).replaceAll("_", "")) : NaN;
  if (!Number.isInteger(count) || count < 1 || count > digitsMax) {
    throw new RangeError(
      `"digits" is ${JSON.stringify(digits)}, not a whole number from 1 to ${digitsMax}; ` +
        'send an event such as {"digits": 10000}',
    );
  }
  return count;
}

export async function handler(event) {
  const digits = digitsAskedFor(event);
  let pi = "";
  for (const digit of digitsOfPi()) {
    pi += digit;
    if (pi.length === digits) break;
  }
  return { digits, pi };
}
