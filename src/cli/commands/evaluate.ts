import { resolve } from 'node:path';
import type { Command } from 'commander';
import { createCropMaker } from '../../platform/node/cropMaker.ts';
import { createFrameSource } from '../../platform/node/frameSource.ts';
import { createImageCodec } from '../../platform/node/pictures/imageCodec.ts';
import { nodeClock } from '../../platform/node/nodeClock.ts';
import { nodeHasher } from '../../platform/node/nodeHasher.ts';
import { evaluateComparison } from '../evaluateComparison.ts';
import { evaluateOne } from '../evaluateOne.ts';
import { declareEvaluateOptions } from '../evaluateOptions.ts';
import type { EvaluateOptions } from '../evaluateOptions.ts';
import { findRuns } from '../findRuns.ts';
import { refuse } from '../host.ts';
import type { CliHost, ExitStatus } from '../host.ts';
import { ModelShelf } from '../modelShelf.ts';
import { openFolder } from '../openFolder.ts';
import { picturesFor } from '../planEvaluation.ts';
import { planJob } from '../planJob.ts';
import { probe } from '../probe.ts';
import { reread } from '../reread.ts';
import { tellDryRun } from '../tellDryRun.ts';

/** `emolens evaluate FOLDER --model ID`: runs a protocol. */
export function addEvaluate(program: Command, host: CliHost, ends: (status: ExitStatus) => void): void {
  declareEvaluateOptions(
    program
      .command('evaluate')
      .description('ask models about the portraits of a benchmark')
      .argument('[folder]', 'the benchmark folder'),
  ).action(async (folder: string | undefined, given: EvaluateOptions) => {
    if (given.probe === true) return ends(await probe(given, host));
    // `--resume FOLDER`, `--reread FOLDER`: the option has taken the folder for a run's id.
    const taking = (['resume', 'reread'] as const).find((name) => typeof given[name] === 'string');
    const path = folder ?? (taking && String(given[taking]));
    if (path === undefined) return ends(refuse(host, 'evaluate: name the benchmark folder (emolens evaluate --help)'));
    const meant = folder === undefined && taking !== undefined ? { ...given, [taking]: true } : given;
    ends(await run(path, meant, host));
  });
}

async function run(folder: string, given: EvaluateOptions, host: CliHost): Promise<ExitStatus> {
  if (given.frames !== undefined && given.fps !== undefined)
    return refuse(host, `--fps ${given.fps}: --frames says already how many; give one of the two`);
  if (given.apply === true && given.reread === undefined) return refuse(host, '--apply: it belongs to --reread');
  const opened = await openFolder(folder, host, { pictures: picturesFor(given.where, 'heads') });
  if (typeof opened === 'number') return opened;
  if (given.reread !== undefined) return reread(folder, given, opened, host);
  const found = await findRuns(given, opened.store, host);
  if (typeof found === 'string') return refuse(host, `${folder}: ${found}`);
  const shelf = new ModelShelf(host);
  const codec = createImageCodec();
  const crop = createCropMaker();
  try {
    const planned = await planJob(given, opened, found, shelf, host);
    if (!planned.ok) return refuse(host, `${folder}: ${planned.error}`);
    const job = planned.value;
    const { images, store } = opened;
    const video = createFrameSource(resolve(host.cwd, folder), { ffmpeg: host.env['EMOLENS_FFMPEG'] || 'ffmpeg' });
    const ports = { images, store, clock: nodeClock, hasher: nodeHasher, codec, crop, video };
    if (given.dryRun === true) return await tellDryRun(folder, job, given, ports, host);
    const { comparison, cells } = job;
    if (comparison !== undefined)
      return await evaluateComparison({ ...job, comparison }, { folder, given, opened, found, ports }, host);
    const [only] = cells;
    return only === undefined
      ? refuse(host, `${folder}: there is nothing to ask`)
      : await evaluateOne(folder, only.plan, given, ports, host);
  } finally {
    await Promise.all([codec.dispose(), crop.dispose(), shelf.dispose()]);
  }
}
