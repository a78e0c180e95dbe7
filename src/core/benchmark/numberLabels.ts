const bareNumber = /^[+-]?\d+(\.\d+)?$/;

/** Whether a label is nothing but a number: what it stands for is said elsewhere, or nowhere. */
export function isBareNumber(label: string): boolean {
  return bareNumber.test(label.trim());
}

/** The labels that are bare numbers, where most of a set are: a model that is asked for them is asked a riddle. Else none. */
export function numberLabels(labels: readonly string[]): readonly string[] {
  const bare = labels.filter(isBareNumber);
  return bare.length * 2 > labels.length ? bare : [];
}
