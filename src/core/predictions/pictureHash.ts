import { base64Picture, decodeBase64 } from '../benchmark/embedded/base64.ts';
import type { Hasher } from '../ports.ts';

/** The bytes of a picture by their SHA-256 and number. */
export interface PictureHash {
  readonly sha256: string;
  readonly size: number;
}

/** Base64 of a picture has one of few beginnings, behind the head of a data URI or alone. */
const dataUri = /^\s*data:[\w.+-]+\/[\w.+-]+(?:;[\w.+=-]+)*;base64,/i;

/** The hash of a picture that a text holds as a data URI (RFC 2397) or as base64 alone; `undefined` for any other text. */
export async function pictureHash(text: string, hasher: Hasher): Promise<PictureHash | undefined> {
  const head = dataUri.exec(text.slice(0, 200))?.[0];
  const isAlone = head === undefined && base64Picture(text.slice(0, 64), text.length) !== undefined;
  if (head === undefined && !isAlone) return undefined;
  const bytes = decodeBase64(new TextEncoder().encode(text.slice(head?.length ?? 0)));
  if (bytes.length === 0) return undefined;
  return { sha256: await hasher.sha256(bytes), size: bytes.length };
}
