import { predictionTools, type PredictionTool } from './predictionFile.ts';

/** The id of a run in a file: the same as long as the file has its name, whatever is in it. */
export function foreignRunId(tool: PredictionTool, file: string, key: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  const plain = name.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, 60);
  return `${tool}-${plain}-${fnv(`${file}\0${key}`)}`;
}

/** FNV-1a, 32 bits. */
function fnv(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** The tool that made a run, by the run's id; `undefined` for runs of our own. */
export function toolOfRun(run: string): PredictionTool | undefined {
  return /-[0-9a-f]{8}$/.test(run) ? predictionTools.find((tool) => run.startsWith(`${tool}-`)) : undefined;
}
