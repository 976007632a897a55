// Files that are many in one: see src/search/shards/pack.rs.

/** Where each file of a directory is: `{ pack, from, to }`, `to` where what follows it begins. */
export function places({ units, followed }, { unit, size }) {
  const following = new Map(followed);
  let [pack, at] = [0, 0];
  return [...units].map((character, n) => {
    const length = (character.codePointAt(0) - 35) * unit;
    const whole = length + (following.get(n) ?? 0) * unit;
    if (at && at + whole > size) [pack, at] = [pack + 1, 0];
    const from = at;
    at += whole;
    return { pack, from, to: from + length };
  });
}
