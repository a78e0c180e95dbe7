import { hashName } from '../fnv1a.ts';
import { predictionTools, type PredictionTool } from './predictionFile.ts';

/** The id of a run in a file: the same as long as the file has its name, whatever is in it. */
export function foreignRunId(tool: PredictionTool, file: string, key: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  const plain = name.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, 60);
  return `${tool}-${plain}-${hashName(`${file}\0${key}`)}`;
}

/** The tool that made a run, by the run's id; `undefined` for runs of our own. */
export function toolOfRun(run: string): PredictionTool | undefined {
  return /-[0-9a-f]{8}$/.test(run) ? predictionTools.find((tool) => run.startsWith(`${tool}-`)) : undefined;
}
