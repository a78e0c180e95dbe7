import type { Flip, Reread, RereadError } from '../evaluation/reread/reread.ts';

/** One line for a flip: stage, item, before and after. Texts in it are untrusted. */
export function flipText(flip: Flip): string {
  return flip.item;
}

/** What reading a run again gave, a sentence or a few. */
export function rereadText(reread: Reread): string {
  return reread.record.run;
}

/** Why replies were not read again. */
export function rereadErrorText(error: RereadError): string {
  return error.kind;
}
