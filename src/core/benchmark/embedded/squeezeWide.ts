import { base64Picture } from './base64.ts';
import { hashStart, hashWith } from '../../fnv1a.ts';
import { base64Mark } from './embeddedValue.ts';
import type { SqueezedTable } from './squeezeTable.ts';

/** What base64 is made of, padding and the backslash of JSON included; shorter runs are no pictures. */
const runs = /[A-Za-z0-9+/=_\\-]{32,}/g;
/** Characters that decide whether base64 encodes a picture. */
const shown = 64;

/** The same as `squeezed` for a table in UTF-16, which stays in it: each letter of base64 has two bytes there. */
export function squeezedWide(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): SqueezedTable {
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  let hasPictures = false;
  const cut = text.replace(runs, (run, at: number) => {
    const extension = base64Picture(run.slice(0, shown), run.length);
    if (extension === undefined) return run;
    hasPictures = true;
    return base64Mark(at * 2, run.length * 2, hashOf(run), extension);
  });
  return hasPictures ? { bytes: encoded(cut, encoding === 'utf-16le'), hasPictures } : { bytes, hasPictures };
}

function encoded(text: string, isLittle: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), isLittle);
  return new Uint8Array(view.buffer);
}

function hashOf(run: string): number {
  let hash = hashStart;
  for (let at = 0; at < run.length; at++) hash = hashWith(hash, run.charCodeAt(at));
  return hash;
}
