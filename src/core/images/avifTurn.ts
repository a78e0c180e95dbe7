/**
 * How an AVIF wants to be turned to be upright, as an orientation of EXIF (1 to 8): its properties `irot` (anticlockwise quarters) and
 * then `imir` (ISO/IEC 23008-12, 6.5.10 and 6.5.12). Read from the properties of the file as a whole, since a file of one picture has no others.
 */
export function avifOrientation(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const properties = descend(view, ['meta', 'iprp', 'ipco']);
  if (properties === undefined) return 1;
  const quarters = contentOf(view, properties, 'irot');
  const mirror = contentOf(view, properties, 'imir');
  const turns = quarters === undefined ? 0 : view.getUint8(quarters.from) & 3;
  // 0: top and bottom change places; 1: left and right do.
  const axis = mirror === undefined ? undefined : view.getUint8(mirror.from) & 1;
  return orientations[axis === undefined ? 'plain' : axis === 0 ? 'upsideDown' : 'leftRight'][turns] ?? 1;
}

const orientations = { plain: [1, 8, 3, 6], upsideDown: [4, 5, 2, 7], leftRight: [2, 7, 4, 5] } as const;

interface Span {
  readonly from: number;
  readonly to: number;
}

function descend(view: DataView, path: readonly string[]): Span | undefined {
  let span: Span | undefined = { from: 0, to: view.byteLength };
  for (const name of path) {
    span = contentOf(view, span, name);
    // The content of `meta` begins with a version and flags.
    if (span !== undefined && name === 'meta') span = { from: span.from + 4, to: span.to };
    if (span === undefined) return undefined;
  }
  return span;
}

function contentOf(view: DataView, { from, to }: Span, name: string): Span | undefined {
  for (let at = from; at + 8 <= to;) {
    const size = view.getUint32(at);
    const length = size === 0 ? to - at : size;
    if (length < 8) return undefined;
    const type = String.fromCharCode(...[4, 5, 6, 7].map((place) => view.getUint8(at + place)));
    if (type === name && at + 8 < Math.min(to, at + length)) return { from: at + 8, to: Math.min(to, at + length) };
    at += length;
  }
  return undefined;
}
