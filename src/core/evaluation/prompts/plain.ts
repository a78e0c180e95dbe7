/** The question alone. Ours. */
export const plainText = `{question}

Reply with {form} and nothing else.`;
