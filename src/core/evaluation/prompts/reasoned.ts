/** Think first, then a last line that a program can find. Ours. */
export const reasonedText = `{question}

Think it through step by step before you answer. Then finish with one last line of exactly this form, with {form} in place of the dots:
ANSWER: ...`;
