// Files of the search: gzip, whose checksum the browser compares.

/** Where a file could not be fetched, or is not what the build wrote. */
export class Missing extends Error {}

/** Files of which a host gave the whole where a part was asked for. */
const wholes = new Map();
/** Whether hosts were seen to do so: then what is asked for at once is fetched once. */
let knowsRanges = true;

async function got(url, headers = {}) {
  const response = await fetch(url, { headers });
  if (!response.ok) throw new Missing(url);
  return response;
}

async function part(url, from, to) {
  if (knowsRanges && !wholes.has(url)) {
    const response = await got(url, { Range: `bytes=${from}-${to - 1}` });
    if (response.status === 206) return response.body;
    knowsRanges = false;
    wholes.set(url, response.arrayBuffer());
  }
  if (!wholes.has(url)) wholes.set(url, got(url).then((response) => response.arrayBuffer()));
  wholes.get(url).catch(() => wholes.delete(url));
  return new Response((await wholes.get(url)).slice(from, to)).body;
}

/** The content of a file, or of the one at these bytes of it; its gzip checksum is compared by the browser. */
export async function inflate(url, bytes) {
  try {
    const body = bytes ? await part(url, bytes.from, bytes.to) : (await got(url)).body;
    return new Uint8Array(await new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
  } catch (cause) {
    throw cause instanceof Missing ? cause : new Missing(url, { cause });
  }
}

export const json = async (url, bytes) => {
  const content = new TextDecoder().decode(await inflate(url, bytes));
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new Missing(url, { cause });
  }
};
