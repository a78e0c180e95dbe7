import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { buildProduct } from './build.ts';
import { DrivenWindow } from './editor/drivenWindow.ts';
import { editorHome } from './editor/fetchEditor.ts';
import { installVsix } from './editor/installVsix.ts';
import { launchEditor } from './editor/launchEditor.ts';
import { openBrowser } from './editor/openBrowser.ts';
import { say, sayWhile } from './editor/say.ts';
import { packageVsix } from './package.ts';
import * as modelScenes from './pictures/modelScenes.ts';
import type { ModelStage } from './pictures/modelScenes.ts';
import { startPictureServer } from './pictures/pictureServer.ts';
import { addViewsAndMedia, configuring, finding, makeUntidy } from './pictures/dataScenes.ts';
import * as scenes from './pictures/scenes.ts';
import { smallPng } from './pictures/smallPng.ts';
import { whole } from './pictures/stage.ts';
import { inRepository } from './repository.ts';
import { runScript } from './runScript.ts';
import { makeSample } from './sample/makeSample.ts';

const usage = `npm run pictures -- [--theme NAME]... [--act NAME]... [--keep]

Takes pictures of a real window over the drawn sample, evaluated with the baseline: those of README into media/readme, all
of them into artefacts/pictures/<theme>/<act>.
  --theme NAME  dark, light, hc or hc-light; may be given several times; default all
  --act NAME    browse, models (connections and what is asked through them), data or empty; may be given several times; default all
  --keep        take dist/ and the evaluated sample of last time as they stand`;

const themes = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  hc: 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
} as const;
type Theme = keyof typeof themes;

const { sideBar, treeHover, table, gallery, wide, verdict, small, evaluation, scores, compared } = scenes;
const { connecting, asking, comparing, rereading, writing } = modelScenes;

/** Scenes that share a window, each beginning where the one before it ended. */
const acts = {
  browse: [sideBar, treeHover, table, gallery, wide, verdict, small, evaluation, scores, compared],
  models: [connecting, asking, comparing, rereading, writing],
  data: [configuring, finding],
  empty: [scenes.welcome, scenes.walkthrough],
} as const satisfies Readonly<Record<string, readonly ((stage: ModelStage) => Promise<void>)[]>>;
type Act = keyof typeof acts;

/** README's pictures, by the scene's name; from the dark theme. */
const shown: Readonly<Record<string, string>> = {
  wide: 'gallery-dark.png',
  'table-hover': 'table-dark.png',
  configure: 'configure-dark.png',
};

runScript(async () => {
  const { wanted, playing, keep } = readArguments();
  if (!keep) await buildProduct({ debug: false });
  const vsix = await packageVsix();
  const evaluated = await evaluatedSample(keep);
  const scratch = mkdtempSync(join(tmpdir(), 'el-'));
  process.on('exit', () => rmSync(scratch, { recursive: true, force: true, maxRetries: 3 }));
  const extensionsDir = join(scratch, 'e');
  await installVsix(vsix, extensionsDir);
  const browser = await openBrowser();
  for (const theme of wanted) {
    for (const act of playing) {
      const folder = join(scratch, theme, act, 'memo-sample');
      cpSync(evaluated, folder, { recursive: true });
      const taking = (): Promise<void> => takeAll(browser, theme, act, folder, extensionsDir);
      await sayWhile(`Pictures in ${themes[theme]}: ${act}`, taking);
    }
  }
  await browser.close();
  process.exit(0);
});

function readArguments(): { wanted: readonly Theme[]; playing: readonly Act[]; keep: boolean } {
  const several = { type: 'string', multiple: true } as const;
  const { values } = parseArgs({ options: { theme: several, act: several, keep: { type: 'boolean' } } });
  const wanted = values.theme ?? Object.keys(themes);
  if (!wanted.every((name): name is Theme => name in themes)) throw new Error(usage);
  const playing = values.act ?? Object.keys(acts);
  if (!playing.every((name): name is Act => name in acts)) throw new Error(usage);
  return { wanted, playing, keep: values.keep ?? false };
}

/** The sample of 432 portraits with one run of the baseline. */
async function evaluatedSample(keep: boolean): Promise<string> {
  const folder = join(editorHome, 'pictures', 'memo-sample');
  if (keep && existsSync(folder)) return folder;
  const { folder: drawn } = await sayWhile('Drawing the sample, if it is not there yet', () =>
    makeSample({ folder: inRepository('sample', 'memo-sample') }),
  );
  rmSync(folder, { recursive: true, force: true });
  cpSync(drawn, folder, { recursive: true, filter: (path) => !path.endsWith('.emolens') });
  say('Evaluating it with the baseline');
  const how = ['evaluate', folder, '--model', 'local/expression-baseline'];
  execFileSync(process.execPath, [inRepository('dist', 'cli.js'), ...how], { stdio: ['ignore', 'ignore', 'inherit'] });
  return folder;
}

async function takeAll(browser: Browser, theme: Theme, act: Act, folder: string, extensionsDir: string): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'el-'));
  process.on('exit', () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 }));
  const settings = {
    'workbench.colorTheme': themes[theme],
    // A large hover needs its room, and a cursor that blinks makes pictures differ.
    'editor.cursorBlinking': 'solid',
    'window.commandCenter': false,
  };
  const editor = await launchEditor({ dataDir, extensionsDir, settings });
  const place = inRepository('artefacts', 'pictures', theme, act);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const context = await browser.newContext({ viewport: whole });
  const window = await DrivenWindow.open(context, editor.address(act === 'empty' ? undefined : folder));
  await window.ready();
  let count = 0;
  const picture = async (name: string): Promise<void> => {
    count += 1;
    const path = join(place, `${String(count).padStart(2, '0')}-${name}.png`);
    const screenshot = await window.page.screenshot({ path });
    const inReadme = theme === 'dark' ? shown[name] : undefined;
    if (inReadme === undefined) return;
    const blank = await browser.newPage();
    writeFileSync(inRepository('media', 'readme', inReadme), await smallPng(blank, screenshot));
    await blank.close();
  };
  mkdirSync(inRepository('media', 'readme'), { recursive: true });
  if (act === 'data') {
    makeUntidy(folder);
    addViewsAndMedia(folder);
  }
  const server = act === 'models' ? await startPictureServer(folder) : undefined;
  const stage = { window, picture, baseUrl: server?.baseUrl ?? '' };
  try {
    for (const scene of acts[act]) {
      try {
        await scene(stage);
      } catch (error) {
        await picture(`FAILED-${scene.name}`);
        throw error;
      }
    }
    await context.close();
  } finally {
    await editor.close();
    await server?.close();
  }
}
