/** Every setting with its type; the manifest is checked against {@link settingDefaults}. */
export interface Settings {
  groupBy: 'generator' | 'emotion';
  storageFolder: string;
  connections: readonly unknown[];
  answerOptions: 'words' | 'letters';
  conversation: 'separate' | 'one';
  strategy: 'plain' | 'reasoned' | 'emoprompt';
  maxImageSide: number;
  author: string;
  errorsInProblems: boolean;
}

/** The defaults that the code counts on; the same as the manifest's. */
export const settingDefaults: Settings = {
  groupBy: 'generator',
  storageFolder: '',
  connections: [],
  answerOptions: 'words',
  conversation: 'separate',
  strategy: 'plain',
  maxImageSide: 0,
  author: '',
  errorsInProblems: true,
};
