/** The six labels of MEMO-Bench's release (arXiv 2411.11235), in the order of the paper. Names of lexicon concepts. */
export const canonicalEmotions = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'] as const;

/** One of {@link canonicalEmotions}. */
export type CanonicalEmotion = (typeof canonicalEmotions)[number];

/** The eight classes of EmoSet-118K, as its `info.json` spells them. */
export const emoSetEmotions = [
  'amusement',
  'anger',
  'awe',
  'contentment',
  'disgust',
  'excitement',
  'fear',
  'sadness',
] as const;

/** Ekman's six basic emotions, as nouns. */
export const ekmanEmotions = ['anger', 'disgust', 'fear', 'happiness', 'sadness', 'surprise'] as const;
