/**
 * Whether what a JPEG says before its first scan holds together, as far as decoders insist on it (ITU-T T.81, annex B): known markers,
 * segments as long as their contents, tables in one of four places, Huffman codes that fit, one frame of 8 bits. What is coded behind it is not
 * looked at: decoders draw something from damaged data. `bytes` is the whole file.
 */
export function holdsTogether(bytes: Uint8Array): boolean {
  const seen: Seen = { quantisation: new Set(), huffman: new Map(), frame: undefined };
  for (let at = bytes.indexOf(0xff, 2); at >= 0; at = bytes.indexOf(0xff, at)) {
    const marker = bytes[at + 1];
    if (marker === undefined) return false;
    // What lies between segments is passed over, as decoders do; 0xff is filling; these stand alone.
    if (marker === 0xff) at += 1;
    else if (marker <= 1 || (marker >= 0xd0 && marker <= 0xd7)) at += 2;
    else {
      const end = at + 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
      if (end < at + 4 || end > bytes.length) return false;
      const body = bytes.subarray(at + 4, end);
      if (marker === startOfScan) return isScan(body, seen);
      if (!isSegment(marker, body, seen)) return false;
      at = end;
    }
  }
  return false;
}

/** What was declared so far. */
interface Seen {
  readonly quantisation: Set<number>;
  /** By class (0x00 for DC, 0x10 for AC) and place. */
  readonly huffman: Map<number, { readonly isSound: boolean }>;
  frame: { readonly isSequential: boolean; readonly components: ReadonlyMap<number, number> } | undefined;
}

const startOfScan = 0xda;

function isSegment(marker: number, body: Uint8Array, seen: Seen): boolean {
  if (marker === 0xdb) return isQuantisation(body, seen);
  if (marker === 0xc4) return isHuffman(body, seen);
  if (marker >= 0xc0 && marker <= 0xc2) return isFrame(marker, body, seen);
  if (marker === 0xdd) return body.length === 2;
  // Applications' own, comments, arithmetic conditioning, a number of lines.
  return (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe || marker === 0xcc || marker === 0xdc;
}

function isQuantisation(body: Uint8Array, { quantisation }: Seen): boolean {
  let at = 0;
  while (at < body.length) {
    const head = body[at]!;
    if ((head & 15) > 3) return false;
    quantisation.add(head & 15);
    at += 1 + (head >> 4 === 0 ? 64 : 128);
  }
  return at === body.length;
}

function isHuffman(body: Uint8Array, { huffman }: Seen): boolean {
  let at = 0;
  while (body.length - at > 16) {
    const index = body[at]!;
    const lengths = body.subarray(at + 1, at + 17);
    const count = lengths.reduce((sum, one) => sum + one, 0);
    if (count > 256 || at + 17 + count > body.length || (index & ~0x10) > 3) return false;
    const symbols = body.subarray(at + 17, at + 17 + count);
    const isDc = (index & 0x10) === 0;
    huffman.set(index, { isSound: codesFit(lengths) && !(isDc && symbols.some((symbol) => symbol > 15)) });
    at += 17 + count;
  }
  return at === body.length;
}

/** There are at most 2^n codes of n bits, those that begin as a shorter code does not counted (annex C.2). */
function codesFit(lengths: Uint8Array): boolean {
  let code = 0;
  for (const [place, count] of lengths.entries()) {
    code = code * 2 + count;
    if (code > 2 ** (place + 1)) return false;
  }
  return true;
}

function isFrame(marker: number, body: Uint8Array, seen: Seen): boolean {
  const count = body[5] ?? 0;
  if (seen.frame !== undefined || body[0] !== 8 || ![1, 3, 4].includes(count) || body.length !== 6 + 3 * count)
    return false;
  const components = new Map<number, number>();
  for (let at = 6; at < body.length; at += 3) {
    const [across, down] = [body[at + 1]! >> 4, body[at + 1]! & 15];
    if (across < 1 || across > 4 || down < 1 || down > 4) return false;
    components.set(body[at]!, body[at + 2]!);
  }
  seen.frame = { isSequential: marker !== 0xc2, components };
  return true;
}

/** The first scan, and the tables that it needs; of a progressive picture later ones may bring their own. */
function isScan(body: Uint8Array, { frame, quantisation, huffman }: Seen): boolean {
  const count = body[0] ?? 0;
  if (frame === undefined || count < 1 || count > 4 || body.length !== 4 + 2 * count) return false;
  for (let at = 1; at <= 2 * count; at += 2) {
    const table = frame.components.get(body[at]!);
    if (table === undefined || !quantisation.has(table)) return false;
    if (!frame.isSequential) continue;
    const [dc, ac] = [body[at + 1]! >> 4, 0x10 | (body[at + 1]! & 15)];
    // Where a table was not declared decoders take the usual one (annex K.3), as for frames of films.
    if (huffman.get(dc)?.isSound === false || huffman.get(ac)?.isSound === false) return false;
  }
  return true;
}
