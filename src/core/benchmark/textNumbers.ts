import { hashOfText, stirred } from '../fnv1a.ts';

/** Numbers texts of which nearly all are different, from 0 on in the order in which they come: for so many a map would cost several times as much. */
export class TextNumbers {
  readonly #texts: string[] = [];
  /** The number plus 1; 0 is a free slot. */
  #slots = new Uint32Array(64);

  /** The number of a text, the next one where it is new. */
  numberOf(text: string): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = slotOf(text) & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const number = slots[slot]! - 1;
      if (this.#texts[number] === text) return number;
    }
    const number = this.#texts.push(text) - 1;
    slots[slot] = number + 1;
    if (this.#texts.length * 2 > slots.length) this.#grow();
    return number;
  }

  #grow(): void {
    const slots = new Uint32Array(this.#slots.length * 4);
    const mask = slots.length - 1;
    for (const [number, text] of this.#texts.entries()) {
      let slot = slotOf(text) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

function slotOf(text: string): number {
  return stirred(hashOfText(text));
}
