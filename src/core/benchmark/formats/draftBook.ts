import type { DraftItem } from './format.ts';

/** Collects what several tables say about each picture. */
export class DraftBook {
  /** By path of the picture. */
  readonly drafts = new Map<string, DraftItem>();
  readonly #mentioned = new Map<string, Set<string>>();
  readonly #missing = new Set<string>();

  /** Notes that a table has a line for a picture, were it a bad one: then the picture is not without a row. */
  mention(table: string, path: string): void {
    const paths = this.#mentioned.get(table);
    if (paths) paths.add(path);
    else this.#mentioned.set(table, new Set([path]));
  }

  /** Whether {@link mention} was called for it. */
  isMentioned(table: string, path: string): boolean {
    return this.#mentioned.get(table)?.has(path) === true;
  }

  /** Puts values over what is known of a picture so far; what was said first stays. */
  add(path: string, values: Omit<DraftItem, 'path'>): void {
    const before = this.drafts.get(path);
    this.drafts.set(path, before ? { ...values, ...before } : { path, ...values });
  }

  /** True the first time that a name without a picture is seen: one missing file is one fault, in how many tables it may stand. */
  noteMissing(name: string): boolean {
    const key = name.normalize('NFC').toLowerCase();
    if (this.#missing.has(key)) return false;
    this.#missing.add(key);
    return true;
  }
}
