import type * as vscode from 'vscode';
import type { FrameSource } from '../core/video/frameSource.ts';
import { createFrameSource } from '../platform/node/frameSource.ts';
import { setting } from './settings.ts';

/** What takes frames out of a benchmark's videos: the decoder of the setting, else of the environment, else the one on PATH. */
export function frameSourceOf(root: vscode.Uri): FrameSource {
  const ffmpeg = setting('ffmpeg', root) || process.env['EMOLENS_FFMPEG'] || 'ffmpeg';
  return createFrameSource(root.fsPath, { ffmpeg });
}
