/**
 * Tells a thread that is busy, and hears no message before it is done, that there is one for it: shared by both sides. What a thread does without being
 * asked can then be left for what it is asked.
 */
export class RaisedHand {
  /** What to give to the other thread. */
  readonly memory: SharedArrayBuffer;
  readonly #flag: Int32Array;

  constructor(memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#flag = new Int32Array(memory);
  }

  get isUp(): boolean {
    return Atomics.load(this.#flag, 0) === 1;
  }

  raise(): void {
    Atomics.store(this.#flag, 0, 1);
  }

  lower(): void {
    Atomics.store(this.#flag, 0, 0);
  }
}
