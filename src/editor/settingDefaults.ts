import type { GroupBySetting } from './tree/groupSetting.ts';
/** Every setting with its type; the manifest is checked against {@link settingDefaults}. */
export interface Settings {
  groupBy: GroupBySetting;
  storageFolder: string;
  connections: readonly unknown[];
  answerOptions: 'words' | 'letters';
  conversation: 'separate' | 'one';
  strategy: string;
  optionOrder: 'fixed' | 'shuffled';
  orders: number;
  seed: number;
  extractor: string;
  maxCostUsd: number;
  maxRequests: number;
  maxFailures: number;
  maxImageSide: number;
  ffmpeg: string;
  videoFrames: number;
  videoFramesPerSecond: number;
  maxVideoFrames: number;
  thumbnailCacheMegabytes: number;
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
  optionOrder: 'fixed',
  orders: 1,
  seed: 0,
  extractor: '',
  maxCostUsd: 0,
  maxRequests: 0,
  maxFailures: 0,
  maxImageSide: 0,
  ffmpeg: '',
  videoFrames: 8,
  videoFramesPerSecond: 0,
  maxVideoFrames: 32,
  thumbnailCacheMegabytes: 512,
  author: '',
  errorsInProblems: true,
};
