/** The question alone. Ours. */
export const plainText = `{question}

Reply with nothing but {form}.`;
