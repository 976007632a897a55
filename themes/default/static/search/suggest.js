// Words to suggest while somebody types: characters, pinyin (guangfu) or its initials (gf).

const MOST = 8;
const ready = new WeakMap();
const heard = new WeakMap();

/** How characters sound, of what suggest.bin holds: see src/search/shards/suggest.rs. */
export function sounds(data) {
  if (!heard.has(data)) {
    const bytes = [];
    for (let first = 0xb0; first <= 0xd7; first++) for (let second = 0xa1; second <= 0xfe; second++) if (first < 0xd7 || second < 0xfa) bytes.push(first, second);
    const everyday = [...new TextDecoder("gbk").decode(Uint8Array.from(bytes))];
    const sound = new Map();
    let at = 0;
    for (const [, syllable, count] of data.sounds.matchAll(/([^0-9]+)([0-9]+)/g)) for (let n = 0; n < count; n++) sound.set(everyday[at++], syllable);
    for (const [syllable, characters] of Object.entries(data.others)) for (const c of characters) sound.set(c, syllable);
    heard.set(data, sound);
  }
  return heard.get(data);
}

/** Words with their sounds. */
function read(data) {
  if (!ready.has(data)) {
    const sound = sounds(data);
    ready.set(data, data.terms.split(" ").map((word) => {
      const syllables = [...word].map((c) => sound.get(c) ?? c);
      return { word, full: syllables.join(""), initials: syllables.map((s) => s[0]).join("") };
    }));
  }
  return ready.get(data);
}

/** The words for the last piece of what was typed, the most likely first. */
export function suggestions(typed, data) {
  const piece = typed.split(/\s/u).at(-1).toLowerCase().replaceAll("'", "");
  if (!piece || /[:："“「-]/u.test(piece)) return [];
  const terms = read(data);
  const latin = /^[a-z]+$/.test(piece);
  const begins = (term) => term.word !== piece && (latin ? term.initials.startsWith(piece) || term.full.startsWith(piece) : term.word.startsWith(piece));
  const found = terms.filter(begins);
  if (!latin && [...piece].length > 1) found.push(...terms.filter((t) => t.word !== piece && !t.word.startsWith(piece) && t.word.includes(piece)));
  // What is spelled out in full comes before what only begins so.
  const exact = (term) => Number(term.full === piece || term.initials === piece);
  if (latin) found.sort((a, b) => exact(b) - exact(a));
  return found.slice(0, MOST).map((t) => t.word);
}
