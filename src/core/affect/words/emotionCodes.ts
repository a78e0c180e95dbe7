/** Concepts by the two and three letters that data sets write for them in names and tables; a choice of ours. */
const codes: Readonly<Record<string, string>> = {
  ...{ an: 'angry', di: 'disgust', af: 'fear', fe: 'fear', ha: 'happy', ne: 'neutral', sa: 'sad', su: 'surprise' },
  ...{ co: 'contempt', ca: 'calm', sp: 'surprise' },
  ...{ ang: 'angry', dis: 'disgust', fea: 'fear', afr: 'fear', hap: 'happy', neu: 'neutral', sad: 'sad' },
  ...{ sur: 'surprise', con: 'contempt', cal: 'calm', exc: 'excitement', fru: 'frustration', bor: 'boredom' },
  ...{ anx: 'anxiety', amu: 'amusement', emb: 'embarrassment', pri: 'pride', rel: 'relief', joy: 'joy' },
};

/** Single letters, which mean one emotion each only where `sa` and `su` stand beside them. */
const letters: Readonly<Record<string, string>> = {
  ...{ a: 'angry', d: 'disgust', f: 'fear', h: 'happy', n: 'neutral', c: 'contempt' },
};

/** Fewer codes than this may be anything. */
const fewest = 3;

/**
 * The concepts that texts stand for, by the text in lower case, where they are codes for emotions: at least three concepts, at least four in five of the
 * texts, and all of one length. `undefined` for other texts.
 */
export function emotionCodes(texts: Iterable<string>): ReadonlyMap<string, string> | undefined {
  const lower = [...new Set([...texts].map((text) => text.trim().toLowerCase()))].filter((text) => text !== '');
  if (lower.length < fewest || lower.length > mostTexts) return undefined;
  const hasBoth = lower.includes('sa') && lower.includes('su');
  const length = lower.some((text) => text.length === 3) ? 3 : 2;
  const known = lower.flatMap((text) => {
    const concept = text.length === length ? codes[text] : hasBoth && text.length === 1 ? letters[text] : undefined;
    return concept === undefined ? [] : [[text, concept] as const];
  });
  const concepts = new Set(known.map(([, concept]) => concept));
  return concepts.size >= fewest && known.length * 5 >= lower.length * 4 ? new Map(known) : undefined;
}

const mostTexts = 60;
