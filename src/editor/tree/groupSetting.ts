/** How the setting says by what portraits are grouped: one word for the two ways that are asked for most, or fields. */
export type GroupBySetting = string | readonly string[];

const inWords: Readonly<Record<string, readonly string[]>> = {
  generator: ['generator', 'label'],
  emotion: ['label', 'generator'],
};

/** Levels of groups, at most. */
const mostLevels = 2;

/** The fields of the setting in order, at most two; what is no field of a benchmark is left out later. */
export function groupFieldsFrom(setting: GroupBySetting): readonly string[] {
  if (typeof setting === 'string') return inWords[setting] ?? [setting];
  const fields = setting.filter((field) => typeof field === 'string' && field !== '');
  const known = [...new Set(fields.map((field) => (field === 'emotion' ? 'label' : field)))].slice(0, mostLevels);
  return known.length === 0 ? ['generator', 'label'] : known;
}

/** How fields are written into the setting: in one word where there is one. */
export function groupSettingOf(fields: readonly string[]): GroupBySetting {
  const word = Object.entries(inWords).find(([, meant]) => meant.join() === fields.join())?.[0];
  return word ?? [...fields];
}
