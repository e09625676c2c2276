import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { handler } from "./index.mjs";

test("the first digits are the ones everybody knows", async () => {
  assert.deepEqual(await handler({ digits: 1 }), { digits: 1, pi: "3" });
  assert.equal(
    (await handler({ digits: 50 })).pi,
    "31415926535897932384626433832795028841971693993751",
  );
});

test("the first 10,000 digits have the digest that the C++ tests know", async () => {
  const { digits, pi } = await handler({ digits: "10_000" });
  assert.equal(digits, 10000);
  assert.equal(
    createHash("sha256").update(pi).digest("hex"),
    "2a32257c1b63c17b152835a29b8f832c1beb4d04d1594e18632104cf29243309",
  );
});

test("an event that asks for no number of digits says so", async () => {
  for (const digits of [0, -5, 1.5, 1_000_001, "", "_1", "1_", "1__0", "ten", null, undefined, [3], {}]) {
    await assert.rejects(handler({ digits }), /"digits" is .*, not a whole number from 1 to 1000000/);
  }
  await assert.rejects(handler(null), RangeError);
});
