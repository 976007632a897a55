// Files of the search: gzip, whose checksum the browser compares.

/** Where a file could not be fetched, or is not what the build wrote. */
export class Missing extends Error {}

/** The content of a file; its gzip checksum is compared by the browser. */
export async function inflate(url) {
  let response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw new Missing(url, { cause });
  }
  if (!response.ok) throw new Missing(url);
  try {
    const raw = response.body.pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(raw).arrayBuffer());
  } catch (cause) {
    throw new Missing(url, { cause });
  }
}

export const json = async (url) => {
  const content = new TextDecoder().decode(await inflate(url));
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new Missing(url, { cause });
  }
};
