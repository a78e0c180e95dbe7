/** Texts that are remembered at most: then all are forgotten, because what comes next is as unlike them as they were unlike each other. */
const mostTexts = 10_000;
/** Longer texts hardly come twice, and would be kept alive. */
const longestText = 4000;

/** A function of a text that says the same for the same text, and works that out once. */
export function remembered<T>(of: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length > longestText) return of(text);
    const before = known.get(text);
    if (before !== undefined || known.has(text)) return before as T;
    const found = of(text);
    if (known.size >= mostTexts) known.clear();
    known.set(text, found);
    return found;
  };
}
