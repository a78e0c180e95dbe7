/** A column of a {@link ReportTable}: its heading, and on which side its cells stand. */
export interface ReportColumn {
  readonly name: string;
  readonly align: 'left' | 'right';
}

/**
 * A table before it has a format. All texts are untrusted: the writer of each format escapes every one of them. `notes` say
 * scale, direction and mapping of the numbers above them.
 */
export interface ReportTable {
  readonly title: string;
  readonly columns: readonly ReportColumn[];
  /** As many cells in each row as there are columns. */
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/** Characters that end lines or steer terminals, those that turn the direction of text (UAX 9), and lone surrogates. */
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\p{Surrogate}]/gu;

/** A text that stays in its line and cell: white space becomes a space, other controls become U+FFFD. */
export function plainText(text: string): string {
  return text.replaceAll(unsafe, (character) => (/\s/.test(character) ? ' ' : '\ufffd'));
}
