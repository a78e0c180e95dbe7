/** Where a line lies on a {@link LineShelf}; `length` 0 is no line. */
export interface LinePlace {
  readonly start: number;
  readonly length: number;
}

const chunkBytes = 1 << 20;
/** A code unit takes so many bytes of UTF-8 at most. */
const bytesOfUnit = 3;

/** Lines of text as the bytes they are: a run's outcomes are kept so, and one is read when it is looked at. */
export class LineShelf {
  readonly #chunks: { readonly start: number; readonly bytes: Uint8Array }[] = [];
  readonly #decoder = new TextDecoder();
  readonly #encoder = new TextEncoder();
  #end = 0;
  #room = 0;

  /** Takes in a whole file without copying it; what is at `n` in it is at `n` plus the answer on the shelf. */
  addBytes(bytes: Uint8Array): number {
    const start = this.#end;
    this.#chunks.push({ start, bytes });
    this.#end += bytes.length;
    this.#room = 0;
    return start;
  }

  add(line: string): LinePlace {
    const most = line.length * bytesOfUnit;
    if (most > this.#room) {
      this.#room = Math.max(chunkBytes, most);
      this.#chunks.push({ start: this.#end, bytes: new Uint8Array(this.#room) });
    }
    const { start, bytes } = this.#chunks.at(-1)!;
    // Bytes of its own for each line would be memory that is given back all at once some day, which took 0.16 s.
    const { written } = this.#encoder.encodeInto(line, bytes.subarray(this.#end - start));
    const place = { start: this.#end, length: written };
    this.#end += written;
    this.#room -= written;
    return place;
  }

  /** The line at a place. */
  read({ start, length }: LinePlace): string {
    const chunk = this.#chunks.findLast((one) => one.start <= start)!;
    return this.#decoder.decode(chunk.bytes.subarray(start - chunk.start, start - chunk.start + length));
  }
}
