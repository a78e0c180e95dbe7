const vowel = /[aeiou]/u;

function inflectWord(word: string): string[] {
  if (!/^[a-z]{3,}$/u.test(word)) return [word];
  const last = word.slice(-1);
  const before = word.slice(-2, -1);
  if (last === 'e') {
    const stem = word.slice(0, -1);
    return [word, `${word}s`, `${word}d`, `${stem}ing`];
  }
  if (last === 'y' && !vowel.test(before)) {
    const stem = word.slice(0, -1);
    return [word, `${stem}ies`, `${stem}ied`, `${word}ing`, `${stem}ily`, `${stem}iness`];
  }
  const plural = /(?:s|x|z|ch|sh)$/u.test(word) ? `${word}es` : `${word}s`;
  const regular = [word, plural, `${word}ed`, `${word}ing`, `${word}ly`];
  // Both spellings are kept (`planed`, `planned`): which is right depends on a stress that the letters do not show.
  if (/[^aeiou][aeiou][^aeiouwxy]$/u.test(word)) regular.push(`${word}${last}ed`, `${word}${last}ing`);
  return regular;
}

/**
 * The regular English inflections of a word or phrase that the lexicon does not know, itself first: of a phrase, those of its
 * first and of its last word (`seek comfort`: `seeking comfort`). Other scripts come back alone.
 */
export function inflections(form: string): string[] {
  const words = form.split(' ');
  const first = words[0] ?? form;
  if (words.length === 1) return inflectWord(first);
  const rest = words.slice(1).join(' ');
  const lead = words.slice(0, -1).join(' ');
  const last = words.at(-1) ?? '';
  return [
    ...new Set([
      ...inflectWord(first).map((word) => `${word} ${rest}`),
      ...inflectWord(last).map((word) => `${lead} ${word}`),
    ]),
  ];
}
