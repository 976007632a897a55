// Words to suggest while somebody types: characters, pinyin (guangfu) or its initials (gf).

const MOST = 8;
let ready = null;

async function read(store) {
  const { terms, sounds } = await store.suggested();
  const sound = new Map();
  for (const [syllable, characters] of Object.entries(sounds)) for (const c of characters) sound.set(c, syllable);
  return terms.split(" ").map((word) => {
    const syllables = [...word].map((c) => sound.get(c) ?? c);
    return { word, full: syllables.join(""), initials: syllables.map((s) => s[0]).join("") };
  });
}

/** The words for the last piece of what was typed, the most likely first. */
export async function suggestions(typed, store) {
  const piece = typed.split(/\s/u).at(-1).toLowerCase().replaceAll("'", "");
  if (!piece || /[:："“「-]/u.test(piece)) return [];
  ready ??= await read(store);
  const latin = /^[a-z]+$/.test(piece);
  const begins = (term) => term.word !== piece && (latin ? term.initials.startsWith(piece) || term.full.startsWith(piece) : term.word.startsWith(piece));
  const found = ready.filter(begins);
  if (!latin && [...piece].length > 1) found.push(...ready.filter((t) => t.word !== piece && !t.word.startsWith(piece) && t.word.includes(piece)));
  // What is spelled out in full comes before what only begins so.
  const exact = (term) => Number(term.full === piece || term.initials === piece);
  if (latin) found.sort((a, b) => exact(b) - exact(a));
  return found.slice(0, MOST).map((t) => t.word);
}
