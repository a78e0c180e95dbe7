/** So many characters at the end of a name tell nearly all names apart. */
const looked = 10;
const lastAscii = 127;
/** Of so many slots for each name most are free. */
const slotsForEach = 16;
const fewestSlots = 4096;

/**
 * Says of a name in no time that it is none of a few others, neither as it stands nor without regard to case and Unicode form; where it may be one, more
 * has to be looked at.
 */
export class NameSieve {
  readonly #slots: Uint8Array;
  /** Names beyond ASCII may be written in several ways. */
  #isOpen = false;

  constructor(names: readonly string[]) {
    const size = Math.max(fewestSlots, names.length * slotsForEach);
    this.#slots = new Uint8Array(1 << (32 - Math.clz32(size - 1)));
    for (const name of names) {
      // A quote stands twice in a table.
      if (name.includes('"') || !isAscii(name)) this.#isOpen = true;
      else this.#slots[this.#slotOf(name, 0, name.length)] = 1;
    }
  }

  /** Whether what stands between two places of a text may be one of the names. */
  mayHold(text: string, start: number, end: number): boolean {
    if (this.#isOpen) return true;
    const slot = this.#slotOf(text, start, end);
    return slot === -1 || this.#slots[slot] === 1;
  }

  /** The same number for small and capital letters; -1 for what is beyond ASCII. */
  #slotOf(text: string, start: number, end: number): number {
    let hash = end - start;
    for (let at = Math.max(start, end - looked); at < end; at++) {
      const code = text.charCodeAt(at);
      if (code > lastAscii) return -1;
      hash = Math.imul(hash, 31) + (code | 32);
    }
    return (hash ^ (hash >>> 15)) & (this.#slots.length - 1);
  }
}

function isAscii(name: string): boolean {
  for (let at = 0; at < name.length; at++) if (name.charCodeAt(at) > lastAscii) return false;
  return true;
}
